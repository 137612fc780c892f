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
        /// The server acknowledged the request but sent no response in time (RFC 7252 section 5.2.2): it
        /// may have acted on it.
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
    }
}
