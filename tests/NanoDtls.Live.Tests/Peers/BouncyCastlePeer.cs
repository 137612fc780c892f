// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Net.Sockets;
using System.Text;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace NanoDtls.Live.Tests
{
    /// <summary>
    /// An echo server on BouncyCastle in this process: one client after the other, each with a cookie
    /// exchange. Being in process, it can also put bytes of the test's choice on the client's path.
    /// </summary>
    internal sealed class BouncyCastlePeer : LivePeer
    {
        private static readonly int[] CcmSuites =
        {
            CipherSuite.TLS_PSK_WITH_AES_128_CCM_8, CipherSuite.TLS_PSK_WITH_AES_128_CCM,
        };

        private static readonly int[] Aes256Suites =
        {
            CipherSuite.TLS_PSK_WITH_AES_256_CCM_8, CipherSuite.TLS_PSK_WITH_AES_256_CCM,
        };

        private static readonly int[] OtherSuites = { CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256 };

        private readonly TlsCrypto _crypto = new BcTlsCrypto();
        private readonly DtlsServerProtocol _protocol = new DtlsServerProtocol();
        private readonly Socket _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly CancellationTokenSource _stop = new CancellationTokenSource();
        private readonly StringBuilder _log = new StringBuilder();
        private readonly Dictionary<string, TlsSession> _sessions = new Dictionary<string, TlsSession>();
        private readonly PeerSettings _settings;
        private readonly int[] _suites;
        private readonly Thread _thread;
        private volatile IPEndPoint? _client;
        private volatile bool _closeWanted;
        private volatile int _closedByClient;
        private volatile BouncyCastleServer? _server;

        public BouncyCastlePeer(PeerSuites suites, int port)
            : this(new PeerSettings { Suites = suites, Port = port })
        {
        }

        public BouncyCastlePeer(PeerSettings settings)
        {
            _settings = settings;
            _suites = settings.Suites switch
            {
                PeerSuites.Both => CcmSuites,
                PeerSuites.Aes256 => Aes256Suites,
                _ => OtherSuites,
            };
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, settings.Port));
            EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }

        public override IPEndPoint EndPoint { get; }

        public override string Log
        {
            get
            {
                lock (_log)
                {
                    return _log.ToString();
                }
            }
        }

        /// <summary>How many connections ended with the client's close_notify.</summary>
        public int ClosedByClient
        {
            get { return _closedByClient; }
        }

        /// <summary>The server's end of the current connection; its properties hold once it noted "connected".</summary>
        public BouncyCastleServer Server
        {
            get { return _server!; }
        }

        /// <summary>The current client's address.</summary>
        public IPEndPoint Client
        {
            get { return _client!; }
        }

        /// <summary>Sends bytes of the caller's choice to the current client from the server's own socket.</summary>
        public void Inject(byte[] datagram)
        {
            _socket.SendTo(datagram, _client!);
        }

        /// <summary>Has the server close the current connection.</summary>
        public void CloseConnection()
        {
            _closeWanted = true;
        }

        public override void Dispose()
        {
            // The source itself is left to the collector: without a timer it holds nothing.
            _stop.Cancel();
            _thread.Join();
            _socket.Dispose();
        }

        private void Run()
        {
            byte[] datagram = new byte[65536];
            while (!_stop.IsCancellationRequested)
            {
                DtlsVerifier verifier = new DtlsVerifier(_crypto);
                DtlsRequest? request = null;
                while (request == null && !_stop.IsCancellationRequested)
                {
                    request = ReceiveClientHello(verifier, datagram);
                }

                if (request != null)
                {
                    Serve(request);
                }
            }
        }

        // Answers ClientHellos without a valid cookie, and keeps no state for them.
        private DtlsRequest? ReceiveClientHello(DtlsVerifier verifier, byte[] datagram)
        {
            if (!_socket.Poll(20000, SelectMode.SelectRead))
            {
                return null;
            }

            EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
            int count = _socket.ReceiveFrom(datagram, ref sender);
            IPEndPoint client = (IPEndPoint)sender;
            byte[] clientId = Encoding.ASCII.GetBytes(client.ToString());
            DtlsRequest? request = verifier.VerifyRequest(
                clientId, datagram, 0, count, new BouncyCastleTransport(_socket, client, () => false, _stop.Token));
            if (request != null)
            {
                _client = client;
            }

            return request;
        }

        private void Serve(DtlsRequest request)
        {
            BouncyCastleServer server = new BouncyCastleServer(_crypto, _suites, new BouncyCastleKeys(_settings.Hint), _settings, _sessions);
            _server = server;
            try
            {
                DtlsTransport transport = _protocol.Accept(
                    server, new BouncyCastleTransport(_socket, _client!, () => server.AlertReceived >= 0, _stop.Token), request);
                Note("connected");
                Echo(server, transport);
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
            catch (IOException e)
            {
                Note(e.ToString());
            }

            if (server.IsComplete && server.AlertReceived == AlertDescription.close_notify)
            {
                _closedByClient++;
                Note("closed by the client");
            }
        }

        private void Echo(BouncyCastleServer server, DtlsTransport transport)
        {
            byte[] record = new byte[transport.GetReceiveLimit()];
            while (server.AlertReceived < 0)
            {
                if (_closeWanted)
                {
                    _closeWanted = false;
                    transport.Close();
                    Note("closed by the server");
                    return;
                }

                int count = transport.Receive(record, 0, record.Length, 5);
                if (count > 0)
                {
                    transport.Send(record, 0, count);
                }
            }
        }

        private void Note(string text)
        {
            lock (_log)
            {
                _log.Append(text).Append('\n');
            }
        }
    }
}
