// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Net.Sockets;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace NanoDtls.Bench.Wire.Capture
{
    /// <summary>BouncyCastle's client over UDP.</summary>
    internal static class BouncyCastleWireClient
    {
        private const int Pause = 300;

        public static ClientRun Run(IPEndPoint server, DtlsClientOptions options)
        {
            TlsSession? session = null;
            for (int connection = 0; connection < 2; connection++)
            {
                using var transport = new UdpTransport(server);
                var client = new Client(options, session);
                DtlsTransport records = new DtlsClientProtocol().Connect(client, transport);
                session = client.Session;
                records.Send(new byte[WireClients.ReadingLength], 0, WireClients.ReadingLength);
                Thread.Sleep(Pause);
                records.Close();
                Thread.Sleep(Pause);
            }

            return new ClientRun("BouncyCastle " + System.Diagnostics.FileVersionInfo.GetVersionInfo(typeof(TlsSession).Assembly.Location).FileVersion);
        }

        private sealed class Client : PskTlsClient
        {
            private readonly TlsSession? _session;

            public Client(DtlsClientOptions options, TlsSession? session)
                : base(new BcTlsCrypto(new SecureRandom()), options.PskIdentity, options.PskKey)
            {
                _session = session;
            }

            /// <summary>The session to resume next time.</summary>
            public TlsSession? Session { get; private set; }

            public override TlsSession? GetSessionToResume() => _session;

            public override void NotifyHandshakeComplete()
            {
                base.NotifyHandshakeComplete();
                Session = m_context.Session;
            }

            protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

            protected override int[] GetSupportedCipherSuites() => new[] { CipherSuite.TLS_PSK_WITH_AES_128_CCM_8 };
        }

        private sealed class UdpTransport : DatagramTransport, IDisposable
        {
            private const int Limit = 1472;

            private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

            public UdpTransport(IPEndPoint server)
            {
                _socket.Connect(server);
            }

            public int GetReceiveLimit() => Limit;

            public int GetSendLimit() => Limit;

            public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

            public int Receive(Span<byte> buffer, int waitMillis)
            {
                return _socket.Poll(waitMillis * 1000, SelectMode.SelectRead) ? _socket.Receive(buffer) : -1;
            }

            public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

            public void Send(ReadOnlySpan<byte> buffer) => _socket.Send(buffer);

            public void Close()
            {
            }

            public void Dispose() => _socket.Dispose();
        }
    }
}
