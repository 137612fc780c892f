// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace NanoDtls.Speed.Handshakes
{
    /// <summary>
    /// Clients whose random is always the same, so that the datagrams of one handshake's server fit all others:
    /// only then can the client be timed without any server. For measuring only.
    /// </summary>
    internal static class FixedRandom
    {
        private const byte Value = 0x5A;

        /// <summary>SoftwareCrypto, all of its work included, with a known draw.</summary>
        internal sealed class Crypto : SoftwareCrypto
        {
            protected override bool ReadEntropy(byte[] buffer, int offset, int count)
            {
                buffer.AsSpan(offset, count).Fill(Value);
                return true;
            }
        }

        /// <summary>BouncyCastle's crypto with known nonces.</summary>
        internal sealed class BouncyCastleCrypto : BcTlsCrypto
        {
            public BouncyCastleCrypto()
                : base(new SecureRandom())
            {
            }

            public override TlsNonceGenerator CreateNonceGenerator(byte[] additionalSeedMaterial) => new Nonces();

            public override TlsNonceGenerator CreateNonceGenerator(ReadOnlySpan<byte> additionalSeedMaterial) => new Nonces();
        }

        private sealed class Nonces : TlsNonceGenerator
        {
            public byte[] GenerateNonce(int size)
            {
                byte[] nonce = new byte[size];
                nonce.AsSpan().Fill(Value);
                return nonce;
            }
        }
    }
}
