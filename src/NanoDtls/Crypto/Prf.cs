// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// The TLS 1.2 PRF with SHA-256 (RFC 5246 section 5) over HMAC key states that are kept per secret, so that
    /// no pad is hashed twice. Arrays: 128 bytes of states.
    /// </summary>
    internal sealed class Prf
    {
        private const int SlotWords = 2 * Sha256.StateWords;

        private readonly Sha256 _hash;
        private readonly byte[] _chain;
        private readonly uint[] _states = new uint[2 * SlotWords];

        /// <summary>Initializes a new instance.</summary>
        /// <param name="hash">A hash that is free between calls.</param>
        /// <param name="chain">32 bytes of scratch for A(i), free between calls.</param>
        public Prf(Sha256 hash, byte[] chain)
        {
            _hash = hash;
            _chain = chain;
        }

        /// <summary>Keeps the HMAC key states of a secret.</summary>
        /// <param name="slot">0 or 1.</param>
        /// <param name="secret">Array with the secret.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Number of bytes, any.</param>
        public void SetSecret(int slot, byte[] secret, int offset, int count)
        {
            _hash.HashKey(secret, offset, count, _states, slot * SlotWords);
        }

        /// <summary>Derives bytes by P_SHA256(secret, label + seed).</summary>
        /// <param name="slot">Slot of the secret.</param>
        /// <param name="seed">Array with label and seed.</param>
        /// <param name="offset">First byte of them.</param>
        /// <param name="count">Bytes of both.</param>
        /// <param name="output">Array that takes the result.</param>
        /// <param name="outputOffset">Where in it.</param>
        /// <param name="outputCount">Number of bytes to derive.</param>
        public void Derive(int slot, byte[] seed, int offset, int count, byte[] output, int outputOffset, int outputCount)
        {
            Sha256 hash = _hash;
            uint[] states = _states;
            byte[] chain = _chain;
            int inner = slot * SlotWords;
            int outer = inner + Sha256.StateWords;

            // A(0) = seed
            byte[] previous = seed;
            int previousOffset = offset;
            int previousCount = count;
            do
            {
                // A(i) = HMAC(secret, A(i - 1))
                hash.Resume(states, inner, Sha256.BlockLength);
                hash.Update(previous, previousOffset, previousCount);
                hash.FinishHmac(states, outer, chain);
                previous = chain;
                previousOffset = 0;
                previousCount = DtlsCrypto.DigestLength;

                // HMAC(secret, A(i) + seed)
                hash.Resume(states, inner, Sha256.BlockLength);
                hash.Update(chain, 0, DtlsCrypto.DigestLength);
                hash.Update(seed, offset, count);
                hash.FinishHmac(states, outer, hash.Block);

                Array.Copy(hash.Block, 0, output, outputOffset, outputCount < DtlsCrypto.DigestLength ? outputCount : DtlsCrypto.DigestLength);
                outputOffset += DtlsCrypto.DigestLength;
                outputCount -= DtlsCrypto.DigestLength;
            }
            while (outputCount > 0);

            ClearScratch();
        }

        /// <summary>Zeroes the states of one secret.</summary>
        /// <param name="slot">0 or 1.</param>
        public void ClearSecret(int slot)
        {
            Array.Clear(_states, slot * SlotWords, SlotWords);
            ClearScratch();
        }

        private void ClearScratch()
        {
            Array.Clear(_chain, 0, DtlsCrypto.DigestLength);
            _hash.Clear();
        }
    }
}
