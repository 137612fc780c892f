// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Net.Sockets;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Org.BouncyCastle.Security;

namespace SensorNode.Desktop.Server
{
    /// <summary>One client of the server: its handshake, then its records, on a thread of their own.</summary>
    internal sealed class PskSession
    {
        private const int IdleMilliseconds = 300000;

        private readonly UdpDatagramTransport _transport;
        private readonly PskTlsPolicy _policy;
        private readonly DtlsRequest _request;
        private readonly byte[] _random;
        private readonly IDatagramHandler _handler;
        private readonly Action<PskSession> _ended;
        private readonly Thread _thread;
        private volatile DtlsTransport? _records;

        /// <summary>Creates the session of a client that has shown a valid cookie.</summary>
        /// <param name="socket">The server's socket.</param>
        /// <param name="peer">The client's address.</param>
        /// <param name="request">Its verified ClientHello.</param>
        /// <param name="random">The random of that ClientHello.</param>
        /// <param name="identities">The known identities.</param>
        /// <param name="cipherSuites">IANA code points of the accepted suites.</param>
        /// <param name="connectionId">The session's Connection ID; <c>null</c> for none.</param>
        /// <param name="handler">The protocol above.</param>
        /// <param name="ended">Called once, on the session's thread, when it is over.</param>
        internal PskSession(
            Socket socket,
            EndPoint peer,
            DtlsRequest request,
            byte[] random,
            PskIdentities identities,
            int[] cipherSuites,
            byte[]? connectionId,
            IDatagramHandler handler,
            Action<PskSession> ended)
        {
            Peer = peer;
            _transport = new UdpDatagramTransport(socket, peer);
            _policy = new PskTlsPolicy(new BcTlsCrypto(new SecureRandom()), identities, cipherSuites, connectionId);
            ConnectionId = connectionId;
            _request = request;
            _random = random;
            _handler = handler;
            _ended = ended;
            _thread = new Thread(Run) { IsBackground = true, Name = "DTLS session" };
        }

        /// <summary>The client's address when the session began.</summary>
        internal EndPoint Peer { get; }

        /// <summary>What finds the session when the client's address is another one; <c>null</c> for nothing.</summary>
        internal byte[]? ConnectionId { get; }

        /// <summary>Whether a ClientHello is the one that began this session.</summary>
        internal bool HasRandom(ReadOnlySpan<byte> random) => random.SequenceEqual(_random);

        /// <summary>Starts the handshake.</summary>
        internal void Start() => _thread.Start();

        /// <summary>Hands over a datagram of this client; the session owns it from here on.</summary>
        internal void Enqueue(EndPoint source, byte[] datagram) => _transport.Enqueue(source, datagram);

        /// <summary>Ends the session without waiting; an established one says close_notify.</summary>
        internal void Stop()
        {
            _records?.Close();
            _transport.Close();
        }

        /// <summary>Waits for the session's thread.</summary>
        internal void Join() => _thread.Join();

        private void Run()
        {
            try
            {
                _records = new DtlsServerProtocol().Accept(_policy, _transport, _request);
                Serve(_records);
                _records.Close();
            }
            catch (IOException)
            {
                // The handshake failed, or one side closed. BouncyCastle sent the alert, if there is one
                // to send, and the client reports its own side of the matter.
            }
            finally
            {
                _ended(this);
            }
        }

        private bool Push(DtlsTransport records, byte[] payload)
        {
            if (_transport.IsClosed)
            {
                return false;
            }

            try
            {
                records.Send(payload, 0, payload.Length);
                return true;
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException)
            {
                return false;
            }
        }

        private void Serve(DtlsTransport records)
        {
            _handler.Attach(payload => Push(records, payload));
            byte[] buffer = new byte[UdpDatagramTransport.MaxDatagram];
            long idleSince = Environment.TickCount64;
            while (!_transport.IsClosed && Environment.TickCount64 - idleSince < IdleMilliseconds)
            {
                int count = records.Receive(buffer, 0, buffer.Length, IdleMilliseconds);
                if (count < 0)
                {
                    continue;
                }

                idleSince = Environment.TickCount64;
                _transport.Follow();
                byte[]? answer = _handler.Handle(buffer.AsSpan(0, count));
                if (answer != null)
                {
                    records.Send(answer, 0, answer.Length);
                }
            }
        }
    }
}
