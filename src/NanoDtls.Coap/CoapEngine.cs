// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    /// <summary>
    /// A CoAP client (RFC 7252) that owns no socket, clock or thread: messages and the time go in, messages
    /// and the next deadline come out. One exchange at a time (NSTART 1, section 4.7). Times are
    /// milliseconds of any monotonic clock. Nothing is allocated after construction.
    /// </summary>
    public sealed partial class CoapEngine
    {
        private const int HeaderLength = 4;

        // The options behind those of the resource: Content-Format (3 bytes) and Accept (4), and the longer
        // header of a first Uri-Query. Room for them makes one check of the length at the end enough.
        private const int OptionSlack = 8;

        // Message IDs are reused by halves: see TakeMessageId.
        private const int MessageIdHalf = 0x8000;
        private const long LongAgo = long.MinValue / 2;

        // The request at 0, the slack, and in the last 4 bytes an ACK or RST.
        private readonly byte[] _output;
        private readonly CoapMessageReader _reader;
        private readonly Random _random;
        private readonly int _maxMessage;
        private readonly int _ackTimeout;
        private readonly int _ackTimeoutSpread;
        private readonly int _maxRetransmit;
        private readonly int _responseTimeout;
        private readonly int _exchangeLifetime;
        private readonly int _minTokenLength;

        private CoapExchangeState _state;
        private bool _isPing;
        private CoapMethod _method;
        private CoapResource _resource;
        private int _contentFormat;
        private int _accept;
        private byte[] _payload;
        private int _payloadOffset;
        private int _payloadCount;
        private long _token;
        private long _nextToken;
        private int _messageId;
        private int _nextMessageId;
        private long _lowHalfLeftAt;
        private long _highHalfLeftAt;

        private int _requestLength;
        private bool _isRequestBuilt;
        private bool _isRequestPending;
        private bool _isReplyPending;
        private int _timeout;
        private long _deadline;

        /// <summary>Creates the engine and all of its memory.</summary>
        /// <param name="options">Settings, copied; <c>null</c> for the defaults.</param>
        /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
        public CoapEngine(CoapClientOptions options)
        {
            options = options ?? new CoapClientOptions();
            CheckRange(options.MaxMessage, CoapClientOptions.MinMaxMessage, CoapClientOptions.MaxMaxMessage);
            CheckRange(options.AckTimeoutMilliseconds, 1, 600000);
            CheckRange(options.AckRandomFactorPercent, 100, 300);
            CheckRange(options.MaxRetransmit, 0, 8);
            CheckRange(options.ResponseTimeoutMilliseconds, 1, int.MaxValue);
            CheckRange(options.ExchangeLifetimeMilliseconds, 0, int.MaxValue);
            CheckRange(options.TokenLength, 1, 8);
            CheckRange(options.InitialMessageId, -1, 0xFFFF);
            if (options.InitialToken < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            _maxMessage = options.MaxMessage;
            _ackTimeout = options.AckTimeoutMilliseconds;
            _ackTimeoutSpread = (_ackTimeout * (options.AckRandomFactorPercent - 100)) / 100;
            _maxRetransmit = options.MaxRetransmit;
            _responseTimeout = options.ResponseTimeoutMilliseconds;
            _exchangeLifetime = options.ExchangeLifetimeMilliseconds;
            _minTokenLength = options.TokenLength;
            _nextToken = options.InitialToken;
            _random = options.Random ?? new Random();
            _nextMessageId = options.InitialMessageId < 0 ? _random.Next(0x10000) : options.InitialMessageId;
            _output = new byte[_maxMessage + OptionSlack + HeaderLength];
            _reader = new CoapMessageReader();
            Status = CoapStatus.Pending;
            NewSession();
        }

        /// <summary>Where the exchange stands.</summary>
        public CoapExchangeState State
        {
            get { return _state; }
        }

        /// <summary>How the exchange ended; <see cref="CoapStatus.Pending"/> before that.</summary>
        public CoapStatus Status { get; private set; }

        /// <summary>Longest message in bytes, sent or received.</summary>
        public int MaxMessage
        {
            get { return _maxMessage; }
        }

        /// <summary>
        /// The array that <see cref="GetMessage"/> fills. Between its calls the caller may receive into the
        /// first <see cref="MaxMessage"/> bytes: what has to be sent again is built again.
        /// </summary>
        public byte[] OutputBuffer
        {
            get { return _output; }
        }

        /// <summary>Position in <see cref="OutputBuffer"/> of the message that <see cref="GetMessage"/> returned.</summary>
        public int OutputOffset { get; private set; }

        /// <summary>When <see cref="HandleTimeout"/> has to be called; <see cref="long.MaxValue"/> for never.</summary>
        public long NextDeadline
        {
            get { return IsActive ? _deadline : long.MaxValue; }
        }

        /// <summary>How often the request was sent again.</summary>
        public int Retransmissions { get; private set; }

        /// <summary>Message ID that the next request will have.</summary>
        public int NextMessageId
        {
            get { return _nextMessageId; }
        }

        /// <summary>Token that the next request will have (see <see cref="CoapClientOptions.InitialToken"/>).</summary>
        public long NextToken
        {
            get { return _nextToken; }
        }

        private bool IsActive
        {
            get { return _state == CoapExchangeState.AwaitingAcknowledgement || _state == CoapExchangeState.AwaitingResponse; }
        }

        /// <summary>Starts an exchange with a confirmable request; <see cref="GetMessage"/> then gives the message.</summary>
        /// <param name="method">Method.</param>
        /// <param name="resource">Target; used until the exchange ends.</param>
        /// <param name="contentFormat">Format of the payload, 0 to 65535, or <see cref="CoapContentFormat.None"/>.</param>
        /// <param name="accept">Format wanted in the response, 0 to 65535, or <see cref="CoapContentFormat.None"/>.</param>
        /// <param name="payload">
        /// Array with the payload, or <c>null</c> for none. It must not change until the exchange ends, and
        /// must not be <see cref="OutputBuffer"/>.
        /// </param>
        /// <param name="offset">First byte of the payload.</param>
        /// <param name="count">Bytes of the payload.</param>
        /// <param name="nowMilliseconds">The time.</param>
        /// <returns>
        /// <see cref="CoapStatus.Pending"/>; <see cref="CoapStatus.MessageTooLong"/> or
        /// <see cref="CoapStatus.MessageIdsExhausted"/> when nothing was started.
        /// </returns>
        /// <exception cref="InvalidOperationException">An exchange is under way.</exception>
        public CoapStatus Start(CoapMethod method, CoapResource resource, int contentFormat, int accept, byte[] payload, int offset, int count, long nowMilliseconds)
        {
            if (resource == null)
            {
                throw new ArgumentNullException(nameof(resource));
            }

            if (payload == _output)
            {
                throw new ArgumentException();
            }

            int available = payload == null ? 0 : payload.Length;
            if (offset < 0 || count < 0 || offset > available || count > available - offset)
            {
                throw new ArgumentOutOfRangeException(nameof(count));
            }

            CheckRange((int)method, (int)CoapMethod.Get, (int)CoapMethod.Put);
            CheckRange(contentFormat, CoapContentFormat.None, 0xFFFF);
            CheckRange(accept, CoapContentFormat.None, 0xFFFF);
            if (IsActive)
            {
                throw new InvalidOperationException();
            }

            ClearResult();
            _isPing = false;
            _method = method;
            _resource = resource;
            _contentFormat = contentFormat;
            _accept = accept;
            _payload = payload;
            _payloadOffset = offset;
            _payloadCount = count;
            _token = _nextToken;
            _messageId = _nextMessageId;
            if (!BuildRequest())
            {
                return End(CoapStatus.MessageTooLong);
            }

            CoapStatus status = Begin(nowMilliseconds);
            if (status == CoapStatus.Pending)
            {
                _nextToken++;
            }

            return status;
        }

        /// <summary>
        /// Starts a ping: an empty confirmable message, which the server answers with a Reset
        /// (RFC 7252 section 4.3). It says that the server is alive and the session is still the same.
        /// </summary>
        /// <param name="nowMilliseconds">The time.</param>
        /// <returns>
        /// <see cref="CoapStatus.Pending"/>, and <see cref="CoapStatus.Ok"/> once the Reset arrived;
        /// <see cref="CoapStatus.MessageIdsExhausted"/> when nothing was started.
        /// </returns>
        /// <exception cref="InvalidOperationException">An exchange is under way.</exception>
        public CoapStatus StartPing(long nowMilliseconds)
        {
            if (IsActive)
            {
                throw new InvalidOperationException();
            }

            ClearResult();
            _isPing = true;
            _messageId = _nextMessageId;
            BuildRequest();
            return Begin(nowMilliseconds);
        }

        /// <summary>
        /// The next message to send. Call it until it returns 0 after <see cref="Start"/>,
        /// <see cref="ProcessMessage"/> and <see cref="HandleTimeout"/>.
        /// </summary>
        /// <returns>
        /// Bytes of the message, which is in <see cref="OutputBuffer"/> at <see cref="OutputOffset"/> until the
        /// next call of any method; 0 when there is nothing to send.
        /// </returns>
        public int GetMessage()
        {
            if (_isReplyPending)
            {
                _isReplyPending = false;
                OutputOffset = _output.Length - HeaderLength;
                return HeaderLength;
            }

            if (!_isRequestPending)
            {
                return 0;
            }

            if (!_isRequestBuilt)
            {
                BuildRequest();
            }

            _isRequestPending = false;
            OutputOffset = 0;
            return _requestLength;
        }

        /// <summary>
        /// Retransmits or gives up when <see cref="NextDeadline"/> has come (RFC 7252 section 4.2); else does
        /// nothing.
        /// </summary>
        /// <param name="nowMilliseconds">The time.</param>
        public void HandleTimeout(long nowMilliseconds)
        {
            if (!IsActive || nowMilliseconds < _deadline)
            {
                return;
            }

            if (_state == CoapExchangeState.AwaitingResponse)
            {
                End(CoapStatus.ResponseTimedOut);
                return;
            }

            if (Retransmissions >= _maxRetransmit)
            {
                End(CoapStatus.TimedOut);
                return;
            }

            Retransmissions++;
            _timeout *= 2;
            _deadline = nowMilliseconds + _timeout;
            // The caller may have received into the buffer meanwhile.
            _isRequestBuilt = false;
            _isRequestPending = true;
        }

        /// <summary>Abandons the exchange, if there is one; a late response will not match any more.</summary>
        public void Cancel()
        {
            if (IsActive)
            {
                End(CoapStatus.Cancelled);
            }
        }

        /// <summary>
        /// Binds the engine to a new session: abandons the exchange and forgets the messages of the old
        /// session. Tokens count on, so a response from the old one matches nothing (RFC 7252 section 9.1).
        /// </summary>
        public void NewSession()
        {
            Cancel();
            _isReplyPending = false;
            _lastSeparateId = -1;
            // Message IDs live per endpoint, and a new session is a new endpoint (RFC 7252 section 4.4).
            _lowHalfLeftAt = LongAgo;
            _highHalfLeftAt = LongAgo;
        }
    }
}
