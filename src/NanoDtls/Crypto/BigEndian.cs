// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>Conversions between byte arrays and big-endian 32-bit words for <see cref="SoftwareCrypto"/>.</summary>
    internal static class BigEndian
    {
        /// <summary>Reads words from bytes.</summary>
        /// <param name="source">Array with the bytes.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="words">Array that takes the words.</param>
        /// <param name="index">First word to write.</param>
        /// <param name="count">Number of words.</param>
        public static void Load(byte[] source, int offset, uint[] words, int index, int count)
        {
            int end = index + count;
            while (index < end)
            {
                words[index] = (uint)(source[offset] << 24 | source[offset + 1] << 16 | source[offset + 2] << 8 | source[offset + 3]);
                offset += 4;
                index++;
            }
        }

        /// <summary>Reads a message's end: whole words, then one of the bytes that are left, none to three, and a mark behind them.</summary>
        /// <param name="source">Array with the bytes.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Number of bytes.</param>
        /// <param name="words">Array that takes the words.</param>
        /// <param name="index">First word to write.</param>
        /// <param name="mark">A word whose first byte is the mark, and nothing else.</param>
        /// <returns>The word behind those that were written.</returns>
        public static int LoadEnd(byte[] source, int offset, int count, uint[] words, int index, uint mark)
        {
            Load(source, offset, words, index, count >> 2);
            index += count >> 2;
            for (offset += count; (count & 3) != 0; count--)
            {
                offset--;
                mark = mark >> 8 | (uint)(source[offset] << 24);
            }

            words[index] = mark;
            return index + 1;
        }

        /// <summary>Writes words as bytes.</summary>
        /// <param name="words">Array with the words.</param>
        /// <param name="index">First word.</param>
        /// <param name="count">Number of words.</param>
        /// <param name="destination">Array that takes the bytes.</param>
        /// <param name="offset">First byte to write.</param>
        public static void Store(uint[] words, int index, int count, byte[] destination, int offset)
        {
            int end = index + count;
            for (; index < end; index++)
            {
                uint word = words[index];
                destination[offset] = (byte)(word >> 24);
                destination[offset + 1] = (byte)(word >> 16);
                destination[offset + 2] = (byte)(word >> 8);
                destination[offset + 3] = (byte)word;
                offset += 4;
            }
        }
    }
}
