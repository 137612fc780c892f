// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Lost, repeated, late and damaged datagrams (RFC 6347 section 4.2.4).</summary>
    [TestClass]
    public sealed class LossTests
    {
        // How many datagrams each way an undisturbed handshake has: packed, and one message per datagram.
        private static IEnumerable<(bool Packed, Direction Direction, int Index)> AllDatagrams()
        {
            foreach (bool packed in new[] { true, false })
            {
                for (int i = 0; i < 3; i++)
                {
                    yield return (packed, Direction.ToServer, i);
                }

                for (int i = 0; i < (packed ? 3 : 6); i++)
                {
                    yield return (packed, Direction.ToClient, i);
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_23_EachDatagramLostOnceIsRepairedByTheTimer(string backend)
        {
            foreach ((bool packed, Direction direction, int index) in AllDatagrams())
            {
                using Scenario s = Make(backend, packed, Faults.Drop(direction, index));
                long start = s.Link.Now;
                s.AssertConnects();
                long elapsed = s.Link.Now - start;
                Assert.IsTrue(elapsed is >= 1000 and < 1100, "one time-out of 1 s, not " + elapsed + " ms" + Environment.NewLine + s.Link.Describe());
                Assert.AreEqual(1, s.Link.DeadlinesHandled.Count, s.Link.Describe());
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_20_EachDatagramDuplicatedCostsNoRetransmission(string backend)
        {
            foreach ((bool packed, Direction direction, int index) in AllDatagrams())
            {
                foreach (long secondDelay in new[] { Faults.Latency, Faults.Latency + 7, Faults.Late })
                {
                    using Scenario s = Make(backend, packed, Faults.Duplicate(direction, index, secondDelay));
                    s.AssertConnects();
                    s.Link.Settle();
                    Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, s.Link.Describe());
                    Assert.AreEqual(4, s.SentCount, "three flights and the data" + Environment.NewLine + s.Link.Describe());
                    Assert.AreEqual(DtlsState.Connected, s.Client.State);
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_20_EachServerDatagramOvertakenByTheNextOnesCostsNoRetransmission(string backend)
        {
            for (int index = 0; index < 6; index++)
            {
                using Scenario s = Make(backend, packed: false, Faults.Delay(Direction.ToClient, index));
                s.AssertConnects();
                Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, "datagram " + index + Environment.NewLine + s.Link.Describe());
                Assert.AreEqual(4, s.SentCount, s.Link.Describe());
            }
        }

        [TestMethod]
        public void D12_23_EachPairOfDatagramsLostIsRepaired()
        {
            (bool Packed, Direction Direction, int Index)[] all = AllDatagrams().Where(datagram => !datagram.Packed).ToArray();
            foreach (CryptoBackend backend in CryptoBackends.All)
            {
                for (int a = 0; a < all.Length; a++)
                {
                    for (int b = a + 1; b < all.Length; b++)
                    {
                        FaultPlan plan = packet => (packet.Direction == all[a].Direction && packet.Index == all[a].Index)
                            || (packet.Direction == all[b].Direction && packet.Index == all[b].Index)
                            ? Array.Empty<Delivery>()
                            : Faults.None(packet);
                        using Scenario s = Make(backend.Name, packed: false, plan);
                        s.AssertConnects(10_000);
                    }
                }
            }
        }

        [TestMethod]
        public void D12_23_TheSameFlightLostSeveralTimesIsRepaired()
        {
            foreach (Direction direction in Enum.GetValues<Direction>())
            {
                for (int flight = 0; flight < 3; flight++)
                {
                    for (int losses = 1; losses <= 4; losses++)
                    {
                        using Scenario s = Make(nameof(SoftwareCrypto), packed: true, Faults.Drop(direction, Enumerable.Range(flight, losses).ToArray()));
                        s.AssertConnects();
                        Assert.AreEqual(losses, s.Link.DeadlinesHandled.Count, s.Link.Describe());
                    }
                }
            }
        }

        [TestMethod]
        [DataRow(10, 0, 0)]
        [DataRow(30, 10, 20)]
        [DataRow(50, 0, 0)]
        [DataRow(0, 50, 100)]
        [DataRow(20, 30, 50)]
        public void D12_02_And_D12_23_RandomLossDuplicationAndReorderingStillConnect(int loss, int duplication, int reordering)
        {
            const int Rounds = 300;
            int connected = 0;
            for (int seed = 0; seed < Rounds; seed++)
            {
                var random = new Random(seed);
                using Scenario s = Make(nameof(SoftwareCrypto), packed: seed % 2 == 0, Faults.Random(random, loss, duplication, reordering));
                s.Link.Connect();
                s.AssertNoViolations();
                if (s.Client.State == DtlsState.Connected)
                {
                    connected++;
                    s.AssertTalks();
                }
                else
                {
                    Assert.IsTrue(s.Client.CloseReason is DtlsStatus.TimedOut or DtlsStatus.FinishedTimedOut, "seed " + seed + Environment.NewLine + s.Link.Describe());
                }
            }

            // Six tries in 60 s for three flights, the timer doubling: a server that spends a datagram on each
            // message needs several of them to pass at once.
            int least = loss >= 50 ? Rounds * 20 / 100 : loss >= 30 ? Rounds * 70 / 100 : Rounds * 95 / 100;
            Assert.IsTrue(connected >= least, connected + " of " + Rounds + " connected");
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_14_EachBitOfTheServersFinishedDamagedOnceIsRepaired(string backend)
        {
            int length;
            using (Scenario probe = Make(backend, packed: true, Faults.None))
            {
                probe.AssertConnects();
                length = probe.Link.SentByServer[2].Bytes.Length;
            }

            for (int bit = 0; bit < length * 8; bit++)
            {
                using Scenario s = Make(backend, packed: true, Faults.FlipBit(Direction.ToClient, 2, bit));
                s.AssertConnects();
            }
        }

        [TestMethod]
        public void RetransmissionsKeepMessageSeqAndTakeNewRecordNumbers()
        {
            using Scenario s = Make(nameof(SoftwareCrypto), packed: true, packet => packet.Direction == Direction.ToClient && packet.Index > 1 && packet.Index < 5
                ? Array.Empty<Delivery>()
                : Faults.None(packet));
            s.AssertConnects();
            byte[][] flights = s.Link.SentByClient.Skip(2).Take(4).Select(datagram => datagram.Bytes).ToArray();
            for (int i = 0; i < flights.Length; i++)
            {
                List<WireRecord> records = WireRecord.Parse(flights[i]);
                Assert.AreEqual(3, records.Count);
                Assert.AreEqual(2, WireFragment.Parse(records[0].Fragment).Single().MessageSequence);
                Assert.AreEqual((long)i, records[2].Sequence);
                CollectionAssert.AreEqual(WireRecord.Parse(flights[0])[0].Fragment, records[0].Fragment);
            }
        }

        private static Scenario Make(string backend, bool packed, FaultPlan faults)
        {
            return new Scenario(backend, server =>
            {
                server.Hint = new byte[] { 1, 2, 3 };
                server.Layout = (_, items) => packed ? Layouts.Packed(items) : Layouts.OnePerDatagram(items);
            }, Scenario.ExactTimers, faults);
        }
    }
}
