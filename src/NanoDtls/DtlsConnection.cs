// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// The DTLS 1.2 PSK client engine (RFC 6347, RFC 4279): datagrams in, datagrams out, no socket, no
    /// clock and no thread of its own. All memory is allocated by the constructor.
    /// </summary>
    public sealed class DtlsConnection
    {
        /// <summary>Creates a connection and all of its memory.</summary>
        /// <param name="options">Settings; copied, not kept.</param>
        public DtlsConnection(DtlsClientOptions options) { throw new NotSupportedException(); }

        /// <summary>Where the connection stands.</summary>
        public DtlsState State { get { throw new NotSupportedException(); } }

        /// <summary>Why the connection is closed; <see cref="DtlsStatus.Ok"/> while it is not, or after <see cref="Close"/>.</summary>
        public DtlsStatus CloseReason { get { throw new NotSupportedException(); } }

        /// <summary>The last alert received or sent.</summary>
        public DtlsAlert LastAlert { get { throw new NotSupportedException(); } }

        /// <summary>Why input was last thrown away.</summary>
        public DtlsDropReason LastDropReason { get { throw new NotSupportedException(); } }

        /// <summary>How many records, messages or rests of datagrams were thrown away since construction.</summary>
        public int DropCount { get { throw new NotSupportedException(); } }

        /// <summary>Suite in use once the ServerHello was accepted, else 0.</summary>
        public DtlsCipherSuite CipherSuite { get { throw new NotSupportedException(); } }

        /// <summary>Whether the session uses the extended master secret.</summary>
        public bool IsExtendedMasterSecret { get { throw new NotSupportedException(); } }

        /// <summary>Largest payload that <see cref="Write"/> takes now, in bytes.</summary>
        public int MaxPayload { get { throw new NotSupportedException(); } }

        /// <summary>Largest datagram that the engine can take in, in bytes: size a receive buffer by it.</summary>
        public int MaxDatagram { get { throw new NotSupportedException(); } }

        /// <summary>When <see cref="HandleTimeout"/> wants to be called, on the caller's clock; <see cref="long.MaxValue"/> for never.</summary>
        public long NextDeadline { get { throw new NotSupportedException(); } }

        /// <summary>The array that <see cref="GetDatagram"/> and <see cref="Write"/> leave datagrams in, always from index 0.</summary>
        public byte[] OutputBuffer { get { throw new NotSupportedException(); } }

        /// <summary>Where the application data is that <see cref="ProcessDatagram"/> or <see cref="ProcessNext"/> found.</summary>
        public int DataOffset { get { throw new NotSupportedException(); } }

        /// <summary>Starts a handshake, from <see cref="DtlsState.Idle"/> or <see cref="DtlsState.Closed"/>.</summary>
        /// <param name="nowMilliseconds">The caller's monotonic clock.</param>
        /// <returns><see cref="DtlsStatus.Ok"/> or <see cref="DtlsStatus.RandomFailed"/>.</returns>
        public DtlsStatus Start(long nowMilliseconds) { throw new NotSupportedException(); }

        /// <summary>Takes in one datagram; see <see cref="ProcessNext"/> for the rest of it.</summary>
        /// <param name="datagram">Array with the datagram; decrypted in place, referenced until <see cref="ProcessNext"/> returned 0.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes of the datagram.</param>
        /// <param name="nowMilliseconds">The caller's monotonic clock.</param>
        /// <returns>Bytes of application data at <see cref="DataOffset"/> in <paramref name="datagram"/>, or 0 for none.</returns>
        public int ProcessDatagram(byte[] datagram, int offset, int count, long nowMilliseconds) { throw new NotSupportedException(); }

        /// <summary>Goes on in the datagram until its next application data.</summary>
        /// <param name="nowMilliseconds">The caller's monotonic clock.</param>
        /// <returns>As <see cref="ProcessDatagram"/>.</returns>
        public int ProcessNext(long nowMilliseconds) { throw new NotSupportedException(); }

        /// <summary>Retransmits or gives up when the deadline has passed; else does nothing.</summary>
        /// <param name="nowMilliseconds">The caller's monotonic clock.</param>
        public void HandleTimeout(long nowMilliseconds) { throw new NotSupportedException(); }

        /// <summary>
        /// Takes the next datagram to send. Call until it returns 0 after <see cref="Start"/>,
        /// <see cref="ProcessDatagram"/>, <see cref="ProcessNext"/>, <see cref="HandleTimeout"/> and <see cref="Close"/>.
        /// </summary>
        /// <returns>Its length in <see cref="OutputBuffer"/>, or 0 for none. It must be sent before the next call on this object.</returns>
        public int GetDatagram() { throw new NotSupportedException(); }

        /// <summary>Protects application data as one record in <see cref="OutputBuffer"/>.</summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes, 0 to <see cref="MaxPayload"/>.</param>
        /// <returns>Length of the datagram to send, or the negated <see cref="DtlsStatus"/>.</returns>
        public int Write(byte[] buffer, int offset, int count) { throw new NotSupportedException(); }

        /// <summary>Ends the connection and zeroes its keys; a close_notify waits in <see cref="GetDatagram"/>.</summary>
        public void Close() { throw new NotSupportedException(); }

        /// <summary>Ends the connection without a word and zeroes all secrets, the PSK included. It cannot be used again.</summary>
        public void Clear() { throw new NotSupportedException(); }
    }
}
