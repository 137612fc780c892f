// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Sessions through a store: what is written when, and what happens when the store fails or has something else.</summary>
    [TestClass]
    public class StoreTests
    {
        public static IEnumerable<object[]> Backends => CryptoBackends.Names;

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CID_06_AWakeIsOneDatagramEachWay(string backend)
        {
            using var s = new SessionScenario(backend);
            VirtualLink link = s.Connect();
            Assert.AreEqual(DtlsStatus.Ok, link.Client.SaveSession(s.Store));
            for (int wake = 0; wake < 5; wake++)
            {
                DtlsConnection client = s.NewClient();
                int writes = s.Store.Writes;
                Assert.AreEqual(DtlsStatus.Ok, client.RestoreSession(s.Store));
                Assert.AreEqual(writes + 1, s.Store.Writes, "the reservation");
                link = s.Link(client);
                s.Exchange(link);
                Assert.HasCount(1, link.SentByClient);
                Assert.AreEqual(DtlsStatus.Ok, client.SaveSession(s.Store));
                Assert.AreEqual(writes + 2, s.Store.Writes, "the session");
                Assert.AreEqual(DtlsStatus.SessionExported, client.CloseReason);
            }
        }

        [TestMethod]
        public void OneWriteForEachReservedBlockWhileTheSessionIsInUse()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto), null, client => client.SequenceReservation = 512);
            VirtualLink link = s.Connect();
            Assert.AreEqual(DtlsStatus.Ok, link.Client.ReserveSession(s.Store));
            for (int i = 0; i < 5000; i++)
            {
                if (link.Write(new byte[1]) < 0)
                {
                    Assert.AreEqual(DtlsStatus.Ok, link.Client.ReserveSession(s.Store));
                    Assert.IsTrue(link.Write(new byte[1]) > 0);
                }
            }

            Assert.IsTrue(s.Store.Writes <= 1 + (5000 / 512), $"{s.Store.Writes} writes for 5000 records");
        }

        [TestMethod]
        public void ResultsOfAStoreThatIsEmptyBrokenOrFull()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto));
            DtlsConnection client = s.NewClient();
            Assert.AreEqual(DtlsStatus.StateMissing, client.RestoreSession(s.Store));
            s.Store.CannotRead = true;
            Assert.AreEqual(DtlsStatus.StoreFailed, client.RestoreSession(s.Store));
            s.Store.CannotRead = false;
            s.Store.Content = new byte[DtlsConnection.MaxSessionStateLength];
            Assert.AreEqual(DtlsStatus.StateVersion, client.RestoreSession(s.Store));
            Assert.AreEqual(DtlsState.Idle, client.State);

            // A session of one's own may replace whatever is there.
            VirtualLink link = s.Link(client);
            Assert.IsTrue(link.Connect());
            s.Store.Next = MemoryStore.Fault.Refuses;
            Assert.AreEqual(DtlsStatus.StoreFailed, client.SaveSession(s.Store));
            Assert.AreEqual(DtlsState.Connected, client.State);
            Assert.AreEqual(-(int)DtlsStatus.ReservationUsedUp, link.Write(new byte[1]), "it may be in the store all the same");
            Assert.AreEqual(DtlsStatus.Ok, client.SaveSession(s.Store), "so the call can be repeated");

            s.Store.Next = MemoryStore.Fault.Refuses;
            client = s.NewClient();
            Assert.AreEqual(DtlsStatus.StoreFailed, client.RestoreSession(s.Store));
            Assert.AreEqual(DtlsState.Closed, client.State);
            Assert.IsTrue(client.CanResume, "a handshake can still take the session up");
            Assert.AreEqual(-(int)DtlsStatus.StoreFailed, client.Write(new byte[1], 0, 1));
            client = s.NewClient();
            Assert.AreEqual(DtlsStatus.Ok, client.RestoreSession(s.Store), "and nothing is lost");
            s.Exchange(s.Link(client));
        }

        [TestMethod]
        public void AWriteThatHappenedAlthoughItWasReportedAsFailedLeavesTheSessionToTheStore()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto));
            VirtualLink link = s.Connect();
            Assert.AreEqual(DtlsStatus.Ok, link.Client.ReserveSession(s.Store));
            s.Exchange(link);
            s.Store.Next = MemoryStore.Fault.StoresAndReports;
            Assert.AreEqual(DtlsStatus.StoreFailed, link.Client.ReserveSession(s.Store));
            s.Exchange(link);
            Assert.AreEqual(DtlsStatus.StateStale, link.Client.ReserveSession(s.Store));
            DtlsConnection client = s.NewClient();
            Assert.AreEqual(DtlsStatus.Ok, client.RestoreSession(s.Store));
            s.Exchange(s.Link(client));
        }

        [TestMethod]
        public void CCM_02_ANewSessionWhoseFirstWriteHappenedUnseenDoesNotOverwriteWhatCameOfIt()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto));
            foreach (bool isEmpty in new[] { true, false })
            {
                s.Store.Content = isEmpty ? Array.Empty<byte>() : s.Export();
                VirtualLink link = s.Connect();
                s.Exchange(link);
                s.Store.Next = MemoryStore.Fault.StoresAndReports;
                Assert.AreEqual(DtlsStatus.StoreFailed, link.Client.ReserveSession(s.Store));
                DtlsConnection other = s.NewClient();
                Assert.AreEqual(DtlsStatus.Ok, other.RestoreSession(s.Store));
                VirtualLink otherLink = s.Link(other);
                s.Exchange(otherLink);
                Assert.AreEqual(DtlsStatus.StateStale, link.Client.ReserveSession(s.Store));
                Assert.AreEqual(DtlsStatus.StateStale, link.Client.SaveSession(s.Store));
                s.Exchange(otherLink);

                // One that did not happen can be repeated.
                link = s.Connect();
                s.Store.Next = MemoryStore.Fault.Refuses;
                Assert.AreEqual(DtlsStatus.StoreFailed, link.Client.ReserveSession(s.Store));
                Assert.AreEqual(DtlsStatus.Ok, link.Client.ReserveSession(s.Store));
                s.Exchange(link);
            }
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CCM_02_ASessionThatAnotherObjectWentOnWithIsStale(string backend)
        {
            using var s = new SessionScenario(backend);
            VirtualLink link = s.Connect();
            Assert.AreEqual(DtlsStatus.Ok, link.Client.SaveSession(s.Store));
            byte[] old = s.Store.Content;

            // Restored twice: each gets a block of its own, and the first may not go beyond its one.
            DtlsConnection first = s.NewClient();
            Assert.AreEqual(DtlsStatus.Ok, first.RestoreSession(s.Store));
            DtlsConnection second = s.NewClient();
            Assert.AreEqual(DtlsStatus.Ok, second.RestoreSession(s.Store));
            VirtualLink firstLink = s.Link(first);
            VirtualLink secondLink = s.Link(second);
            s.Exchange(firstLink);
            s.Exchange(secondLink);
            s.Exchange(firstLink);
            Assert.AreEqual(DtlsStatus.StateStale, first.ReserveSession(s.Store));
            Assert.AreEqual(DtlsStatus.StateStale, first.SaveSession(s.Store), "it must not put its number in place of the other's");
            s.Exchange(secondLink);
            Assert.AreEqual(DtlsStatus.Ok, second.SaveSession(s.Store));

            // An old copy of the state, restored after newer traffic.
            DtlsConnection late = s.NewClient();
            Assert.AreEqual(DtlsStatus.Ok, late.ImportSession(old, 0, old.Length));
            Assert.AreEqual(DtlsStatus.StateStale, late.ReserveSession(s.Store));
            Assert.AreEqual(-(int)DtlsStatus.ReservationUsedUp, s.Link(late).Write(new byte[1]));

            // And of a session whose state another session has replaced since.
            link = s.Connect();
            Assert.AreEqual(DtlsStatus.Ok, link.Client.SaveSession(s.Store));
            DtlsConnection later = s.NewClient();
            Assert.AreEqual(DtlsStatus.Ok, later.ImportSession(old, 0, old.Length));
            Assert.AreEqual(DtlsStatus.StateStale, later.ReserveSession(s.Store));
            s.Store.Content = Array.Empty<byte>();
            Assert.AreEqual(DtlsStatus.StateStale, later.ReserveSession(s.Store), "an empty store says nothing in its favour");
        }

        [TestMethod]
        public void CCM_02_AfterAPowerFailureTheSequenceJumpsAhead()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto));
            VirtualLink link = s.Connect();
            Assert.AreEqual(DtlsStatus.Ok, link.Client.ReserveSession(s.Store));
            for (int failure = 0; failure < 20; failure++)
            {
                for (int i = 0; i < failure; i++)
                {
                    s.Exchange(link);
                }

                DtlsConnection client = s.NewClient();
                Assert.AreEqual(DtlsStatus.Ok, client.RestoreSession(s.Store));
                link = s.Link(client);
            }

            s.Exchange(link);
        }

        [TestMethod]
        public void RawImportWithItsStoreGoesOnAsARestoreDoes()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto));
            VirtualLink link = s.Connect();
            Assert.AreEqual(DtlsStatus.Ok, link.Client.SaveSession(s.Store));
            DtlsConnection client = s.NewClient();
            byte[] state = s.Store.Content;
            Assert.AreEqual(DtlsStatus.Ok, client.ImportSession(state, 0, state.Length));
            Assert.AreEqual(DtlsStatus.Ok, client.ReserveSession(s.Store));
            s.Exchange(s.Link(client));
            Assert.AreEqual(DtlsStatus.Ok, client.SaveSession(s.Store));
        }
    }
}
