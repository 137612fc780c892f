// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Buffers.Binary;
using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>
    /// A record as the targets change it: of epoch 1 with its plaintext, which is sealed only when the record is encoded.
    /// </summary>
    internal sealed record FuzzRecord(int Type, int Version, int Epoch, long Sequence, byte[] Content)
    {
        /// <summary>What the length field claims, null for the truth.</summary>
        public int? ClaimedLength { get; init; }

        /// <summary>The content goes out as it is, whatever the epoch.</summary>
        public bool IsRaw { get; init; }

        public static FuzzRecord Plain(int type, byte[] content) => new(type, Wire.Dtls12, 0, 0, content);

        public static FuzzRecord Protected(int type, long sequence, byte[] content) => new(type, Wire.Dtls12, 1, sequence, content);

        /// <summary>The records as one datagram; those of epoch 1 under the keys, if there are any.</summary>
        public static byte[] Encode(IReadOnlyList<FuzzRecord> records, ServerKeys? keys)
        {
            if (records.Count == 1)
            {
                return records[0].Encode(keys);
            }

            byte[][] parts = new byte[records.Count][];
            int length = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = records[i].Encode(keys);
                length += parts[i].Length;
            }

            byte[] datagram = new byte[length];
            length = 0;
            foreach (byte[] part in parts)
            {
                part.CopyTo(datagram, length);
                length += part.Length;
            }

            return datagram;
        }

        public byte[] Encode(ServerKeys? keys)
        {
            bool isSealed = Epoch != 0 && !IsRaw && keys != null;
            int overhead = isSealed ? 8 + keys!.TagLength : 0;
            byte[] bytes = new byte[Wire.RecordHeaderLength + overhead + Content.Length];
            bytes[0] = (byte)Type;
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(1), (ushort)Version);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(3), Sequence & 0xFFFF_FFFF_FFFF);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(3), (ushort)Epoch);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(11), (ushort)(ClaimedLength ?? overhead + Content.Length));
            if (isSealed)
            {
                keys!.Seal(bytes, Content);
            }
            else
            {
                Content.CopyTo(bytes, Wire.RecordHeaderLength);
            }

            return bytes;
        }
    }
}
