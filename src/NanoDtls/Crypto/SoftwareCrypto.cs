// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// The crypto of a connection in C#: works on stock firmware, and is the reference that faster back ends are
    /// tested against. An instance has 632 bytes of arrays; the first one also makes 2,336 bytes of
    /// tables that all instances share. Nothing is allocated after construction. Not safe for use by two threads
    /// at a time. Its AES looks tables up by secret values: see the remarks.
    /// </summary>
    /// <remarks>
    /// Tags and digests are compared in constant time, but the time of table lookups can depend on a data cache.
    /// Where other parties' code runs on the same chip and the managed heap lies in cached memory (PSRAM), use a
    /// back end on the chip's AES engine.
    /// </remarks>
    public class SoftwareCrypto : DtlsCrypto
    {
        private readonly EntropySource _entropy = new EntropySource();
        private readonly byte[] _scratch = new byte[DigestLength];
        private readonly RecordCipher _cipher;
        private readonly Sha256 _transcript;
        private readonly Prf _prf;
        private readonly Sha256 _hash;

        private readonly bool _supportsAes256;

        /// <summary>Initializes a new instance without secrets, for suites with AES-128. All memory is allocated here.</summary>
        public SoftwareCrypto()
            : this(false)
        {
        }

        /// <summary>Initializes a new instance without secrets. All memory is allocated here.</summary>
        /// <param name="supportsAes256">Makes room for keys of 32 bytes too, which takes 96 bytes more.</param>
        public SoftwareCrypto(bool supportsAes256)
        {
            _supportsAes256 = supportsAes256;
            SoftwareTables tables = SoftwareTables.Shared;

            // One call at a time works, so all parts share the memory that is free between calls.
            uint[] words = new uint[16];
            _cipher = new RecordCipher(tables.Aes, words, _scratch, supportsAes256);
            _transcript = new Sha256(tables.Sha256, words);
            _hash = new Sha256(tables.Sha256, words);
            _prf = new Prf(_hash, _scratch);
            TranscriptReset();
        }

        /// <inheritdoc/>
        public override bool SupportsAes256
        {
            get { return _supportsAes256; }
        }

        /// <inheritdoc/>
        public override bool FillRandom(byte[] buffer, int offset, int count)
        {
            int position = offset;
            int end = offset + count;
            bool good = true;
            while (good && position < end)
            {
                // Whole draws are checked for zeros, since a short range may be zero by chance.
                good = Draw();
                int part = end - position;
                if (part > DigestLength)
                {
                    part = DigestLength;
                }

                Array.Copy(_scratch, 0, buffer, position, part);
                position += part;
            }

            Array.Clear(_scratch, 0, DigestLength);
            if (!good)
            {
                Array.Clear(buffer, offset, count);
            }

            return good;
        }

        /// <inheritdoc/>
        public override void TranscriptReset()
        {
            _transcript.Reset();
        }

        /// <inheritdoc/>
        public override void TranscriptUpdate(byte[] data, int offset, int count)
        {
            _transcript.Update(data, offset, count);
        }

        /// <inheritdoc/>
        public override void TranscriptDigest(byte[] digest, int offset)
        {
            _hash.Resume(_transcript);
            _hash.Finish(digest, offset);
        }

        /// <inheritdoc/>
        public override void SetSecret(int slot, byte[] secret, int offset, int count)
        {
            _prf.SetSecret(slot, secret, offset, count);
        }

        /// <inheritdoc/>
        public override void Prf(int slot, byte[] labelAndSeed, int offset, int count, byte[] output, int outputOffset, int outputCount)
        {
            _prf.Derive(slot, labelAndSeed, offset, count, output, outputOffset, outputCount);
        }

        /// <inheritdoc/>
        public override void SetRecordKeys(byte[] keyBlock, int offset, int keyLength, int tagLength)
        {
            _cipher.SetKeys(keyBlock, offset, keyLength, tagLength);
        }

        /// <inheritdoc/>
        public override int ExportRecordKeys(byte[] keyBlock, int offset)
        {
            return _cipher.ExportKeys(keyBlock, offset);
        }

        /// <inheritdoc/>
        public override int SealRecord(byte[] buffer, int offset, int cidLength, int plaintextLength)
        {
            return _cipher.Seal(buffer, offset, cidLength, plaintextLength);
        }

        /// <inheritdoc/>
        public override int OpenRecord(byte[] buffer, int offset, int cidLength, int fragmentLength)
        {
            return _cipher.Open(buffer, offset, cidLength, fragmentLength);
        }

        /// <inheritdoc/>
        public override void ClearSession()
        {
            _transcript.Clear();
            _cipher.Clear();
            _prf.ClearSecret(MasterSecret);
        }

        /// <inheritdoc/>
        public override void Clear()
        {
            ClearSession();
            _prf.ClearSecret(PremasterSecret);
        }

        /// <summary>
        /// Reads from the entropy source; override it to use another one. <see cref="FillRandom"/> draws
        /// 32 bytes at a time and takes an exception, <c>false</c> or nothing but zeros as a failure.
        /// </summary>
        /// <param name="buffer">Array to fill.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Number of bytes.</param>
        /// <returns><c>false</c> when the source failed.</returns>
        protected virtual bool ReadEntropy(byte[] buffer, int offset, int count)
        {
            return _entropy.Fill(buffer, offset, count);
        }

        private bool Draw()
        {
            try
            {
                if (!ReadEntropy(_scratch, 0, DigestLength))
                {
                    return false;
                }
            }
            catch (Exception)
            {
                return false;
            }

            int all = 0;
            for (int i = 0; i < DigestLength; i++)
            {
                all |= _scratch[i];
            }

            return all != 0;
        }
    }
}
