// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// HMAC-SHA-256 (RFC 2104) and on it the TLS 1.2 PRF (RFC 5246 section 5), over key states that are kept for each secret
    /// so that no pad is hashed twice. A secret is named by the first of its <see cref="SoftwareWords.SecretLength"/> words.
    /// </summary>
    internal static class Prf
    {
        /// <summary>Hashes both pads of an HMAC key and keeps their states, the inner one first.</summary>
        /// <param name="constants">The table of <see cref="SoftwareTables.Sha256"/>.</param>
        /// <param name="words">The words of the instance.</param>
        /// <param name="secret">First word to write.</param>
        /// <param name="key">Array with the key.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Number of bytes, any.</param>
        public static void SetKey(uint[] constants, uint[] words, int secret, byte[] key, int offset, int count)
        {
            int filled = Sha256.StateWords;
            if (count > Sha256.BlockLength)
            {
                Array.Copy(constants, SoftwareTables.InitialHash, words, SoftwareWords.Hash, Sha256.StateWords);
                Sha256.Finish(constants, words, 0, key, offset, count, count);
                Array.Copy(words, SoftwareWords.Hash, words, SoftwareWords.Schedule, Sha256.StateWords);
            }
            else
            {
                filled = BigEndian.LoadEnd(key, offset, count, words, SoftwareWords.Schedule, 0);
            }

            if (filled < Sha256.BlockWords)
            {
                Array.Clear(words, filled, Sha256.BlockWords - filled);
            }

            HashPad(constants, words, 0x36363636, secret);
            HashPad(constants, words, 0x36363636 ^ 0x5C5C5C5C, secret + Sha256.StateWords);
        }

        /// <summary>Leaves HMAC(secret, leading words + data) in the hash.</summary>
        /// <param name="constants">The table of <see cref="SoftwareTables.Sha256"/>.</param>
        /// <param name="words">The words of the instance.</param>
        /// <param name="secret">First word of the secret.</param>
        /// <param name="leading">Words at the start of the message block that the message begins with.</param>
        /// <param name="data">Array with what follows them.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Number of bytes.</param>
        public static void Hmac(uint[] constants, uint[] words, int secret, int leading, byte[] data, int offset, int count)
        {
            Array.Copy(words, secret, words, SoftwareWords.Hash, Sha256.StateWords);
            Sha256.Finish(constants, words, leading, data, offset, count, Sha256.BlockLength + (leading << 2) + count);
            Sha256.HashDigest(constants, words, SoftwareWords.Hash, secret + Sha256.StateWords);
        }

        /// <summary>Derives bytes by P_SHA256(secret, label + seed).</summary>
        /// <param name="constants">The table of <see cref="SoftwareTables.Sha256"/>.</param>
        /// <param name="words">The words of the instance.</param>
        /// <param name="secret">First word of the secret.</param>
        /// <param name="seed">Array with label and seed.</param>
        /// <param name="offset">First byte of them.</param>
        /// <param name="count">Bytes of both.</param>
        /// <param name="output">Array that takes the result.</param>
        /// <param name="outputOffset">Where in it.</param>
        /// <param name="outputCount">Number of bytes to derive.</param>
        public static void Derive(
            uint[] constants, uint[] words, int secret, byte[] seed, int offset, int count, byte[] output, int outputOffset, int outputCount)
        {
            // A(1) = HMAC(secret, seed)
            Hmac(constants, words, secret, 0, seed, offset, count);
            while (true)
            {
                // HMAC(secret, A(i) + seed)
                Array.Copy(words, SoftwareWords.Hash, words, SoftwareWords.Chain, Sha256.StateWords);
                Array.Copy(words, SoftwareWords.Hash, words, SoftwareWords.Schedule, Sha256.StateWords);
                Hmac(constants, words, secret, Sha256.StateWords, seed, offset, count);
                if (outputCount <= DtlsCrypto.DigestLength)
                {
                    break;
                }

                BigEndian.Store(words, SoftwareWords.Hash, Sha256.StateWords, output, outputOffset);
                outputOffset += DtlsCrypto.DigestLength;
                outputCount -= DtlsCrypto.DigestLength;

                // A(i + 1) = HMAC(secret, A(i))
                Sha256.HashDigest(constants, words, SoftwareWords.Chain, secret);
                Sha256.HashDigest(constants, words, SoftwareWords.Hash, secret + Sha256.StateWords);
            }

            int whole = outputCount >> 2;
            BigEndian.Store(words, SoftwareWords.Hash, whole, output, outputOffset);
            uint last = words[SoftwareWords.Hash + whole];
            for (outputOffset += whole << 2; (outputCount & 3) != 0; outputCount--)
            {
                output[outputOffset] = (byte)(last >> 24);
                last <<= 8;
                outputOffset++;
            }
        }

        private static void HashPad(uint[] constants, uint[] words, uint pad, int state)
        {
            // The message block outlives its compression: what makes the second pad of the first one is enough.
            for (int i = 0; i < Sha256.BlockWords; i++)
            {
                words[i] = words[i] ^ pad;
            }

            Array.Copy(constants, SoftwareTables.InitialHash, words, SoftwareWords.Hash, Sha256.StateWords);
            Sha256.Compress(constants, words);
            Array.Copy(words, SoftwareWords.Hash, words, state, Sha256.StateWords);
        }
    }
}
