// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Net;
using System.Net.Sockets;

namespace NanoDtls.Coap
{
    /// <summary>
    /// CoAP over bare UDP: <b>NO ENCRYPTION AND NO AUTHENTICATION. For test networks only.</b> Everybody on the way can
    /// read, change and forge all messages. Resources with the scheme coaps are refused on it; use
    /// <see cref="DtlsCoapChannel"/> wherever data or actions matter.
    /// </summary>
    public sealed class UdpCoapChannel : CoapChannel, IDisposable
    {
        // Poll counts microseconds in an int.
        private const int MaxPollMilliseconds = 2000000;

        // Shorter waits say nothing on a clock that ticks every few milliseconds.
        private const int MinJudgedMilliseconds = 30;

        private readonly Socket _socket;
        private readonly int _maxMessage;

        // One byte more than a message, because a socket cuts off what does not fit and does not say so.
        private readonly byte[] _datagram;

        /// <summary>Creates the channel and its socket.</summary>
        /// <param name="server">The server; one host, not a multicast group.</param>
        /// <param name="maxMessage">Largest datagram in bytes, 64 to 1152 (RFC 7252 section 4.6).</param>
        /// <exception cref="ArgumentException">The address is a multicast group, or the number is out of its range.</exception>
        /// <exception cref="SocketException">The platform has no socket to give, or no way to the server.</exception>
        public UdpCoapChannel(IPEndPoint server, int maxMessage)
        {
            if (server == null)
            {
                throw new ArgumentNullException(nameof(server));
            }

            _maxMessage = CoapEngine.CheckRange(maxMessage, CoapClientOptions.MinMaxMessage, CoapClientOptions.MaxMaxMessage);
            byte[] address = server.Address.GetAddressBytes();
            if (address.Length == 4 ? (address[0] & 0xF0) == 0xE0 : address[0] == 0xFF)
            {
                throw new ArgumentException();
            }

            _datagram = new byte[maxMessage + 1];
            _socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            _socket.Connect(server);
        }

        /// <inheritdoc/>
        public override int MaxMessage
        {
            get { return _maxMessage; }
        }

        /// <inheritdoc/>
        public override DtlsStatus Send(byte[] buffer, int offset, int count)
        {
            // An ICMP error of an earlier datagram is reported by the next call, which then did not send.
            for (int attempt = 0; attempt < 2; attempt++)
            {
                try
                {
                    _socket.Send(buffer, offset, count, SocketFlags.None);
                    return DtlsStatus.Ok;
                }
                catch (SocketException)
                {
                }
            }

            return DtlsStatus.NetworkError;
        }

        /// <inheritdoc/>
        public override int Receive(byte[] buffer, int offset, int count, int timeoutMilliseconds)
        {
            int wait = timeoutMilliseconds > MaxPollMilliseconds ? MaxPollMilliseconds : timeoutMilliseconds;
            long start = Environment.TickCount64;
            try
            {
                if (_socket.Poll(wait * 1000, SelectMode.SelectRead))
                {
                    int received = _socket.Receive(_datagram, 0, _datagram.Length, SocketFlags.None);
                    if (received > count || received > _maxMessage)
                    {
                        return -(int)DtlsStatus.BufferTooSmall;
                    }

                    Array.Copy(_datagram, 0, buffer, offset, received);
                    return received;
                }

                // Nothing to read long before the time is over: a pending ICMP error looks like this on some platforms.
                return wait >= MinJudgedMilliseconds && Environment.TickCount64 - start < wait / 2 ? -(int)DtlsStatus.NetworkError : 0;
            }
            catch (SocketException)
            {
                return -(int)DtlsStatus.NetworkError;
            }
        }

        /// <summary>Releases the socket.</summary>
        public void Dispose()
        {
            _socket.Close();
        }
    }
}
