// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>Outcome of an exchange. It says whether a response came, not whether the server agreed.</summary>
    public enum CoapStatus
    {
        /// <summary>A response arrived; its code may still be an error such as 4.04 (RFC 7252 section 5.9).</summary>
        Ok = 0,

        /// <summary>The server never acknowledged the request, retransmissions included (RFC 7252 section 4.2).</summary>
        TimedOut = 1,

        /// <summary>The server answered with Reset: it cannot process the request (RFC 7252 section 4.2).</summary>
        Reset = 2,

        /// <summary>The channel is closed or failed for good; a new session is needed.</summary>
        ChannelClosed = 3,

        /// <summary>The request is longer than one message may be; nothing was sent (RFC 7252 section 4.6).</summary>
        MessageTooLong = 4,

        /// <summary>Time ran out while the network refused to send or receive; the channel itself is unharmed.</summary>
        NetworkError = 5,

        /// <summary>A message arrived that is longer than the client's buffer.</summary>
        ResponseTooLong = 6,

        /// <summary>The response carries a critical option that is not understood (RFC 7252 section 5.4.1).</summary>
        BadOption = 7,

        /// <summary>
        /// No response came in time to a request that the server acknowledged, or that was not confirmable
        /// (RFC 7252 section 5.2): it may have acted on it.
        /// </summary>
        ResponseTimedOut = 8,

        /// <summary>
        /// All message IDs were used within their lifetime: wait, or start a new session
        /// (RFC 7252 section 4.4). Nothing was sent.
        /// </summary>
        MessageIdsExhausted = 9,

        /// <summary>The exchange was abandoned by the caller, or belonged to a session that ended.</summary>
        Cancelled = 10,

        /// <summary>The exchange has not ended yet.</summary>
        Pending = 11,

        /// <summary>The request went out, and no response was wanted (RFC 7967) or waited for.</summary>
        Sent = 12,

        /// <summary>
        /// It is too early: the server answered the last request to this resource with 4.29 or 5.03 and a time to
        /// wait (RFC 8516, RFC 7252 section 5.9.3.4), or a server that never answers was asked with non-confirmable
        /// messages as fast as PROBING_RATE allows (RFC 7252 section 4.7). Nothing was sent.
        /// </summary>
        BackingOff = 13,

        /// <summary>
        /// The server broke the rules of a block-wise transfer (RFC 7959), or the resource kept changing while it
        /// was fetched.
        /// </summary>
        TransferFailed = 14,

        /// <summary>The response's body is longer than <see cref="CoapBlockSink.MaxLength"/>.</summary>
        BodyTooLong = 15,
    }
}
