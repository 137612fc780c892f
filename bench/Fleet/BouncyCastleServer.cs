// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace NanoDtls.Fleet
{
    /// <summary>
    /// A server on BouncyCastle in this process. Its interface blocks, so each session has a thread: that, and not its
    /// cryptography, bounds how many nodes it takes.
    /// </summary>
    internal sealed class BouncyCastleServer : IDisposable
    {
        private const int MaxDatagram = 2048;
        private const int StackSize = 256 * 1024;

        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly BcTlsCrypto _crypto = new(new SecureRandom());
        private readonly ConcurrentDictionary<EndPoint, Session> _sessions = new();
        private readonly Thread _thread;
        private volatile bool _stop;

        public BouncyCastleServer()
        {
            _socket.ReceiveBufferSize = 4 * 1024 * 1024;
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
            _thread = new Thread(Listen) { IsBackground = true };
            _thread.Start();
        }

        public IPEndPoint EndPoint { get; }

        public void Dispose()
        {
            _stop = true;
            _thread.Join();
            foreach (Session session in _sessions.Values)
            {
                session.Close();
            }

            _socket.Dispose();
        }

        private void Listen()
        {
            byte[] buffer = new byte[MaxDatagram];
            EndPoint peer = new IPEndPoint(IPAddress.Any, 0);
            var verifier = new DtlsVerifier(_crypto);
            while (!_stop)
            {
                if (!_socket.Poll(20_000, SelectMode.SelectRead))
                {
                    continue;
                }

                try
                {
                    int count = _socket.ReceiveFrom(buffer, ref peer);
                    if (_sessions.TryGetValue(peer, out Session? session))
                    {
                        session.Queue.Add(buffer[..count]);
                        continue;
                    }

                    // No thread for a client that has not shown its cookie.
                    byte[] id = System.Text.Encoding.ASCII.GetBytes(peer.ToString()!);
                    DtlsRequest? request = verifier.VerifyRequest(id, buffer, 0, count, new Session(_socket, peer));
                    if (request != null)
                    {
                        session = new Session(_socket, peer);
                        _sessions[peer] = session;
                        new Thread(() => Serve(session, request), StackSize) { IsBackground = true }.Start();
                    }
                }
                catch (SocketException)
                {
                    // The ICMP error of a node that is gone.
                }
            }
        }

        private void Serve(Session session, DtlsRequest request)
        {
            try
            {
                DtlsTransport records = new DtlsServerProtocol().Accept(new Server(_crypto), session, request);
                byte[] message = new byte[MaxDatagram];
                while (!session.IsClosed)
                {
                    int count = records.Receive(message, 0, message.Length, 1000);
                    if (count >= 6)
                    {
                        // A piggybacked 2.04 with the same message ID and token (RFC 7252 section 5.2.1).
                        message[0] = (byte)(0x60 | (message[0] & 15));
                        message[1] = 0x44;
                        records.Send(message, 0, 4 + (message[0] & 15));
                    }
                }
            }
            catch (IOException)
            {
                // A handshake that failed: the node tries again.
            }
            catch (ObjectDisposedException)
            {
                // The run is over.
            }
        }

        private sealed class Session : DatagramTransport
        {
            private readonly Socket _socket;
            private readonly EndPoint _peer;

            public Session(Socket socket, EndPoint peer)
            {
                _socket = socket;
                _peer = peer;
            }

            public BlockingCollection<byte[]> Queue { get; } = new();

            public bool IsClosed { get; private set; }

            public int GetReceiveLimit() => MaxDatagram;

            public int GetSendLimit() => MaxDatagram;

            public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

            public int Receive(Span<byte> buffer, int waitMillis)
            {
                if (IsClosed || !Queue.TryTake(out byte[]? datagram, waitMillis == 0 ? -1 : waitMillis) || datagram.Length == 0)
                {
                    return -1;
                }

                datagram.CopyTo(buffer);
                return datagram.Length;
            }

            public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

            public void Send(ReadOnlySpan<byte> buffer) => _socket.SendTo(buffer, SocketFlags.None, _peer);

            public void Close()
            {
                IsClosed = true;

                // Wakes a thread that waits.
                Queue.Add(Array.Empty<byte>());
            }
        }

        private sealed class Server : PskTlsServer
        {
            private static readonly int[] s_suites = { CipherSuite.TLS_PSK_WITH_AES_128_CCM_8 };

            public Server(TlsCrypto crypto)
                : base(crypto, new Keys())
            {
            }

            protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

            protected override int[] GetSupportedCipherSuites() => s_suites;
        }

        private sealed class Keys : TlsPskIdentityManager
        {
            public byte[]? GetHint() => null;

            public byte[]? GetPsk(byte[] identity) =>
                identity.AsSpan().SequenceEqual(FleetNode.Credentials.Identity) ? FleetNode.Credentials.Key.ToArray() : null;
        }
    }
}
