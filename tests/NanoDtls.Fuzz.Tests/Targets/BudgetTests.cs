// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>What the fuzz run promises about itself.</summary>
    [TestClass]
    public sealed class BudgetTests
    {
        private const long LongRun = 10_000_000;

        [TestMethod]
        public void TheLongRunHasTenMillionCasesAndEveryTargetItsShare()
        {
            Assert.IsTrue(FuzzRun.ShortTotal * FuzzRun.LongFactor >= LongRun, "cases of the long run: " + (FuzzRun.ShortTotal * FuzzRun.LongFactor));
            string[] targets = typeof(BudgetTests).Assembly.GetTypes()
                .Select(type => type.Name)
                .Where(name => name.EndsWith("FuzzTests", StringComparison.Ordinal))
                .ToArray();
            CollectionAssert.AreEquivalent(targets, FuzzRun.Targets.ToArray());
        }

        [TestMethod]
        public void ACaseIsTheSameInEveryRun()
        {
            var random = new SeededRandom(20260101, 7);
            var again = new SeededRandom(20260101, 7);
            var other = new SeededRandom(20260101, 8);
            CollectionAssert.AreEqual(random.Bytes(8), again.Bytes(8));
            CollectionAssert.AreNotEqual(random.Bytes(8), other.Bytes(8));
        }
    }
}
