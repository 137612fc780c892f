// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Buffers.Binary;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>
    /// The C# back end with a meter: counts what the engine asks for, remembers secrets and transcript so that the
    /// targets can play the server and judge its Finished, and draws the same "random" bytes in every run.
    /// </summary>
    internal sealed class MeteredCrypto : SoftwareCrypto
    {
        private const int LogLength = 20_000;

        private readonly byte[] _keyBlock = new byte[72];
        private readonly byte[] _master = new byte[48];
        private readonly byte[] _transcript = new byte[LogLength];
        private readonly byte[] _opened = new byte[LogLength];
        private int _transcriptLength;
        private int _openedLength;
        private int _keyLength;
        private int _tagLength;
        private ulong _entropy;
        private long _lastSealed;

        public MeteredCrypto()
            : base(true)
        {
        }

        /// <summary>Calls of the seam.</summary>
        public int Calls { get; private set; }

        /// <summary>Bytes that the seam was asked to hash, derive, seal or open.</summary>
        public int Work { get; private set; }

        /// <summary>Records whose tag verified.</summary>
        public int Opened { get; private set; }

        /// <summary>There are record keys: set, and not cleared since.</summary>
        public bool HasKeys { get; private set; }

        /// <summary>A record number, which is the nonce, was not above all earlier ones.</summary>
        public bool RepeatedNonce { get; private set; }

        public ReadOnlySpan<byte> KeyBlock => _keyBlock.AsSpan(0, 2 * (_keyLength + 4));

        public int KeyLength => _keyLength;

        public int TagLength => _tagLength;

        public ReadOnlySpan<byte> Master => _master;

        /// <summary>The handshake bytes since the last reset.</summary>
        public ReadOnlySpan<byte> Transcript => _transcript.AsSpan(0, _transcriptLength);

        /// <summary>What was opened under the current keys: each plaintext behind its length in two bytes.</summary>
        public ReadOnlySpan<byte> OpenedPlaintexts => _opened.AsSpan(0, _openedLength);

        public override void TranscriptReset()
        {
            Count(0);
            _transcriptLength = 0;
            base.TranscriptReset();
        }

        public override void TranscriptUpdate(byte[] data, int offset, int count)
        {
            Count(count);
            Array.Copy(data, offset, _transcript, _transcriptLength, count);
            _transcriptLength += count;
            base.TranscriptUpdate(data, offset, count);
        }

        public override void TranscriptDigest(byte[] digest, int offset)
        {
            Count(DigestLength);
            base.TranscriptDigest(digest, offset);
        }

        public override void SetSecret(int slot, byte[] secret, int offset, int count)
        {
            Count(count);
            if (slot == MasterSecret)
            {
                Array.Copy(secret, offset, _master, 0, count);
            }

            base.SetSecret(slot, secret, offset, count);
        }

        public override void Prf(int slot, byte[] labelAndSeed, int offset, int count, byte[] output, int outputOffset, int outputCount)
        {
            Count(count + outputCount);
            base.Prf(slot, labelAndSeed, offset, count, output, outputOffset, outputCount);
        }

        public override void SetRecordKeys(byte[] keyBlock, int offset, int keyLength, int tagLength)
        {
            Count(0);
            Array.Copy(keyBlock, offset, _keyBlock, 0, 2 * (keyLength + 4));
            _keyLength = keyLength;
            _tagLength = tagLength;
            _openedLength = 0;
            _lastSealed = -1;
            HasKeys = true;
            base.SetRecordKeys(keyBlock, offset, keyLength, tagLength);
        }

        public override int SealRecord(byte[] buffer, int offset, int cidLength, int plaintextLength)
        {
            Count(plaintextLength);
            long number = BinaryPrimitives.ReadInt64BigEndian(buffer.AsSpan(offset + 3));
            RepeatedNonce |= number <= _lastSealed;
            _lastSealed = number;
            return base.SealRecord(buffer, offset, cidLength, plaintextLength);
        }

        public override int OpenRecord(byte[] buffer, int offset, int cidLength, int fragmentLength)
        {
            Count(fragmentLength);
            int length = base.OpenRecord(buffer, offset, cidLength, fragmentLength);
            if (length >= 0)
            {
                Opened++;
                if (_openedLength + 2 + length <= _opened.Length)
                {
                    BinaryPrimitives.WriteUInt16BigEndian(_opened.AsSpan(_openedLength), (ushort)length);
                    Array.Copy(buffer, offset + 21 + cidLength, _opened, _openedLength + 2, length);
                    _openedLength += 2 + length;
                }
            }

            return length;
        }

        public override void ClearSession()
        {
            Count(0);
            HasKeys = false;
            base.ClearSession();
        }

        protected override bool ReadEntropy(byte[] buffer, int offset, int count)
        {
            // Nothing here may allocate: it runs inside of the calls that are measured.
            ulong state = ++_entropy * 0xD1342543DE82EF95;
            for (int i = 0; i < count; i++)
            {
                state = (state * 6364136223846793005) + 1442695040888963407;
                buffer[offset + i] = (byte)(state >> 56);
            }

            return true;
        }

        private void Count(int bytes)
        {
            Calls++;
            Work += bytes;
        }
    }
}
