// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Buffers.Binary;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls.Crypto;

namespace NanoDtls.Speed.Records
{
    /// <summary>
    /// One record of TLS_PSK_WITH_AES_128_CCM_8 sealed and the same record opened, each with a nonce of its own: what
    /// DtlsCrypto does and what BouncyCastle's TlsCipher does, nonce and additional data included. Beside it the bare
    /// AEAD of BouncyCastle, in C# as SoftwareCrypto is, and of .NET, which get both ready-made. Each direction has its own key, as on a connection.
    /// </summary>
    public class RecordBenchmarks
    {
        private const int TagLength = 8;
        private const int KeyLength = 16;
        private const int NonceLength = 12;
        private const int AdditionalLength = 13;
        private const int HeaderLength = DtlsCrypto.RecordHeaderLength + DtlsCrypto.ExplicitNonceLength;

        private readonly SoftwareCrypto _software = new();
        private readonly byte[] _record = new byte[HeaderLength + 1024 + TagLength];
        private readonly byte[] _plaintext = new byte[1024];
        private readonly byte[] _sealed = new byte[1024 + TagLength];
        private readonly byte[] _opened = new byte[1024];
        private readonly byte[] _nonce = new byte[NonceLength];
        private readonly byte[] _additional = new byte[AdditionalLength];
        private readonly byte[] _tag = new byte[TagLength];
        private readonly KeyParameter[] _keys = new KeyParameter[2];
        private readonly CcmBlockCipher[] _bareBouncyCastle = new CcmBlockCipher[2];
        private BouncyCastleRecords _bouncyCastle = null!;
        private AesCcm _sealer = null!;
        private AesCcm _opener = null!;
        private ulong _sequence;

        /// <summary>Bytes of application data in the record.</summary>
        [Params(16, 64, 512, 1024)]
        public int Length { get; set; }

        [GlobalSetup]
        public void MakeKeys()
        {
            // The key block holds the same key twice, so that a record can be opened by the side that sealed it.
            byte[] key = Enumerable.Range(1, KeyLength).Select(i => (byte)i).ToArray();
            byte[] keyBlock = key.Concat(key).Concat(new byte[8]).ToArray();
            _software.SetRecordKeys(keyBlock, 0, KeyLength, TagLength);
            _sealer = new AesCcm(key);
            _opener = new AesCcm(key);
            for (int i = 0; i < 2; i++)
            {
                _keys[i] = new KeyParameter(key);
                _bareBouncyCastle[i] = new CcmBlockCipher(new AesEngine());
            }

            _bouncyCastle = new BouncyCastleRecords();
            Random.Shared.NextBytes(_plaintext);
            NanoDtls();
            Require(_record.AsSpan(HeaderLength, Length).SequenceEqual(_plaintext.AsSpan(0, Length)), "NanoDtls");
            TlsDecodeResult opened = BouncyCastle();
            Require(opened.buf.AsSpan(opened.off, opened.len).SequenceEqual(_plaintext.AsSpan(0, Length)), "BouncyCastle");
            BareBouncyCastle();
            Require(_opened.AsSpan(0, Length).SequenceEqual(_plaintext.AsSpan(0, Length)), "BouncyCastle");
            DotNet();
            Require(_opened.AsSpan(0, Length).SequenceEqual(_plaintext.AsSpan(0, Length)), ".NET");
        }

        [Benchmark(Description = "NanoDtls")]
        public int NanoDtls()
        {
            byte[] record = _record;
            record[0] = 23;
            record[1] = 254;
            record[2] = 253;
            BinaryPrimitives.WriteUInt64BigEndian(record.AsSpan(3), NextNumber());
            Buffer.BlockCopy(_plaintext, 0, record, HeaderLength, Length);
            int sealedLength = _software.SealRecord(record, 0, 0, Length);
            int opened = _software.OpenRecord(record, 0, 0, sealedLength - DtlsCrypto.RecordHeaderLength);
            Require(opened == Length, "opening with NanoDtls");
            return opened;
        }

        [Benchmark(Description = "BouncyCastle TlsCipher")]
        public TlsDecodeResult BouncyCastle()
        {
            return _bouncyCastle.SealAndOpen((long)NextNumber(), _plaintext, Length);
        }

        [Benchmark(Description = "BouncyCastle CcmBlockCipher over AesEngine")]
        public int BareBouncyCastle()
        {
            BinaryPrimitives.WriteUInt64BigEndian(_nonce.AsSpan(4), NextNumber());
            CcmBlockCipher sealer = _bareBouncyCastle[0];
            sealer.Init(true, new AeadParameters(_keys[0], TagLength * 8, _nonce, _additional));
            int sealedLength = sealer.ProcessPacket(_plaintext, 0, Length, _sealed, 0);
            CcmBlockCipher opener = _bareBouncyCastle[1];
            opener.Init(false, new AeadParameters(_keys[1], TagLength * 8, _nonce, _additional));
            return opener.ProcessPacket(_sealed, 0, sealedLength, _opened, 0);
        }

        [Benchmark(Description = ".NET AesCcm")]
        public int DotNet()
        {
            BinaryPrimitives.WriteUInt64BigEndian(_nonce.AsSpan(4), NextNumber());
            _sealer.Encrypt(_nonce, _plaintext.AsSpan(0, Length), _sealed.AsSpan(0, Length), _tag, _additional);
            _opener.Decrypt(_nonce, _sealed.AsSpan(0, Length), _tag, _opened.AsSpan(0, Length), _additional);
            return Length;
        }

        private ulong NextNumber() => (1UL << 48) + ++_sequence;

        private static void Require(bool isGood, string what)
        {
            if (!isGood)
            {
                throw new InvalidOperationException(what + " went wrong");
            }
        }
    }
}
