// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;
using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Replay protection and sequence numbers (RFC 6347 sections 4.1 and 4.1.2.6).</summary>
    [TestClass]
    public sealed class SequenceTests
    {
        private const string Software = nameof(SoftwareCrypto);
        private const int WindowSize = 64;
        private const long LastUsableNumber = 0xFFFFFFFFFFFE;

        // Nonce and tag.
        private const int Fragment = 16;

        [TestMethod]
        public void D12_13_ReplayWindowEqualsANaiveSetOverAMillionRandomNumbers()
        {
            const int Seed = 20261124;
            var random = new Random(Seed);
            long accepted = 0;
            var crypto = new TagCrypto();
            byte[] record = new byte[RecordLayer.HeaderLength + Fragment];
            for (int round = 0; round < 100; round++)
            {
                var records = new RecordLayer(crypto, record.Length, null, 0);
                records.BeginOpen(8, int.MaxValue);
                var seen = new HashSet<long>();
                long highest = -1;
                long centre = round % 3 == 0 ? 0 : random.NextInt64(1L << 48);
                for (int i = 0; i < 10_000; i++)
                {
                    long number = Math.Clamp(NextNumber(random, centre), 0, (1L << 48) - 1);
                    bool isGenuine = random.Next(4) != 0;
                    DtlsDropReason expected = highest - number >= WindowSize ? DtlsDropReason.TooOld
                        : seen.Contains(number) ? DtlsDropReason.Replayed
                        : isGenuine ? DtlsDropReason.None
                        : DtlsDropReason.BadTag;
                    string at = "seed " + Seed + ", round " + round + ", step " + i + ", number " + number;
                    RecordLayer.WriteSequence(number, record, 5);
                    records.Drop(DtlsDropReason.None);
                    crypto.IsTagGood = isGenuine;
                    Assert.AreEqual(expected == DtlsDropReason.None, records.Open(record, 0, 0, Fragment) == 0, at);
                    Assert.AreEqual(expected, records.LastDropReason, at);

                    // A record that fails its tag does not move the window.
                    if (expected == DtlsDropReason.None)
                    {
                        seen.Add(number);
                        highest = Math.Max(highest, number);
                        centre = Math.Max(centre, number);
                        accepted++;
                    }

                    Assert.AreEqual(highest, records.Highest, at);
                }
            }

            Assert.IsTrue(accepted > 100_000, "the model must accept a good part: " + accepted);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_13_ReplayedAndOldRecordsAreDroppedByTheConnectionLikeTheModel(string backend)
        {
            const int Seed = 4711;
            var random = new Random(Seed);
            using Scenario s = Scenario.At(Stage.Connected, backend);

            // The Finished was number 0 of epoch 1.
            var seen = new HashSet<long> { 0 };
            long highest = 0;
            for (int i = 0; i < 4000; i++)
            {
                long number = Math.Clamp(NextNumber(random, highest), 0, (1L << 48) - 1);
                byte[] record = s.Server.BuildData(new[] { (byte)i }, number);
                if (highest - number >= WindowSize)
                {
                    s.AssertDropped(record, DtlsDropReason.TooOld);
                }
                else if (!seen.Add(number))
                {
                    s.AssertDropped(record, DtlsDropReason.Replayed);
                }
                else
                {
                    Assert.AreEqual(1, s.Inject(record), "seed " + Seed + ", step " + i);
                    highest = Math.Max(highest, number);
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_13_HighestPossibleNumberIsAccepted(string backend)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend);
            byte[] last = s.Server.BuildData(new byte[] { 1 }, (1L << 48) - 1);
            Assert.AreEqual(1, s.Inject(last));
            s.AssertDropped(last, DtlsDropReason.Replayed);
            Assert.AreEqual(1, s.Inject(s.Server.BuildData(new byte[] { 2 }, (1L << 48) - WindowSize)));
            s.AssertDropped(s.Server.BuildData(new byte[] { 2 }, (1L << 48) - 1 - WindowSize), DtlsDropReason.TooOld);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_02_And_CCM_02_NumbersCountUpWithoutAGapOrRepetition(string backend)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend);
            for (long number = 1; number <= 70_000; number++)
            {
                int length = s.Client.Write(Array.Empty<byte>(), 0, 0);
                Assert.AreEqual(29, length);
                byte[] output = s.Client.OutputBuffer;
                long sent = ((long)output[5] << 40) | ((long)output[6] << 32) | ((long)output[7] << 24) | ((long)output[8] << 16) | ((long)output[9] << 8) | output[10];
                Assert.AreEqual(number, sent);
                Assert.AreEqual(1, (output[3] << 8) | output[4], "epoch");
            }
        }

        [TestMethod]
        [DataRow(0xFFL)]
        [DataRow(0xFFFFL)]
        [DataRow(0xFFFFFFL)]
        [DataRow(0xFFFFFFFFL)]
        [DataRow(0xFFFFFFFFFFL)]
        [DataRow(0xFEFFFFFFFFFFL)]
        [DataRow(0xFFFFFFFFFEFFL)]
        public void D12_02_CarryOverEveryByteOfTheNumber(long number)
        {
            using Scenario s = Scenario.At(Stage.Connected, Software);
            SetNextNumber(s.Client, number);
            for (long expected = number; expected <= number + 2; expected++)
            {
                Assert.IsTrue(s.Link.Write(new byte[] { 5 }) > 0);
                WireRecord record = WireRecord.Parse(s.LastSent).Single();
                Assert.AreEqual((1, expected), (record.Epoch, record.Sequence));
                s.Server.Receive(s.LastSent);
                Assert.AreEqual(5, s.Server.ApplicationData[^1].Single());
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_03_NumbersDoNotWrapAndTheConnectionMustBeMadeAnew(string backend)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend);
            SetNextNumber(s.Client, LastUsableNumber);
            Assert.IsTrue(s.Link.Write(new byte[] { 1 }) > 0);
            Assert.AreEqual(LastUsableNumber, WireRecord.Parse(s.LastSent).Single().Sequence);
            s.Server.Receive(s.LastSent);
            int sent = s.SentCount;
            for (int i = 0; i < 3; i++)
            {
                Assert.AreEqual(-(int)DtlsStatus.SequenceExhausted, s.Link.Write(new byte[] { 1 }));
            }

            // Receiving goes on; nothing that would need a number is sent, not even an answer or a goodbye.
            Assert.AreEqual(1, s.Inject(s.Server.BuildData(new byte[] { 9 })));
            s.Inject(s.Server.BuildHelloRequest());
            s.Link.Close();
            Assert.AreEqual(sent, s.SentCount, s.Link.Describe());
            Assert.AreEqual(DtlsState.Closed, s.Client.State);

            s.Advance(Stage.Connected);
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_04_EveryNewAssociationStartsAtEpoch0AndNoneGoesBeyond1(string backend)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend);
            for (int i = 0; i < 20; i++)
            {
                s.AssertTalks();
                s.Link.Close();
                int before = s.SentCount;
                s.Advance(Stage.Connected);
                List<WireRecord> records = s.Link.SentByClient.Skip(before).SelectMany(datagram => WireRecord.Parse(datagram.Bytes)).ToList();
                Assert.AreEqual(0, records[0].Epoch);
                Assert.IsTrue(records.All(record => record.Epoch <= 1));
                Assert.AreEqual(0L, records.Single(record => record.Epoch == 1).Sequence);
            }
        }

        private static long NextNumber(Random random, long centre)
        {
            return random.Next(10) switch
            {
                < 5 => centre + random.Next(-70, 10),
                < 9 => centre + random.Next(-3, 4),
                _ => centre + random.Next(0, 200),
            };
        }

        // 2^48 records cannot be sent in a test: the engine's own counter is set instead.
        internal static void SetNextNumber(DtlsConnection client, long number)
        {
            const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;
            object records = typeof(DtlsConnection).GetField("_records", Private)!.GetValue(client)!;
            byte[] template = (byte[])records.GetType().GetField("_template", Private)!.GetValue(records)!;
            const int SequenceOffset = 14;
            for (int i = 0; i < 6; i++)
            {
                template[SequenceOffset + i] = (byte)(number >> (40 - (8 * i)));
            }
        }

        /// <summary>Says of a record what it is told to, for the window alone.</summary>
        private sealed class TagCrypto : SoftwareCrypto
        {
            public bool IsTagGood { get; set; }

            public override int OpenRecord(byte[] buffer, int offset, int cidLength, int fragmentLength) => IsTagGood ? fragmentLength - Fragment : -1;
        }
    }
}
