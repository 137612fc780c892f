// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;

namespace NanoDtls.Live.Tests
{
    /// <summary>OpenSSL's <c>s_server</c>.</summary>
    [TestClass]
    public sealed class OpenSslTests : LiveTest
    {
        [TestMethod]
        [DataRow(DtlsCipherSuite.PskWithAes128Ccm8)]
        [DataRow(DtlsCipherSuite.PskWithAes128Ccm)]
        public void IOT_01_D12_18_HandshakeThenHundredRecordsEachWayThenCleanClose(DtlsCipherSuite suite)
        {
            OpenSslPeer peer = Own(OpenSslPeer.StartServer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options(suite)));

            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));

            Assert.AreEqual(suite, client.Connection.CipherSuite);
            Assert.IsTrue(client.Connection.IsExtendedMasterSecret);
            Assert.AreEqual(512, client.Connection.MaxPayload);
            byte[] record = new byte[512];
            for (int i = 0; i < 100; i++)
            {
                string up = Payload.Line("up", i, 511);
                byte[] data = Encoding.ASCII.GetBytes(up + "\n");
                Assert.AreEqual(DtlsStatus.Ok, client.Send(data, 0, data.Length));
                Assert.AreEqual(up, peer.ReceiveLine(Clients.Patience));

                string down = Payload.Line("down", i, 511);
                peer.SendLine(down);
                int count = client.Receive(record, 0, record.Length, Clients.Patience);
                Assert.IsGreaterThan(0, count);
                Assert.AreEqual(down + "\n", Encoding.ASCII.GetString(record, 0, count));
            }

            Assert.AreEqual(DtlsStatus.Ok, client.Close());
            Assert.AreEqual(0, peer.WaitForExit(Clients.Patience));
            Assert.AreEqual(0, client.Connection.DropCount, client.Connection.LastDropReason.ToString());
        }

        [TestMethod]
        public void T12_04_ServerThatClosesIsAnsweredAndReportedAsClosed()
        {
            OpenSslPeer peer = Own(OpenSslPeer.StartServer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));

            int sent = client.DatagramsSent;
            peer.CloseConnection();

            byte[] record = new byte[512];
            Assert.AreEqual(-(int)DtlsStatus.Closed, client.Receive(record, 0, record.Length, Clients.Patience));
            Assert.AreEqual(sent + 1, client.DatagramsSent, "close_notify was not answered");
            Assert.AreEqual(DtlsState.Closed, client.State);
            Assert.AreEqual(DtlsAlert.CloseNotify, client.LastAlert);
            Assert.AreEqual(DtlsStatus.Closed, client.Send(record, 0, 1));
            Assert.AreEqual(-(int)DtlsStatus.Closed, client.Receive(record, 0, record.Length, 0));
        }

        [TestMethod]
        public void FullHandshakeTakesSixDatagramsAndStaysUnderItsByteLimit()
        {
            OpenSslPeer peer = Own(OpenSslPeer.StartServer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));

            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));

            TestContext.WriteLine("{0} bytes in {1} datagrams out, {2} datagrams in", client.BytesSent, client.DatagramsSent, client.DatagramsReceived);
            Assert.AreEqual(15, Credentials.IdentityBytes.Length);
            Assert.AreEqual(3, client.DatagramsSent);
            Assert.AreEqual(3, client.DatagramsReceived);
            Assert.IsLessThanOrEqualTo(305L, client.BytesSent);
        }
    }
}
