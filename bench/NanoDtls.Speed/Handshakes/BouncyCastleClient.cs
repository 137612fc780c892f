// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace NanoDtls.Speed.Handshakes
{
    /// <summary>BouncyCastle's PSK client with the suite and the version that NanoDtls agrees on.</summary>
    internal sealed class BouncyCastleClient : PskTlsClient
    {
        private static readonly int[] s_suites = { CipherSuite.TLS_PSK_WITH_AES_128_CCM_8 };

        public BouncyCastleClient(TlsCrypto crypto, ServerSettings server)
            : base(crypto, server.Identity, server.Key)
        {
        }

        protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

        protected override int[] GetSupportedCipherSuites() => s_suites;
    }

    /// <summary>A transport without a network: what it is told to send goes to a function, what it receives comes from another.</summary>
    internal sealed class MemoryTransport : DatagramTransport
    {
        private const int Limit = 1472;

        private readonly Action<byte[]>? _send;
        private readonly Func<byte[]?> _receive;

        /// <param name="send">Takes each datagram; null to throw them away.</param>
        /// <param name="receive">Gives the next datagram; null when there is none.</param>
        public MemoryTransport(Action<byte[]>? send, Func<byte[]?> receive)
        {
            _send = send;
            _receive = receive;
        }

        public int GetReceiveLimit() => Limit;

        public int GetSendLimit() => Limit;

        public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

        public int Receive(Span<byte> buffer, int waitMillis)
        {
            byte[] datagram = _receive() ?? throw new InvalidOperationException("the client waits for a datagram that the server never sent");
            datagram.CopyTo(buffer);
            return datagram.Length;
        }

        public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

        public void Send(ReadOnlySpan<byte> buffer) => _send?.Invoke(buffer.ToArray());

        public void Close()
        {
        }
    }
}
