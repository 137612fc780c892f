// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NanoDtls.Live.Tests
{
    /// <summary>The blocking client: its promises on time, buffers and life cycle, and what it says to misuse.</summary>
    [TestClass]
    public sealed class ClientTests : LiveTest
    {
        private readonly byte[] _record = new byte[512];

        [TestMethod]
        public void UseBeforeConnectIsInvalid()
        {
            DtlsClient client = Own(new DtlsClient(Clients.Options()));

            Assert.ThrowsExactly<InvalidOperationException>(() => client.Send(_record, 0, 1));
            Assert.ThrowsExactly<InvalidOperationException>(() => client.Receive(_record, 0, 1, 0));
            Assert.AreEqual(DtlsStatus.Ok, client.Close());
            Assert.AreEqual(DtlsState.Idle, client.State);
            Assert.AreEqual(0, client.DatagramsSent);
        }

        [TestMethod]
        public void UseAfterCloseIsInvalidUntilTheNextConnect()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Connected(peer);

            Assert.AreEqual(DtlsStatus.Ok, client.Close());

            Assert.ThrowsExactly<InvalidOperationException>(() => client.Send(_record, 0, 1));
            Assert.ThrowsExactly<InvalidOperationException>(() => client.Receive(_record, 0, 1, 0));
            int sent = client.DatagramsSent;
            Assert.AreEqual(DtlsStatus.Ok, client.Close());
            Assert.AreEqual(sent, client.DatagramsSent, "a second close_notify");
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            AssertEcho(client);
        }

        [TestMethod]
        public void UseAfterDisposeIsRejectedAndDisposeSaysGoodbyeOnce()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Connected(peer);

            client.Dispose();
            client.Dispose();

            Assert.ThrowsExactly<ObjectDisposedException>(() => client.Connect(peer.EndPoint));
            Assert.ThrowsExactly<ObjectDisposedException>(() => client.Send(_record, 0, 1));
            Assert.ThrowsExactly<ObjectDisposedException>(() => client.Receive(_record, 0, 1, 0));
            Assert.ThrowsExactly<ObjectDisposedException>(() => client.Close());
            Assert.IsTrue(Wait.Until(Clients.Patience, () => peer.ClosedByClient == 1), "no close_notify came");
        }

        [TestMethod]
        public void ConnectOnAnOpenConnectionIsInvalidAndHarmless()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Connected(peer);

            Assert.ThrowsExactly<InvalidOperationException>(() => client.Connect(peer.EndPoint));

            AssertEcho(client);
        }

        [TestMethod]
        public void CallFromASecondThreadIsInvalidAndHarmless()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Connected(peer);
            byte[] room = new byte[512];
            Task<int> receive = Task.Run(() => ReceiveOnceAllowed(client, room));

            // A Send without data does no harm as long as the other thread is not in Receive yet.
            bool rejected = Wait.Until(Clients.Patience, () => IsRejected(() => client.Send(_record, 0, 0)));
            Assert.IsTrue(rejected, "no call was ever rejected");
            Assert.IsTrue(IsRejected(() => client.Receive(_record, 0, 1, 0)));
            Assert.IsTrue(IsRejected(() => client.Connect(peer.EndPoint)));
            Assert.IsTrue(IsRejected(() => client.Close()));
            Assert.IsTrue(IsRejected(() => client.Dispose()));
            Assert.IsFalse(receive.IsCompleted, "Receive ended early");

            peer.CloseConnection();
            Assert.IsTrue(receive.Wait(Clients.Patience), "Receive did not return");
            Assert.AreEqual(-(int)DtlsStatus.Closed, receive.Result);
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            AssertEcho(client);
        }

        [TestMethod]
        public void CallDuringConnectFromASecondThreadIsInvalid()
        {
            DtlsClientOptions options = Clients.Options();
            options.HandshakeTimeoutMilliseconds = 1000;
            DtlsClient client = Own(new DtlsClient(options));
            IPEndPoint nobody = new IPEndPoint(IPAddress.Loopback, Ports.FindFree(1));
            Task<DtlsStatus> connect = Task.Run(() => client.Connect(nobody));
            Assert.IsTrue(Wait.Until(Clients.Patience, () => client.State == DtlsState.Handshaking), "no handshake began");

            Assert.IsTrue(IsRejected(() => client.Connect(nobody)));
            Assert.IsTrue(IsRejected(() => client.Close()));

            Assert.IsTrue(connect.Wait(Clients.Patience), "Connect did not return");
            Assert.AreEqual(DtlsStatus.TimedOut, connect.Result);
        }

        [TestMethod]
        public void NullAndOutOfRangeArgumentsAreRejectedAndHarmless()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Connected(peer);

            Assert.ThrowsExactly<ArgumentNullException>(() => new DtlsClient(null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => client.Connect(null!));
            Assert.ThrowsExactly<ArgumentException>(() => client.Connect(new IPEndPoint(IPAddress.IPv6Loopback, 1)));
            Assert.ThrowsExactly<ArgumentNullException>(() => client.Send(null!, 0, 1));
            Assert.ThrowsExactly<ArgumentNullException>(() => client.Receive(null!, 0, 1, 0));
            int[][] ranges = [[-1, 1], [0, -1], [0, 513], [512, 1], [513, 0], [1, int.MaxValue], [int.MaxValue, 1]];
            foreach (int[] range in ranges)
            {
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.Send(_record, range[0], range[1]));
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.Receive(_record, range[0], range[1], 0));
            }

            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.Receive(_record, 0, 0, 0));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.Receive(_record, 0, 1, -1));
            AssertEcho(client);
        }

        [TestMethod]
        public void D12_11_RecordAboveTheLimitIsRefusedAndNothingIsSent()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Connected(peer);
            int sent = client.DatagramsSent;

            Assert.AreEqual(DtlsStatus.MessageTooLong, client.Send(new byte[513], 0, 513));

            Assert.AreEqual(sent, client.DatagramsSent);
            AssertEcho(client);
        }

        [TestMethod]
        public void RecordThatDoesNotFitTheCallersRoomIsReportedAndTheNextOneIsRead()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Connected(peer);
            byte[] room = new byte[20];
            Array.Fill(room, (byte)0xEE);

            Assert.AreEqual(DtlsStatus.Ok, client.Send(_record, 0, 11));
            Assert.AreEqual(-(int)DtlsStatus.BufferTooSmall, client.Receive(room, 5, 10, Clients.Patience));
            CollectionAssert.AreEqual(Enumerable.Repeat((byte)0xEE, 20).ToArray(), room, "nothing may be written");

            Assert.AreEqual(DtlsStatus.Ok, client.Send(_record, 0, 10));
            Assert.AreEqual(10, client.Receive(room, 5, 10, Clients.Patience));
            Assert.AreEqual(0xEE, room[4]);
            Assert.AreEqual(0xEE, room[15]);
        }

        [TestMethod]
        public void ReceiveWaitsForItsTimeAndNoLonger()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Connected(peer);
            Stopwatch clock = Stopwatch.StartNew();

            Assert.AreEqual(0, client.Receive(_record, 0, 1, 0));
            Assert.IsLessThan(Clients.Slack, (int)clock.ElapsedMilliseconds);

            clock.Restart();
            Assert.AreEqual(0, client.Receive(_record, 0, 1, 300));
            // The tick count that the client waits by may be 16 ms old.
            Assert.IsGreaterThan(280, (int)clock.ElapsedMilliseconds);
            Assert.IsLessThan(300 + Clients.Slack, (int)clock.ElapsedMilliseconds);
        }

        [TestMethod]
        public void V20_HundredConnectionsOnOneClientAllWork()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            for (int i = 0; i < 100; i++)
            {
                Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint), "connection " + i);
                AssertEcho(client);
                Assert.AreEqual(DtlsStatus.Ok, client.Close());
            }
        }

        [TestMethod]
        public void Ipv6ClientReportsANetworkErrorOrATimeOutAndNeverThrows()
        {
            DtlsClientOptions options = Clients.Options();
            options.AddressFamily = AddressFamily.InterNetworkV6;
            options.HandshakeTimeoutMilliseconds = 500;
            if (!Socket.OSSupportsIPv6)
            {
                Assert.ThrowsExactly<SocketException>(() => new DtlsClient(options));
                return;
            }

            DtlsClient client = Own(new DtlsClient(options));

            DtlsStatus status = client.Connect(new IPEndPoint(IPAddress.IPv6Loopback, Ports.FindFree(1)));

            Assert.IsTrue(status == DtlsStatus.TimedOut || status == DtlsStatus.NetworkError, status.ToString());
        }

        // The test's own calls may come first: then this one is the one that is rejected, and tries again.
        private static int ReceiveOnceAllowed(DtlsClient client, byte[] room)
        {
            while (true)
            {
                try
                {
                    return client.Receive(room, 0, room.Length, Clients.Patience);
                }
                catch (InvalidOperationException e) when (e is not ObjectDisposedException)
                {
                    Thread.Yield();
                }
            }
        }

        private static bool IsRejected(Action call)
        {
            try
            {
                call();
                return false;
            }
            catch (InvalidOperationException e) when (e is not ObjectDisposedException)
            {
                return true;
            }
        }

        private DtlsClient Connected(BouncyCastlePeer peer)
        {
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            return client;
        }

        private void AssertEcho(DtlsClient client)
        {
            byte[] sent = Payload.Binary(7, 512);
            Assert.AreEqual(DtlsStatus.Ok, client.Send(sent, 0, sent.Length));
            Assert.AreEqual(sent.Length, client.Receive(_record, 0, _record.Length, Clients.Patience));
            CollectionAssert.AreEqual(sent, _record.AsSpan(0, sent.Length).ToArray());
        }
    }
}
