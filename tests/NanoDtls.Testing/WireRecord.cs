// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>One record as it lies in a datagram.</summary>
    public sealed record WireRecord(int Type, int Version, int Epoch, long Sequence, byte[] Fragment)
    {
        public int Length => Wire.RecordHeaderLength + Fragment.Length;

        /// <summary>Splits a datagram; throws when it is anything but whole records.</summary>
        public static List<WireRecord> Parse(byte[] datagram)
        {
            var records = new List<WireRecord>();
            var reader = new ByteReader(datagram);
            while (reader.Left > 0)
            {
                records.Add(new WireRecord(reader.U8(), reader.U16(), reader.U16(), reader.U48(), reader.Vector16()));
            }

            return records;
        }

        public byte[] Encode() => Wire.Record(Type, Epoch, Sequence, Fragment, Version);

        public override string ToString()
        {
            string content = Type switch
            {
                Wire.ChangeCipherSpec => "CCS",
                Wire.Alert => Epoch == 0 && Fragment.Length == 2 ? "Alert " + Fragment[0] + "/" + Fragment[1] : "Alert",
                Wire.Handshake => Epoch == 0 && Fragment.Length > 0 ? Wire.NameOf(Fragment[0]) : "Handshake",
                Wire.ApplicationData => "Data",
                _ => "type " + Type,
            };
            return content + "(" + Epoch + "." + Sequence + "," + Fragment.Length + ")";
        }
    }

    /// <summary>A fragment of a handshake message inside a record.</summary>
    public sealed record WireFragment(int HandshakeType, int Total, int MessageSequence, int Offset, byte[] Part)
    {
        /// <summary>Splits the content of a handshake record.</summary>
        public static List<WireFragment> Parse(byte[] content)
        {
            var fragments = new List<WireFragment>();
            var reader = new ByteReader(content);
            while (reader.Left > 0)
            {
                int type = reader.U8();
                int total = reader.U24();
                int sequence = reader.U16();
                int offset = reader.U24();
                byte[] part = reader.Bytes(reader.U24());
                if (offset + part.Length > total)
                {
                    throw new WireFormatException("fragment exceeds its message");
                }

                fragments.Add(new WireFragment(type, total, sequence, offset, part));
            }

            return fragments;
        }
    }
}
