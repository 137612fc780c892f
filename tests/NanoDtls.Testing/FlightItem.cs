// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>A message of a server flight: a handshake message, or another record's content.</summary>
    public sealed class FlightItem
    {
        private FlightItem(int contentType, int handshakeType, int epoch, byte[] body)
        {
            ContentType = contentType;
            HandshakeType = handshakeType;
            Epoch = epoch;
            Body = body;
        }

        public int ContentType { get; }

        /// <summary>Handshake type, or -1 when this is no handshake message.</summary>
        public int HandshakeType { get; }

        public int Epoch { get; }

        public byte[] Body { get; set; }

        /// <summary>message_seq, set when the flight is sent.</summary>
        public int MessageSequence { get; set; }

        /// <summary>Version of the records that carry it.</summary>
        public int RecordVersion { get; init; } = Wire.Dtls12;

        public static FlightItem Handshake(int type, byte[] body, int epoch = 0, int recordVersion = Wire.Dtls12)
        {
            return new FlightItem(Wire.Handshake, type, epoch, body) { RecordVersion = recordVersion };
        }

        public static FlightItem ChangeCipherSpec(byte[]? body = null)
        {
            return new FlightItem(Wire.ChangeCipherSpec, -1, 0, body ?? new byte[] { 1 });
        }

        public static FlightItem Other(int contentType, int epoch, byte[] content)
        {
            return new FlightItem(contentType, -1, epoch, content);
        }

        /// <summary>The message in the form that is hashed.</summary>
        public byte[] Encode()
        {
            return HandshakeType < 0 ? Body : Wire.HandshakeMessage(HandshakeType, MessageSequence, Body);
        }

        public RecordPlan Whole() => new(ContentType, Epoch, Encode(), RecordVersion);

        public RecordPlan Fragment(int offset, int count) => new(
            ContentType,
            Epoch,
            Wire.HandshakeFragment(HandshakeType, Body.Length, MessageSequence, offset, Body[offset..(offset + count)]),
            RecordVersion);
    }

    /// <summary>The plaintext of a record to send; the record layer numbers and protects it.</summary>
    public sealed record RecordPlan(int Type, int Epoch, byte[] Content, int Version = Wire.Dtls12);
}
