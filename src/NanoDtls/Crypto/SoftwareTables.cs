// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// What all instances of <see cref="SoftwareCrypto"/> share: 2,336 bytes of constants, read-only after construction, and
    /// the source of entropy, which has no state of its own. They are made with the first instance and not by static
    /// initialisers, because on the device every static constructor runs before Main: firmware with native crypto must not
    /// pay for them.
    /// </summary>
    internal sealed class SoftwareTables
    {
        /// <summary>Index in <see cref="Sha256"/> of the eight words of the initial hash value.</summary>
        public const int InitialHash = 64;

        // 2^32 + 1: multiplied with a 32-bit word it gives the word twice, so that a 64-bit shift rotates it.
        private const ulong Twice = 0x100000001;

        /// <summary>What is shared; null until <see cref="Make"/> was called.</summary>
        public static SoftwareTables Shared;

        private SoftwareTables()
        {
            Sha256 = new uint[]
            {
                // FIPS 180-4 section 4.2.2
                0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
                0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
                0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
                0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
                0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
                0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
                0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
                0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
                // FIPS 180-4 section 5.3.3
                0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
            };
            Aes = new ulong[256];

            // Walks the multiplicative group of GF(2^8) by its generator 3, with the inverse alongside.
            int element = 1;
            int inverse = 1;
            do
            {
                element ^= Double(element);
                inverse ^= inverse << 1;
                inverse ^= inverse << 2;
                inverse = (inverse ^ inverse << 4) & 0xFF;
                if (inverse > 0x7F)
                {
                    inverse ^= 0x09;
                }

                // FIPS 197 section 5.1.1: the affine transformation is a sum of rotations of the inverse.
                int rotating = inverse << 8 | inverse;
                Aes[element] = Entry((inverse ^ rotating >> 4 ^ rotating >> 5 ^ rotating >> 6 ^ rotating >> 7 ^ 0x63) & 0xFF);
            }
            while (element != 1);

            Aes[0] = Entry(0x63);
        }

        /// <summary>The 64 round constants of SHA-256 and, behind them, its initial hash value.</summary>
        public readonly uint[] Sha256;

        /// <summary>
        /// SubBytes and MixColumns of AES in one table of 256 entries: the column (2s, s, s, 3s) of
        /// s = S-box(index) as big-endian word, twice, so that shifts to the right give its rotations.
        /// </summary>
        public readonly ulong[] Aes;

        /// <summary>The source of entropy.</summary>
        public readonly EntropySource Entropy = new EntropySource();

        /// <summary>Makes what is shared, unless it was made before.</summary>
        public static void Make()
        {
            // Two threads may both make it: one copy is garbage then, and both are right.
            if (Shared == null)
            {
                Shared = new SoftwareTables();
            }
        }

        private static int Double(int element)
        {
            int doubled = element << 1;
            return doubled > 0xFF ? doubled ^ 0x11B : doubled;
        }

        private static ulong Entry(int substituted)
        {
            int doubled = Double(substituted);
            uint column = (uint)(doubled << 24 | substituted << 16 | substituted << 8 | doubled ^ substituted);
            return column * Twice;
        }
    }
}
