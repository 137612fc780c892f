// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Org.BouncyCastle.Tls;

namespace NanoDtls.Live.Tests
{
    /// <summary>One client's share of a UDP socket, as BouncyCastle wants it.</summary>
    internal sealed class BouncyCastleTransport : DatagramTransport
    {
        // The largest UDP payload over an Ethernet link.
        private const int Limit = 1472;
        private const int Slice = 20;

        private readonly Socket _socket;
        private readonly IPEndPoint _client;
        private readonly Func<bool> _isOver;
        private readonly CancellationToken _stop;
        private readonly byte[] _datagram = new byte[65536];

        /// <summary>Creates a client's share.</summary>
        /// <param name="socket">The server's socket.</param>
        /// <param name="client">The client.</param>
        /// <param name="isOver">
        /// Whether the client closed its connection: what comes after that is its next one's ClientHello.
        /// </param>
        /// <param name="stop">Set when the server is killed.</param>
        public BouncyCastleTransport(Socket socket, IPEndPoint client, Func<bool> isOver, CancellationToken stop)
        {
            _socket = socket;
            _client = client;
            _isOver = isOver;
            _stop = stop;
        }

        public int GetReceiveLimit()
        {
            return Limit;
        }

        public int GetSendLimit()
        {
            return Limit;
        }

        public int Receive(byte[] buf, int off, int len, int waitMillis)
        {
            return Receive(buf.AsSpan(off, len), waitMillis);
        }

        public int Receive(Span<byte> buffer, int waitMillis)
        {
            // BouncyCastle waits for ever when it passes 0; the token bounds that.
            Stopwatch clock = Stopwatch.StartNew();
            while (!_isOver() && (waitMillis == 0 || clock.ElapsedMilliseconds < waitMillis))
            {
                _stop.ThrowIfCancellationRequested();
                if (!_socket.Poll(Slice * 1000, SelectMode.SelectRead))
                {
                    continue;
                }

                EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
                int count = _socket.ReceiveFrom(_datagram, ref sender);
                if (sender.Equals(_client) && count > 0)
                {
                    count = Math.Min(count, buffer.Length);
                    _datagram.AsSpan(0, count).CopyTo(buffer);
                    return count;
                }
            }

            return -1;
        }

        public void Send(byte[] buf, int off, int len)
        {
            Send(buf.AsSpan(off, len));
        }

        public void Send(ReadOnlySpan<byte> buffer)
        {
            // A server that is being killed says nothing: no alert about the exception that ends its wait.
            if (!_stop.IsCancellationRequested)
            {
                _socket.SendTo(buffer, SocketFlags.None, _client);
            }
        }

        public void Close()
        {
            // The socket is the peer's.
        }
    }
}
