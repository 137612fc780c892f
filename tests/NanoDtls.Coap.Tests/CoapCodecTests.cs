// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class CoapCodecTests
    {
        private static readonly int[] Edges = [0, 1, 11, 12, 13, 14, 255, 256, 267, 268, 269, 270, 524, 525, 65535];

        [TestMethod]
        public void C_03_EachFormOfDeltaAndLengthIsWrittenAsTheRfcDrawsIt()
        {
            foreach (int delta in Edges)
            {
                foreach (int length in Edges)
                {
                    byte[] buffer = new byte[CoapOption.MaxHeaderLength];

                    int end = CoapOption.WriteHeader(buffer, 0, delta, length);

                    byte[] expected = new WireMessage().With(delta, new byte[length]).Encode()[4..^length];
                    Assert.AreEqual(Convert.ToHexString(expected), Convert.ToHexString(buffer, 0, end), $"delta {delta}, length {length}");
                }
            }
        }

        [TestMethod]
        public void C_03_AnyLayoutOfOptionsIsReadAsWritten()
        {
            const int Seed = 7252;
            Random random = new(Seed);
            CoapMessageReader reader = new();
            for (int i = 0; i < 3000; i++)
            {
                byte[] buffer = new byte[20000];
                List<(int Number, byte[] Value)> options = [];
                byte[] token = Bytes(random, random.Next(9));
                byte[] payload = Bytes(random, random.Next(3) * random.Next(20));
                int position = 4 + token.Length;
                int number = 0;
                for (int n = random.Next(8); n > 0; n--)
                {
                    int delta = Edges[random.Next(Edges.Length - 1)] + random.Next(2);
                    byte[] value = Bytes(random, Edges[random.Next(Edges.Length - 1)]);
                    number += delta;
                    options.Add((number, value));
                    position = CoapOption.WriteHeader(buffer, position, delta, value.Length);
                    value.CopyTo(buffer, position);
                    position += value.Length;
                }

                // The library's encoder against the tests', then the library's reader.
                WireMessage message = new() { Type = (CoapMessageType)random.Next(4), Code = 0x45, MessageId = random.Next(0x10000), Token = token, Payload = payload };
                message.Options.AddRange(options);
                byte[] wire = message.Encode();
                Assert.AreEqual(
                    Convert.ToHexString(wire, 4 + token.Length, position - 4 - token.Length),
                    Convert.ToHexString(buffer, 4 + token.Length, position - 4 - token.Length),
                    $"seed {Seed}, round {i}");
                Assert.IsTrue(reader.ReadHeader(wire, 0, wire.Length));
                Assert.AreEqual(message.Type, reader.Type);
                Assert.AreEqual(message.Code, reader.Code);
                Assert.AreEqual(message.MessageId, reader.MessageId);
                CollectionAssert.AreEqual(token, wire[reader.TokenOffset..(reader.TokenOffset + reader.TokenLength)]);
                foreach ((int expected, byte[] value) in options)
                {
                    Assert.IsTrue(reader.ReadOption(), $"seed {Seed}, round {i}");
                    Assert.AreEqual(expected, reader.OptionNumber);
                    CollectionAssert.AreEqual(value, wire[reader.OptionOffset..(reader.OptionOffset + reader.OptionLength)]);
                }

                Assert.IsFalse(reader.ReadOption());
                Assert.IsFalse(reader.ReadOption(), "the end stays the end");
                Assert.AreEqual(CoapDropReason.None, reader.Error);
                CollectionAssert.AreEqual(payload, wire[reader.PayloadOffset..(reader.PayloadOffset + reader.PayloadLength)]);
            }
        }

        [TestMethod]
        // Behind 60 45 00 01: reserved nibbles, values and headers that end too early, a number over 65535.
        [DataRow("F0", CoapDropReason.OptionFormat)]
        [DataRow("0F", CoapDropReason.OptionFormat)]
        [DataRow("F1AA", CoapDropReason.OptionFormat)]
        [DataRow("01", CoapDropReason.OptionFormat)]
        [DataRow("0CAABB", CoapDropReason.OptionFormat)]
        [DataRow("D0", CoapDropReason.OptionFormat)]
        [DataRow("E0", CoapDropReason.OptionFormat)]
        [DataRow("E000", CoapDropReason.OptionFormat)]
        [DataRow("0D", CoapDropReason.OptionFormat)]
        [DataRow("0D00", CoapDropReason.OptionFormat)]
        [DataRow("0E00", CoapDropReason.OptionFormat)]
        [DataRow("0EFFFF", CoapDropReason.OptionFormat)]
        [DataRow("E0FFFF", CoapDropReason.OptionFormat)]
        [DataRow("E0FEF210", CoapDropReason.OptionFormat)]
        [DataRow("FF", CoapDropReason.EmptyPayload)]
        [DataRow("10FF", CoapDropReason.EmptyPayload)]
        public void C_03_V28_MalformedOptionsAreFound(string options, CoapDropReason reason)
        {
            byte[] message = Convert.FromHexString("60450001" + options);
            CoapMessageReader reader = new();

            Assert.IsTrue(reader.ReadHeader(message, 0, message.Length));
            while (reader.ReadOption())
            {
                Assert.AreEqual(CoapDropReason.None, reader.Error);
            }

            Assert.AreEqual(reason, reader.Error);
            Assert.IsFalse(reader.ReadOption(), "an error is the end");
        }

        [TestMethod]
        public void C_03_HighestOptionNumberIsReadable()
        {
            byte[] message = Convert.FromHexString("60450001E0FEF2");
            CoapMessageReader reader = new();

            Assert.IsTrue(reader.ReadHeader(message, 0, message.Length));
            Assert.IsTrue(reader.ReadOption());
            Assert.AreEqual(65535, reader.OptionNumber);
        }

        [TestMethod]
        public void C_03_ReadingNeverLeavesTheMessage()
        {
            // Bytes behind the end would complete each of these; they must not be looked at.
            byte[] buffer = Convert.FromHexString("6045000101AA0DAA00AABBCC");
            CoapMessageReader reader = new();

            Assert.IsTrue(reader.ReadHeader(buffer, 0, 5));
            Assert.IsFalse(reader.ReadOption());
            Assert.AreEqual(CoapDropReason.OptionFormat, reader.Error);
        }

        private static byte[] Bytes(Random random, int count)
        {
            byte[] bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }
    }
}
