// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// AES-128 and AES-256 encryption of single blocks (FIPS 197), the only direction that CCM needs. Blocks and round keys
    /// are big-endian words; the table is <see cref="SoftwareTables.Aes"/>. Its lookups depend on secrets: where
    /// the managed heap lies behind a data cache (PSRAM) and hostile code runs on the same chip, use native crypto.
    /// </summary>
    internal static class AesBlock
    {
        /// <summary>
        /// First word of the last round's key, less the bytes of the key: there are six rounds more than words of the key, and four
        /// words for each.
        /// </summary>
        public const int LastRound = SoftwareWords.RoundKeys + 24;

        // Known to .NET's compiler ahead of the lookups, which then need no bounds check each: a fifth of a desktop's time.
        private const int TableLength = 256;

        /// <summary>Expands a key to <see cref="SoftwareWords.RoundKeys"/> (FIPS 197 section 5.2).</summary>
        /// <param name="table">The AES table.</param>
        /// <param name="words">The words.</param>
        /// <param name="key">First word of the key.</param>
        /// <param name="keyWords">4 for 16 bytes, 8 for 32.</param>
        public static void ExpandKey(ulong[] table, uint[] words, int key, int keyWords)
        {
            Array.Copy(words, key, words, SoftwareWords.RoundKeys, keyWords);
            uint constant = 0x01000000;
            int next = SoftwareWords.RoundKeys + keyWords;
            uint word = words[next - 1];
            for (int end = LastRound + (keyWords << 2); next <= end; next += 4)
            {
                if ((next - SoftwareWords.RoundKeys & (keyWords - 1)) == 0)
                {
                    // RotWord, SubWord and the round constant.
                    word = Substitute(table, word << 8, word << 8, word << 8, word >> 24) ^ constant;
                    constant = constant == 0x80000000 ? 0x1B000000 : constant << 1;
                }
                else
                {
                    word = Substitute(table, word, word, word, word);
                }

                int from = next - keyWords;
                word ^= words[from];
                words[next] = word;
                word ^= words[from + 1];
                words[next + 1] = word;
                word ^= words[from + 2];
                words[next + 2] = word;
                word ^= words[from + 3];
                words[next + 3] = word;
            }
        }

        /// <summary>
        /// Encrypts one block, or the pair that CCM needs at each step: one loop costs the interpreter less than two, and gives a
        /// desktop's processor two chains of lookups to work on.
        /// </summary>
        /// <param name="table">The AES table.</param>
        /// <param name="words">
        /// The words: the first block, encrypted in place; the second one, left as it is; its result; the round keys.
        /// </param>
        /// <param name="keyLength">Bytes of the key that was expanded, 16 or 32.</param>
        /// <param name="isPair">Whether there is a second block.</param>
        public static void Encrypt(ulong[] table, uint[] words, int keyLength, bool isPair)
        {
            if (table.Length != TableLength)
            {
                return;
            }

            uint a = words[0] ^ words[SoftwareWords.RoundKeys];
            uint b = words[1] ^ words[SoftwareWords.RoundKeys + 1];
            uint c = words[2] ^ words[SoftwareWords.RoundKeys + 2];
            uint d = words[3] ^ words[SoftwareWords.RoundKeys + 3];
            uint e = words[4] ^ words[SoftwareWords.RoundKeys];
            uint f = words[5] ^ words[SoftwareWords.RoundKeys + 1];
            uint g = words[6] ^ words[SoftwareWords.RoundKeys + 2];
            uint h = words[7] ^ words[SoftwareWords.RoundKeys + 3];
            uint t;
            uint u;
            uint v;

            // One table serves all four columns: an entry holds its word twice, so a shift is a rotation.
            int last = LastRound + keyLength;
            int i;
            for (i = SoftwareWords.RoundKeys + 4; i < last; i += 4)
            {
                uint k = words[i];
                uint l = words[i + 1];
                uint m = words[i + 2];
                uint n = words[i + 3];
                t = (uint)(table[a >> 24] ^ table[(byte)(b >> 16)] >> 8 ^ table[(byte)(c >> 8)] >> 16 ^ table[(byte)d] >> 24) ^ k;
                u = (uint)(table[b >> 24] ^ table[(byte)(c >> 16)] >> 8 ^ table[(byte)(d >> 8)] >> 16 ^ table[(byte)a] >> 24) ^ l;
                v = (uint)(table[c >> 24] ^ table[(byte)(d >> 16)] >> 8 ^ table[(byte)(a >> 8)] >> 16 ^ table[(byte)b] >> 24) ^ m;
                d = (uint)(table[d >> 24] ^ table[(byte)(a >> 16)] >> 8 ^ table[(byte)(b >> 8)] >> 16 ^ table[(byte)c] >> 24) ^ n;
                a = t;
                b = u;
                c = v;
                if (isPair)
                {
                    t = (uint)(table[e >> 24] ^ table[(byte)(f >> 16)] >> 8 ^ table[(byte)(g >> 8)] >> 16 ^ table[(byte)h] >> 24) ^ k;
                    u = (uint)(table[f >> 24] ^ table[(byte)(g >> 16)] >> 8 ^ table[(byte)(h >> 8)] >> 16 ^ table[(byte)e] >> 24) ^ l;
                    v = (uint)(table[g >> 24] ^ table[(byte)(h >> 16)] >> 8 ^ table[(byte)(e >> 8)] >> 16 ^ table[(byte)f] >> 24) ^ m;
                    h = (uint)(table[h >> 24] ^ table[(byte)(e >> 16)] >> 8 ^ table[(byte)(f >> 8)] >> 16 ^ table[(byte)g] >> 24) ^ n;
                    e = t;
                    f = u;
                    g = v;
                }
            }

            Finish(table, words, i, a, b, c, d, 0);
            if (isPair)
            {
                Finish(table, words, i, e, f, g, h, 8);
            }
        }

        /// <summary>The last round, which has no MixColumns.</summary>
        private static void Finish(ulong[] table, uint[] words, int i, uint a, uint b, uint c, uint d, int output)
        {
            words[output] = Substitute(table, a, b, c, d) ^ words[i];
            words[output + 1] = Substitute(table, b, c, d, a) ^ words[i + 1];
            words[output + 2] = Substitute(table, c, d, a, b) ^ words[i + 2];
            words[output + 3] = Substitute(table, d, a, b, c) ^ words[i + 3];
        }

        /// <summary>SubBytes and ShiftRows of one column: the S-box value is in the two middle bytes of an entry's word.</summary>
        private static uint Substitute(ulong[] table, uint a, uint b, uint c, uint d)
        {
            return ((uint)table[a >> 24] << 8 & 0xFF000000)
                ^ ((uint)table[(byte)(b >> 16)] & 0x00FF0000)
                ^ ((uint)table[(byte)(c >> 8)] & 0x0000FF00)
                ^ (byte)(table[(byte)d] >> 8);
        }
    }
}
