// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>Skeleton, replaced next.</summary>
    public sealed class SoftwareCrypto : DtlsCrypto
    {
        /// <inheritdoc/>
        public override bool FillRandom(byte[] buffer, int offset, int count) { throw new NotSupportedException(); }
        /// <inheritdoc/>
        public override void TranscriptReset() { throw new NotSupportedException(); }
        /// <inheritdoc/>
        public override void TranscriptUpdate(byte[] data, int offset, int count) { throw new NotSupportedException(); }
        /// <inheritdoc/>
        public override void TranscriptDigest(byte[] digest, int offset) { throw new NotSupportedException(); }
        /// <inheritdoc/>
        public override void SetSecret(int slot, byte[] secret, int offset, int count) { throw new NotSupportedException(); }
        /// <inheritdoc/>
        public override void Prf(int slot, byte[] labelAndSeed, int offset, int count, byte[] output, int outputOffset, int outputCount) { throw new NotSupportedException(); }
        /// <inheritdoc/>
        public override void SetRecordKeys(byte[] keyBlock, int offset, int tagLength) { throw new NotSupportedException(); }
        /// <inheritdoc/>
        public override int SealRecord(byte[] buffer, int offset, int plaintextLength) { throw new NotSupportedException(); }
        /// <inheritdoc/>
        public override int OpenRecord(byte[] buffer, int offset, int fragmentLength) { throw new NotSupportedException(); }
        /// <inheritdoc/>
        public override void ClearSession() { throw new NotSupportedException(); }
        /// <inheritdoc/>
        public override void Clear() { throw new NotSupportedException(); }
    }
}
