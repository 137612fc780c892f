// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>
    /// Changes to a datagram: its records as wholes, their headers, and their contents; what is under keys is changed
    /// before it is sealed. A rest of the cases changes the encoded bytes, which no tag survives.
    /// </summary>
    internal static class DatagramMutator
    {
        private static readonly int[] s_types = { 0, 19, 20, 21, 22, 23, 24, 25, 26, 27, 32, 99, 255 };
        private static readonly int[] s_versions = { 0, 0x0100, 0x0303, 0xFEFC, 0xFEFD, 0xFEFE, 0xFEFF, 0xFFFF };
        private static readonly int[] s_epochs = { 0, 0, 1, 1, 1, 2, 255, 256, 65535 };
        private static readonly int[] s_lengths = { 0, 1, 7, 8, 15, 16, 17, 24, 512, 529, 537, 16384, 16385, 18433, 65535 };

        // Records that any datagram may be joined by.
        private static readonly FuzzRecord[] s_others =
        {
            FuzzRecord.Plain(Wire.Alert, new byte[] { 1, 0 }),
            FuzzRecord.Plain(Wire.Alert, new byte[] { 1, 90 }),
            FuzzRecord.Plain(Wire.Alert, new byte[] { 2, 40 }),
            FuzzRecord.Plain(Wire.ChangeCipherSpec, new byte[] { 1 }),
            FuzzRecord.Plain(Wire.ApplicationData, new byte[20]),
            FuzzRecord.Plain(Wire.Handshake, Array.Empty<byte>()),
            FuzzRecord.Plain(Wire.Handshake, Wire.HandshakeMessage(Wire.HelloRequest, 0, Array.Empty<byte>())),
            FuzzRecord.Plain(Wire.Handshake, Wire.HandshakeMessage(Wire.HelloVerifyRequest, 0, ServerMessages.HelloVerifyRequest(Wire.Dtls10, new byte[255]))),
            FuzzRecord.Plain(Wire.Handshake, Wire.HandshakeMessage(Wire.ServerKeyExchange, 2, ServerMessages.ServerKeyExchange(new byte[9]))),
            FuzzRecord.Plain(
                Wire.Handshake,
                Wire.HandshakeFragment(Wire.ServerKeyExchange, 1400, 2, 0, new ByteWriter().U16(1398).Bytes(new byte[300]).ToArray())),
            FuzzRecord.Plain(Wire.Handshake, Wire.HandshakeFragment(Wire.ServerHello, 60, 1, 20, new byte[20])),
            FuzzRecord.Plain(Wire.Handshake, Wire.HandshakeFragment(Wire.ServerHelloDone, 0, 3, 0, Array.Empty<byte>())),
            FuzzRecord.Plain(Wire.Handshake, Wire.HandshakeMessage(Wire.Certificate, 2, new byte[] { 0, 0, 0 })),
            FuzzRecord.Plain(
                Wire.Handshake,
                Wire.HandshakeMessage(Wire.NewSessionTicket, 4, new ByteWriter().U16(0).U16(300).Vector16(new byte[64]).ToArray())),
            FuzzRecord.Protected(Wire.ChangeCipherSpec, 9, new byte[] { 1 }),
            FuzzRecord.Protected(Wire.Handshake, 10, Wire.HandshakeMessage(Wire.Finished, 4, new byte[12])),
            FuzzRecord.Protected(Wire.Handshake, 11, Wire.HandshakeMessage(Wire.HelloRequest, 0, Array.Empty<byte>())),
            FuzzRecord.Protected(Wire.Alert, 12, new byte[] { 1, 90 }),
            FuzzRecord.Protected(Wire.Alert, 13, new byte[] { 2, 80 }),
            FuzzRecord.Protected(Wire.ApplicationData, 14, new byte[] { 1, 2, 3 }),
            FuzzRecord.Protected(25, 15, new byte[] { 1, 2, 3, 23, 0, 0 }),
            FuzzRecord.Protected(Wire.ApplicationData, 0xFFFF_FFFF_FFFF, Array.Empty<byte>()),
        };

        /// <summary>A datagram made from some records.</summary>
        /// <param name="records">Where it starts from.</param>
        /// <param name="library">Datagrams to take further records from.</param>
        /// <param name="keys">Keys for records of epoch 1; null when there are none.</param>
        /// <param name="messageSequence">message_seq that is awaited: what joins the datagram is most often about it.</param>
        /// <param name="random">The case's random numbers.</param>
        public static byte[] Mutate(
            IReadOnlyList<FuzzRecord> records, IReadOnlyList<FuzzRecord[]> library, ServerKeys? keys, int messageSequence, SeededRandom random)
        {
            var result = new List<FuzzRecord>(records);
            int rounds = random.Next(4);
            for (int i = 0; i < rounds; i++)
            {
                Step(result, library, messageSequence, random);
            }

            byte[] bytes = FuzzRecord.Encode(result, keys);
            if (rounds == 0 || random.OneIn(4))
            {
                bytes = ByteMutator.Mutate(bytes, random, Subject.MaxDatagram);
            }

            return bytes.Length > Subject.MaxDatagram ? bytes[..Subject.MaxDatagram] : bytes;
        }

        private static void Step(List<FuzzRecord> records, IReadOnlyList<FuzzRecord[]> library, int messageSequence, SeededRandom random)
        {
            if (records.Count == 0 || random.OneIn(4))
            {
                FuzzRecord joining = random.OneIn(2) ? random.Pick(s_others) : random.Pick(random.Pick(library));
                if (joining.Type == Wire.Handshake && joining.Content.Length >= Wire.HandshakeHeaderLength && !random.OneIn(3))
                {
                    byte[] content = (byte[])joining.Content.Clone();
                    content[5] = (byte)(messageSequence + random.Next(3));
                    joining = joining with { Content = content, Epoch = random.OneIn(8) ? 1 - joining.Epoch : joining.Epoch };
                }

                records.Insert(random.Next(records.Count + 1), joining);
                return;
            }

            int at = random.Next(records.Count);
            switch (random.Next(10))
            {
                case 0:
                    records.RemoveAt(at);
                    break;
                case 1:
                    records.Insert(random.Next(records.Count + 1), records[at]);
                    break;
                case 2:
                    int other = random.Next(records.Count);
                    (records[at], records[other]) = (records[other], records[at]);
                    break;
                case 3:
                    records[at] = MutateHeader(records[at], random);
                    break;
                default:
                    records[at] = records[at] with { Content = MutateContent(records[at], random) };
                    break;
            }
        }

        private static FuzzRecord MutateHeader(FuzzRecord record, SeededRandom random)
        {
            return random.Next(6) switch
            {
                0 => record with { Type = random.Pick(s_types) },
                1 => record with { Version = random.Pick(s_versions) },
                2 => record with { Epoch = random.Pick(s_epochs), IsRaw = random.OneIn(2) },
                3 => record with { Sequence = random.OneIn(2) ? record.Sequence + random.Next(-3, 70) : (long)(random.Next64() >> 16) },
                4 => record with { ClaimedLength = random.OneIn(2) ? record.Content.Length + random.Next(-3, 4) : random.Pick(s_lengths) },
                _ => record with { IsRaw = true },
            };
        }

        private static byte[] MutateContent(FuzzRecord record, SeededRandom random)
        {
            return record.Type == Wire.Handshake && !random.OneIn(5)
                ? HandshakeMutator.Mutate(record.Content, random)
                : ByteMutator.Mutate(record.Content, random, Subject.MaxDatagram - 100);
        }
    }
}
