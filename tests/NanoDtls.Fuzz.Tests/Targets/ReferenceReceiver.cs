// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Buffers.Binary;
using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>
    /// The receiving side of the record layer (RFC 6347 section 4.1) after a handshake, as plain as possible: a set of
    /// numbers for the window of 64, .NET's AES-CCM for the tags.
    /// </summary>
    internal sealed class ReferenceReceiver
    {
        private const int WindowSize = 64;

        private readonly ServerKeys _keys;
        private readonly int _maxPayload;

        public ReferenceReceiver(ServerKeys keys, int maxPayload)
        {
            _keys = keys;
            _maxPayload = maxPayload;
        }

        /// <summary>Sequence numbers received.</summary>
        public HashSet<long> Numbers { get; } = new();

        public List<byte[]> Data { get; } = new();

        public void Receive(byte[] datagram)
        {
            for (int at = 0; at + Wire.RecordHeaderLength <= datagram.Length;)
            {
                int length = BinaryPrimitives.ReadUInt16BigEndian(datagram.AsSpan(at + 11));
                int end = at + Wire.RecordHeaderLength + length;
                if (end > datagram.Length)
                {
                    return;
                }

                ReceiveRecord(datagram[at..end]);
                at = end;
            }
        }

        private void ReceiveRecord(byte[] record)
        {
            int version = BinaryPrimitives.ReadUInt16BigEndian(record.AsSpan(1));
            int epoch = BinaryPrimitives.ReadUInt16BigEndian(record.AsSpan(3));
            long sequence = BinaryPrimitives.ReadInt64BigEndian(record.AsSpan(3)) & 0xFFFF_FFFF_FFFF;
            if (version != Wire.Dtls12 || epoch != 1 || Numbers.Contains(sequence) || sequence <= Numbers.Max() - WindowSize)
            {
                return;
            }

            if (record.Length > Wire.RecordHeaderLength + 8 + _keys.TagLength + _maxPayload || _keys.OpenServers(record) is not byte[] content)
            {
                return;
            }

            Numbers.Add(sequence);
            if (record[0] == Wire.ApplicationData && content.Length != 0)
            {
                Data.Add(content);
            }
        }
    }
}
