// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NanoDtls.Live.Tests
{
    /// <summary>What real networks and servers do: closed ports, restarts, stray and forged datagrams, floods.</summary>
    [TestClass]
    public sealed class NetworkFaultTests : LiveTest
    {
        private readonly byte[] _record = new byte[512];

        [TestMethod]
        public void ClosedPortEndsConnectAsTimedOutWithinItsTime()
        {
            IPEndPoint nobody = new IPEndPoint(IPAddress.Loopback, Ports.FindFree(1));
            DtlsClientOptions options = Clients.Options();
            options.HandshakeTimeoutMilliseconds = 1500;
            options.InitialRetransmitMilliseconds = 200;
            DtlsClient client = Own(new DtlsClient(options));
            TimeSpan work = Process.GetCurrentProcess().TotalProcessorTime;
            Stopwatch clock = Stopwatch.StartNew();

            DtlsStatus status = client.Connect(nobody);

            work = Process.GetCurrentProcess().TotalProcessorTime - work;
            // The ICMP errors of a closed port can be forged: they must not end the attempt early.
            Assert.AreEqual(DtlsStatus.TimedOut, status);
            Assert.IsGreaterThan(1400L, clock.ElapsedMilliseconds);
            Assert.IsLessThan(1500L + Clients.Slack, clock.ElapsedMilliseconds);
            Assert.AreEqual(DtlsState.Closed, client.State);
            Assert.IsLessThan(500, (int)work.TotalMilliseconds, "a pending error must not make the client spin");
        }

        [TestMethod]
        public void ServerThatStartsWhileTheClientTriesIsReached()
        {
            int port = Ports.FindFree(1);
            DtlsClientOptions options = Clients.Options();
            options.InitialRetransmitMilliseconds = 200;
            DtlsClient client = Own(new DtlsClient(options));
            Task<DtlsStatus> connect = Task.Run(() => client.Connect(new IPEndPoint(IPAddress.Loopback, port)));
            Assert.IsTrue(Wait.Until(Clients.Patience, () => client.DatagramsSent >= 2), "nothing was sent");

            Own(new BouncyCastlePeer(PeerSuites.Both, port));

            Assert.IsTrue(connect.Wait(Clients.Patience), "Connect did not return");
            Assert.AreEqual(DtlsStatus.Ok, connect.Result);
        }

        [TestMethod]
        public void D12_29_ServerRestartedMidConnectionCostsTheSessionButNotTheClient()
        {
            BouncyCastlePeer first = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(first.EndPoint));
            AssertEcho(client, 1);

            first.Dispose();
            for (int i = 0; i < 5; i++)
            {
                DtlsStatus sent = client.Send(_record, 0, 10);
                Assert.IsTrue(sent == DtlsStatus.Ok || sent == DtlsStatus.NetworkError, sent.ToString());
                Assert.AreEqual(0, client.Receive(_record, 0, _record.Length, 50));
            }

            BouncyCastlePeer second = Own(new BouncyCastlePeer(PeerSuites.Both, first.EndPoint.Port));
            Assert.AreEqual(DtlsStatus.Ok, client.Send(_record, 0, 10));
            Assert.AreEqual(0, client.Receive(_record, 0, _record.Length, 200), "the new server cannot know the session");
            Assert.AreEqual(DtlsState.Connected, client.State);

            Assert.AreEqual(DtlsStatus.Ok, client.Close());
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(second.EndPoint));
            AssertEcho(client, 2);
        }

        [TestMethod]
        public void ClientThatSawAnIcmpErrorCanGoToAnotherServer()
        {
            BouncyCastlePeer first = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(first.EndPoint));
            first.Dispose();
            Assert.AreEqual(DtlsStatus.Ok, client.Send(_record, 0, 10));
            Thread.Sleep(50);
            for (int i = 0; i < 3; i++)
            {
                client.Send(_record, 0, 10);
                client.Receive(_record, 0, _record.Length, 20);
            }

            client.Close();
            BouncyCastlePeer second = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(second.EndPoint));
            AssertEcho(client, 1);
        }

        [TestMethod]
        public void EndPointObjectThatWasChangedBetweenConnectsIsFollowed()
        {
            BouncyCastlePeer first = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            BouncyCastlePeer second = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            IPEndPoint server = new IPEndPoint(IPAddress.Loopback, first.EndPoint.Port);
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(server));
            client.Close();

            server.Port = second.EndPoint.Port;
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(server));
            AssertEcho(client, 1);
            client.Close();

            Assert.IsTrue(Wait.Until(Clients.Patience, () => second.ClosedByClient == 1), "the second server saw no connection");
        }

        [TestMethod]
        public void V06_EmptyShortAndOversizedDatagramsDuringTheHandshakeAreSurvived()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            UdpRelay relay = Own(new UdpRelay(peer.EndPoint));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            relay.Noise = Noise(client);

            Assert.AreEqual(DtlsStatus.Ok, client.Connect(relay.EndPoint));
            AssertEcho(client, 1);

            Assert.IsGreaterThan(0, client.Connection.DropCount);
        }

        [TestMethod]
        public void V06_V29_EmptyShortAndOversizedDatagramsAfterTheHandshakeAreSurvived()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));

            foreach (byte[] datagram in Noise(client))
            {
                peer.Inject(datagram);
                Assert.AreEqual(0, client.Receive(_record, 0, _record.Length, 20));
                peer.Inject(datagram);
                AssertEcho(client, datagram.Length);
            }

            Assert.AreEqual(DtlsState.Connected, client.State);
        }

        [TestMethod]
        public void V25_PlaintextAlertsFromTheServersAddressDoNotEndAnOpenConnection()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));

            // close_notify and a fatal handshake_failure, in epoch 0.
            peer.Inject([21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 1, 0]);
            peer.Inject([21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 10, 0, 2, 2, 40]);

            Assert.AreEqual(0, client.Receive(_record, 0, _record.Length, 50));
            Assert.AreEqual(DtlsState.Connected, client.State);
            Assert.AreEqual(DtlsDropReason.Epoch, client.Connection.LastDropReason);
            AssertEcho(client, 1);
        }

        [TestMethod]
        public void V27_DatagramsFromAnotherPortNeverReachTheEngine()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            int received = client.DatagramsReceived;
            using Socket stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

            stranger.SendTo(new byte[100], peer.Client);

            Assert.AreEqual(0, client.Receive(_record, 0, _record.Length, 100));
            Assert.AreEqual(received, client.DatagramsReceived);
            peer.Inject(new byte[100]);
            Assert.AreEqual(0, client.Receive(_record, 0, _record.Length, 100));
            Assert.AreEqual(received + 1, client.DatagramsReceived, "the address itself was right");
        }

        [TestMethod]
        public void FloodOfForgedRecordsDoesNotHoldReceiveBeyondItsTime()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClientOptions options = Clients.Options();
            // Here it is about time; the next test is about the limit.
            options.ForgeryLimit = int.MaxValue;
            DtlsClient client = Own(new DtlsClient(options));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            using CancellationTokenSource stop = new CancellationTokenSource();
            Task flood = Task.Run(() => Flood(peer, stop.Token));
            Assert.IsTrue(Wait.Until(Clients.Patience, () => flood.Status == TaskStatus.Running), "no flood");

            try
            {
                for (int i = 0; i < 3; i++)
                {
                    Stopwatch clock = Stopwatch.StartNew();
                    Assert.AreEqual(0, client.Receive(_record, 0, _record.Length, 200));
                    Assert.IsLessThan(200L + Clients.Slack, clock.ElapsedMilliseconds);
                }

                Assert.IsGreaterThan(100, client.Connection.DropCount);
            }
            finally
            {
                stop.Cancel();
                flood.Wait(Clients.Patience);
            }

            while (client.Receive(_record, 0, _record.Length, 100) != 0)
            {
            }

            AssertEcho(client, 1);
        }

        [TestMethod]
        public void FloodOfForgedRecordsEndsTheConnectionAtTheForgeryLimitAndTheClientConnectsAgain()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            int result = 0;
            using (CancellationTokenSource stop = new CancellationTokenSource())
            {
                Task flood = Task.Run(() => Flood(peer, stop.Token));
                Wait.Until(60000, () => (result = client.Receive(_record, 0, _record.Length, 200)) != 0);
                stop.Cancel();
                flood.Wait(Clients.Patience);
            }

            Assert.AreEqual(-(int)DtlsStatus.ForgeryLimit, result);
            Assert.AreEqual(DtlsAlert.BadRecordMac, client.LastAlert);
            // RFC 9147 section 4.5.3: no more than 2^16 tries at a tag of 8 bytes.
            Assert.AreEqual((1 << 16) + 1, client.Connection.DropCount);
            Assert.AreEqual(DtlsStatus.ForgeryLimit, client.Send(_record, 0, 1));

            // The server has the client's alert and ends its side; what is left of the flood is of the old keys.
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            AssertEcho(client, 1);
        }

        // A well-formed header in epoch 1 with a new sequence number each time, and no valid tag: the
        // costliest kind to throw away.
        private static void Flood(BouncyCastlePeer peer, CancellationToken stop)
        {
            byte[] datagram = new byte[13 + 512];
            datagram[0] = 23;
            datagram[1] = 0xFE;
            datagram[2] = 0xFD;
            datagram[4] = 1;
            datagram[11] = 2;
            for (int sequence = 1000; !stop.IsCancellationRequested; sequence++)
            {
                datagram[8] = (byte)(sequence >> 16);
                datagram[9] = (byte)(sequence >> 8);
                datagram[10] = (byte)sequence;
                peer.Inject(datagram);
            }
        }

        private static byte[][] Noise(DtlsClient client)
        {
            byte[] oversized = new byte[65507];
            new Random(1).NextBytes(oversized);
            // Looks like a record that fills the datagram, which the receiving buffer cuts off.
            byte[] cutOff = new byte[client.Connection.MaxDatagram + 1];
            cutOff[0] = 23;
            cutOff[1] = 0xFE;
            cutOff[2] = 0xFD;
            cutOff[4] = 1;
            cutOff[11] = (byte)((cutOff.Length - 13) >> 8);
            cutOff[12] = (byte)(cutOff.Length - 13);
            return [[], [22], new byte[12], new byte[13], oversized, cutOff];
        }

        private void AssertEcho(DtlsClient client, int seed)
        {
            byte[] sent = Payload.Binary(seed, 512);
            Assert.AreEqual(DtlsStatus.Ok, client.Send(sent, 0, sent.Length));
            int count = client.Receive(_record, 0, _record.Length, Clients.Patience);
            CollectionAssert.AreEqual(sent, _record.AsSpan(0, Math.Max(count, 0)).ToArray());
        }
    }
}
