// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Seeded changes to a byte string: bits, bytes, lengths, cuts, growth and splices.</summary>
    internal sealed class Mutator
    {
        private static readonly byte[] s_interesting = { 0, 1, 2, 3, 0x7F, 0x80, 0xFD, 0xFE, 0xFF, 12, 13, 20, 21, 22, 23 };

        private readonly Random _random;

        public Mutator(int seed)
        {
            _random = new Random(seed);
        }

        public Random Random => _random;

        public byte[] Mutate(byte[] source, IReadOnlyList<byte[]> others)
        {
            byte[] bytes = (byte[])source.Clone();
            int rounds = 1 + _random.Next(3);
            for (int i = 0; i < rounds; i++)
            {
                bytes = Step(bytes, others);
            }

            return bytes;
        }

        private byte[] Step(byte[] bytes, IReadOnlyList<byte[]> others)
        {
            if (bytes.Length == 0)
            {
                return new[] { (byte)_random.Next(256) };
            }

            int at = _random.Next(bytes.Length);
            switch (_random.Next(9))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    return bytes;
                case 1:
                    bytes[at] = s_interesting[_random.Next(s_interesting.Length)];
                    return bytes;
                case 2:
                    bytes[at] += (byte)(_random.Next(2) == 0 ? 1 : 255);
                    return bytes;
                case 3:
                    return bytes[..at];
                case 4:
                    byte[] tail = new byte[_random.Next(1, 30)];
                    _random.NextBytes(tail);
                    return Wire.Concat(bytes, tail);
                case 5:
                    return Wire.Concat(bytes, others[_random.Next(others.Count)]);
                case 6:
                    // The headers, where the lengths are.
                    bytes[_random.Next(Math.Min(bytes.Length, Wire.RecordHeaderLength + Wire.HandshakeHeaderLength))] = (byte)_random.Next(256);
                    return bytes;
                case 7:
                    int end = _random.Next(at, bytes.Length);
                    return Wire.Concat(bytes[..end], bytes[at..]);
                default:
                    byte[] other = others[_random.Next(others.Count)];
                    return Wire.Concat(bytes[..at], other[Math.Min(at, other.Length)..]);
            }
        }
    }
}
