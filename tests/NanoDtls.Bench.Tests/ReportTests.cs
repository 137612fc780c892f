// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Memory;
using NanoDtls.Bench.Reporting;

namespace NanoDtls.Bench.Tests
{
    /// <summary>Limits and results files.</summary>
    [TestClass]
    public class ReportTests
    {
        [TestMethod]
        [DataRow(99.0, true)]
        [DataRow(100.0, true)]
        [DataRow(101.0, false)]
        public void FigureIsWithinItsLimitUpToTheLimit(double value, bool isOk)
        {
            var budgets = new Budgets(new Dictionary<string, Limit> { ["a.b"] = new(100) });

            Verdict verdict = budgets.Judge(new[] { new Figure("a.b", value, "bytes", "") }, isLive: true).Single();

            Assert.AreEqual(isOk, verdict.IsOk);
        }

        [TestMethod]
        [DataRow(44.0, false)]
        [DataRow(45.0, true)]
        [DataRow(46.0, true)]
        public void FigureIsWithinALowerLimitFromTheLimitOn(double value, bool isOk)
        {
            var budgets = new Budgets(new Dictionary<string, Limit> { ["a.b"] = new(null, 45) });

            Verdict verdict = budgets.Judge(new[] { new Figure("a.b", value, "handshakes", "") }, isLive: true).Single();

            Assert.AreEqual(isOk, verdict.IsOk);
            Assert.AreEqual(">= 45", verdict.Limit!.ToString());
        }

        [TestMethod]
        public void LimitsOfForeignProgramsHoldOnlyWhereTheyAreMeasured()
        {
            var budgets = new Budgets(new Dictionary<string, Limit> { ["a.b"] = new(1, IsLive: true) });

            Assert.IsEmpty(budgets.Judge(Array.Empty<Figure>(), isLive: false));
            Assert.ThrowsExactly<InvalidOperationException>(() => budgets.Judge(Array.Empty<Figure>(), isLive: true));
            Assert.IsFalse(budgets.Judge(new[] { new Figure("a.b", 2, "", "") }, isLive: true).Single().IsOk);
        }

        [TestMethod]
        public void BudgetsFileMayNameASmallestValueAndWhatNeedsForeignPrograms()
        {
            string path = Path.GetTempFileName();
            try
            {
                File.WriteAllText(path, """{ "a": { "max": 2 }, "b": { "min": 3, "live": true } }""");
                Budgets budgets = Budgets.Load(path);
                Figure[] figures = { new("a", 3, "", ""), new("b", 3, "", "") };

                CollectionAssert.AreEqual(new[] { false, true }, budgets.Judge(figures, isLive: true).Select(verdict => verdict.IsOk).ToArray());
                Assert.HasCount(1, budgets.Judge(figures[..1], isLive: false));

                File.WriteAllText(path, """{ "a": { "most": 2 } }""");
                Assert.ThrowsExactly<InvalidOperationException>(() => Budgets.Load(path));
            }
            finally
            {
                File.Delete(path);
            }
        }

        [TestMethod]
        public void LimitWithoutAFigureIsAnError()
        {
            var budgets = new Budgets(new Dictionary<string, Limit> { ["a.b"] = new(100) });

            Assert.ThrowsExactly<InvalidOperationException>(() => budgets.Judge(Array.Empty<Figure>(), isLive: true));
        }

        [TestMethod]
        public void FigureWithoutALimitPasses()
        {
            var budgets = new Budgets(new Dictionary<string, Limit>());

            Assert.IsTrue(budgets.Judge(new[] { new Figure("a.b", 1e9, "bytes", "") }, isLive: true).Single().IsOk);
        }

        [TestMethod]
        public void JsonIsAFlatObjectOfNumbers()
        {
            string path = Path.GetTempFileName();
            try
            {
                ResultsJson.Write(path, new[] { new Verdict(new Figure("a.b", 305, "", ""), null), new Verdict(new Figure("c", 0.5, "", ""), new Limit(1)) });

                Assert.AreEqual("{\n  \"a.b\": 305,\n  \"c\": 0.5\n}\n", File.ReadAllText(path).ReplaceLineEndings("\n"));
            }
            finally
            {
                File.Delete(path);
            }
        }

        [TestMethod]
        [DataRow(0, 4, 24)]
        [DataRow(1, 4, 24)]
        [DataRow(2, 4, 36)]
        [DataRow(549, 1, 576)]
        public void ArrayTakesItsHeaderAndElementsInUnitsOf12Bytes(int elements, int elementBytes, int heapBytes)
        {
            Assert.AreEqual(heapBytes, new DeviceObject("", "", elements, elementBytes).HeapBytes);
        }

        [TestMethod]
        public void ObjectTakes12BytesAnd12ForEachField()
        {
            Assert.AreEqual(48, new DeviceObject("", "", 3, 0).HeapBytes);
        }

        [TestMethod]
        public void SharedObjectIsWeighedOnceAndExcludedOnesNotAtAll()
        {
            var shared = new Holder { Bytes = new byte[100] };
            var excluded = new Holder { Bytes = new byte[1000] };
            var root = new Holder { Bytes = new byte[10], First = shared, Second = shared, Third = excluded };
            var heap = new DeviceHeap();
            heap.Exclude(excluded);

            heap.Walk(root, "root");

            Assert.AreEqual(110, heap.Objects.Where(o => o.IsArray).Sum(o => o.Length));
            Assert.AreEqual(2, heap.Objects.Count(o => !o.IsArray));
            Assert.AreEqual("root.First.Bytes", heap.Objects.Single(o => o.Length == 100).Path);
        }

        private sealed class Holder
        {
            public byte[]? Bytes { get; set; }

            public Holder? First { get; set; }

            public Holder? Second { get; set; }

            public Holder? Third { get; set; }
        }
    }
}
