// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// AES-128 and AES-256 encryption of single blocks (FIPS 197), the only direction that CCM needs. Blocks and round keys
    /// are big-endian words; the table is <see cref="SoftwareTables.Aes"/>. Its lookups depend on secrets: where
    /// the managed heap lies behind a data cache (PSRAM) and hostile code runs on the same chip, use native crypto.
    /// </summary>
    internal static class AesBlock
    {
        /// <summary>Words of an expanded key of 16 bytes.</summary>
        public const int Words128 = 44;

        /// <summary>Words of an expanded key of 32 bytes.</summary>
        public const int Words256 = 60;

        /// <summary>Expands a key (FIPS 197 section 5.2).</summary>
        /// <param name="table">The AES table.</param>
        /// <param name="key">Array with the key.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="keyWords">4 for 16 bytes, 8 for 32.</param>
        /// <param name="roundKeys">Array that takes the words of the round keys.</param>
        public static void ExpandKey(ulong[] table, byte[] key, int offset, int keyWords, uint[] roundKeys)
        {
            BigEndian.Load(key, offset, roundKeys, 0, keyWords);
            uint constant = 0x01000000;
            uint word = roundKeys[keyWords - 1];
            int end = keyWords == 4 ? Words128 : Words256;
            int step = 0;
            for (int next = keyWords; next < end; next++)
            {
                if (step == 0)
                {
                    // RotWord, SubWord and the round constant.
                    word = SubWord(table, word << 8 | word >> 24) ^ constant;
                    constant = constant == 0x80000000 ? 0x1B000000 : constant << 1;
                }
                else if (step == 4)
                {
                    word = SubWord(table, word);
                }

                step = step + 1 == keyWords ? 0 : step + 1;
                word ^= roundKeys[next - keyWords];
                roundKeys[next] = word;
            }
        }

        /// <summary>Encrypts one block.</summary>
        /// <param name="table">The AES table.</param>
        /// <param name="roundKeys">The expanded key.</param>
        /// <param name="last">First word of the last round's key.</param>
        /// <param name="words">Array with the block.</param>
        /// <param name="input">First of the block's four words.</param>
        /// <param name="output">Where the four words of the result go; may be the same place.</param>
        public static void Encrypt(ulong[] table, uint[] roundKeys, int last, uint[] words, int input, int output)
        {
            uint a = words[input] ^ roundKeys[0];
            uint b = words[input + 1] ^ roundKeys[1];
            uint c = words[input + 2] ^ roundKeys[2];
            uint d = words[input + 3] ^ roundKeys[3];
            uint t;
            uint u;
            uint v;

            // One table serves all four columns: an entry holds its word twice, so a shift is a rotation.
            int i;
            for (i = 4; i < last; i += 4)
            {
                t = (uint)(table[a >> 24] ^ table[(byte)(b >> 16)] >> 8 ^ table[(byte)(c >> 8)] >> 16 ^ table[(byte)d] >> 24) ^ roundKeys[i];
                u = (uint)(table[b >> 24] ^ table[(byte)(c >> 16)] >> 8 ^ table[(byte)(d >> 8)] >> 16 ^ table[(byte)a] >> 24) ^ roundKeys[i + 1];
                v = (uint)(table[c >> 24] ^ table[(byte)(d >> 16)] >> 8 ^ table[(byte)(a >> 8)] >> 16 ^ table[(byte)b] >> 24) ^ roundKeys[i + 2];
                d = (uint)(table[d >> 24] ^ table[(byte)(a >> 16)] >> 8 ^ table[(byte)(b >> 8)] >> 16 ^ table[(byte)c] >> 24) ^ roundKeys[i + 3];
                a = t;
                b = u;
                c = v;
            }

            // The last round has no MixColumns: only the S-box value of each entry is taken.
            words[output] = ((uint)table[a >> 24] << 8 & 0xFF000000) ^ ((uint)table[(byte)(b >> 16)] & 0x00FF0000)
                ^ ((uint)table[(byte)(c >> 8)] & 0x0000FF00) ^ (byte)(table[(byte)d] >> 8) ^ roundKeys[i];
            words[output + 1] = ((uint)table[b >> 24] << 8 & 0xFF000000) ^ ((uint)table[(byte)(c >> 16)] & 0x00FF0000)
                ^ ((uint)table[(byte)(d >> 8)] & 0x0000FF00) ^ (byte)(table[(byte)a] >> 8) ^ roundKeys[i + 1];
            words[output + 2] = ((uint)table[c >> 24] << 8 & 0xFF000000) ^ ((uint)table[(byte)(d >> 16)] & 0x00FF0000)
                ^ ((uint)table[(byte)(a >> 8)] & 0x0000FF00) ^ (byte)(table[(byte)b] >> 8) ^ roundKeys[i + 2];
            words[output + 3] = ((uint)table[d >> 24] << 8 & 0xFF000000) ^ ((uint)table[(byte)(a >> 16)] & 0x00FF0000)
                ^ ((uint)table[(byte)(b >> 8)] & 0x0000FF00) ^ (byte)(table[(byte)c] >> 8) ^ roundKeys[i + 3];
        }

        private static uint SubWord(ulong[] table, uint word)
        {
            // The S-box value is in the two middle bytes of an entry's word.
            return ((uint)table[word >> 24] << 8 & 0xFF000000)
                ^ ((uint)table[(byte)(word >> 16)] & 0x00FF0000)
                ^ ((uint)table[(byte)(word >> 8)] & 0x0000FF00)
                ^ (byte)(table[(byte)word] >> 8);
        }
    }
}
