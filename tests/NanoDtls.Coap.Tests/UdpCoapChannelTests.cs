// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Net.Sockets;

namespace NanoDtls.Coap.Tests
{
    /// <summary>The channel for test networks, over real sockets.</summary>
    [TestClass]
    public class UdpCoapChannelTests
    {
        [TestMethod]
        public void C_10_RequestAndResponseCrossBareUdp()
        {
            using Socket server = Server(out IPEndPoint endPoint);
            using UdpCoapChannel channel = new(endPoint, 512);
            CoapClient client = new(channel, null!);
            Thread thread = new(() =>
            {
                byte[] buffer = new byte[600];
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                for (int i = 0; i < 20; i++)
                {
                    int count = server.ReceiveFrom(buffer, ref from);
                    buffer[0] = (byte)(0x60 | (buffer[0] & 15));
                    buffer[1] = CoapCode.Changed;
                    server.SendTo(buffer, 4 + (buffer[0] & 15), SocketFlags.None, from);
                }
            });
            thread.Start();
            CoapResource resource = new($"coap://127.0.0.1:{endPoint.Port}/s/1");
            for (int i = 0; i < 20; i++)
            {
                Assert.AreEqual(CoapStatus.Ok, client.Request(CoapMethod.Post, resource, -1, new byte[100], 0, 100));
                Assert.AreEqual(CoapCode.Changed, client.ResponseCode);
            }

            thread.Join();
            Assert.IsFalse(channel.IsSecure);
            Assert.ThrowsExactly<ArgumentException>(() => client.Get(new CoapResource("coaps://127.0.0.1/")));
        }

        [TestMethod]
        public void SilenceTakesItsTimeAndAnOverlongDatagramIsReportedInsteadOfCutOff()
        {
            using Socket server = Server(out IPEndPoint endPoint);
            using UdpCoapChannel channel = new(endPoint, 64);
            byte[] buffer = new byte[200];
            Assert.AreEqual(DtlsStatus.Ok, channel.Send(buffer, 0, 1));
            long start = Environment.TickCount64;
            Assert.AreEqual(0, channel.Receive(buffer, 0, 200, 50));
            Assert.IsGreaterThanOrEqualTo(48, Environment.TickCount64 - start);

            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            server.ReceiveFrom(new byte[10], ref from);
            foreach ((int length, int room, int expected) in new[] { (64, 200, 64), (65, 200, -(int)DtlsStatus.BufferTooSmall), (1000, 200, -(int)DtlsStatus.BufferTooSmall), (64, 63, -(int)DtlsStatus.BufferTooSmall) })
            {
                server.SendTo(new byte[length], from);
                Assert.AreEqual(expected, channel.Receive(buffer, 0, room, 5000));
            }
        }

        [TestMethod]
        public void ClosedPortIsANetworkErrorThatDoesNotSpinAndEndsWithTheTimeout()
        {
            IPEndPoint endPoint;
            using (Server(out endPoint))
            {
            }

            using UdpCoapChannel channel = new(endPoint, 64);
            CoapClient client = new(channel, new CoapClientOptions { MaxMessage = 64, AckTimeoutMilliseconds = 100, AckRandomFactorPercent = 100, MaxRetransmit = 1 });
            Assert.AreEqual(CoapStatus.NetworkError, client.Ping());
        }

        [TestMethod]
        public void C_19_GroupsAndBadArgumentsAreRefused()
        {
            IPEndPoint good = new(IPAddress.Loopback, 5683);
            Assert.ThrowsExactly<ArgumentNullException>(() => new UdpCoapChannel(null!, 512));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new UdpCoapChannel(good, 63));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new UdpCoapChannel(good, 1153));
            Assert.ThrowsExactly<ArgumentException>(() => new UdpCoapChannel(new IPEndPoint(IPAddress.Parse("224.0.1.187"), 5683), 512));
            Assert.ThrowsExactly<ArgumentException>(() => new UdpCoapChannel(new IPEndPoint(IPAddress.Parse("ff02::fd"), 5683), 512));
        }

        private static Socket Server(out IPEndPoint endPoint)
        {
            Socket server = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
            server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            endPoint = (IPEndPoint)server.LocalEndPoint!;
            return server;
        }
    }
}
