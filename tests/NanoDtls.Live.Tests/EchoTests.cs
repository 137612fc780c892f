// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;

namespace NanoDtls.Live.Tests
{
    /// <summary>The peers that echo records: GnuTLS's <c>gnutls-serv</c>, Mbed TLS and BouncyCastle.</summary>
    [TestClass]
    public sealed class EchoTests : LiveTest
    {
        [TestMethod]
        [DataRow(DtlsCipherSuite.PskWithAes128Ccm8)]
        [DataRow(DtlsCipherSuite.PskWithAes128Ccm)]
        public void IOT_01_HandshakeThenHundredRecordsEachWayThenCleanCloseWithGnuTls(DtlsCipherSuite suite)
        {
            GnuTlsPeer peer = Own(GnuTlsPeer.StartServer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options(suite)));

            // Text: this server echoes strings, and would stop at a zero byte.
            ConnectAndEcho(client, peer, suite, i => Encoding.ASCII.GetBytes(Payload.Line("echo", i, GnuTlsPeer.MaxEcho)));

            Assert.AreEqual(DtlsStatus.Ok, client.Close());
            Assert.IsTrue(peer.WaitForClose(Clients.Patience), "the server saw no close_notify");
        }

        [TestMethod]
        [DataRow(DtlsCipherSuite.PskWithAes128Ccm8)]
        [DataRow(DtlsCipherSuite.PskWithAes128Ccm)]
        public void IOT_01_HandshakeThenHundredRecordsEachWayThenCleanCloseWithBouncyCastle(DtlsCipherSuite suite)
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options(suite)));

            ConnectAndEcho(client, peer, suite, i => Payload.Binary(i, 512));

            Assert.AreEqual(DtlsStatus.Ok, client.Close());
            Assert.IsTrue(Wait.Until(Clients.Patience, () => peer.ClosedByClient == 1), "no close_notify came");
        }

        [TestMethod]
        [DataRow(DtlsCipherSuite.PskWithAes128Ccm8)]
        [DataRow(DtlsCipherSuite.PskWithAes128Ccm)]
        public void IOT_01_D12_01_HandshakeThenHundredRecordsEachWayThenCleanCloseWithMbedTls(DtlsCipherSuite suite)
        {
            MbedTlsPeer peer = Own(new MbedTlsPeer(new PeerSettings()));
            DtlsClient client = Own(new DtlsClient(Clients.Options(suite)));

            // Its HelloVerifyRequest has the version of DTLS 1.2.
            ConnectAndEcho(client, peer, suite, i => Payload.Binary(i, 512));

            Assert.AreEqual(DtlsStatus.Ok, client.Close());
            Assert.IsTrue(peer.WaitForClose(Clients.Patience), "the server saw no close_notify");
            Assert.AreEqual(0, client.Connection.DropCount, client.Connection.LastDropReason.ToString());
        }

        [TestMethod]
        public void D12_29_NewConnectionFromTheSamePortAfterALostGoodbyeIsTakenUpByMbedTls()
        {
            MbedTlsPeer peer = Own(new MbedTlsPeer(new PeerSettings()));
            UdpRelay relay = Own(new UdpRelay(peer.EndPoint));
            DtlsClient first = Own(new DtlsClient(Clients.Options()));
            Assert.AreEqual(DtlsStatus.Ok, first.Connect(relay.EndPoint));
            Proof.Works(first, peer);

            // To the server the relay's port is the client's: the second client comes from where the first one went away.
            DtlsClient second = Own(new DtlsClient(Clients.Options()));
            Assert.AreEqual(DtlsStatus.Ok, second.Connect(relay.EndPoint));

            Proof.Works(second, peer);
        }

        [TestMethod]
        public void T12_04_ServerThatClosesIsReportedAndTheClientCanConnectAgain()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            byte[] record = new byte[512];
            int sent = client.DatagramsSent;
            peer.CloseConnection();

            Assert.AreEqual(-(int)DtlsStatus.Closed, client.Receive(record, 0, record.Length, Clients.Patience));
            Assert.AreEqual(sent + 1, client.DatagramsSent, "close_notify was not answered");
            Assert.AreEqual(DtlsStatus.Closed, client.Send(record, 0, 1));
            ConnectAndEcho(client, peer, DtlsCipherSuite.PskWithAes128Ccm8, i => Payload.Binary(i, 512));
        }

        [TestMethod]
        [DataRow(64)]
        [DataRow(512)]
        [DataRow(1024)]
        [DataRow(1200)]
        [DataRow(16384)]
        public void MFL_01_LargestRecordOfEachBufferSizeComesBackWhole(int maxRecordPayload)
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClientOptions options = Clients.Options();
            options.MaxRecordPayload = maxRecordPayload;
            DtlsClient client = Own(new DtlsClient(options));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));

            // The peer's own transport takes 1,472 bytes a datagram.
            int count = Math.Min(client.Connection.MaxPayload, 1400);
            byte[] sent = new byte[count];
            new Random(maxRecordPayload).NextBytes(sent);
            Assert.AreEqual(DtlsStatus.Ok, client.Send(sent, 0, count));

            byte[] received = new byte[count];
            Assert.AreEqual(count, client.Receive(received, 0, count, Clients.Patience));
            CollectionAssert.AreEqual(sent, received);
        }

        private static void ConnectAndEcho(DtlsClient client, LivePeer peer, DtlsCipherSuite suite, Func<int, byte[]> makeRecord)
        {
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            Assert.AreEqual(suite, client.Connection.CipherSuite);
            Assert.IsTrue(client.Connection.IsExtendedMasterSecret);
            Assert.AreEqual(512, client.Connection.MaxPayload);
            byte[] record = new byte[512];
            for (int i = 0; i < 100; i++)
            {
                byte[] sent = makeRecord(i);
                Assert.AreEqual(DtlsStatus.Ok, client.Send(sent, 0, sent.Length));
                int count = client.Receive(record, 0, record.Length, Clients.Patience);
                CollectionAssert.AreEqual(sent, record.AsSpan(0, Math.Max(count, 0)).ToArray(), "record " + i + ", result " + count);
            }
        }
    }
}
