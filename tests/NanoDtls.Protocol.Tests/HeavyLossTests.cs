// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>
    /// What the adaptive timers are made for: many handshakes over a path that loses datagrams both ways, on the virtual
    /// clock. The server has no timer of its own, so all the repairing is the client's. bench/ measures the same with
    /// Mbed TLS on the real clock.
    /// </summary>
    [TestClass]
    public sealed class HeavyLossTests
    {
        private const int Rounds = 1000;
        private const int FirstSeed = 40_000;

        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        [DataRow(10, 1.0, 0.1, 5.0)]
        [DataRow(30, 0.995, 1.5, 8.0)]
        [DataRow(50, 0.94, 7.0, 14.0)]
        public void D12_23_HandshakesUnderLossEndSoonWithFewDatagrams(int loss, double completed, double medianSeconds, double datagrams)
        {
            Result result = Run(loss, DtlsRetransmission.Adaptive);

            Assert.IsTrue(
                result.Completed >= completed && result.Median <= medianSeconds && result.Datagrams <= datagrams,
                "seeds from " + FirstSeed + ": " + result);
        }

        [TestMethod]
        [DataRow(30)]
        [DataRow(50)]
        public void AdaptiveTimersEndSoonerThanThoseOfRfc6347ForFewMoreDatagrams(int loss)
        {
            Result adaptive = Run(loss, DtlsRetransmission.Adaptive);
            Result standard = Run(loss, DtlsRetransmission.Rfc6347);

            Assert.IsTrue(adaptive.Completed >= standard.Completed, adaptive + " against " + standard);
            Assert.IsTrue(adaptive.Median < standard.Median / 2, adaptive + " against " + standard);
            Assert.IsTrue(adaptive.Datagrams < standard.Datagrams * 2, adaptive + " against " + standard);
        }

        private Result Run(int loss, DtlsRetransmission profile)
        {
            var seconds = new List<double>();
            int completed = 0;
            int datagrams = 0;
            for (int i = 0; i < Rounds; i++)
            {
                var plan = new ChaosPlan(FirstSeed + i, ChaosRates.Loss(loss));
                using var s = new Scenario(
                    nameof(SoftwareCrypto),
                    null,
                    client => client.Retransmission = profile,
                    packet => plan.Decide(0, packet).Select(delivery => delivery with { Delay = Faults.Latency }));
                long start = s.Link.Now;
                s.Link.Start();
                s.Link.RunUntil(() => s.Client.State != DtlsState.Handshaking);
                s.AssertNoViolations();
                Assert.IsTrue(s.SentCount <= 34, plan + ": " + s.SentCount + " datagrams" + Environment.NewLine + s.Link.Describe());
                bool isComplete = s.Client.State == DtlsState.Connected;
                completed += isComplete ? 1 : 0;
                seconds.Add(isComplete ? (s.Link.Now - start) / 1000.0 : 60);
                datagrams += s.SentCount;
            }

            seconds.Sort();
            var result = new Result((double)completed / Rounds, seconds[Rounds / 2], seconds[Rounds * 9 / 10], (double)datagrams / Rounds);
            TestContext.WriteLine("{0} % loss, {1}: {2}", loss, profile, result);
            return result;
        }

        private sealed record Result(double Completed, double Median, double NinetyPercent, double Datagrams);
    }
}
