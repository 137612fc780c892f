// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>Changes to a byte string that know nothing of its structure.</summary>
    internal static class ByteMutator
    {
        private static readonly byte[] s_interesting =
        {
            0, 1, 2, 3, 4, 7, 8, 11, 12, 13, 14, 16, 20, 21, 22, 23, 24, 25, 31, 32, 33, 0x40, 0x7F, 0x80, 0xA4, 0xA8, 0xC0, 0xFD, 0xFE, 0xFF,
        };

        private static readonly int[] s_interestingLengths = { 0, 1, 2, 12, 13, 255, 256, 511, 512, 513, 16384, 16385, 18433, 32767, 32768, 65535 };

        /// <summary>Applies one to three changes; never longer than <paramref name="limit"/>.</summary>
        public static byte[] Mutate(byte[] source, SeededRandom random, int limit)
        {
            byte[] bytes = source;
            for (int rounds = 1 + random.Next(3); rounds > 0; rounds--)
            {
                bytes = Step(bytes, random);
            }

            return bytes.Length > limit ? bytes[..limit] : bytes;
        }

        private static byte[] Step(byte[] source, SeededRandom random)
        {
            if (source.Length == 0)
            {
                return random.Bytes(1 + random.Next(20));
            }

            int at = random.Next(source.Length);
            int count = Math.Min(1 + random.Next(16), source.Length - at);
            switch (random.Next(10))
            {
                case 0:
                    return With(source, at, source[at] ^ (1 << random.Next(8)));
                case 1:
                    return With(source, at, random.Pick(s_interesting));
                case 2:
                    return With(source, at, source[at] + (random.OneIn(2) ? 1 : -1));
                case 3:
                    return With(source, at, random.Next(256));
                case 4:
                    // A field of two bytes, as most lengths are.
                    int value = random.Pick(s_interestingLengths);
                    return at + 1 < source.Length ? With(With(source, at, value >> 8), at + 1, value) : source[..at];
                case 5:
                    return source[..at];
                case 6:
                    return Splice(source, at, count, Array.Empty<byte>());
                case 7:
                    return Splice(source, at, 0, random.Bytes(count));
                case 8:
                    return Splice(source, at, 0, source.AsSpan(at, count));
                default:
                    return Splice(source, at, count, random.OneIn(2) ? new byte[count] : random.Bytes(count));
            }
        }

        // A copy with a range replaced.
        private static byte[] Splice(byte[] source, int at, int count, ReadOnlySpan<byte> replacement)
        {
            byte[] result = new byte[source.Length - count + replacement.Length];
            source.AsSpan(0, at).CopyTo(result);
            replacement.CopyTo(result.AsSpan(at));
            source.AsSpan(at + count).CopyTo(result.AsSpan(at + replacement.Length));
            return result;
        }

        private static byte[] With(byte[] source, int at, int value)
        {
            byte[] result = (byte[])source.Clone();
            result[at] = (byte)value;
            return result;
        }
    }
}
