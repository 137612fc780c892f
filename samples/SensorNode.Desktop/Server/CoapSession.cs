// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode.Desktop.Server
{
    /// <summary>
    /// The message layer of one DTLS session (RFC 7252 section 4): rejects what is malformed, answers a
    /// repeated message as the first time without acting on it again, and leaves requests to the server.
    /// </summary>
    internal sealed class CoapSession : IDatagramHandler
    {
        // RFC 7252 section 4.8.2: EXCHANGE_LIFETIME.
        private const long ExchangeLifetimeMilliseconds = 247000;
        private const int MaxExchanges = 256;

        private readonly CoapServer _server;
        private readonly Dictionary<int, Exchange> _exchanges = [];
        private readonly Queue<Exchange> _order = [];

        // Message IDs of the responses to non-confirmable requests.
        private int _nextMessageId = Random.Shared.Next(0x10000);

        // Who observes the interval in this session, and the message of the last notification.
        private readonly object _lock = new();
        private Func<byte[], bool>? _send;
        private byte[]? _observer;
        private int _sequence;
        private int _notificationId = -1;

        /// <summary>Creates the message layer of one session.</summary>
        /// <param name="server">Answers the requests.</param>
        internal CoapSession(CoapServer server)
        {
            _server = server;
        }

        /// <inheritdoc/>
        public void Attach(Func<byte[], bool> send) => _send = send;

        /// <summary>Tells the observer, if there is one, that the interval has changed (RFC 7641 section 4.2).</summary>
        internal void NotifyInterval()
        {
            byte[] notification;
            lock (_lock)
            {
                if (_observer == null || _send == null)
                {
                    return;
                }

                // Not confirmable: what gets lost is made good when the client registers again, a Max-Age later.
                _notificationId = _nextMessageId++ & 0xFFFF;
                CoapAnswer answer = _server.Interval(++_sequence);
                notification = CoapMessage.Encode(CoapType.NonConfirmable, answer.Code, _notificationId, _observer, answer.Options, answer.Payload);
            }

            if (!_send(notification))
            {
                Forget();
            }
        }

        private void Forget()
        {
            lock (_lock)
            {
                _observer = null;
            }
        }

        /// <inheritdoc/>
        public byte[]? Handle(ReadOnlySpan<byte> datagram)
        {
            if (!CoapMessage.HasHeader(datagram))
            {
                return null;
            }

            CoapType type = CoapMessage.TypeOf(datagram);
            if (type is CoapType.Acknowledgement or CoapType.Reset)
            {
                // RFC 7641 section 3.6: a Reset ends the observation. The server sends nothing confirmable.
                if (type == CoapType.Reset && CoapMessage.MessageIdOf(datagram) == _notificationId)
                {
                    Forget();
                }

                return null;
            }

            CoapMessage? message = CoapMessage.Decode(datagram);
            if (message == null || !message.IsRequest)
            {
                // RFC 7252 section 4.2: a confirmable message that makes no sense is rejected with a Reset,
                // which makes an empty one a ping (section 4.3); the others are dropped.
                return type == CoapType.Confirmable ? Reset(CoapMessage.MessageIdOf(datagram)) : null;
            }

            return Answer(message);
        }

        private byte[]? Answer(CoapMessage request)
        {
            long now = Environment.TickCount64;
            ForgetOld(now);
            if (_exchanges.TryGetValue(request.MessageId, out Exchange? known))
            {
                return known.Response;
            }

            var exchange = new Exchange(request.MessageId, now, Process(request));
            _exchanges.Add(exchange.MessageId, exchange);
            _order.Enqueue(exchange);
            return exchange.Response;
        }

        private byte[]? Process(CoapMessage request)
        {
            bool isConfirmable = request.Type == CoapType.Confirmable;
            CoapAnswer answer = AnswerTo(request);
            if (answer.Code == CoapCode.BadOption && !isConfirmable)
            {
                // RFC 7252 section 5.4.1: rejected, which for a non-confirmable message is silence.
                return null;
            }

            CoapType type = isConfirmable ? CoapType.Acknowledgement : CoapType.NonConfirmable;
            lock (_lock)
            {
                int messageId = isConfirmable ? request.MessageId : _nextMessageId++ & 0xFFFF;
                return CoapMessage.Encode(type, answer.Code, messageId, request.Token, answer.Options, answer.Payload);
            }
        }

        private CoapAnswer AnswerTo(CoapMessage request)
        {
            CoapCode refused = Refuse(request);
            if (refused != CoapCode.Empty)
            {
                return new CoapAnswer(refused);
            }

            if (request.Code != CoapCode.Get || request.Path != CoapServer.IntervalPath)
            {
                return _server.Respond(request);
            }

            // RFC 7641 section 4.1: 0 puts the client on the list, 1 takes it off.
            int observe = request.UintOption(CoapOption.Observe);
            lock (_lock)
            {
                _observer = observe == 0 ? request.Token : observe == 1 ? null : _observer;
                return _server.Interval(observe == 0 ? ++_sequence : -1);
            }
        }

        /// <summary>The code that options call for; <see cref="CoapCode.Empty"/> when there is nothing against them.</summary>
        private static CoapCode Refuse(CoapMessage request)
        {
            int previous = -1;
            foreach ((int number, byte[] _) in request.Options)
            {
                switch ((CoapOption)number)
                {
                    case CoapOption.ProxyUri:
                    case CoapOption.ProxyScheme:
                        return CoapCode.ProxyingNotSupported;
                    case CoapOption.UriPath:
                    case CoapOption.UriQuery:
                        break;
                    case CoapOption.UriHost:
                    case CoapOption.UriPort:
                    case CoapOption.Accept:
                    case CoapOption.Block2:
                        // RFC 7252 section 5.4.5: a repeated option that must not repeat counts as unknown.
                        if (number == previous)
                        {
                            return CoapCode.BadOption;
                        }

                        break;
                    default:
                        if ((number & 1) != 0)
                        {
                            return CoapCode.BadOption;
                        }

                        break;
                }

                previous = number;
            }

            return CoapCode.Empty;
        }

        private void ForgetOld(long now)
        {
            while (_order.TryPeek(out Exchange? oldest)
                && (_order.Count >= MaxExchanges || now - oldest.Started > ExchangeLifetimeMilliseconds))
            {
                _order.Dequeue();
                _exchanges.Remove(oldest.MessageId);
            }
        }

        private static byte[] Reset(int messageId)
        {
            return CoapMessage.Encode(CoapType.Reset, CoapCode.Empty, messageId, []);
        }

        private sealed record Exchange(int MessageId, long Started, byte[]? Response);
    }
}
