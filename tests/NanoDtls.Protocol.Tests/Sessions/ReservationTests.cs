// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Reserved sequence numbers: what may be sent before, within and behind a reservation, and after an export.</summary>
    [TestClass]
    public class ReservationTests
    {
        public static IEnumerable<object[]> Backends => CryptoBackends.Names;

        [TestMethod]
        [DataRow(1, 256)]
        [DataRow(256, 256)]
        [DataRow(257, 512)]
        [DataRow(1024, 1024)]
        public void D12_02_ARunningClientStopsAtItsReservationAndGoesOnBehindIt(int reservation, int least)
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto), null, client => client.SequenceReservation = reservation);
            VirtualLink link = s.Connect();
            var state = new byte[300];
            Assert.IsTrue(link.Client.ReserveSequences(state, 0) > 0);
            long limit = SequenceOf(state);
            Assert.AreEqual(0, limit % 256);
            Assert.IsTrue(limit >= least && limit < least + 256 + 1, $"{limit}");
            int sent = 0;
            while (link.Write(new byte[1]) > 0)
            {
                sent++;
                Assert.IsTrue(LastNumber(s, link) < limit);
            }

            // The Finished was number 0.
            Assert.AreEqual(limit - 1, sent, "not one less than reserved");
            Assert.AreEqual(-(int)DtlsStatus.ReservationUsedUp, link.Write(new byte[1]));
            link.Client.ConfirmReservation();
            Assert.AreEqual(-(int)DtlsStatus.ReservationUsedUp, link.Write(new byte[1]), "the same block confirmed is the same block");
            Assert.IsTrue(link.Client.ReserveSequences(state, 0) > 0);
            link.Client.ConfirmReservation();
            Assert.IsTrue(link.Write(new byte[1]) > 0);
            Assert.AreEqual(limit, LastNumber(s, link));
        }

        [TestMethod]
        public void D12_03_NoReservationReachesBeyondTheLastNumber()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto), null, client => client.SequenceReservation = 1 << 20);
            VirtualLink link = s.Connect();
            var state = new byte[300];
            for (int i = 0; i < 3; i++)
            {
                Assert.IsTrue(link.Client.ReserveSequences(state, 0) > 0);
                link.Client.ConfirmReservation();
            }

            // Close to the end there is no block left to reserve, and the numbers that are left can still be used.
            SequenceTests.SetNextNumber(link.Client, (1L << 48) - 3);
            Assert.AreEqual(-(int)DtlsStatus.SequenceExhausted, link.Client.ReserveSequences(state, 0));
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CCM_02_NothingIsSentBeforeTheReservationIsConfirmed(string backend)
        {
            using var s = new SessionScenario(backend);
            byte[] state = s.Export();
            DtlsConnection client = s.NewClient();
            Assert.AreEqual(DtlsStatus.Ok, client.ImportSession(state, 0, state.Length));
            VirtualLink link = s.Link(client);
            Assert.AreEqual(-(int)DtlsStatus.ReservationUsedUp, link.Write(new byte[1]));
            Assert.ThrowsExactly<InvalidOperationException>(client.ConfirmReservation);
            Assert.AreEqual(-(int)DtlsStatus.ReservationUsedUp, client.ExportSession(new byte[300], 0), "what is stored is still right");

            // Reading is free.
            Assert.AreEqual(1, link.DeliverToClient(s.Server.BuildData(new byte[] { 1 })));

            Assert.IsTrue(client.ReserveSequences(new byte[300], 0) > 0);
            Assert.AreEqual(-(int)DtlsStatus.ReservationUsedUp, link.Write(new byte[1]), "written is not stored");

            // An answer of its own would need a number as well.
            link.DeliverToClient(s.Server.BuildHelloRequest());
            Assert.HasCount(0, link.SentByClient);
            client.ConfirmReservation();
            s.Exchange(link);

            client = s.NewClient();
            Assert.AreEqual(DtlsStatus.Ok, client.ImportSession(state, 0, state.Length));
            client.Close();
            Assert.AreEqual(0, client.GetDatagram(), "no close_notify either");
            Assert.IsTrue(client.CanResume);
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CCM_02_TheExportingObjectIsUnusableUntilItConnectsAgain(string backend)
        {
            using var s = new SessionScenario(backend);
            VirtualLink link = s.Connect();
            DtlsConnection client = link.Client;
            byte[] state = SessionScenario.Export(client);
            Assert.AreEqual(DtlsState.Closed, client.State);
            Assert.AreEqual(DtlsStatus.SessionExported, client.CloseReason);
            Assert.AreEqual(-(int)DtlsStatus.SessionExported, client.Write(new byte[1], 0, 1));
            Assert.AreEqual(-(int)DtlsStatus.SessionExported, client.ExportSession(new byte[300], 0));
            Assert.AreEqual(0, client.GetDatagram(), "the server is told nothing");
            Assert.IsFalse(client.CanResume, "the session went with the state");
            client.Close();
            Assert.AreEqual(0, client.GetDatagram());
            link.DeliverToClient(s.Server.BuildData(new byte[] { 1 }));
            Assert.AreEqual(DtlsDropReason.NotConnected, client.LastDropReason);

            // V30: nothing of it is left.
            foreach (byte[] secret in new[] { s.Server.KeyBlock![..16], s.Server.KeyBlock[16..32], s.Server.Master! })
            {
                foreach ((string path, byte[] bytes) in ReachableArrays.Find(client))
                {
                    Assert.IsTrue(bytes.AsSpan().IndexOf(secret) < 0, path);
                }
            }

            Assert.IsTrue(link.Connect(), link.Describe());
            s.Exchange(link);
            Assert.AreEqual(2, s.Server.HandshakesCompleted);
            Assert.HasCount(state.Length, SessionScenario.Export(client));
        }

        private static long SequenceOf(byte[] state) => new ByteReader(state, 6, 6).U48();

        private static long LastNumber(SessionScenario s, VirtualLink link)
        {
            return WireRecord.ParseWithCid(link.SentByClient[^1].Bytes, s.Server.Records.ReceiveCid.Length).Single().Sequence;
        }
    }
}
