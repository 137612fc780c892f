// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>The transcript, and secrets with the PRF over them.</content>
    public partial class SoftwareCrypto
    {
        /// <inheritdoc/>
        public override void TranscriptReset()
        {
            Array.Copy(SoftwareTables.Shared.Sha256, SoftwareTables.InitialHash, _words, SoftwareWords.Transcript, Sha256.StateWords);
            _transcriptLength = 0;
        }

        /// <inheritdoc/>
        public override void TranscriptUpdate(byte[] data, int offset, int count)
        {
            int used = _transcriptLength & (Sha256.BlockLength - 1);
            _transcriptLength += count;
            byte[] block = _block;
            if (used + count >= Sha256.BlockLength)
            {
                uint[] words = ResumeTranscript();
                if (used != 0)
                {
                    int free = Sha256.BlockLength - used;
                    Array.Copy(data, offset, block, used, free);
                    Compress(words, block, 0);
                    offset += free;
                    count -= free;
                    used = 0;
                }

                for (; count >= Sha256.BlockLength; count -= Sha256.BlockLength)
                {
                    Compress(words, data, offset);
                    offset += Sha256.BlockLength;
                }

                Array.Copy(words, SoftwareWords.Hash, words, SoftwareWords.Transcript, Sha256.StateWords);
            }

            Array.Copy(data, offset, block, used, count);
        }

        /// <inheritdoc/>
        public override void TranscriptDigest(byte[] digest, int offset)
        {
            uint[] words = ResumeTranscript();
            int length = _transcriptLength;
            Sha256.Finish(SoftwareTables.Shared.Sha256, words, 0, _block, 0, length & (Sha256.BlockLength - 1), length);
            BigEndian.Store(words, SoftwareWords.Hash, Sha256.StateWords, digest, offset);
        }

        /// <inheritdoc/>
        public override void SetSecret(int slot, byte[] secret, int offset, int count)
        {
            NanoDtls.Prf.SetKey(SoftwareTables.Shared.Sha256, _words, SecretIndex(slot), secret, offset, count);
            ClearScratch();
        }

        /// <inheritdoc/>
        public override void Prf(int slot, byte[] labelAndSeed, int offset, int count, byte[] output, int outputOffset, int outputCount)
        {
            NanoDtls.Prf.Derive(SoftwareTables.Shared.Sha256, _words, SecretIndex(slot), labelAndSeed, offset, count, output, outputOffset, outputCount);
            ClearScratch();
        }

        private static int SecretIndex(int slot)
        {
            return SoftwareWords.Secrets + (slot * SoftwareWords.SecretLength);
        }

        private uint[] ResumeTranscript()
        {
            // The hash takes the place of the round keys.
            _expandedKey = NoKey;
            uint[] words = _words;
            Array.Copy(words, SoftwareWords.Transcript, words, SoftwareWords.Hash, Sha256.StateWords);
            return words;
        }

        private static void Compress(uint[] words, byte[] data, int offset)
        {
            BigEndian.Load(data, offset, words, SoftwareWords.Schedule, Sha256.BlockWords);
            Sha256.Compress(SoftwareTables.Shared.Sha256, words);
        }

        private void ClearScratch()
        {
            _expandedKey = NoKey;
            Array.Clear(_words, 0, SoftwareWords.EndOfScratch);
        }
    }
}
