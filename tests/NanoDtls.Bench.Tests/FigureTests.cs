// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Reporting;

namespace NanoDtls.Bench.Tests
{
    /// <summary>The figures of bench/run.sh, measured here and now: complete, repeatable, within their limits.</summary>
    [TestClass]
    public class FigureTests
    {
        private static readonly BenchOptions s_options = new(Quick: true, Details: false, Live: false);
        private static readonly Lazy<IReadOnlyList<Figure>> s_figures = new(Measure);

        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        [DataRow("handshake.client_bytes")]
        [DataRow("handshake.server_bytes")]
        [DataRow("handshake.datagrams")]
        [DataRow("resumed.client_bytes")]
        [DataRow("resumed.server_bytes")]
        [DataRow("handshake.sha256_blocks")]
        [DataRow("resumed.datagrams")]
        [DataRow("record.overhead")]
        [DataRow("connection.array_bytes")]
        [DataRow("connection.engine_heap_bytes")]
        [DataRow("connection.software_heap_bytes")]
        [DataRow("connection.software_heap_bytes_1024")]
        [DataRow("connection.heap_bytes")]
        [DataRow("alloc.handshake")]
        [DataRow("alloc.record")]
        [DataRow("il.size.NanoDtls")]
        [DataRow("il.size.NanoDtls.Coap")]
        [DataRow("il.size.NanoDtls.Native")]
        [DataRow("il.static.NanoDtls")]
        [DataRow("il.executed.handshake")]
        [DataRow("il.executed.resumed")]
        [DataRow("il.executed.send64")]
        [DataRow("il.executed.receive64")]
        [DataRow("il.executed.send512")]
        [DataRow("il.executed.receive512")]
        [DataRow("il.executed.replay")]
        [DataRow("il.executed.forgery")]
        [DataRow("il.executed.coap_round_trip")]
        [DataRow("il.executed.handshake_software")]
        [DataRow("il.executed.send64_software")]
        [DataRow("il.executed.resumed_software")]
        [DataRow("il.executed.receive64_software")]
        [DataRow("il.calls.send64")]
        [DataRow("il.calls.receive64")]
        [DataRow("il.seam.handshake")]
        [DataRow("il.seam.resumed")]
        [DataRow("il.executed.import")]
        [DataRow("il.executed.wake")]
        [DataRow("il.executed.wake_software")]
        [DataRow("state.bytes")]
        [DataRow("state.resumable_bytes")]
        [DataRow("wake.datagrams")]
        [DataRow("wake.bytes")]
        [DataRow("coap.senml_bytes")]
        [DataRow("coap.array_bytes")]
        public void KeyIsMeasuredOnce(string key)
        {
            Figure figure = s_figures.Value.Single(f => f.Key == key);

            // Only an allocation may be nothing at all: elsewhere a 0 is a meter that measured nothing.
            Assert.IsTrue(figure.Value > 0 || key.StartsWith("alloc.", StringComparison.Ordinal), key + " = " + figure.Value);
        }

        [TestMethod]
        public void EveryKeyOfTheBudgetsIsWithinItsLimit()
        {
            IReadOnlyList<Verdict> verdicts = Budgets.Load(Repository.Budgets).Judge(s_figures.Value, isLive: false);
            List<string> exceeded = verdicts.Where(verdict => !verdict.IsOk)
                .Select(verdict => verdict.Figure.Key + " = " + verdict.Figure.Value + ", limit " + verdict.Limit)
                .ToList();

            TestContext.WriteLine(string.Join(Environment.NewLine, verdicts.Select(verdict => verdict.Figure.Key + " = " + verdict.Figure.Value)));
            Assert.IsEmpty(exceeded, string.Join(Environment.NewLine, exceeded));
        }

        [TestMethod]
        public void FiguresAreTheSameInTheNextRun()
        {
            IReadOnlyList<Figure> again = Measure();

            CollectionAssert.AreEqual(s_figures.Value.ToList(), again.ToList());
        }

        private static List<Figure> Measure()
        {
            return Meter.MeasureAll(s_options).SelectMany(report => report.Figures).ToList();
        }
    }
}
