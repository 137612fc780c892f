// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Org.BouncyCastle.Tls;

namespace SensorNode.Desktop.Server
{
    /// <summary>
    /// One client's share of the server's UDP socket: datagrams out go to its address, datagrams in wait
    /// in a bounded queue until the session's thread takes them.
    /// </summary>
    internal sealed class UdpDatagramTransport : DatagramTransport
    {
        /// <summary>Bytes of the largest datagram that is taken in.</summary>
        internal const int MaxDatagram = 4096;

        // Ethernet's 1500 bytes less the IPv6 and UDP headers.
        private const int MaxDatagramOut = 1452;
        private const int QueueLength = 64;
        private const int NumberOffset = 3;

        private readonly Socket _socket;
        private readonly BlockingCollection<(EndPoint Source, byte[] Bytes)> _queue = new(QueueLength);
        private readonly CancellationTokenSource _closing = new();
        private volatile EndPoint _peer;
        private (EndPoint Source, long Number) _last;
        private long _newest = -1;

        /// <summary>Creates the transport of one client.</summary>
        /// <param name="socket">The server's socket, owned by the server.</param>
        /// <param name="peer">The client's address.</param>
        internal UdpDatagramTransport(Socket socket, EndPoint peer)
        {
            _socket = socket;
            _peer = peer;
        }

        /// <summary>Whether one of the two sides closed.</summary>
        internal bool IsClosed => _closing.IsCancellationRequested;

        /// <summary>Queues a datagram of this client; drops it when the queue is full, as a network would.</summary>
        /// <param name="source">Where it came from.</param>
        /// <param name="datagram">The datagram; the queue owns it from here on.</param>
        internal void Enqueue(EndPoint source, byte[] datagram)
        {
            _queue.TryAdd((source, datagram));
        }

        /// <summary>
        /// The last datagram taken out was authentic: answers go to where it came from, unless a newer one came from elsewhere
        /// (RFC 9146 section 6). What is sent there is never much longer than what came.
        /// </summary>
        internal void Follow()
        {
            if (_last.Number > _newest)
            {
                _newest = _last.Number;
                _peer = _last.Source;
            }
        }

        /// <inheritdoc/>
        public int GetReceiveLimit() => MaxDatagram;

        /// <inheritdoc/>
        public int GetSendLimit() => MaxDatagramOut;

        /// <inheritdoc/>
        public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

        /// <inheritdoc/>
        /// <returns>Bytes of the datagram, or -1 when none came in time.</returns>
        /// <exception cref="EndOfStreamException">One of the two sides closed.</exception>
        public int Receive(Span<byte> buffer, int waitMillis)
        {
            (EndPoint Source, byte[] Bytes) item;
            try
            {
                // To BouncyCastle a wait of 0 means for ever.
                if (!_queue.TryTake(out item, waitMillis == 0 ? Timeout.Infinite : waitMillis, _closing.Token))
                {
                    return -1;
                }
            }
            catch (OperationCanceledException)
            {
                throw new EndOfStreamException();
            }

            byte[] datagram = item.Bytes;
            _last = (item.Source, NumberOf(datagram));
            int count = Math.Min(datagram.Length, buffer.Length);
            datagram.AsSpan(0, count).CopyTo(buffer);
            return count;
        }

        /// <inheritdoc/>
        public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

        /// <inheritdoc/>
        public void Send(ReadOnlySpan<byte> buffer)
        {
            // After close_notify BouncyCastle would still report the end of its own input as an alert.
            if (IsClosed)
            {
                return;
            }

            try
            {
                _socket.SendTo(buffer, SocketFlags.None, _peer);
            }
            catch (SocketException)
            {
                // Lost like any other datagram; the client retransmits.
            }
            catch (ObjectDisposedException)
            {
                // The server is going down.
            }
        }

        /// <inheritdoc/>
        public void Close() => _closing.Cancel();

        // Epoch and sequence number of the first record (RFC 6347 section 4.1).
        private static long NumberOf(ReadOnlySpan<byte> datagram)
        {
            return datagram.Length < NumberOffset + sizeof(long) ? -1 : BinaryPrimitives.ReadInt64BigEndian(datagram[NumberOffset..]);
        }
    }
}
