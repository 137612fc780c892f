// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>The retransmission timer and the time-outs (RFC 6347 section 4.2.4.1).</summary>
    [TestClass]
    public sealed class TimerTests
    {
        private const string Software = nameof(SoftwareCrypto);

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_25_TimerDoublesFrom1SecondTo60Seconds(string backend)
        {
            using var s = Silent(backend, client => client.HandshakeTimeoutMilliseconds = 400_000);
            long start = s.Link.Now;
            Assert.IsFalse(s.Link.Connect(500_000));
            long[] gaps = Gaps(s);
            CollectionAssert.AreEqual(new long[] { 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000, 60000, 60000 }, gaps, string.Join(" ", gaps));
            Assert.AreEqual(start + 400_000, s.Link.Now, "the time-out is kept to the millisecond");
            Assert.AreEqual(DtlsStatus.TimedOut, s.Client.CloseReason);
            Assert.AreEqual(DtlsState.Closed, s.Client.State);
            Assert.AreEqual(long.MaxValue, s.Client.NextDeadline);
        }

        [TestMethod]
        public void DefaultTimeoutIs60Seconds()
        {
            using var s = Silent(Software);
            long start = s.Link.Now;
            Assert.IsFalse(s.Link.Connect());
            CollectionAssert.AreEqual(new long[] { 1000, 2000, 4000, 8000, 16000 }, Gaps(s));
            Assert.AreEqual(start + 60_000, s.Link.Now);
        }

        [TestMethod]
        [DataRow(9000, 60000, new long[] { 9000, 18000, 36000, 60000, 60000 })]
        [DataRow(250, 1000, new long[] { 250, 500, 1000, 1000, 1000 })]
        [DataRow(300, 300, new long[] { 300, 300, 300 })]
        [DataRow(700, 1500, new long[] { 700, 1400, 1500, 1500 })]
        public void D12_25_FirstValueAndCapAreSettable(int initial, int cap, long[] trace)
        {
            using var s = Silent(Software, client =>
            {
                client.InitialRetransmitMilliseconds = initial;
                client.MaxRetransmitMilliseconds = cap;
                client.HandshakeTimeoutMilliseconds = 600_000;
            });
            s.Link.Connect(trace.Sum() + 10);
            CollectionAssert.AreEqual(trace, Gaps(s).Take(trace.Length).ToArray());
        }

        [TestMethod]
        public void ExtremeSettingsDoNotOverflow()
        {
            using var s = Silent(Software, client =>
            {
                client.InitialRetransmitMilliseconds = int.MaxValue;
                client.MaxRetransmitMilliseconds = int.MaxValue;
                client.HandshakeTimeoutMilliseconds = int.MaxValue;
            });
            s.Link.Now = long.MaxValue / 4;
            s.Link.Start();
            Assert.AreEqual((long.MaxValue / 4) + int.MaxValue, s.Client.NextDeadline);
            s.Link.Now = s.Client.NextDeadline;
            s.Link.HandleTimeout();
            Assert.AreEqual(DtlsState.Closed, s.Client.State);

            using var early = Silent(Software);
            early.Link.Now = long.MinValue + 1;
            early.Link.Start();
            Assert.AreEqual(long.MinValue + 1001, early.Client.NextDeadline, "a clock may be negative");
        }

        [TestMethod]
        public void HandleTimeoutBeforeTheDeadlineDoesNothing()
        {
            using var s = Silent(Software);
            s.Link.Start();
            long deadline = s.Client.NextDeadline;
            Assert.AreEqual(s.Link.Now + 1000, deadline);
            for (s.Link.Now = deadline - 999; s.Link.Now < deadline; s.Link.Now++)
            {
                s.Link.HandleTimeout();
            }

            Assert.AreEqual(1, s.SentCount);
            s.Link.HandleTimeout();
            Assert.AreEqual(2, s.SentCount);
        }

        [TestMethod]
        public void LateCallRetransmitsOnceAndGoesOnFromNow()
        {
            using var s = Silent(Software);
            s.Link.Start();
            s.Link.Now += 30_000;
            s.Link.HandleTimeout();
            Assert.AreEqual(2, s.SentCount, "no burst for the time that was slept over");
            Assert.AreEqual(s.Link.Now + 2000, s.Client.NextDeadline);
        }

        [TestMethod]
        public void HandleTimeoutInIdleConnectedAndClosedDoesNothing()
        {
            using var idle = new Scenario(Software);
            idle.Link.HandleTimeout();
            Assert.AreEqual(DtlsState.Idle, idle.Client.State);
            Assert.AreEqual(long.MaxValue, idle.Client.NextDeadline);

            using Scenario connected = Scenario.At(Stage.Connected, Software);
            int sent = connected.SentCount;
            connected.Link.Now += 1_000_000;
            connected.Link.HandleTimeout();
            Assert.AreEqual(sent, connected.SentCount);
            connected.AssertTalks();
            connected.Link.Close();
            sent = connected.SentCount;
            connected.Link.Now += 1_000_000;
            connected.Link.HandleTimeout();
            Assert.AreEqual(sent, connected.SentCount);
            Assert.AreEqual(DtlsStatus.Ok, connected.Client.CloseReason);
        }

        [TestMethod]
        public void D12_25_TimerGoesBackToItsFirstValueAfterAFlightWithoutLoss()
        {
            // ClientHello 1 needs two retransmissions; flight 3 keeps the value, flight 5 is back at 1 s.
            using var s = new Scenario(Software, null, Scenario.ExactTimers, packet =>
                packet.Direction == Direction.ToServer && packet.Index is 0 or 1
                    ? Array.Empty<Delivery>()
                    : Faults.None(packet));
            s.Link.Start();
            s.Link.RunUntil(() => s.Client.NextDeadline - s.Link.Now == 4000 && s.SentCount == 4);
            Assert.AreEqual(4, s.SentCount, s.Link.Describe());
            s.Link.RunUntil(() => s.SentCount == 5);
            Assert.AreEqual(s.Link.Now + 1000, s.Client.NextDeadline, "back to 1 s" + Environment.NewLine + s.Link.Describe());
            s.Link.RunUntil(() => s.Client.State == DtlsState.Connected);
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(StageRows))]
        public void TotalTimeoutHoldsAtEveryStage(Stage stage)
        {
            using Scenario s = Scenario.At(stage, Software);
            long start = s.Link.Now;
            s.Link.RunUntil(() => s.Client.State == DtlsState.Closed);
            Assert.AreEqual(start + 60_000, s.Link.Now, s.Link.Describe());
            DtlsStatus expected = stage < Stage.FinishedSent ? DtlsStatus.TimedOut : DtlsStatus.FinishedTimedOut;
            Assert.AreEqual(expected, s.Client.CloseReason);
        }

        public static IEnumerable<object[]> StageRows => Scenario.HandshakeStages.Select(stage => new object[] { stage });

        private static Scenario Silent(string backend, Action<DtlsClientOptions>? client = null)
        {
            var s = new Scenario(backend, null, options =>
            {
                Scenario.ExactTimers(options);
                client?.Invoke(options);
            });
            s.Link.ServerAttached = false;
            return s;
        }

        private static long[] Gaps(Scenario s)
        {
            return s.Link.SentByClient.Zip(s.Link.SentByClient.Skip(1), (a, b) => b.Time - a.Time).ToArray();
        }
    }
}
