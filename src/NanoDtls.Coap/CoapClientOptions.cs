// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    /// <summary>
    /// Settings of a <see cref="CoapClient"/> or <see cref="CoapEngine"/>. The constructor that takes them
    /// validates and copies them; later changes have no effect.
    /// </summary>
    public class CoapClientOptions
    {
        /// <summary>Smallest value of <see cref="MaxMessage"/>.</summary>
        public const int MinMaxMessage = 64;

        /// <summary>Largest value of <see cref="MaxMessage"/> (RFC 7252 section 4.6).</summary>
        public const int MaxMaxMessage = 1152;

        /// <summary>Creates options with the defaults named at each property.</summary>
        public CoapClientOptions()
        {
            MaxMessage = 512;
            AckTimeoutMilliseconds = 2000;
            AckRandomFactorPercent = 150;
            MaxRetransmit = 4;
            ResponseTimeoutMilliseconds = 93000;
            ExchangeLifetimeMilliseconds = 247000;
            ProbingRate = 1;
            TokenLength = 2;
            InitialMessageId = -1;
        }

        /// <summary>
        /// Longest message sent or received, in bytes, 64 to 1152, default 512. Sizes the one buffer. The
        /// channel's limit counts when it is lower.
        /// </summary>
        public int MaxMessage { get; set; }

        /// <summary>ACK_TIMEOUT in milliseconds, 1 to 600000, default 2000 (RFC 7252 section 4.8).</summary>
        public int AckTimeoutMilliseconds { get; set; }

        /// <summary>ACK_RANDOM_FACTOR in percent, 100 to 300, default 150 (RFC 7252 section 4.8).</summary>
        public int AckRandomFactorPercent { get; set; }

        /// <summary>MAX_RETRANSMIT, 0 to 8, default 4 (RFC 7252 section 4.8).</summary>
        public int MaxRetransmit { get; set; }

        /// <summary>
        /// Longest wait for a separate response once the request is acknowledged, in milliseconds, 1 or more.
        /// Default 93000, the MAX_TRANSMIT_WAIT of RFC 7252 section 4.8.2; the RFC sets no limit of its own.
        /// </summary>
        public int ResponseTimeoutMilliseconds { get; set; }

        /// <summary>
        /// Time in milliseconds before a message ID is used again, 0 or more. Default 247000, the
        /// EXCHANGE_LIFETIME of RFC 7252 section 4.8.2; less only in a network that is known to be faster
        /// than the 100 s MAX_LATENCY behind it. It bounds the rate to about 130 requests per second in the
        /// long run, after the first 32768 to 65536 of a session.
        /// </summary>
        public int ExchangeLifetimeMilliseconds { get; set; }

        /// <summary>
        /// PROBING_RATE in bytes per second, 1 to 1000000, default 1 (RFC 7252 section 4.8): how fast non-confirmable
        /// messages may go out as long as nothing at all comes back. A node that reports with No-Response more often
        /// than that needs a higher rate, or a confirmable request in between, whose answer starts the count anew.
        /// </summary>
        public int ProbingRate { get; set; }

        /// <summary>
        /// Least bytes of a token, 1 to 8, default 2. Tokens count up and grow beyond this length when they
        /// must, so that none is used twice (RFC 9175 section 4). They can be guessed, which does no harm in a protected
        /// channel; in any other one the client makes tokens of 8 bytes, 39 bits of them random
        /// (RFC 7252 section 5.3.1).
        /// </summary>
        public int TokenLength { get; set; }

        /// <summary>First token, 0 or more, default 0: for a session that outlives this object.</summary>
        public long InitialToken { get; set; }

        /// <summary>First message ID, 0 to 65535, or -1, the default, for a random one (RFC 7252 section 4.4).</summary>
        public int InitialMessageId { get; set; }

        /// <summary>
        /// Source of the retransmission jitter and the first message ID, neither of which is a secret.
        /// Default <c>null</c>: a new <see cref="System.Random"/>.
        /// </summary>
        public Random Random { get; set; }
    }
}
