// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>
    /// SplitMix64, begun afresh for every case from the seed and the case's number: any case can be run alone, on any
    /// version of .NET.
    /// </summary>
    internal sealed class SeededRandom
    {
        private ulong _state;

        public SeededRandom(long seed, long number)
        {
            _state = Mix((ulong)seed) ^ Mix((ulong)number + 0xD1B54A32D192ED03);
        }

        public ulong Next64()
        {
            _state += 0x9E3779B97F4A7C15;
            return Mix(_state);
        }

        /// <summary>0 up to, but not with, the bound.</summary>
        public int Next(int bound) => (int)(((Next64() >> 32) * (ulong)bound) >> 32);

        public int Next(int from, int bound) => from + Next(bound - from);

        public bool OneIn(int count) => Next(count) == 0;

        public T Pick<T>(IReadOnlyList<T> values) => values[Next(values.Count)];

        public byte[] Bytes(int count)
        {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++)
            {
                bytes[i] = (byte)(Next64() >> 40);
            }

            return bytes;
        }

        private static ulong Mix(ulong value)
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
