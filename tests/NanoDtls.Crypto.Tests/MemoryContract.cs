// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Crypto.Tests;

/// <summary>What any back end must do with its memory: no allocation, and nothing secret left when told so.</summary>
public abstract class MemoryContract
{
    /// <summary>Makes an instance of the back end under test.</summary>
    protected abstract DtlsCrypto Create();

    /// <summary>The numbers that a cleared instance may hold: those that say nothing about a session's secrets.</summary>
    protected abstract bool MayRemain(string path, long number);

    [TestMethod]
    public void NoCallAllocates()
    {
        var random = new Random(401);
        DtlsCrypto crypto = Create();
        byte[] buffer = Reference.Bytes(random, 4000);

        // Once before measuring: what the runtime itself allocates when it compiles a method is not ours.
        UseEverything(crypto, buffer);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++)
        {
            UseEverything(crypto, buffer);
        }

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void V30_ClearZeroesAllMemory()
    {
        DtlsCrypto crypto = Create();
        UseEverythingAndClear(crypto, () => crypto.Clear());
        foreach ((string path, Array array) in Memory.ArraysOf(crypto))
        {
            Assert.IsTrue(Memory.IsZero(array), $"{path} is not zero: {Convert.ToHexString(Memory.BytesOf(array))}");
        }

        foreach ((string path, long number) in Memory.NumbersOf(crypto))
        {
            Assert.IsTrue(MayRemain(path, number), $"{path} is {number}");
        }
    }

    [TestMethod]
    public void V30_ClearSessionZeroesAllMemoryButThePremasterSecret()
    {
        // An instance that knew this secret only shows what may be left of one that knew everything.
        DtlsCrypto reference = Create();
        byte[] secret = Reference.Bytes(new Random(402), 36);
        reference.SetSecret(DtlsCrypto.PremasterSecret, secret, 0, secret.Length);
        reference.ClearSession();
        Dictionary<string, Array> expected = Memory.ArraysOf(reference);

        DtlsCrypto crypto = Create();
        UseEverythingAndClear(crypto, () =>
        {
            crypto.SetSecret(DtlsCrypto.PremasterSecret, secret, 0, secret.Length);
            crypto.Prf(DtlsCrypto.PremasterSecret, secret, 0, 20, new byte[48], 0, 48);
            crypto.TranscriptDigest(new byte[32], 0);
            crypto.ClearSession();
        });
        Dictionary<string, Array> actual = Memory.ArraysOf(crypto);
        CollectionAssert.AreEquivalent(expected.Keys, actual.Keys);
        foreach ((string path, Array array) in actual)
        {
            CollectionAssert.AreEqual(Memory.BytesOf(expected[path]), Memory.BytesOf(array), path);
        }
    }

    [TestMethod]
    public void InstancesShareNothingThatIsWritten()
    {
        DtlsCrypto first = Create();
        DtlsCrypto second = Create();
        var arrays = new HashSet<object>(Memory.ArraysOf(first).Values, ReferenceEqualityComparer.Instance);
        foreach ((string path, Array array) in Memory.ArraysOf(second))
        {
            Assert.IsFalse(arrays.Contains(array), $"{path} belongs to both instances");
        }
    }

    [TestMethod]
    public void InstancesWorkOnSeveralThreadsAtOnce()
    {
        // A time slice ends in the middle of any method: scratch shared between instances would show here.
        var random = new Random(403);
        byte[] data = Reference.Bytes(random, 4000);
        byte[] expected = Run(Create(), data);
        var wrong = new int[4];
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(t => new Thread(() =>
        {
            DtlsCrypto crypto = Create();
            for (int i = 0; i < 150; i++)
            {
                wrong[t] += Run(crypto, data).AsSpan().SequenceEqual(expected) ? 0 : 1;
            }
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        CollectionAssert.AreEqual(new int[4], wrong);
    }

    private static void UseEverythingAndClear(DtlsCrypto crypto, Action clear)
    {
        byte[] buffer = Reference.Bytes(new Random(404), 4000);
        UseEverything(crypto, buffer);
        crypto.TranscriptReset();
        crypto.TranscriptUpdate(buffer, 0, 100);
        crypto.SetSecret(DtlsCrypto.PremasterSecret, buffer, 0, 40);
        crypto.SetSecret(DtlsCrypto.MasterSecret, buffer, 0, 40);
        crypto.SetRecordKeys(buffer, 0, 16, 16);
        crypto.SealRecord(buffer, 100, 0, 61);
        crypto.TranscriptDigest(buffer, 0);
        Assert.IsTrue(Memory.ArraysOf(crypto).Values.Any(a => !Memory.IsZero(a)), "the instance holds its secrets elsewhere: this test proves nothing");
        clear();
    }

    private static void UseEverything(DtlsCrypto crypto, byte[] buffer)
    {
        crypto.FillRandom(buffer, 0, 64);
        crypto.TranscriptReset();
        crypto.TranscriptUpdate(buffer, 0, 10);
        crypto.TranscriptUpdate(buffer, 10, 500);
        crypto.TranscriptDigest(buffer, 600);
        crypto.SetSecret(DtlsCrypto.PremasterSecret, buffer, 0, 132);
        crypto.Prf(DtlsCrypto.PremasterSecret, buffer, 0, 77, buffer, 700, 48);
        crypto.SetSecret(DtlsCrypto.MasterSecret, buffer, 700, 48);
        crypto.Prf(DtlsCrypto.MasterSecret, buffer, 0, 77, buffer, 800, 40);
        crypto.SetRecordKeys(buffer, 800, 16, 8);
        int length = crypto.SealRecord(buffer, 1000, 0, 613);
        crypto.OpenRecord(buffer, 1000, 0, length - 13);
        crypto.SealRecord(buffer, 1000, 0, 64);
        buffer[1000] = 25;
        length = crypto.SealRecord(buffer, 1000, 8, 64);
        crypto.OpenRecord(buffer, 1000, 8, length - 21);
        crypto.ExportRecordKeys(buffer, 900);
        DtlsCrypto.FixedTimeEquals(buffer, 0, buffer, 100, 32);
        crypto.ClearSession();
        crypto.Clear();
    }

    private static byte[] Run(DtlsCrypto crypto, byte[] data)
    {
        byte[] buffer = (byte[])data.Clone();
        crypto.TranscriptReset();
        crypto.TranscriptUpdate(buffer, 0, 700);
        crypto.TranscriptDigest(buffer, 3000);
        crypto.SetSecret(DtlsCrypto.MasterSecret, buffer, 0, 48);
        crypto.Prf(DtlsCrypto.MasterSecret, buffer, 0, 77, buffer, 3100, 128);
        crypto.SetRecordKeys(buffer, 0, 16, 8);
        crypto.SealRecord(buffer, 1000, 0, 700);
        return buffer;
    }
}
