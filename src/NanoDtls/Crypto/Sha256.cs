// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// SHA-256 (FIPS 180-4) over the words of a <see cref="SoftwareCrypto"/>: the message block is at
    /// <see cref="SoftwareWords.Schedule"/>, the hash at <see cref="SoftwareWords.Hash"/>.
    /// </summary>
    internal static class Sha256
    {
        /// <summary>Bytes of a message block.</summary>
        public const int BlockLength = 64;

        /// <summary>Words of a message block.</summary>
        public const int BlockWords = 16;

        /// <summary>Words of a hash.</summary>
        public const int StateWords = 8;

        // What pads a message, ahead of its length: a bit that is set.
        private const uint PaddingMark = 0x80000000;

        /// <summary>Hashes the end of a message: whole blocks, then padding (FIPS 180-4 section 5.1.1).</summary>
        /// <param name="constants">The table of <see cref="SoftwareTables.Sha256"/>.</param>
        /// <param name="words">The words, with the hash so far.</param>
        /// <param name="filled">Words of the message block that are there already.</param>
        /// <param name="data">Array with the bytes behind these words; it is left as it is.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Number of bytes, any.</param>
        /// <param name="length">Bytes of the whole message.</param>
        public static void Finish(uint[] constants, uint[] words, int filled, byte[] data, int offset, int count, int length)
        {
            int room = BlockLength - (filled << 2);
            while (count >= room)
            {
                BigEndian.Load(data, offset, words, filled, BlockWords - filled);
                Compress(constants, words);
                offset += room;
                count -= room;
                room = BlockLength;
                filled = 0;
            }

            filled = BigEndian.LoadEnd(data, offset, count, words, filled, PaddingMark);
            Array.Clear(words, filled, BlockWords - filled);
            if (filled > BlockWords - 2)
            {
                Compress(constants, words);
                Array.Clear(words, 0, BlockWords);
            }

            // The length in bits, in the last 64 of the block.
            words[14] = (uint)(length >> 29);
            words[15] = (uint)(length << 3);
            Compress(constants, words);
        }

        /// <summary>
        /// Hashes 32 bytes behind the block of an HMAC key's pad (RFC 2104 section 2). They go from word to word, without
        /// the way over bytes.
        /// </summary>
        /// <param name="constants">The table of <see cref="SoftwareTables.Sha256"/>.</param>
        /// <param name="words">The words, which take the hash.</param>
        /// <param name="digest">First of the eight words of a digest.</param>
        /// <param name="pad">First word of the state of the pad.</param>
        public static void HashDigest(uint[] constants, uint[] words, int digest, int pad)
        {
            Array.Copy(words, digest, words, 0, StateWords);
            words[StateWords] = PaddingMark;
            Array.Clear(words, StateWords + 1, BlockWords - StateWords - 2);
            words[15] = (BlockLength + (StateWords * 4)) * 8;
            Array.Copy(words, pad, words, SoftwareWords.Hash, StateWords);
            Compress(constants, words);
        }

        /// <summary>
        /// Takes the message block into the hash (FIPS 180-4 section 6.2.2). The words that get rotated are held twice in 64
        /// bits, where a rotation is one shift; of the others the upper half has no meaning. The block stays as it is.
        /// </summary>
        /// <param name="constants">The table of <see cref="SoftwareTables.Sha256"/>.</param>
        /// <param name="words">The words.</param>
        public static void Compress(uint[] constants, uint[] words)
        {
            // Always true: .NET's compiler then knows that no index below needs a check.
            if (constants.Length < SoftwareTables.InitialHash + StateWords || words.Length < SoftwareWords.EndOfScratch)
            {
                return;
            }

            ExtendSchedule(words);
            ulong twice = 0x100000001;
            ulong a = words[SoftwareWords.Hash] * twice;
            ulong b = words[SoftwareWords.Hash + 1];
            ulong c = words[SoftwareWords.Hash + 2];
            ulong d = words[SoftwareWords.Hash + 3];
            ulong e = words[SoftwareWords.Hash + 4] * twice;
            ulong f = words[SoftwareWords.Hash + 5];
            ulong g = words[SoftwareWords.Hash + 6];
            ulong h = words[SoftwareWords.Hash + 7];
            ulong next;

            // After four rounds each variable has its role again, so that nothing is moved.
            for (int t = 0; t < 64; t += 4)
            {
                next = h + (constants[t] + words[t]) + (g ^ e & (f ^ g)) + (e >> 6 ^ e >> 11 ^ e >> 25);
                h = (uint)(d + next) * twice;
                d = (uint)((a & b | c & (a | b)) + next + (a >> 2 ^ a >> 13 ^ a >> 22)) * twice;

                next = g + (constants[t + 1] + words[t + 1]) + (f ^ h & (e ^ f)) + (h >> 6 ^ h >> 11 ^ h >> 25);
                g = (uint)(c + next) * twice;
                c = (uint)((d & a | b & (d | a)) + next + (d >> 2 ^ d >> 13 ^ d >> 22)) * twice;

                next = f + (constants[t + 2] + words[t + 2]) + (e ^ g & (h ^ e)) + (g >> 6 ^ g >> 11 ^ g >> 25);
                f = (uint)(b + next) * twice;
                b = (uint)((c & d | a & (c | d)) + next + (c >> 2 ^ c >> 13 ^ c >> 22)) * twice;

                next = e + (constants[t + 3] + words[t + 3]) + (h ^ f & (g ^ h)) + (f >> 6 ^ f >> 11 ^ f >> 25);
                e = (uint)(a + next) * twice;
                a = (uint)((b & c | d & (b | c)) + next + (b >> 2 ^ b >> 13 ^ b >> 22)) * twice;
            }

            words[SoftwareWords.Hash] = words[SoftwareWords.Hash] + (uint)a;
            words[SoftwareWords.Hash + 1] = words[SoftwareWords.Hash + 1] + (uint)b;
            words[SoftwareWords.Hash + 2] = words[SoftwareWords.Hash + 2] + (uint)c;
            words[SoftwareWords.Hash + 3] = words[SoftwareWords.Hash + 3] + (uint)d;
            words[SoftwareWords.Hash + 4] = words[SoftwareWords.Hash + 4] + (uint)e;
            words[SoftwareWords.Hash + 5] = words[SoftwareWords.Hash + 5] + (uint)f;
            words[SoftwareWords.Hash + 6] = words[SoftwareWords.Hash + 6] + (uint)g;
            words[SoftwareWords.Hash + 7] = words[SoftwareWords.Hash + 7] + (uint)h;
        }

        /// <summary>Makes the message schedule of the message block (FIPS 180-4 section 6.2.2, step 1).</summary>
        private static void ExtendSchedule(uint[] words)
        {
            if (words.Length < SoftwareWords.EndOfScratch)
            {
                return;
            }

            // Words that the next steps need again stay in locals: the one 16 back and those 2 and 1 back. .NET's compiler
            // knows these pairs of shifts as rotations.
            uint even = words[0];
            uint back2 = words[14];
            uint back1 = words[15];
            for (int t = 0; t < 48; t += 2)
            {
                uint odd = words[t + 1];
                back2 = even + ((odd >> 7 | odd << 25) ^ (odd >> 18 | odd << 14) ^ odd >> 3)
                    + words[t + 9] + ((back2 >> 17 | back2 << 15) ^ (back2 >> 19 | back2 << 13) ^ back2 >> 10);
                words[t + 16] = back2;

                even = words[t + 2];
                back1 = odd + ((even >> 7 | even << 25) ^ (even >> 18 | even << 14) ^ even >> 3)
                    + words[t + 10] + ((back1 >> 17 | back1 << 15) ^ (back1 >> 19 | back1 << 13) ^ back1 >> 10);
                words[t + 17] = back1;
            }
        }
    }
}
