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
            var budgets = new Budgets(new Dictionary<string, double> { ["a.b"] = 100 });

            Verdict verdict = budgets.Judge(new[] { new Figure("a.b", value, "bytes", "") }).Single();

            Assert.AreEqual(isOk, verdict.IsOk);
        }

        [TestMethod]
        public void LimitWithoutAFigureIsAnError()
        {
            var budgets = new Budgets(new Dictionary<string, double> { ["a.b"] = 100 });

            Assert.ThrowsExactly<InvalidOperationException>(() => budgets.Judge(Array.Empty<Figure>()));
        }

        [TestMethod]
        public void FigureWithoutALimitPasses()
        {
            var budgets = new Budgets(new Dictionary<string, double>());

            Assert.IsTrue(budgets.Judge(new[] { new Figure("a.b", 1e9, "bytes", "") }).Single().IsOk);
        }

        [TestMethod]
        public void JsonIsAFlatObjectOfNumbers()
        {
            string path = Path.GetTempFileName();
            try
            {
                ResultsJson.Write(path, new[] { new Verdict(new Figure("a.b", 305, "", ""), null), new Verdict(new Figure("c", 0.5, "", ""), 1) });

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
