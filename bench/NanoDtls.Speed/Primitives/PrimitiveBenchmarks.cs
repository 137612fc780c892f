// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace NanoDtls.Speed.Primitives
{
    /// <summary>SHA-256 and the PRF by themselves.</summary>
    public class PrimitiveBenchmarks
    {
        private const int SeedLength = 77;
        private const int KeyBlockLength = 40;

        private readonly SoftwareCrypto _software = new();
        private readonly Sha256Digest _bouncyCastle = new();
        private readonly byte[] _data = new byte[1024];
        private readonly byte[] _digest = new byte[SHA256.HashSizeInBytes];
        private readonly byte[] _keyBlock = new byte[KeyBlockLength];
        private readonly byte[] _seed = new byte[64];
        private TlsSecret _secret = null!;

        [GlobalSetup]
        public void SetSecrets()
        {
            Random.Shared.NextBytes(_data);
            byte[] master = _data[..48];
            _software.SetSecret(DtlsCrypto.MasterSecret, master, 0, master.Length);
            _secret = new BcTlsCrypto(new SecureRandom()).CreateSecret(master.ToArray());

            // "key expansion" and 64 bytes, so that both derive the same.
            "key expansion"u8.CopyTo(_data);
            _data.AsSpan(13, _seed.Length).CopyTo(_seed);
            NanoDtlsPrf();
            if (!_keyBlock.AsSpan().SequenceEqual(BouncyCastlePrf().Extract()))
            {
                throw new InvalidOperationException("the two derive different keys");
            }
        }

        [Benchmark(Description = "SHA-256 of 1,024 bytes, NanoDtls")]
        public void NanoDtlsHash()
        {
            _software.TranscriptReset();
            _software.TranscriptUpdate(_data, 0, _data.Length);
            _software.TranscriptDigest(_digest, 0);
        }

        [Benchmark(Description = "SHA-256 of 1,024 bytes, BouncyCastle")]
        public void BouncyCastleHash()
        {
            _bouncyCastle.BlockUpdate(_data, 0, _data.Length);
            _bouncyCastle.DoFinal(_digest, 0);
        }

        [Benchmark(Description = "SHA-256 of 1,024 bytes, .NET")]
        public int DotNetHash() => SHA256.HashData(_data, _digest);

        [Benchmark(Description = "PRF for a key block, NanoDtls")]
        public void NanoDtlsPrf()
        {
            _software.Prf(DtlsCrypto.MasterSecret, _data, 0, SeedLength, _keyBlock, 0, KeyBlockLength);
        }

        [Benchmark(Description = "PRF for a key block, BouncyCastle")]
        public TlsSecret BouncyCastlePrf()
        {
            return _secret.DeriveUsingPrf(PrfAlgorithm.tls_prf_sha256, "key expansion", _seed, KeyBlockLength);
        }
    }
}
