// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// Outcome of a call on a data path. Calls that return a byte count return the negated value
    /// (<c>-(int)status</c>) instead of a count when they fail.
    /// </summary>
    public enum DtlsStatus
    {
        /// <summary>The call did what it says.</summary>
        Ok = 0,

        /// <summary>
        /// The server sent nothing usable before the handshake time-out
        /// (<see cref="DtlsClientOptions.HandshakeTimeoutMilliseconds"/>).
        /// </summary>
        TimedOut = 1,

        /// <summary>
        /// The server answered the ClientHello but never the client's Finished. With a server that
        /// does not say so by an alert, this is what a wrong key looks like (RFC 4279 section 7).
        /// </summary>
        FinishedTimedOut = 2,

        /// <summary>The server closed the connection with close_notify (RFC 5246 section 7.2.1).</summary>
        Closed = 3,

        /// <summary>The server sent a fatal alert; <c>LastAlert</c> names it.</summary>
        PeerAlert = 4,

        /// <summary>
        /// The server refused the identity or the key: unknown_psk_identity, decrypt_error, or
        /// bad_record_mac in answer to the client's Finished (RFC 4279 section 2).
        /// </summary>
        CredentialsRejected = 5,

        /// <summary>
        /// The client ended the handshake because the server broke the protocol or the client's
        /// policy; <c>LastAlert</c> names the alert that was sent.
        /// </summary>
        ProtocolError = 6,

        /// <summary>The source of randomness failed or gave zeros only; nothing was sent.</summary>
        RandomFailed = 7,

        /// <summary>The data is longer than one record may be; nothing was sent (RFC 6347 section 4.1.1.1).</summary>
        MessageTooLong = 8,

        /// <summary>The caller's buffer is too small for the record; the record was thrown away.</summary>
        BufferTooSmall = 9,

        /// <summary>The socket could not send or receive; the connection itself is unharmed.</summary>
        NetworkError = 10,

        /// <summary>All sequence numbers of the epoch are used up: reconnect (RFC 6347 section 4.1).</summary>
        SequenceExhausted = 11,

        /// <summary>
        /// More records failed their tag than <see cref="DtlsClientOptions.ForgeryLimit"/> allows (RFC 9147 section 4.5.3).
        /// </summary>
        ForgeryLimit = 12,

        /// <summary>The session was exported and goes on elsewhere: this object has forgotten it. A new handshake may be started.</summary>
        SessionExported = 13,

        /// <summary>
        /// All sequence numbers that are reserved in the stored state are used: store a new reservation, confirm it, and
        /// send again. Nothing was sent.
        /// </summary>
        ReservationUsedUp = 14,

        /// <summary>There is no stored state.</summary>
        StateMissing = 15,

        /// <summary>The state was written by another version of the library.</summary>
        StateVersion = 16,

        /// <summary>The state is protected with another key: it belongs to another device, another identity or other settings.</summary>
        StateForeign = 17,

        /// <summary>The state is damaged or cut off: its protection does not verify.</summary>
        StateDamaged = 18,

        /// <summary>The state is genuine, but the options do not allow its suite, its record size or its Connection ID.</summary>
        StateMismatch = 19,

        /// <summary>
        /// The store has another state than the one that this session comes from: it was restored from an old copy, or another
        /// object went on with it. Its sequence numbers may be in use already, so it must not send.
        /// </summary>
        StateStale = 20,

        /// <summary>The store could not read or write; what was to be stored is not confirmed.</summary>
        StoreFailed = 21,
    }
}
