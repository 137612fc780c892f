// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Crypto.Tests;

/// <summary>What any back end must do as source of randomness.</summary>
public abstract class RandomContract
{
    /// <summary>Makes an instance of the back end under test.</summary>
    protected abstract DtlsCrypto Create();

    [TestMethod]
    public void T12_07_V23_AThousandRandomsAreDistinctAndUseAllBits()
    {
        DtlsCrypto crypto = Create();
        var seen = new HashSet<string>();
        var ones = new int[256];
        for (int i = 0; i < 1000; i++)
        {
            var random = new byte[32];
            Assert.IsTrue(crypto.FillRandom(random, 0, 32));
            Assert.IsTrue(seen.Add(Convert.ToHexString(random)), "a random came twice");
            for (int bit = 0; bit < 256; bit++)
            {
                ones[bit] += (random[bit / 8] >> (bit % 8)) & 1;
            }
        }

        // 1,000 fair bits are outside 350..650 once in 10^20 runs.
        for (int bit = 0; bit < 256; bit++)
        {
            Assert.IsTrue(ones[bit] is > 350 and < 650, $"bit {bit} was set {ones[bit]} times of 1,000");
        }
    }

    [TestMethod]
    public void V30_RandomBytesDoNotStayInTheInstance()
    {
        DtlsCrypto crypto = Create();
        var random = new byte[64];
        Assert.IsTrue(crypto.FillRandom(random, 0, 64));
        foreach ((string path, Array array) in Memory.ArraysOf(crypto))
        {
            for (int i = 0; i <= random.Length - 8; i++)
            {
                Assert.AreEqual(-1, Memory.BytesOf(array).AsSpan().IndexOf(random.AsSpan(i, 8)), $"{path} holds bytes from {i} on");
            }
        }
    }

    [TestMethod]
    public void T12_07_InstancesDrawDifferentBytes()
    {
        var first = new byte[32];
        var second = new byte[32];
        Assert.IsTrue(Create().FillRandom(first, 0, 32));
        Assert.IsTrue(Create().FillRandom(second, 0, 32));
        CollectionAssert.AreNotEqual(first, second);
    }

    [TestMethod]
    public void T12_07_ExactlyTheRangeIsFilled()
    {
        DtlsCrypto crypto = Create();
        for (int count = 0; count <= 64; count++)
        {
            // After 40 fills every byte of the range has changed at least once (but for 1 chance in 2^320 each).
            var changed = new bool[80];
            for (int i = 0; i < 40; i++)
            {
                var buffer = new byte[80];
                Assert.IsTrue(crypto.FillRandom(buffer, 7, count));
                for (int j = 0; j < buffer.Length; j++)
                {
                    changed[j] |= buffer[j] != 0;
                }
            }

            for (int j = 0; j < changed.Length; j++)
            {
                Assert.AreEqual(j >= 7 && j < 7 + count, changed[j], $"count {count}, byte {j}");
            }
        }
    }
}

/// <summary>How <see cref="SoftwareCrypto"/> treats a source that fails.</summary>
[TestClass]
public sealed class FailingEntropyTests
{
    // What SoftwareCrypto reads from its source at a time.
    private const int DrawLength = 16;

    [TestMethod]
    [DataRow(Failure.Throws)]
    [DataRow(Failure.SaysFalse)]
    [DataRow(Failure.ZerosOnly)]
    public void V23_T12_07_AFailingSourceIsReportedAndTheRangeIsZero(Failure failure)
    {
        foreach (int count in new[] { 1, 4, 15, 16, 17, 32, 33, 64 })
        {
            for (int goodDraws = 0; goodDraws < (count + DrawLength - 1) / DrawLength; goodDraws++)
            {
                var crypto = new WithSource(failure, goodDraws);
                byte[] buffer = Enumerable.Repeat((byte)0xAA, 70).ToArray();
                byte[] expected = (byte[])buffer.Clone();
                Array.Clear(expected, 3, count);
                Assert.IsFalse(crypto.FillRandom(buffer, 3, count), $"count {count}, {goodDraws} good draws");
                CollectionAssert.AreEqual(expected, buffer, $"count {count}, {goodDraws} good draws");
            }
        }
    }

    [TestMethod]
    public void V23_AShortRangeMayBeZeroByChance()
    {
        var crypto = new WithSource(Failure.ZerosOnly, goodDraws: 1) { Good = [.. new byte[DrawLength - 1], 1] };
        var buffer = new byte[] { 9, 9, 9 };
        Assert.IsTrue(crypto.FillRandom(buffer, 0, 3), "the draw was good, only its first bytes are zero");
        CollectionAssert.AreEqual(new byte[3], buffer);
    }

    [TestMethod]
    public void V23_ASourceThatRecoversIsUsedAgain()
    {
        var crypto = new WithSource(Failure.Throws, goodDraws: 0);
        var buffer = new byte[DrawLength];
        Assert.IsFalse(crypto.FillRandom(buffer, 0, DrawLength));
        crypto.GoodDraws = 1;
        Assert.IsTrue(crypto.FillRandom(buffer, 0, DrawLength));
        CollectionAssert.AreEqual(crypto.Good, buffer);
    }

    public enum Failure
    {
        Throws,
        SaysFalse,
        ZerosOnly,
    }

    private sealed class WithSource(Failure failure, int goodDraws) : SoftwareCrypto
    {
        public byte[] Good { get; set; } = [.. Enumerable.Range(1, DrawLength).Select(i => (byte)i)];

        public int GoodDraws { get; set; } = goodDraws;

        protected override bool ReadEntropy(byte[] buffer, int offset, int count)
        {
            Assert.AreEqual(DrawLength, count);
            Good.CopyTo(buffer, offset);
            if (GoodDraws-- > 0)
            {
                return true;
            }

            if (failure == Failure.ZerosOnly)
            {
                Array.Clear(buffer, offset, count);
                return true;
            }

            return failure == Failure.SaysFalse ? false : throw new InvalidOperationException("no entropy");
        }
    }
}
