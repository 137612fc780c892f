// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Collections.Concurrent;
using NanoDtls.Speed.Handshakes;
using NanoDtls.Testing;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace NanoDtls.Speed.Records
{
    /// <summary>
    /// Both ends of a connection of BouncyCastle after a handshake in memory: what its DTLS protects and opens records
    /// with, the counterpart of <see cref="DtlsCrypto.SealRecord"/> and <see cref="DtlsCrypto.OpenRecord"/>.
    /// </summary>
    internal sealed class BouncyCastleRecords
    {
        private const int HandshakeLimit = 30_000;
        private const short ApplicationData = 23;

        private readonly TlsCipher _client;
        private readonly TlsCipher _server;

        public BouncyCastleRecords()
        {
            var settings = new ServerSettings();
            using var toServer = new BlockingCollection<byte[]>();
            using var toClient = new BlockingCollection<byte[]>();
            var clientCrypto = new CapturingCrypto();
            var serverCrypto = new CapturingCrypto();
            Task server = Task.Factory.StartNew(
                () => new DtlsServerProtocol().Accept(new Server(serverCrypto, settings), new MemoryTransport(toClient.Add, () => Take(toServer))),
                TaskCreationOptions.LongRunning);
            new DtlsClientProtocol().Connect(new BouncyCastleClient(clientCrypto, settings), new MemoryTransport(toServer.Add, () => Take(toClient)));
            if (!server.Wait(HandshakeLimit))
            {
                throw new InvalidOperationException("BouncyCastle's handshake with itself does not end");
            }

            _client = clientCrypto.Cipher!;
            _server = serverCrypto.Cipher!;
        }

        /// <summary>Seals a record as the client and opens it as the server.</summary>
        /// <returns>Bytes of plaintext, in the array of the result of opening.</returns>
        public TlsDecodeResult SealAndOpen(long number, byte[] plaintext, int length)
        {
            TlsEncodeResult record = _client.EncodePlaintext(
                number, ApplicationData, ProtocolVersion.DTLSv12, DtlsCrypto.RecordHeaderLength, plaintext, 0, length);
            return _server.DecodeCiphertext(
                number, ApplicationData, ProtocolVersion.DTLSv12, record.buf, record.off + DtlsCrypto.RecordHeaderLength, record.len - DtlsCrypto.RecordHeaderLength);
        }

        private static byte[]? Take(BlockingCollection<byte[]> queue) => queue.TryTake(out byte[]? datagram, HandshakeLimit) ? datagram : null;

        private sealed class CapturingCrypto : BcTlsCrypto
        {
            public CapturingCrypto()
                : base(new SecureRandom())
            {
            }

            public TlsCipher? Cipher { get; private set; }

            public override TlsCipher CreateCipher(TlsCryptoParameters cryptoParams, int encryptionAlgorithm, int macAlgorithm)
            {
                return Cipher = base.CreateCipher(cryptoParams, encryptionAlgorithm, macAlgorithm);
            }
        }

        private sealed class Server : PskTlsServer
        {
            private static readonly int[] s_suites = { CipherSuite.TLS_PSK_WITH_AES_128_CCM_8 };

            public Server(TlsCrypto crypto, ServerSettings settings)
                : base(crypto, new Keys(settings))
            {
            }

            protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

            protected override int[] GetSupportedCipherSuites() => s_suites;
        }

        private sealed class Keys : TlsPskIdentityManager
        {
            private readonly ServerSettings _settings;

            public Keys(ServerSettings settings)
            {
                _settings = settings;
            }

            public byte[]? GetHint() => null;

            public byte[]? GetPsk(byte[] identity) => identity.AsSpan().SequenceEqual(_settings.Identity) ? _settings.Key.ToArray() : null;
        }
    }
}
