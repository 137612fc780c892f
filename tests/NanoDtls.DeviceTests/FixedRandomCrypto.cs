// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;

namespace NanoDtls.DeviceTests
{
    /// <summary>A back end whose random bytes are the same in each run, so that a recorded handshake can be played again.</summary>
    internal sealed class FixedRandomCrypto : DtlsCrypto
    {
        private readonly DtlsCrypto _crypto;
        private byte _next;

        /// <summary>Creates it around another back end, which does everything else.</summary>
        public FixedRandomCrypto(DtlsCrypto crypto)
        {
            _crypto = crypto;
        }

        /// <inheritdoc/>
        public override bool FillRandom(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                _next++;
                buffer[offset + i] = _next;
            }

            return true;
        }

        /// <inheritdoc/>
        public override void TranscriptReset()
        {
            _crypto.TranscriptReset();
        }

        /// <inheritdoc/>
        public override void TranscriptUpdate(byte[] data, int offset, int count)
        {
            _crypto.TranscriptUpdate(data, offset, count);
        }

        /// <inheritdoc/>
        public override void TranscriptDigest(byte[] digest, int offset)
        {
            _crypto.TranscriptDigest(digest, offset);
        }

        /// <inheritdoc/>
        public override void SetSecret(int slot, byte[] secret, int offset, int count)
        {
            _crypto.SetSecret(slot, secret, offset, count);
        }

        /// <inheritdoc/>
        public override void Prf(int slot, byte[] labelAndSeed, int offset, int count, byte[] output, int outputOffset, int outputCount)
        {
            _crypto.Prf(slot, labelAndSeed, offset, count, output, outputOffset, outputCount);
        }

        /// <inheritdoc/>
        public override void SetRecordKeys(byte[] keyBlock, int offset, int keyLength, int tagLength)
        {
            _crypto.SetRecordKeys(keyBlock, offset, keyLength, tagLength);
        }

        /// <inheritdoc/>
        public override int ExportRecordKeys(byte[] keyBlock, int offset)
        {
            return _crypto.ExportRecordKeys(keyBlock, offset);
        }

        /// <inheritdoc/>
        public override int SealRecord(byte[] buffer, int offset, int cidLength, int plaintextLength)
        {
            return _crypto.SealRecord(buffer, offset, cidLength, plaintextLength);
        }

        /// <inheritdoc/>
        public override int OpenRecord(byte[] buffer, int offset, int cidLength, int fragmentLength)
        {
            return _crypto.OpenRecord(buffer, offset, cidLength, fragmentLength);
        }

        /// <inheritdoc/>
        public override void ClearSession()
        {
            _crypto.ClearSession();
        }

        /// <inheritdoc/>
        public override void Clear()
        {
            _crypto.Clear();
        }
    }
}
