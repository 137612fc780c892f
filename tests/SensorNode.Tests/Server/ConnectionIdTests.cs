// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net.Sockets;
using System.Text;
using NanoDtls;

namespace SensorNode.Tests
{
    /// <summary>Connection IDs against BouncyCastle: both ways, each way alone, and a client that moves.</summary>
    [TestClass]
    public class ConnectionIdTests
    {
        [TestMethod]
        [DataRow(8, 8)]
        [DataRow(0, 8)]
        [DataRow(8, 0)]
        [DataRow(0, 0)]
        [DataRow(32, 32)]
        [DataRow(1, 20)]
        public void CID_01_CID_02_CID_05_RecordsPassBothWays(int own, int peer)
        {
            foreach (DtlsCipherSuite suite in new[] { DtlsCipherSuite.PskWithAes128Ccm8, DtlsCipherSuite.PskWithAes128Ccm })
            {
                using var server = new TestServer(isEcho: true, connectionIdLength: peer);
                DtlsClientOptions options = Options(own);
                options.CipherSuites = [suite];
                using var client = new DtlsClient(options);
                Assert.AreEqual(DtlsStatus.Ok, client.Connect(server.Dtls.EndPoint));
                Assert.AreEqual(peer, client.Connection.PeerConnectionIdLength);
                Assert.AreEqual(own != 0, client.Connection.UsesOwnConnectionId);
                for (int length = 1; length <= client.Connection.MaxPayload; length += 51)
                {
                    AssertEchoes(client, length);
                }

                AssertEchoes(client, client.Connection.MaxPayload);
                Assert.AreEqual(0, client.Connection.DropCount);
                client.Close();
            }
        }

        [TestMethod]
        [DataRow(8, 8)]
        [DataRow(0, 8)]
        public void CID_06_TheServerFollowsAClientThatMovesToAnotherPort(int own, int peer)
        {
            using var server = new TestServer(isEcho: true, connectionIdLength: peer);
            var state = new byte[DtlsConnection.MaxSessionStateLength];
            var client = new DtlsClient(Options(own));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(server.Dtls.EndPoint));
            AssertEchoes(client, 100);
            object? source = server.Dtls.LastSource;
            for (int move = 0; move < 5; move++)
            {
                int length = client.ExportSession(state, 0);
                Assert.IsGreaterThan(0, length);
                client.Dispose();
                client = new DtlsClient(Options(own));
                Assert.AreEqual(DtlsStatus.Ok, client.ImportSession(state, 0, length));
                Assert.AreEqual(DtlsStatus.Ok, client.Connect(server.Dtls.EndPoint), "no handshake");
                Assert.AreEqual(DtlsStatus.ReservationUsedUp, client.Send(state, 0, 1));
                Assert.IsGreaterThan(0, client.Connection.ReserveSequences(state, 0));
                client.Connection.ConfirmReservation();
                AssertEchoes(client, 100);
                AssertEchoes(client, 1);
                Assert.AreNotEqual(source, server.Dtls.LastSource);
                source = server.Dtls.LastSource;
                Assert.AreEqual(1, server.Dtls.SessionCount);
            }

            Assert.AreEqual(2, client.DatagramsSent);
            client.Dispose();
        }

        [TestMethod]
        public void CID_04_PaddedRecordsArriveAsTheyWere()
        {
            using var server = new TestServer(isEcho: true, connectionIdLength: 8);
            DtlsClientOptions options = Options(8);
            options.RecordPadding = 64;
            using var client = new DtlsClient(options);
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(server.Dtls.EndPoint));
            long before = client.BytesSent;
            AssertEchoes(client, 10);
            long one = client.BytesSent - before;
            AssertEchoes(client, 63);
            Assert.AreEqual(2 * one, client.BytesSent - before, "lengths of the same block look the same");
            AssertEchoes(client, client.Connection.MaxPayload);
        }

        [TestMethod]
        public void ARestoredClientIsBoundToAServerBeforeItIsUsed()
        {
            using var server = new TestServer(isEcho: true, connectionIdLength: 8);
            var state = new byte[DtlsConnection.MaxSessionStateLength];
            using var client = new DtlsClient(Options(0));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(server.Dtls.EndPoint));
            int length = client.ExportSession(state, 0);
            Assert.AreEqual(DtlsStatus.SessionExported, client.Send(state, 0, 1));
            Assert.AreEqual(DtlsStatus.Ok, client.ImportSession(state, 0, length));
            Assert.ThrowsExactly<InvalidOperationException>(() => client.Send(state, 0, 1));
            Assert.ThrowsExactly<InvalidOperationException>(() => client.Receive(state, 0, 1, 0));
            Assert.AreEqual(DtlsStatus.Ok, client.Close(), "nobody to say goodbye to");
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(server.Dtls.EndPoint));
            AssertEchoes(client, 20);
        }

        [TestMethod]
        public void ALocalPortThatIsTakenIsAnException()
        {
            using var first = new DtlsClient(Options(0, NanoDtls.Live.Tests.Ports.FindFree(1)));
            Assert.ThrowsExactly<SocketException>(() => new DtlsClient(Options(0, ((System.Net.IPEndPoint)SocketOf(first).LocalEndPoint!).Port)));
        }

        private static Socket SocketOf(DtlsClient client)
        {
            return (Socket)typeof(DtlsClient).GetField("_socket", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(client)!;
        }

        private static DtlsClientOptions Options(int own, int port = 0)
        {
            return new DtlsClientOptions
            {
                PskIdentity = Encoding.UTF8.GetBytes(TestServer.Identity),
                PskKey = TestServer.Key,
                ConnectionId = Enumerable.Range(1, own).Select(i => (byte)i).ToArray(),
                StateKey = new byte[32],
                LocalPort = port,
            };
        }

        private static void AssertEchoes(DtlsClient client, int length)
        {
            byte[] sent = Enumerable.Range(0, length).Select(i => (byte)(i + length)).ToArray();
            var received = new byte[length + 1];
            Assert.AreEqual(DtlsStatus.Ok, client.Send(sent, 0, length));
            Assert.AreEqual(length, client.Receive(received, 0, received.Length, 10000));
            CollectionAssert.AreEqual(sent, received[..length]);
        }
    }
}
