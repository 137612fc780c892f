// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>One record as it lies in a datagram.</summary>
    public sealed record WireRecord(int Type, int Version, int Epoch, long Sequence, byte[] Fragment)
    {
        public int Length => Wire.RecordHeaderLength + Cid.Length + Fragment.Length;

        /// <summary>The Connection ID of a tls12_cid record (RFC 9146 section 4).</summary>
        public byte[] Cid { get; init; } = Array.Empty<byte>();

        /// <summary>Splits a datagram; throws when it is anything but whole records.</summary>
        public static List<WireRecord> Parse(byte[] datagram) => ParseWithCid(datagram, 0);

        /// <summary>Splits a datagram whose tls12_cid records have Connection IDs of a known length.</summary>
        public static List<WireRecord> ParseWithCid(byte[] datagram, int cidLength)
        {
            var records = new List<WireRecord>();
            var reader = new ByteReader(datagram);
            while (reader.Left > 0)
            {
                int type = reader.U8();
                int version = reader.U16();
                int epoch = reader.U16();
                long sequence = reader.U48();
                byte[] cid = reader.Bytes(type == Wire.Tls12Cid ? cidLength : 0);
                records.Add(new WireRecord(type, version, epoch, sequence, reader.Vector16()) { Cid = cid });
            }

            return records;
        }

        public byte[] Encode() => Cid.Length == 0
            ? Wire.Record(Type, Epoch, Sequence, Fragment, Version)
            : Wire.CidRecord(Cid, Epoch, Sequence, Fragment, Version, Type);

        public override string ToString()
        {
            string content = Type switch
            {
                Wire.ChangeCipherSpec => "CCS",
                Wire.Alert => Epoch == 0 && Fragment.Length == 2 ? "Alert " + Fragment[0] + "/" + Fragment[1] : "Alert",
                Wire.Handshake => Epoch == 0 && Fragment.Length > 0 ? Wire.NameOf(Fragment[0]) : "Handshake",
                Wire.ApplicationData => "Data",
                Wire.Tls12Cid => "Cid[" + Convert.ToHexStringLower(Cid) + "]",
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
