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
        private const int MessageIdOffset = 2;

        // Message IDs are reused by halves: see TakeMessageId.
        private const int MessageIdHalf = 0x8000;
        private const long LongAgo = long.MinValue / 2;

        // The request at 0, room for the header of an option that does not fit, and in the last 4 bytes an ACK or RST.
        private readonly byte[] _output;
        private readonly CoapMessageReader _reader;
        private readonly CoapOptionWriter _writer;
        private readonly CoapRequest _plainRequest;

        // When the last ID of each half of the message IDs was used.
        private readonly long[] _halfLeftAt;
        private readonly Random _random;
        private readonly int _maxMessage;
        private readonly int _ackTimeout;
        private readonly int _ackTimeoutSpread;
        private readonly int _maxRetransmit;
        private readonly int _responseTimeout;
        private readonly int _exchangeLifetime;
        private readonly int _probingRate;
        private readonly int _minTokenLength;

        private CoapExchangeState _state;

        // Null for a ping.
        private CoapRequest _request;
        private int _messageLimit;
        private long _token;
        private long _nextToken;
        private int _messageId;
        private int _nextMessageId;

        private int _requestLength;
        private bool _isRequestBuilt;
        private bool _isRequestPending;
        private bool _isReplyPending;
        private int _timeout;
        private int _attempts;
        private long _deadline;

        // No non-confirmable request may be sent before that.
        private long _probeAt;

        // The resource that asked for a pause last, and when the pause is over.
        private CoapResource _busyResource;
        private long _busyUntil;

        private CoapStatus _status;
        private int _outputOffset;
        private int _retransmissions;

        /// <summary>Creates the engine and all of its memory.</summary>
        /// <param name="options">Settings, copied; <c>null</c> for the defaults.</param>
        /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
        public CoapEngine(CoapClientOptions options)
        {
            options = options ?? new CoapClientOptions();
            CheckRange(options.InitialMessageId, -1, 0xFFFF);
            if (options.InitialToken < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            _maxMessage = CheckRange(options.MaxMessage, CoapClientOptions.MinMaxMessage, CoapClientOptions.MaxMaxMessage);
            _ackTimeout = CheckRange(options.AckTimeoutMilliseconds, 1, 600000);
            _ackTimeoutSpread = (_ackTimeout * (CheckRange(options.AckRandomFactorPercent, 100, 300) - 100)) / 100;
            _maxRetransmit = CheckRange(options.MaxRetransmit, 0, 8);
            _responseTimeout = CheckRange(options.ResponseTimeoutMilliseconds, 1, int.MaxValue);
            _exchangeLifetime = CheckRange(options.ExchangeLifetimeMilliseconds, 0, int.MaxValue);
            _probingRate = CheckRange(options.ProbingRate, 1, 1000000);
            _minTokenLength = CheckRange(options.TokenLength, 1, 8);
            _nextToken = options.InitialToken;
            _random = options.Random ?? new Random();
            _nextMessageId = options.InitialMessageId < 0 ? _random.Next(0x10000) : options.InitialMessageId;
            _messageLimit = _maxMessage;
            _output = new byte[_maxMessage + CoapOption.MaxHeaderLength + HeaderLength];
            _echo = new byte[MaxEchoLength];
            _halfLeftAt = new long[2];
            _separateIds = new int[SeparateIdCount];
            _reader = new CoapMessageReader();
            _writer = new CoapOptionWriter();
            _plainRequest = new CoapRequest(0);
            HasProtectedChannel = true;
            _status = CoapStatus.Pending;
            NewSession();
        }

        /// <summary>Where the exchange stands.</summary>
        public CoapExchangeState State
        {
            get { return _state; }
        }

        /// <summary>How the exchange ended; <see cref="CoapStatus.Pending"/> before that.</summary>
        public CoapStatus Status
        {
            get { return _status; }
        }

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
        public int OutputOffset
        {
            get { return _outputOffset; }
        }

        /// <summary>When <see cref="HandleTimeout"/> has to be called; <see cref="long.MaxValue"/> for never.</summary>
        public long NextDeadline
        {
            get { return IsActive ? _deadline : long.MaxValue; }
        }

        /// <summary>How often the request was sent again.</summary>
        public int Retransmissions
        {
            get { return _retransmissions; }
        }

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

        /// <summary>
        /// Longest message that may be sent, in bytes, 0 to <see cref="MaxMessage"/>, its default: less when a
        /// datagram takes less. Bodies are cut into blocks that fit.
        /// </summary>
        public int MessageLimit
        {
            get
            {
                return _messageLimit;
            }

            set
            {
                _messageLimit = CheckRange(value, 0, _maxMessage);
            }
        }

        /// <summary>
        /// Whether nobody else can send into the channel, which is the default; if not, tokens are made hard to guess
        /// (RFC 7252 section 5.3.1).
        /// </summary>
        public bool HasProtectedChannel { get; set; }

        private bool IsActive
        {
            get { return _state == CoapExchangeState.AwaitingAcknowledgement || _state == CoapExchangeState.AwaitingResponse; }
        }

        /// <summary>
        /// The next message to send. Call it until it returns 0 after a start,
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
                _outputOffset = _output.Length - HeaderLength;
                return HeaderLength;
            }

            if (!_isRequestPending)
            {
                return 0;
            }

            if (!_isRequestBuilt && !BuildRequest())
            {
                // Only a later message of an exchange, such as one that repeats an Echo value, can be too long here.
                End(CoapStatus.MessageTooLong);
                return 0;
            }

            _isRequestPending = false;
            _outputOffset = 0;
            if (_isUnanswered)
            {
                End(CoapStatus.Sent);
            }

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

            bool isAcknowledged = _state == CoapExchangeState.AwaitingResponse;
            if (isAcknowledged || _attempts >= _maxRetransmit)
            {
                End(!isAcknowledged ? CoapStatus.TimedOut : _request.NoResponse > 0 ? CoapStatus.Sent : CoapStatus.ResponseTimedOut);
                return;
            }

            _attempts++;
            _retransmissions++;
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
        /// Observations are to be registered again: see <see cref="NextRegistration"/>.
        /// </summary>
        public void NewSession()
        {
            Cancel();
            _isReplyPending = false;
            Array.Clear(_separateIds, 0, SeparateIdCount);
            _requestTag = 0;
            _probeAt = LongAgo;
            ForgetRegistrations();
            // Message IDs live per endpoint, and a new session is a new endpoint (RFC 7252 section 4.4).
            _halfLeftAt[0] = LongAgo;
            _halfLeftAt[1] = LongAgo;
        }
    }
}
