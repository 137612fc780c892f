// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Live.Tests
{
    /// <summary>
    /// Sessions that outlive the client, with servers that have no Connection IDs: from the same port they go on, from
    /// another one the session ID in the state still saves the key exchange. Servers with Connection IDs are in SensorNode.Tests.
    /// </summary>
    [TestClass]
    public sealed class StoredSessionTests : LiveTest
    {
        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        public void SessionGoesOnFromTheSamePortWithoutAHandshake(PeerKind kind)
        {
            LivePeer peer = Own(LivePeer.Start(kind, PeerSuites.Both, 0));
            var store = new ArrayStore();
            int port = Ports.FindFree(1);
            DtlsClient client = new DtlsClient(Options(port));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            Proof.Works(client, peer);
            for (int wake = 0; wake < 3; wake++)
            {
                Assert.AreEqual(DtlsStatus.Ok, client.SaveSession(store));
                client.Dispose();
                client = new DtlsClient(Options(port));
                Assert.AreEqual(DtlsStatus.Ok, client.RestoreSession(store));
                Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
                Assert.AreEqual(0, client.DatagramsSent, "no handshake");
                Proof.Works(client, peer);
            }

            client.Dispose();
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        public void IOT_04_FromAnotherPortTheStateStillResumesBySessionId(PeerKind kind)
        {
            LivePeer peer = Own(LivePeer.Start(kind, new PeerSettings { Sessions = PeerSessions.Ids }));
            var store = new ArrayStore();
            DtlsClient first = new DtlsClient(Options(0));
            Assert.AreEqual(DtlsStatus.Ok, first.Connect(peer.EndPoint));
            Proof.Works(first, peer);
            Assert.AreEqual(DtlsStatus.Ok, first.ReserveSession(store));

            // A server for one client at a time must see the first one go; the state is the one of a power failure.
            first.Dispose();
            DtlsClient client = Own(new DtlsClient(Options(0)));
            Assert.AreEqual(DtlsStatus.Ok, client.RestoreSession(store));
            client.Close();
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            Assert.IsTrue(client.Connection.IsResumed);
            Proof.Works(client, peer);
        }

        [TestMethod]
        public void WakeAfterWakeAllocatesNothing()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            var store = new ArrayStore();
            DtlsClient client = Own(new DtlsClient(Options(0)));
            byte[] data = new byte[64];
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            Assert.AreEqual(20, Wakes(client, peer, store, data));

            long before = GC.GetAllocatedBytesForCurrentThread();
            int echoed = Wakes(client, peer, store, data);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.AreEqual(20, echoed);
            Assert.AreEqual(0L, allocated);
        }

        [TestMethod]
        public void SendRenewsItsReservationAndSaysWhenItCannot()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            var store = new ArrayStore();
            DtlsClientOptions options = Options(0);
            options.SequenceReservation = 256;
            DtlsClient client = Own(new DtlsClient(options));
            byte[] data = new byte[8];
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            Assert.AreEqual(DtlsStatus.Ok, client.ReserveSession(store));
            for (int i = 0; i < 1000; i++)
            {
                Assert.AreEqual(DtlsStatus.Ok, client.Send(data, 0, data.Length), $"record {i}");
            }

            Assert.IsInRange(3, 5, store.Writes);
            store.Fails = true;
            DtlsStatus status = DtlsStatus.Ok;
            for (int i = 0; i < 1000 && status == DtlsStatus.Ok; i++)
            {
                status = client.Send(data, 0, data.Length);
            }

            Assert.AreEqual(DtlsStatus.StoreFailed, status);
            store.Fails = false;
            Assert.AreEqual(DtlsStatus.Ok, client.Send(data, 0, data.Length));
        }

        private static int Wakes(DtlsClient client, BouncyCastlePeer peer, ArrayStore store, byte[] data)
        {
            int echoed = 0;
            for (int i = 0; i < 20; i++)
            {
                if (client.SaveSession(store) == DtlsStatus.Ok
                    && client.RestoreSession(store) == DtlsStatus.Ok
                    && client.Connect(peer.EndPoint) == DtlsStatus.Ok
                    && client.Send(data, 0, data.Length) == DtlsStatus.Ok
                    && client.Receive(data, 0, data.Length, Clients.Patience) == data.Length)
                {
                    echoed++;
                }
            }

            return echoed;
        }

        private static DtlsClientOptions Options(int port)
        {
            DtlsClientOptions options = Clients.Options();
            options.StateKey = new byte[16];
            options.LocalPort = port;
            return options;
        }

        private sealed class ArrayStore : SessionStore
        {
            private readonly byte[] _state = new byte[DtlsConnection.MaxSessionStateLength];
            private int _length;

            public int Writes { get; private set; }

            public bool Fails { get; set; }

            public override int Read(byte[] buffer, int offset, int count)
            {
                Array.Copy(_state, 0, buffer, offset, _length);
                return _length;
            }

            public override bool Write(byte[] buffer, int offset, int count)
            {
                if (Fails)
                {
                    return false;
                }

                Writes++;
                Array.Copy(buffer, offset, _state, 0, count);
                _length = count;
                return true;
            }
        }
    }
}
