// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>Why the engine last threw away a record, a message or the rest of a datagram.</summary>
    public enum DtlsDropReason
    {
        /// <summary>Nothing was dropped so far.</summary>
        None = 0,

        /// <summary>Fewer bytes were left in the datagram than the record header says (RFC 6347 section 4.1.1).</summary>
        Truncated = 1,

        /// <summary>A record version other than DTLS 1.2 (DTLS 1.0 where a HelloVerifyRequest may use it).</summary>
        Version = 2,

        /// <summary>A content type that is unknown or not allowed here.</summary>
        ContentType = 3,

        /// <summary>An epoch that is not the current one (RFC 6347 section 4.1).</summary>
        Epoch = 4,

        /// <summary>A fragment length above the protocol's or the negotiated maximum.</summary>
        RecordTooLong = 5,

        /// <summary>A protected fragment too short to hold an explicit nonce and a tag.</summary>
        RecordTooShort = 6,

        /// <summary>The sequence number was already received (RFC 6347 section 4.1.2.6).</summary>
        Replayed = 7,

        /// <summary>The sequence number lies left of the replay window.</summary>
        TooOld = 8,

        /// <summary>The tag did not verify.</summary>
        BadTag = 9,

        /// <summary>No connection is open that could take the record.</summary>
        NotConnected = 10,

        /// <summary>A handshake message or fragment that repeats an earlier one.</summary>
        DuplicateMessage = 11,

        /// <summary>A handshake message too far ahead to be kept.</summary>
        FutureMessage = 12,

        /// <summary>No room to reassemble the message; its retransmission is awaited.</summary>
        NoRoom = 13,

        /// <summary>A handshake fragment whose lengths contradict each other or an earlier fragment.</summary>
        BadFragment = 14,

        /// <summary>A message that does not belong to the current state and may be ignored.</summary>
        UnexpectedMessage = 15,

        /// <summary>An alert without protection when protection is in force, or with a malformed body.</summary>
        BadAlert = 16,

        /// <summary>A malformed ChangeCipherSpec.</summary>
        BadChangeCipherSpec = 17,

        /// <summary>Application data before the handshake ended (RFC 6347 section 4.2.6).</summary>
        EarlyApplicationData = 18,

        /// <summary>A record without content.</summary>
        Empty = 19,

        /// <summary>More HelloVerifyRequests than a client should follow.</summary>
        TooManyHelloVerifyRequests = 20,

        /// <summary>A record with another Connection ID, with one that was not agreed on, or without the one that was (RFC 9146 section 3).</summary>
        ConnectionId = 21,

        /// <summary>More path_challenges than are answered in a second (RFC 9853 section 5.4), or no sequence number to answer with.</summary>
        RateLimit = 22,
    }
}
