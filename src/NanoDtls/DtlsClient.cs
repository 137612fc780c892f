// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Net;

namespace NanoDtls
{
    /// <summary>A DTLS 1.2 PSK client over a UDP socket, with blocking calls.</summary>
    public sealed class DtlsClient : IDisposable
    {
        /// <summary>Creates the client, its socket and all of its memory.</summary>
        /// <param name="options">Settings; copied, not kept.</param>
        public DtlsClient(DtlsClientOptions options) { throw new NotSupportedException(); }

        /// <summary>The engine.</summary>
        public DtlsConnection Connection { get { throw new NotSupportedException(); } }

        /// <summary>Where the connection stands.</summary>
        public DtlsState State { get { throw new NotSupportedException(); } }

        /// <summary>The last alert received or sent.</summary>
        public DtlsAlert LastAlert { get { throw new NotSupportedException(); } }

        /// <summary>Datagrams sent and received since construction.</summary>
        public int DatagramsSent { get { throw new NotSupportedException(); } }

        /// <summary>Datagrams received since construction.</summary>
        public int DatagramsReceived { get { throw new NotSupportedException(); } }

        /// <summary>UDP payload bytes sent since construction.</summary>
        public long BytesSent { get { throw new NotSupportedException(); } }

        /// <summary>UDP payload bytes received since construction.</summary>
        public long BytesReceived { get { throw new NotSupportedException(); } }

        /// <summary>Connects and runs the handshake; blocks until it ended.</summary>
        /// <param name="server">The server.</param>
        /// <returns><see cref="DtlsStatus.Ok"/> when connected.</returns>
        public DtlsStatus Connect(IPEndPoint server) { throw new NotSupportedException(); }

        /// <summary>Sends one record.</summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes.</param>
        /// <returns><see cref="DtlsStatus.Ok"/> when it was handed to the network.</returns>
        public DtlsStatus Send(byte[] buffer, int offset, int count) { throw new NotSupportedException(); }

        /// <summary>Waits for one record.</summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Room in bytes.</param>
        /// <param name="timeoutMilliseconds">Longest wait; 0 does not wait.</param>
        /// <returns>Bytes received; 0 on time-out; the negated <see cref="DtlsStatus"/> on failure.</returns>
        public int Receive(byte[] buffer, int offset, int count, int timeoutMilliseconds) { throw new NotSupportedException(); }

        /// <summary>Says goodbye and zeroes the session's keys.</summary>
        /// <returns><see cref="DtlsStatus.Ok"/>, or why the close_notify could not be sent.</returns>
        public DtlsStatus Close() { throw new NotSupportedException(); }

        /// <summary>Closes, zeroes all secrets and releases the socket.</summary>
        public void Dispose() { throw new NotSupportedException(); }
    }
}
