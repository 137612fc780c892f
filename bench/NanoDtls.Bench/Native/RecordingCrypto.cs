// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Bench.Native
{
    /// <summary>Notes what passes through the crypto seam: lengths, no contents.</summary>
    internal sealed class RecordingCrypto : DtlsCrypto
    {
        private readonly DtlsCrypto _inner;
        private int _length;

        public RecordingCrypto(DtlsCrypto inner)
        {
            _inner = inner;
        }

        /// <summary>Bytes of the transcript at each digest.</summary>
        public List<int> DigestLengths { get; } = new();

        /// <summary>Label and seed, and output, of each PRF.</summary>
        public List<(int Seed, int Output)> Prfs { get; } = new();

        public int SecretsSet { get; private set; }

        public void Forget()
        {
            DigestLengths.Clear();
            Prfs.Clear();
            SecretsSet = 0;
        }

        public override bool FillRandom(byte[] buffer, int offset, int count) => _inner.FillRandom(buffer, offset, count);

        public override void TranscriptReset()
        {
            _length = 0;
            _inner.TranscriptReset();
        }

        public override void TranscriptUpdate(byte[] data, int offset, int count)
        {
            _length += count;
            _inner.TranscriptUpdate(data, offset, count);
        }

        public override void TranscriptDigest(byte[] digest, int offset)
        {
            DigestLengths.Add(_length);
            _inner.TranscriptDigest(digest, offset);
        }

        public override void SetSecret(int slot, byte[] secret, int offset, int count)
        {
            SecretsSet++;
            _inner.SetSecret(slot, secret, offset, count);
        }

        public override void Prf(int slot, byte[] labelAndSeed, int offset, int count, byte[] output, int outputOffset, int outputCount)
        {
            Prfs.Add((count, outputCount));
            _inner.Prf(slot, labelAndSeed, offset, count, output, outputOffset, outputCount);
        }

        public override void SetRecordKeys(byte[] keyBlock, int offset, int keyLength, int tagLength) => _inner.SetRecordKeys(keyBlock, offset, keyLength, tagLength);

        public override int ExportRecordKeys(byte[] keyBlock, int offset) => _inner.ExportRecordKeys(keyBlock, offset);

        public override int SealRecord(byte[] buffer, int offset, int cidLength, int plaintextLength) => _inner.SealRecord(buffer, offset, cidLength, plaintextLength);

        public override int OpenRecord(byte[] buffer, int offset, int cidLength, int fragmentLength) => _inner.OpenRecord(buffer, offset, cidLength, fragmentLength);

        public override void ClearSession() => _inner.ClearSession();

        public override void Clear() => _inner.Clear();
    }
}
