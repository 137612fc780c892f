// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>The retransmission profiles: Adaptive, which learns the round trip (RFC 6298), and Rfc7925.</summary>
    [TestClass]
    public sealed class AdaptiveTimerTests
    {
        private const string Software = nameof(SoftwareCrypto);
        private const int Floor = 75;
        private const int Cap = 4000;
        private const int MaxTransmissions = 32;

        public static IEnumerable<object[]> Profiles => Enum.GetValues<DtlsRetransmission>().Select(profile => new object[] { profile });

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void IOT_07_And_D12_25_ProfileOfRfc7925BeginsAt9SecondsAndBacksOffTo60(string backend)
        {
            using Scenario s = Silent(backend, client =>
            {
                client.Retransmission = DtlsRetransmission.Rfc7925;
                client.HandshakeTimeoutMilliseconds = 300_000;
            });
            s.Link.Connect(400_000);
            CollectionAssert.AreEqual(new long[] { 9000, 18000, 36000, 60000, 60000, 60000 }, Gaps(s));
        }

        [TestMethod]
        [DataRow(5)]
        [DataRow(8)]
        [DataRow(12)]
        [DataRow(13)]
        [DataRow(25)]
        [DataRow(50)]
        [DataRow(200)]
        [DataRow(400)]
        public void D12_25_RoundTripOfTheCookieExchangeSetsTheTimerOfTheNextFlight(int latency)
        {
            // RFC 6298 section 2: the first measurement R gives R + 4 * R / 2.
            long first = Math.Max(Floor, 6 * latency);
            var waits = new HashSet<long>();
            for (int i = 0; i < 50; i++)
            {
                using var s = new Scenario(Software, null, null, Slow(latency, packet => packet.Direction == Direction.ToClient && packet.Index > 0));
                s.Link.Start();
                s.Link.RunUntil(() => s.SentCount == 2);
                long wait = s.Client.NextDeadline - s.Link.Now;
                AssertBetween(first, wait);
                waits.Add(wait);
                for (int retransmissions = 1; retransmissions <= 9; retransmissions++)
                {
                    s.Link.RunUntil(() => s.SentCount == 2 + retransmissions);
                    AssertBetween(Interval(first, retransmissions), s.Client.NextDeadline - s.Link.Now);
                }
            }

            Assert.IsTrue(waits.Count > 5, "jitter spreads a fleet: " + string.Join(" ", waits));
        }

        [TestMethod]
        public void D12_25_CapOfTheOptionsHoldsBelowTheFloorToo()
        {
            using var s = new Scenario(
                Software, null, client => client.MaxRetransmitMilliseconds = 40, Slow(3, packet => packet.Direction == Direction.ToClient && packet.Index > 0));
            s.Link.Start();
            for (int sent = 2; sent <= 12; sent++)
            {
                s.Link.RunUntil(() => s.SentCount == sent);
                AssertBetween(40, s.Client.NextDeadline - s.Link.Now);
            }
        }

        [TestMethod]
        public void D12_25_AnswerToARetransmissionIsMeasuredByTheRecordNumberThatItNames()
        {
            // ClientHello 1 is lost once; the server's answer names the second, 100 ms later.
            using var s = new Scenario(Software, null, null, Slow(50, packet =>
                (packet.Direction == Direction.ToServer && packet.Index == 0) || (packet.Direction == Direction.ToClient && packet.Index > 0)));
            s.Link.Start();
            s.Link.RunUntil(() => s.SentCount == 3);
            AssertBetween(300, s.Client.NextDeadline - s.Link.Now);
        }

        [TestMethod]
        public void D12_25_WithoutAMeasurementTheFirstIntervalIs1SecondWaitedTwiceAndDoubledTo4()
        {
            using Scenario s = Silent(Software);
            s.Link.Connect();
            long[] gaps = Gaps(s);
            Assert.IsTrue(gaps.Length is >= 14 and <= 18, gaps.Length + " gaps of at most 5 s in 60 s");
            for (int i = 0; i < gaps.Length; i++)
            {
                AssertBetween(Interval(1000, i), gaps[i]);
            }
        }

        [TestMethod]
        public void D12_25_EachFlightStartsItsIntervalsAnew()
        {
            // An odd number of retransmissions in the flight with the cookie, then silence.
            using var s = new Scenario(Software, null, null, packet =>
                packet.Direction == Direction.ToClient && (packet.Index is >= 1 and <= 3 || packet.Index > 4) ? Array.Empty<Delivery>() : Faults.None(packet));
            s.Link.Start();
            s.Link.RunUntil(() => s.SentCount == 12);
            long[] gaps = Gaps(s);
            for (int i = 0; i < 3; i++)
            {
                AssertBetween(Interval(Floor, i), gaps[1 + i]);
            }

            for (int i = 5; i < gaps.Length; i++)
            {
                AssertBetween(Interval(Floor, i - 5), gaps[i]);
            }
        }

        [TestMethod]
        public void D12_25_FirstValueAndCapOfTheOptionsHoldForTheAdaptiveProfileToo()
        {
            using Scenario s = Silent(Software, client =>
            {
                client.InitialRetransmitMilliseconds = 300;
                client.MaxRetransmitMilliseconds = 1000;
            });
            s.Link.Connect(20_000);
            long[] gaps = Gaps(s);
            AssertBetween(300, gaps[0]);
            AssertBetween(300, gaps[1]);
            AssertBetween(600, gaps[2]);
            AssertBetween(600, gaps[3]);
            Assert.IsTrue(gaps.Length > 10 && gaps.Skip(4).All(gap => gap is >= 1000 and <= 1250), string.Join(" ", gaps));
        }

        [TestMethod]
        [DynamicData(nameof(Profiles))]
        public void TransmissionsAreBoundedHoweverTheTimersAreSet(DtlsRetransmission profile)
        {
            foreach (int interval in new[] { 1, 10, 100, 1000 })
            {
                using Scenario s = Silent(Software, client =>
                {
                    client.Retransmission = profile;
                    client.InitialRetransmitMilliseconds = interval;
                    client.MaxRetransmitMilliseconds = interval;
                    client.HandshakeTimeoutMilliseconds = 3_600_000;
                });
                long start = s.Link.Now;
                Assert.IsFalse(s.Link.Connect(4_000_000));
                Assert.AreEqual(MaxTransmissions, s.SentCount, "interval " + interval);
                Assert.AreEqual(start + 3_600_000, s.Link.Now, "and the time-out still ends it");
                Assert.AreEqual(DtlsStatus.TimedOut, s.Client.CloseReason);
                Assert.IsTrue(s.Link.DeadlinesHandled.Count <= MaxTransmissions + 1, "no busy loop at the bound: " + s.Link.DeadlinesHandled.Count);
            }
        }

        [TestMethod]
        [DynamicData(nameof(Profiles))]
        public void TransmissionsOfAllFlightsTogetherAreBounded(DtlsRetransmission profile)
        {
            // Every flight of the server passes only at its eighth attempt.
            int attempts = 0;
            using var s = new Scenario(Software, null, client =>
            {
                client.Retransmission = profile;
                client.InitialRetransmitMilliseconds = 10;
                client.MaxRetransmitMilliseconds = 10;
            }, packet => packet.Direction == Direction.ToClient && ++attempts % 8 != 0 ? Array.Empty<Delivery>() : Faults.None(packet));
            s.Link.Connect();
            Assert.IsTrue(s.SentCount <= MaxTransmissions, s.SentCount + Environment.NewLine + s.Link.Describe());
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(Profiles))]
        public void FirstMessageOfTheNextFlightStopsTheTimerEarly(DtlsRetransmission profile)
        {
            // The rest of the flight comes piece by piece, each just within the time-out of the one before.
            using Scenario s = Scenario.At(Stage.CookieSent, Software, null, client => client.Retransmission = profile);
            int sent = s.SentCount;
            long wait = s.Client.NextDeadline - s.Link.Now;
            for (int i = 0; i < 2; i++)
            {
                s.Link.Now = s.Client.NextDeadline - 1;
                s.DeliverPending();
                Assert.IsTrue(s.Client.NextDeadline - s.Link.Now >= Math.Min(wait, Floor), "started over");
                s.Client.HandleTimeout(s.Link.Now + 1);
                Assert.AreEqual(0, s.Client.GetDatagram(), "what was due before is not sent any more");
            }

            Assert.AreEqual(sent, s.SentCount);
            s.Finish();
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(Profiles))]
        public void FloodOfServerFlightsCostsNoExtraDatagram(DtlsRetransmission profile)
        {
            foreach (Stage stage in Scenario.HandshakeStages)
            {
                int quiet = CountUntilTimeout(stage, profile, flood: false);
                int flooded = CountUntilTimeout(stage, profile, flood: true);

                // Adaptive: two runs differ by jitter alone.
                int slack = profile == DtlsRetransmission.Adaptive ? 4 : 0;
                Assert.IsTrue(flooded <= quiet + slack && flooded <= 26, "at " + stage + ": " + flooded + " datagrams against " + quiet);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void ServerThatSendsEveryFlightTenTimesGetsThreeDatagrams(string backend)
        {
            using var s = new Scenario(backend, server => server.KeepsSessions = true, null, packet => packet.Direction == Direction.ToClient
                ? Enumerable.Range(0, 10).Select(i => new Delivery(Faults.Latency + (i * 7), packet.Bytes))
                : Faults.None(packet));
            Assert.IsTrue(s.Link.Connect());
            s.Link.Settle();
            Assert.AreEqual(3, s.SentCount, s.Link.Describe());
            s.AssertReconnects(isResumed: true);
        }

        [TestMethod]
        public void ExtremeSettingsOfEveryProfileDoNotOverflow()
        {
            foreach (DtlsRetransmission profile in Enum.GetValues<DtlsRetransmission>())
            {
                foreach (int initial in new[] { 0, 1, int.MaxValue })
                {
                    using var s = new Scenario(Software, null, client =>
                    {
                        client.Retransmission = profile;
                        client.InitialRetransmitMilliseconds = initial;
                        client.MaxRetransmitMilliseconds = int.MaxValue;
                        client.HandshakeTimeoutMilliseconds = int.MaxValue;
                    }, Slow(1_000_000_000, _ => false));
                    long start = s.Link.Now;
                    s.Link.Start();
                    long deadline = s.Client.NextDeadline;
                    Assert.IsTrue(deadline > start && deadline <= start + int.MaxValue, profile + ", " + initial + ": " + deadline);
                    s.Link.RunUntil(() => s.Client.State != DtlsState.Handshaking, long.MaxValue / 8);
                    Assert.IsTrue(s.SentCount <= MaxTransmissions + 3, s.SentCount + " datagrams");
                }
            }
        }

        private static int CountUntilTimeout(Stage stage, DtlsRetransmission profile, bool flood)
        {
            using Scenario s = Scenario.At(stage, Software, null, client => client.Retransmission = profile);
            List<byte[]> heard = s.Link.SentByServer.Select(datagram => datagram.Bytes).ToList();
            int sent = s.SentCount;
            while (s.Client.State == DtlsState.Handshaking)
            {
                s.Link.RunUntil(() => false, 100);
                if (flood && s.Client.State == DtlsState.Handshaking)
                {
                    // What the server said so far, under new record numbers.
                    s.Server.RepeatLastFlight();
                    byte[][] flight = s.Server.Outbox.ToArray();
                    s.Server.Outbox.Clear();
                    foreach (byte[] datagram in flight.Take(Received(stage)))
                    {
                        s.Inject(datagram);
                    }
                }
            }

            return s.SentCount - sent;
        }

        // How many messages of the server's current flight the client has at a stage.
        private static int Received(Stage stage) => stage switch
        {
            Stage.HelloSent => 0,
            Stage.CookieSent => 0,
            Stage.ServerHelloReceived => 1,
            Stage.ServerKeyExchangeReceived => 2,
            Stage.FinishedSent => 0,
            _ => 1,
        };

        // Each interval is waited twice, then doubled up to the cap.
        private static long Interval(long first, int retransmissions)
        {
            return Math.Min(Math.Max(Cap, first), first << (retransmissions / 2));
        }

        private static void AssertBetween(long interval, long wait)
        {
            Assert.IsTrue(wait >= interval && wait <= interval + (interval / 4), wait + " ms for an interval of " + interval + " ms with up to a quarter of jitter");
        }

        private static FaultPlan Slow(long latency, Func<Packet, bool> isLost)
        {
            return packet => isLost(packet) ? Array.Empty<Delivery>() : new[] { new Delivery(latency, packet.Bytes) };
        }

        private static Scenario Silent(string backend, Action<DtlsClientOptions>? client = null)
        {
            var s = new Scenario(backend, null, client);
            s.Link.ServerAttached = false;
            return s;
        }

        private static long[] Gaps(Scenario s)
        {
            return s.Link.SentByClient.Zip(s.Link.SentByClient.Skip(1), (a, b) => b.Time - a.Time).ToArray();
        }
    }
}
