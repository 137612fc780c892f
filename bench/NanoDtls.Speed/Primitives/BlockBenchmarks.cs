// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Buffers.Binary;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace NanoDtls.Speed.Primitives
{
    /// <summary>What records and the PRF are made of: AES-128 without a mode, and HMAC under a key that is known already.</summary>
    public class BlockBenchmarks
    {
        private const int KeyLength = 16;
        private const int BlockLength = 16;

        private readonly uint[] _words = new uint[SoftwareWords.KeyBlock + 4];
        private readonly byte[] _key = RandomNumberGenerator.GetBytes(KeyLength);
        private readonly byte[] _message = RandomNumberGenerator.GetBytes(64);
        private readonly byte[] _block = new byte[2 * BlockLength];
        private readonly byte[] _code = new byte[SHA256.HashSizeInBytes];
        private readonly AesEngine _bouncyCastle = new();
        private readonly HMac _bouncyCastleHmac = new(new Sha256Digest());
        private readonly Aes _dotNet = Aes.Create();
        private KeyParameter _keyParameter = null!;

        [GlobalSetup]
        public void SetKeys()
        {
            SoftwareTables.Make();
            _keyParameter = new KeyParameter(_key);
            BigEndian.Load(_key, 0, _words, SoftwareWords.KeyBlock, KeyLength / 4);
            _bouncyCastleHmac.Init(_keyParameter);
            _dotNet.Key = _key;
            NanoDtlsHmacKey();
            NanoDtlsHmac();
            byte[] code = WordsOf(SoftwareWords.Hash, 8);
            NanoDtlsKey();
            BouncyCastleKey();
            Array.Clear(_words, 0, 8);
            NanoDtlsBlocks();
            byte[] own = WordsOf(0, 4);
            Array.Clear(_block);
            BouncyCastleBlock();
            BouncyCastleHmac();
            if (!own.AsSpan().SequenceEqual(_dotNet.EncryptEcb(new byte[BlockLength], PaddingMode.None))
                || !own.AsSpan().SequenceEqual(_block.AsSpan(0, BlockLength))
                || !code.AsSpan().SequenceEqual(HMACSHA256.HashData(_key, _message))
                || !code.AsSpan().SequenceEqual(_code))
            {
                throw new InvalidOperationException("the implementations make different blocks or codes");
            }
        }

        [Benchmark(Description = "AES-128 round keys, NanoDtls")]
        public void NanoDtlsKey() => AesBlock.ExpandKey(SoftwareTables.Shared.Aes, _words, SoftwareWords.KeyBlock, KeyLength / 4);

        [Benchmark(Description = "AES-128 round keys, BouncyCastle")]
        public void BouncyCastleKey() => _bouncyCastle.Init(true, _keyParameter);

        [Benchmark(Description = "AES-128, two blocks, NanoDtls")]
        public void NanoDtlsBlocks() => AesBlock.Encrypt(SoftwareTables.Shared.Aes, _words, KeyLength, true);

        [Benchmark(Description = "AES-128, two blocks, BouncyCastle's portable engine")]
        public void BouncyCastleBlocks()
        {
            BouncyCastleBlock();
            _bouncyCastle.ProcessBlock(_block, BlockLength, _block, BlockLength);
        }

        [Benchmark(Description = "HMAC key of 16 bytes, NanoDtls")]
        public void NanoDtlsHmacKey()
        {
            Prf.SetKey(SoftwareTables.Shared.Sha256, _words, SoftwareWords.Secrets, _key, 0, KeyLength);
        }

        [Benchmark(Description = "HMAC key of 16 bytes, BouncyCastle")]
        public void BouncyCastleHmacKey() => _bouncyCastleHmac.Init(_keyParameter);

        [Benchmark(Description = "HMAC-SHA-256 of 64 bytes, NanoDtls")]
        public void NanoDtlsHmac()
        {
            Prf.Hmac(SoftwareTables.Shared.Sha256, _words, SoftwareWords.Secrets, 0, _message, 0, _message.Length);
        }

        [Benchmark(Description = "HMAC-SHA-256 of 64 bytes, BouncyCastle")]
        public void BouncyCastleHmac()
        {
            _bouncyCastleHmac.BlockUpdate(_message, 0, _message.Length);
            _bouncyCastleHmac.DoFinal(_code, 0);
        }

        private void BouncyCastleBlock() => _bouncyCastle.ProcessBlock(_block, 0, _block, 0);

        private byte[] WordsOf(int index, int count)
        {
            byte[] bytes = new byte[4 * count];
            for (int i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), _words[index + i]);
            }

            return bytes;
        }
    }
}
