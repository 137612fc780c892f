// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>Why a received message did not move the exchange on.</summary>
    public enum CoapDropReason
    {
        /// <summary>The message was used.</summary>
        None = 0,

        /// <summary>Under 4 bytes; ignored (RFC 7252 section 3).</summary>
        TooShort = 1,

        /// <summary>Version other than 1; ignored (RFC 7252 section 3).</summary>
        Version = 2,

        /// <summary>Token length 9 to 15, or longer than the message (RFC 7252 section 3).</summary>
        TokenLength = 3,

        /// <summary>Code 0.00 with a token or anything behind the message ID (RFC 7252 section 4.1).</summary>
        EmptyWithContent = 4,

        /// <summary>
        /// An option with a reserved delta or length, longer than the message, or numbered over 65535
        /// (RFC 7252 section 3.1).
        /// </summary>
        OptionFormat = 5,

        /// <summary>A payload marker without payload (RFC 7252 section 3).</summary>
        EmptyPayload = 6,

        /// <summary>A code that no response may have (RFC 7252 sections 3 and 4.2).</summary>
        Code = 7,

        /// <summary>A request: this endpoint serves no resources.</summary>
        Request = 8,

        /// <summary>An empty confirmable message; answered with Reset (RFC 7252 section 4.3).</summary>
        Ping = 9,

        /// <summary>An empty non-confirmable message (RFC 7252 section 4.3).</summary>
        EmptyNonConfirmable = 10,

        /// <summary>An acknowledgement or reset of a message that is not waiting for one (RFC 7252 section 4.2).</summary>
        MessageIdMismatch = 11,

        /// <summary>A response with another token than the outstanding request's, or with none outstanding (RFC 7252 section 5.3.2).</summary>
        TokenMismatch = 12,

        /// <summary>A copy of a message that was already processed; acknowledged again when confirmable (RFC 7252 section 4.5).</summary>
        Duplicate = 13,

        /// <summary>A critical option that is not understood; the exchange ended with <see cref="CoapStatus.BadOption"/>.</summary>
        CriticalOption = 14,

        /// <summary>A notification that is older than one that was taken already (RFC 7641 section 3.4).</summary>
        Stale = 15,
    }
}
