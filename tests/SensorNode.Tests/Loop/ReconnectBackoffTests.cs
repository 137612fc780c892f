// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode.Tests
{
    [TestClass]
    public class ReconnectBackoffTests
    {
        [TestMethod]
        public void PausesDouble_UpToTheLimit_EachBetweenHalfAndWhole()
        {
            var backoff = new ReconnectBackoff(1000, 5000);
            int[] whole = [1000, 2000, 4000, 5000, 5000, 5000];
            for (int run = 0; run < 200; run++)
            {
                backoff.Reset();
                foreach (int pause in whole)
                {
                    Assert.IsInRange(pause / 2, pause, backoff.Next());
                }
            }
        }

        [TestMethod]
        public void PausesDiffer_SoThatAFleetDoesNotReturnInStep()
        {
            var backoff = new ReconnectBackoff(100000, 100000);
            int distinct = Enumerable.Range(0, 50).Select(_ => backoff.Next()).Distinct().Count();

            // 50 draws of 50001 values: 2 equal ones are unlikely, 10 do not happen.
            Assert.IsGreaterThan(40, distinct);
        }

        [TestMethod]
        public void LargestPause_StaysPositive()
        {
            var backoff = new ReconnectBackoff(0x3FFFFFFF, 0x3FFFFFFF);
            for (int i = 0; i < 4; i++)
            {
                Assert.IsInRange(0x3FFFFFFF / 2, 0x3FFFFFFF, backoff.Next());
            }
        }

        [TestMethod]
        [DataRow(0, 10)]
        [DataRow(10, 9)]
        [DataRow(1, 0x40000000)]
        public void ImpossiblePauses_AreRefused(int initial, int most)
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ReconnectBackoff(initial, most));
        }
    }
}
