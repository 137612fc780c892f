// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using NanoDtls;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace SensorNode.Desktop.Server
{
    /// <summary>
    /// A DTLS 1.2 PSK server on a loopback port, built on BouncyCastle so that the client is never tested
    /// against itself. Clients are told apart by address and asked for a cookie before anything is kept for
    /// them (RFC 6347 section 4.2.1); each then has a session with a thread of its own.
    /// </summary>
    internal sealed class PskServer : DatagramSender, IDisposable
    {
        private const int MaxSessions = 64;
        private const int HandshakeContentType = 22;
        private const int ClientHelloType = 1;
        private const int EpochOffset = 3;
        private const int RecordHeaderLength = 13;

        // Behind the record header, the handshake header and the version (RFC 6347 sections 4.1 and 4.2.2).
        private const int RandomOffset = 27;
        private const int RandomLength = 32;

        // RFC 9146 section 4: behind type, version, epoch and sequence number.
        private const int Tls12CidContentType = 25;
        private const int ConnectionIdOffset = 11;

        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly DtlsVerifier _verifier = new(new BcTlsCrypto(new SecureRandom()));
        private readonly ConcurrentDictionary<EndPoint, PskSession> _sessions = new();
        private readonly ConcurrentDictionary<string, PskSession> _byConnectionId = new();
        private readonly int? _connectionIdLength;
        private readonly int[] _cipherSuites;
        private readonly Func<IDatagramHandler> _createHandler;
        private readonly Thread _thread;
        private EndPoint _currentPeer = new IPEndPoint(IPAddress.Any, 0);
        private volatile bool _stopping;
        private volatile int _datagramsReceived;

        /// <summary>Binds a free port on 127.0.0.1 and starts to listen.</summary>
        /// <param name="cipherSuites">The suites to accept.</param>
        /// <param name="createHandler">Makes the protocol above, one for each session.</param>
        /// <param name="connectionIdLength">Bytes of the Connection ID that each client is asked to use (RFC 9146); <c>null</c> for no such agreement.</param>
        internal PskServer(IReadOnlyCollection<DtlsCipherSuite> cipherSuites, Func<IDatagramHandler> createHandler, int? connectionIdLength = null)
        {
            _connectionIdLength = connectionIdLength;
            _cipherSuites = cipherSuites.Select(suite => (int)suite).ToArray();
            _createHandler = createHandler;
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
            _thread = new Thread(Listen) { IsBackground = true, Name = "DTLS listener" };
            _thread.Start();
        }

        /// <summary>Where the server listens.</summary>
        internal IPEndPoint EndPoint { get; }

        /// <summary>The identities that it knows.</summary>
        internal PskIdentities Identities { get; } = new();

        /// <summary>Datagrams received since the start.</summary>
        internal int DatagramsReceived => _datagramsReceived;

        /// <summary>Where the last datagram came from.</summary>
        internal EndPoint? LastSource { get; private set; }

        /// <summary>How many sessions are alive now, handshakes included.</summary>
        internal int SessionCount => _sessions.Count;

        /// <summary>Ends all sessions, established ones with close_notify, and keeps listening.</summary>
        internal void CloseSessions()
        {
            foreach (PskSession session in _sessions.Values)
            {
                session.Stop();
                session.Join();
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _stopping = true;
            CloseSessions();
            _socket.Dispose();
            _thread.Join();

            // One more may have begun before the listener saw the flag.
            CloseSessions();
        }

        /// <inheritdoc/>
        int DatagramSender.GetSendLimit() => UdpDatagramTransport.MaxDatagram;

        /// <inheritdoc/>
        void DatagramSender.Send(byte[] buf, int off, int len) => SendHelloVerifyRequest(buf.AsSpan(off, len));

        /// <inheritdoc/>
        void DatagramSender.Send(ReadOnlySpan<byte> buffer) => SendHelloVerifyRequest(buffer);

        private void SendHelloVerifyRequest(ReadOnlySpan<byte> datagram)
        {
            _socket.SendTo(datagram, SocketFlags.None, _currentPeer);
        }

        private void Listen()
        {
            byte[] buffer = new byte[UdpDatagramTransport.MaxDatagram];
            EndPoint peer = new IPEndPoint(IPAddress.Any, 0);
            while (!_stopping)
            {
                try
                {
                    int count = _socket.ReceiveFrom(buffer, ref peer);
                    LastSource = peer;
                    _datagramsReceived++;
                    Dispatch(peer, buffer.AsSpan(0, count).ToArray());
                }
                catch (SocketException)
                {
                    // A client's port was closed (ICMP), or a datagram was too long: neither concerns the others.
                }
                catch (ObjectDisposedException)
                {
                    return;
                }
            }
        }

        private void Dispatch(EndPoint peer, byte[] datagram)
        {
            if (datagram.Length == 0)
            {
                return;
            }

            // A ClientHello with a new random is a client that starts afresh on the same port (RFC 6347 section
            // 4.2.8). It replaces the session only after it has shown a valid cookie; a repeated or replayed
            // ClientHello stays with the session that it began.
            if (_connectionIdLength is int length and > 0
                && datagram[0] == Tls12CidContentType
                && datagram.Length >= ConnectionIdOffset + length)
            {
                // Found by its Connection ID, wherever it comes from; what is not authentic is dropped by the session.
                string connectionId = Convert.ToHexString(datagram.AsSpan(ConnectionIdOffset, length));
                if (_byConnectionId.TryGetValue(connectionId, out PskSession? found))
                {
                    found.Enqueue(peer, datagram);
                }

                return;
            }

            ReadOnlySpan<byte> random = ClientRandom(datagram);
            if (_sessions.TryGetValue(peer, out PskSession? session) && (random.IsEmpty || session.HasRandom(random)))
            {
                session.Enqueue(peer, datagram);
                return;
            }

            DtlsRequest? request = Verify((IPEndPoint)peer, datagram);
            if (request == null || _stopping)
            {
                return;
            }

            if (session != null)
            {
                session.Stop();
                session.Join();
            }

            if (_sessions.Count >= MaxSessions)
            {
                return;
            }

            byte[]? newId = _connectionIdLength is int newLength ? RandomNumberGenerator.GetBytes(newLength) : null;
            session = new PskSession(_socket, peer, request, random.ToArray(), Identities, _cipherSuites, newId, _createHandler(), Forget);
            _sessions[peer] = session;
            if (newId is { Length: > 0 })
            {
                _byConnectionId[Convert.ToHexString(newId)] = session;
            }

            session.Start();
        }

        private DtlsRequest? Verify(IPEndPoint peer, byte[] datagram)
        {
            _currentPeer = peer;
            SocketAddress clientId = peer.Serialize();
            return _verifier.VerifyRequest(clientId.Buffer.Span[..clientId.Size].ToArray(), datagram, 0, datagram.Length, this);
        }

        private void Forget(PskSession session)
        {
            if (session.ConnectionId != null)
            {
                _byConnectionId.TryRemove(Convert.ToHexString(session.ConnectionId), out _);
            }

            _sessions.TryRemove(new KeyValuePair<EndPoint, PskSession>(session.Peer, session));
        }

        private static ReadOnlySpan<byte> ClientRandom(ReadOnlySpan<byte> datagram)
        {
            bool isClientHello = datagram.Length >= RandomOffset + RandomLength
                && datagram[0] == HandshakeContentType
                && datagram[EpochOffset] == 0 && datagram[EpochOffset + 1] == 0
                && datagram[RecordHeaderLength] == ClientHelloType;
            return isClientHello ? datagram.Slice(RandomOffset, RandomLength) : default;
        }
    }
}
