// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Crypto.Tests;

/// <summary>The store over the slot that survives deep sleep. Power failures and damage are tested in native/tests.</summary>
[TestClass]
[DoNotParallelize]
public sealed class RtcSessionStoreTests
{
    [TestMethod]
    public void GivesBackWhatWasWrittenLastByAnyInstance()
    {
        var random = new Random(601);
        for (int length = 1; length <= RtcSessionStore.Capacity; length += 17)
        {
            byte[] state = Reference.Bytes(random, length + 10);
            Assert.IsTrue(new RtcSessionStore().Write(state, 4, length));
            byte[] buffer = new byte[300];
            Assert.AreEqual(length, new RtcSessionStore().Read(buffer, 7, 290));
            CollectionAssert.AreEqual(state[4..(4 + length)], buffer[7..(7 + length)]);
            Assert.IsTrue(buffer[..7].Concat(buffer[(7 + length)..]).All(b => b == 0), "nothing around it is written");
        }
    }

    [TestMethod]
    public void AStateThatDoesNotFitTheBufferIsNotCopiedAndItsLengthIsTold()
    {
        var store = new RtcSessionStore();
        Assert.IsTrue(store.Write(Reference.Bytes(new Random(602), 200), 0, 200));
        byte[] buffer = new byte[199];
        Assert.AreEqual(200, store.Read(buffer, 0, 199));
        CollectionAssert.AreEqual(new byte[199], buffer);
    }

    [TestMethod]
    public void AStateThatDoesNotFitTheSlotIsRefusedAndTheOldOneStays()
    {
        var store = new RtcSessionStore();
        byte[] state = Reference.Bytes(new Random(603), RtcSessionStore.Capacity + 1);
        Assert.IsTrue(store.Write(state, 0, RtcSessionStore.Capacity));
        Assert.IsFalse(store.Write(state, 0, RtcSessionStore.Capacity + 1));
        byte[] buffer = new byte[RtcSessionStore.Capacity];
        Assert.AreEqual(RtcSessionStore.Capacity, store.Read(buffer, 0, buffer.Length));
        CollectionAssert.AreEqual(state[..RtcSessionStore.Capacity], buffer);
    }

    [TestMethod]
    public void AnEmptySlotHasNoState()
    {
        var store = new RtcSessionStore();
        Assert.IsTrue(store.Write([], 0, 0));
        Assert.AreEqual(0, store.Read(new byte[10], 0, 10));
    }

    [TestMethod]
    public void NoCallAllocates()
    {
        var store = new RtcSessionStore();
        byte[] buffer = new byte[256];
        Use(store, buffer);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(store, buffer);
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Use(RtcSessionStore store, byte[] buffer)
    {
        for (int i = 0; i < 100; i++)
        {
            store.Write(buffer, 0, 200);
            store.Read(buffer, 0, 256);
        }
    }
}
