// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Sessions over deep sleep in the slot of RTC memory, whose native code the desktop runs over plain memory.</summary>
    [TestClass]
    [DoNotParallelize]
    public class RtcStoreTests
    {
        public static IEnumerable<object[]> Backends => CryptoBackends.Names;

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CID_06_AWakeGoesOnWithTheSessionInRtcMemory(string backend)
        {
            using var s = new SessionScenario(backend);
            VirtualLink link = s.Connect();
            Assert.AreEqual(DtlsStatus.Ok, link.Client.SaveSession(new RtcSessionStore()));
            for (int wake = 0; wake < 5; wake++)
            {
                DtlsConnection client = s.NewClient();
                Assert.AreEqual(DtlsStatus.Ok, client.RestoreSession(new RtcSessionStore()));
                link = s.Link(client);
                s.Exchange(link);
                Assert.HasCount(1, link.SentByClient);
                Assert.AreEqual(DtlsStatus.Ok, client.SaveSession(new RtcSessionStore()));
            }
        }

        [TestMethod]
        public void AfterPowerOffThereIsNoState()
        {
            using var s = new SessionScenario(nameof(HardwareCrypto));
            VirtualLink link = s.Connect();
            var store = new RtcSessionStore();
            Assert.AreEqual(DtlsStatus.Ok, link.Client.SaveSession(store));

            Assert.IsTrue(store.Write([], 0, 0), "the slot as power-on leaves it");
            DtlsConnection client = s.NewClient();
            Assert.AreEqual(DtlsStatus.StateMissing, client.RestoreSession(store));
            Assert.IsTrue(s.Link(client).Connect());
        }

        [TestMethod]
        public void TheLongestStateWithAes128FitsTheSlot()
        {
            // Connection IDs of 32 bytes on both sides, and all that resumption needs.
            using var s = new SessionScenario(
                nameof(HardwareCrypto),
                server => server.ConnectionId = Enumerable.Repeat((byte)0x90, 32).ToArray(),
                client => client.ConnectionId = Enumerable.Repeat((byte)0x40, 32).ToArray());
            VirtualLink link = s.Connect();
            byte[] state = SessionScenario.Export(link.Client);
            Assert.IsTrue(state.Length is > 240 and <= RtcSessionStore.Capacity, $"{state.Length} bytes");

            var store = new RtcSessionStore();
            Assert.IsTrue(store.Write(state, 0, state.Length));
            DtlsConnection client = s.NewClient();
            Assert.AreEqual(DtlsStatus.Ok, client.RestoreSession(store));
            s.Exchange(s.Link(client));
        }
    }
}
