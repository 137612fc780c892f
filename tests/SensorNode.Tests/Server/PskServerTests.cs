// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net.Sockets;
using NanoDtls;
using NanoDtls.Live.Tests;

namespace SensorNode.Tests
{
    /// <summary>Sessions of the embedded server.</summary>
    [TestClass]
    public class PskServerTests
    {
        private const int HandshakeMilliseconds = 10000;

        [TestMethod]
        public void ManySessionsAreOpenAtOnce_AndAnswersStayApart()
        {
            using var server = new TestServer(isEcho: true);
            DtlsClient[] clients = Enumerable.Range(0, 8).Select(_ => new DtlsClient(Options())).ToArray();
            try
            {
                foreach (DtlsClient client in clients)
                {
                    Assert.AreEqual(DtlsStatus.Ok, client.Connect(server.Dtls.EndPoint));
                }

                Assert.AreEqual(8, server.Dtls.SessionCount);
                for (byte i = 0; i < clients.Length; i++)
                {
                    Assert.AreEqual(DtlsStatus.Ok, clients[i].Send([i, 0xA5], 0, 2));
                }

                byte[] buffer = new byte[16];
                for (byte i = 0; i < clients.Length; i++)
                {
                    Assert.AreEqual(2, clients[i].Receive(buffer, 0, buffer.Length, 5000));
                    Assert.AreEqual(i, buffer[0]);
                }
            }
            finally
            {
                Array.ForEach(clients, client => client.Dispose());
            }

            Assert.IsTrue(Wait.Until(5000, () => server.Dtls.SessionCount == 0), "close_notify must end the sessions");
        }

        [TestMethod]
        public void D12_29_ClientThatRestartsOnItsPort_ReplacesItsSession()
        {
            using var server = new TestServer(isEcho: true);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(server.Dtls.EndPoint);
            for (int run = 0; run < 3; run++)
            {
                // No close_notify: as after a loss of power.
                Assert.AreEqual(DtlsState.Connected, Handshake(new DtlsConnection(Options()), socket));
                Assert.AreEqual(1, server.Dtls.SessionCount);
            }
        }

        [TestMethod]
        public void RepeatedClientHello_DoesNotEndTheSessionThatItBegan()
        {
            using var server = new TestServer(isEcho: true);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(server.Dtls.EndPoint);
            var connection = new DtlsConnection(Options());
            var sent = new List<byte[]>();
            Assert.AreEqual(DtlsState.Connected, Handshake(connection, socket, sent));
            foreach (byte[] datagram in sent)
            {
                socket.Send(datagram);
            }

            AssertEchoes(connection, socket);
        }

        [TestMethod]
        public void ForgedRecord_DoesNotEndTheSession()
        {
            using var server = new TestServer(isEcho: true);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(server.Dtls.EndPoint);
            var connection = new DtlsConnection(Options());
            Assert.AreEqual(DtlsState.Connected, Handshake(connection, socket));
            int count = connection.Write([1], 0, 1);
            connection.OutputBuffer[count - 1] ^= 1;
            socket.Send(connection.OutputBuffer, 0, count, SocketFlags.None);
            AssertEchoes(connection, socket);
        }

        [TestMethod]
        public void ClientWithoutAValidCookie_CostsNoSession()
        {
            using var server = new TestServer();
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(server.Dtls.EndPoint);
            var connection = new DtlsConnection(Options());
            Assert.AreEqual(DtlsStatus.Ok, connection.Start(0));
            int count = connection.GetDatagram();
            for (int i = 0; i < 5; i++)
            {
                socket.Send(connection.OutputBuffer, 0, count, SocketFlags.None);
                byte[] answer = new byte[512];
                Assert.IsTrue(socket.Poll(5000000, SelectMode.SelectRead));

                // A HelloVerifyRequest, and nothing else.
                Assert.IsGreaterThan(13, socket.Receive(answer));
                Assert.AreEqual(3, answer[13]);
            }

            Assert.AreEqual(0, server.Dtls.SessionCount);
        }

        [TestMethod]
        public void Garbage_IsIgnored()
        {
            const int Seed = 6347;
            var random = new Random(Seed);
            using var server = new TestServer();
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(server.Dtls.EndPoint);
            for (int i = 0; i < 500; i++)
            {
                byte[] garbage = new byte[random.Next(0, 200)];
                random.NextBytes(garbage);
                if (garbage.Length > 13)
                {
                    // Half of them look like a ClientHello from the outside.
                    (i % 2 == 0 ? new byte[] { 22, 254, 253, 0, 0 } : [23]).CopyTo(garbage, 0);
                    garbage[13] = 1;
                }

                socket.Send(garbage);
            }

            using var client = new DtlsClient(Options());
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(server.Dtls.EndPoint), $"seed {Seed}");
            Assert.AreEqual(1, server.Dtls.SessionCount);
        }

        private static DtlsClientOptions Options() => new()
        {
            PskIdentity = System.Text.Encoding.UTF8.GetBytes(TestServer.Identity),
            PskKey = TestServer.Key,
            HandshakeTimeoutMilliseconds = HandshakeMilliseconds,
        };

        private static void AssertEchoes(DtlsConnection connection, Socket socket)
        {
            int count = connection.Write([1, 2, 3], 0, 3);
            socket.Send(connection.OutputBuffer, 0, count, SocketFlags.None);
            byte[] buffer = new byte[connection.MaxDatagram];
            int length = 0;
            while (length == 0)
            {
                Assert.IsTrue(socket.Poll(5000000, SelectMode.SelectRead), "the session is gone");
                length = connection.ProcessDatagram(buffer, 0, socket.Receive(buffer), Environment.TickCount64);
                Assert.AreEqual(DtlsState.Connected, connection.State);
            }

            Assert.AreEqual(3, length);
        }

        private static DtlsState Handshake(DtlsConnection connection, Socket socket, List<byte[]>? sent = null)
        {
            byte[] buffer = new byte[connection.MaxDatagram];
            Assert.AreEqual(DtlsStatus.Ok, connection.Start(Environment.TickCount64));
            do
            {
                for (int count = connection.GetDatagram(); count > 0; count = connection.GetDatagram())
                {
                    socket.Send(connection.OutputBuffer, 0, count, SocketFlags.None);
                    sent?.Add(connection.OutputBuffer.AsSpan(0, count).ToArray());
                }

                if (socket.Poll(20000, SelectMode.SelectRead))
                {
                    connection.ProcessDatagram(buffer, 0, socket.Receive(buffer), Environment.TickCount64);
                }

                connection.HandleTimeout(Environment.TickCount64);
            }
            while (connection.State == DtlsState.Handshaking);
            return connection.State;
        }
    }
}
