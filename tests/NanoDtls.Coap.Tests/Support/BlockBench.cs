// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap.Tests.Support
{
    /// <summary>Bodies whose bytes depend on their position, so that a block in the wrong place shows.</summary>
    internal static class Body
    {
        public static byte[] Of(int length, int seed = 0)
        {
            byte[] body = new byte[length];
            for (int i = 0; i < length; i++)
            {
                body[i] = (byte)((i * 31) + (i >> 8) + seed);
            }

            return body;
        }

        public static byte[] Block(int number, bool more, int size)
        {
            int value = (number << 4) | (more ? 8 : 0) | size;
            return value < 256 ? [(byte)value] : value < 65536 ? [(byte)(value >> 8), (byte)value] : [(byte)(value >> 16), (byte)(value >> 8), (byte)value];
        }
    }

    /// <summary>A body to be sent, with a record of what was read.</summary>
    internal sealed class ArraySource(byte[] body) : CoapBlockSource
    {
        public List<(int Position, int Count)> Reads { get; } = [];

        public override int Length => body.Length;

        public override void Read(int position, byte[] buffer, int offset, int count)
        {
            Reads.Add((position, count));
            Array.Copy(body, position, buffer, offset, count);
        }
    }

    /// <summary>Collects a body.</summary>
    internal sealed class ListSink(int maxLength = 1 << 20) : CoapBlockSink
    {
        public List<byte> Bytes { get; } = [];

        public int Restarts { get; private set; }

        public int FailAt { get; set; } = int.MaxValue;

        public override int MaxLength => maxLength;

        public override bool Write(int position, byte[] buffer, int offset, int count)
        {
            if (position == 0)
            {
                Restarts += Bytes.Count > 0 ? 1 : 0;
                Bytes.Clear();
            }

            Assert.AreEqual(Bytes.Count, position, "in order and without gaps");
            Assert.IsLessThanOrEqualTo(maxLength - position, count);
            Bytes.AddRange(buffer.AsSpan(offset, count));
            return Bytes.Count < FailAt;
        }
    }

    internal static class WireExtensions
    {
        /// <summary>The first value of an option as a number, -1 when it is not there.</summary>
        public static int UInt(this WireMessage message, int number)
        {
            foreach ((int candidate, byte[] value) in message.Options)
            {
                if (candidate == number)
                {
                    return value.Aggregate(0, (sum, b) => (sum << 8) | b);
                }
            }

            return -1;
        }
    }
}
