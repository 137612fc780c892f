// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Buffers.Binary;
using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>Changes to the content of a handshake record that keep most of its structure.</summary>
    internal static class HandshakeMutator
    {
        private const int HeaderLength = Wire.HandshakeHeaderLength;

        private static readonly int[] s_types = { 0, 1, 2, 3, 4, 11, 12, 13, 14, 15, 16, 20, 22, 67, 255 };
        private static readonly int[] s_lengths = { 0, 1, 2, 11, 12, 13, 255, 256, 1000, 16384, 65535, 65536, 0xFFFFFF };
        private static readonly int[] s_extensions = { 0, 1, 5, 10, 11, 13, 16, 22, 23, 28, 35, 53, 54, 61, 0xFF01, 0x0A0A };
        private static readonly int[] s_limits = { 0, 63, 64, 65, 512, 16384, 65535 };
        private static readonly int[] s_emptyExtensions = { 0, 23, 35 };

        /// <summary>One change to the first message of the content.</summary>
        public static byte[] Mutate(byte[] content, SeededRandom random)
        {
            if (content.Length < HeaderLength)
            {
                return ByteMutator.Mutate(content, random, Subject.MaxDatagram);
            }

            switch (random.Next(8))
            {
                case 0:
                    return WithField(content, 1, random);
                case 1:
                    return WithField(content, 6, random);
                case 2:
                    return WithField(content, 9, random);
                case 3:
                    return Edit(content, bytes => bytes[0] = (byte)random.Pick(s_types));
                case 4:
                    // message_seq near to what is awaited.
                    int near = BinaryPrimitives.ReadUInt16BigEndian(content.AsSpan(4)) + random.Next(-2, 7);
                    int sequence = random.OneIn(8) ? random.Next(65536) : near;
                    return Edit(content, bytes => BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), (ushort)sequence));
                case 5:
                    return Cut(content, random);
                default:
                    return WithBody(content, MutateBody(content[0], content[HeaderLength..], random));
            }
        }

        public static byte[] MutateBody(int type, byte[] body, SeededRandom random)
        {
            return type == Wire.ServerHello && body.Length > 38 && random.OneIn(2)
                ? MutateExtensions(body, random)
                : ByteMutator.Mutate(body, random, Subject.MaxDatagram - 100);
        }

        /// <summary>A range of a whole message as a fragment.</summary>
        public static byte[] Fragment(byte[] message, int from, int to)
        {
            byte[] result = new byte[HeaderLength + to - from];
            message.AsSpan(0, HeaderLength).CopyTo(result);
            WriteUInt24(result, 6, from);
            WriteUInt24(result, 9, to - from);
            message.AsSpan(HeaderLength + from, to - from).CopyTo(result.AsSpan(HeaderLength));
            return result;
        }

        // The message with another body, its length fields corrected.
        private static byte[] WithBody(byte[] message, byte[] body)
        {
            byte[] result = new byte[HeaderLength + body.Length];
            message.AsSpan(0, HeaderLength).CopyTo(result);
            body.CopyTo(result, HeaderLength);
            WriteUInt24(result, 1, body.Length);
            WriteUInt24(result, 6, 0);
            WriteUInt24(result, 9, body.Length);
            return result;
        }

        // A body of a ServerHello with its extensions changed one by one, the block's length most often right.
        private static byte[] MutateExtensions(byte[] body, SeededRandom random)
        {
            int block = 2 + 32 + 1 + body[34] + 3;
            if (block > body.Length)
            {
                return ByteMutator.Mutate(body, random, Subject.MaxDatagram);
            }

            List<byte[]> extensions = Extensions(body, block + 2);
            for (int rounds = 1 + random.Next(2); rounds > 0; rounds--)
            {
                int at = random.Next(extensions.Count + 1);
                switch (random.Next(5))
                {
                    case 0:
                        extensions.Insert(at, new Extension(random.Pick(s_extensions), random.Bytes(random.Next(4))).Encode());
                        break;
                    case 1 when at < extensions.Count:
                        extensions.RemoveAt(at);
                        break;
                    case 2 when at < extensions.Count:
                        extensions.Insert(random.Next(extensions.Count + 1), extensions[at]);
                        break;
                    case 3 when at < extensions.Count:
                        extensions[at] = ByteMutator.Mutate(extensions[at], random, 100);
                        break;
                    default:
                        // What may be answered, with values around what may be said.
                        extensions.Insert(at, random.OneIn(2)
                            ? new Extension(28, new ByteWriter().U16(random.Pick(s_limits)).ToArray()).Encode()
                            : new Extension(random.Pick(s_emptyExtensions), Array.Empty<byte>()).Encode());
                        break;
                }
            }

            byte[] all = Wire.Concat(extensions.ToArray());
            int claimed = random.OneIn(12) ? all.Length + random.Next(-3, 4) : all.Length;
            byte[] head = body[..block];
            return extensions.Count == 0 && random.OneIn(2) ? head : new ByteWriter().Bytes(head).U16(claimed).Bytes(all).ToArray();
        }

        private static List<byte[]> Extensions(byte[] body, int position)
        {
            var extensions = new List<byte[]>();
            while (position + 4 <= body.Length)
            {
                int end = Math.Min(body.Length, position + 4 + BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(position + 2)));
                extensions.Add(body[position..end]);
                position = end;
            }

            return extensions;
        }

        // A fragment of the message, or two that may overlap, or leave a gap, or lie about the total.
        private static byte[] Cut(byte[] message, SeededRandom random)
        {
            int length = message.Length - HeaderLength;
            int from = random.Next(length + 1);
            int to = from + random.Next(length - from + 1);
            byte[] first = Fragment(message, from, to);
            if (random.OneIn(4))
            {
                WriteUInt24(first, 1, length + random.Next(-2, 3));
            }

            if (random.OneIn(2))
            {
                return first;
            }

            byte[] second = Fragment(message, random.Next(from + 1), random.Next(to, length + 1));
            return random.OneIn(2) ? Wire.Concat(first, second) : Wire.Concat(second, first);
        }

        private static byte[] WithField(byte[] content, int at, SeededRandom random)
        {
            int value = (content[at] << 16) | (content[at + 1] << 8) | content[at + 2];
            value = random.OneIn(2) ? value + random.Next(-2, 3) : random.Pick(s_lengths);
            return Edit(content, bytes => WriteUInt24(bytes, at, value));
        }

        private static byte[] Edit(byte[] content, Action<byte[]> edit)
        {
            byte[] result = (byte[])content.Clone();
            edit(result);
            return result;
        }

        private static void WriteUInt24(byte[] bytes, int at, int value)
        {
            bytes[at] = (byte)(value >> 16);
            bytes[at + 1] = (byte)(value >> 8);
            bytes[at + 2] = (byte)value;
        }
    }
}
