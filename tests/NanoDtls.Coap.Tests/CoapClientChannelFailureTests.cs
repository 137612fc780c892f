// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using NanoDtls.Coap.Tests.Support;
using static NanoDtls.Coap.Tests.Support.ClientBench;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class CoapClientChannelFailureTests
    {
        [TestMethod]
        public void C_05_LostRequestIsRepeatedUntilItIsAnswered()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 5 });
            List<string> copies = [];
            channel.OnSend = (b, o, n) =>
            {
                copies.Add(Convert.ToHexString(b, o, n));
                if (copies.Count == 4)
                {
                    Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x44, m => m, "");
                }
            };

            Assert.AreEqual(CoapStatus.Ok, client.Request(CoapMethod.Put, Resource, 60, Payload, 0, 3));

            Assert.AreEqual(3, client.Retransmissions);
            Assert.HasCount(4, copies);
            Assert.HasCount(1, copies.Distinct().ToList(), "the channel cleared the buffer each time, yet all copies are equal");
        }

        [TestMethod]
        public void C_05_SilenceEndsInTimedOut()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 2, AckRandomFactorPercent = 100 });
            Stopwatch watch = Stopwatch.StartNew();

            Assert.AreEqual(CoapStatus.TimedOut, client.Get(Resource));

            Assert.AreEqual(5, channel.Sends);
            Assert.AreEqual(0, client.ResponseCode);
            // 2 x 31 ms, less what a coarse system clock may be off.
            Assert.IsGreaterThanOrEqualTo(50L, watch.ElapsedMilliseconds);
        }

        [TestMethod]
        public void C_05_PeerThatKeepsTalkingDoesNotStopTheClock()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 2, MaxRetransmit = 1 });
            byte[] noise = WireMessage.Response(CoapMessageType.NonConfirmable, 0x45, 1, [9, 9, 9]).Encode();
            channel.ReceiveResult = noise.Length;

            // ReceiveResult without a queued message leaves the noise that is in the buffer since this line.
            noise.CopyTo(client.ResponseBuffer, 0);
            channel.OnSend = null;
            Stopwatch watch = Stopwatch.StartNew();

            Assert.AreEqual(CoapStatus.TimedOut, client.Get(Resource));
            Assert.IsLessThan(5000L, watch.ElapsedMilliseconds);
            Assert.IsGreaterThan(2, channel.Receives);
        }

        [TestMethod]
        [DataRow(DtlsStatus.Closed)]
        [DataRow(DtlsStatus.PeerAlert)]
        [DataRow(DtlsStatus.SequenceExhausted)]
        [DataRow(DtlsStatus.ProtocolError)]
        public void ClosedChannelEndsTheRequestAtOnce(DtlsStatus status)
        {
            MemoryChannel channel = new() { SendStatus = status };
            CoapClient client = new(channel, null!);

            Assert.AreEqual(CoapStatus.ChannelClosed, client.Get(Resource));
            Assert.AreEqual(status, client.ChannelStatus);
            Assert.AreEqual(1, channel.Sends);

            channel = new() { ReceiveResult = -(int)status };
            client = new(channel, null!);
            Assert.AreEqual(CoapStatus.ChannelClosed, client.Get(Resource));
            Assert.AreEqual(status, client.ChannelStatus);
            Assert.AreEqual(1, channel.Receives);

            // And the client is ready for the next session.
            channel.ReceiveResult = 0;
            client.NewSession();
            channel.OnSend = (b, o, n) => Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x44, m => m, "");
            Assert.AreEqual(CoapStatus.Ok, client.Get(Resource));
            Assert.AreEqual(DtlsStatus.Ok, client.ChannelStatus);
        }

        [TestMethod]
        public void NetworkErrorIsSurvivedAndReportedWhenItLasts()
        {
            MemoryChannel channel = new() { SendStatus = DtlsStatus.NetworkError, ReceiveResult = -(int)DtlsStatus.NetworkError };
            CoapClient client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 5 });

            Assert.AreEqual(CoapStatus.NetworkError, client.Get(Resource));
            Assert.AreEqual(DtlsStatus.NetworkError, client.ChannelStatus);
            Assert.AreEqual(5, channel.Sends, "each retransmission is tried");
            Assert.IsLessThan(200, channel.Receives, "no spinning on a broken socket");

            // An ICMP error once, then the answer to the retransmission.
            channel = new() { ReceiveResult = -(int)DtlsStatus.NetworkError };
            client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 5 });
            channel.OnSend = (b, o, n) =>
            {
                if (channel.Sends == 2)
                {
                    Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x44, m => m, "");
                }
            };
            Assert.AreEqual(CoapStatus.Ok, client.Get(Resource));
            Assert.AreEqual(1, client.Retransmissions);
        }

        [TestMethod]
        public void ResponseBehindANetworkErrorIsTakenWithoutWaitingForTheRetransmission()
        {
            MemoryChannel channel = new() { NextReceiveResult = -(int)DtlsStatus.NetworkError };
            CoapClient client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 30_000 });
            channel.OnSend = (b, o, n) => Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x44, m => m, "");
            Stopwatch watch = Stopwatch.StartNew();

            Assert.AreEqual(CoapStatus.Ok, client.Get(Resource));

            Assert.AreEqual(0, client.Retransmissions);
            Assert.AreEqual(DtlsStatus.NetworkError, client.ChannelStatus, "it is told all the same");
            Assert.IsLessThan(15_000L, watch.ElapsedMilliseconds);
        }

        [TestMethod]
        public void ClientIsUsableAfterTheChannelThrew()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, null!);
            channel.OnSend = (b, o, n) => throw new InvalidOperationException();
            Assert.ThrowsExactly<InvalidOperationException>(() => client.Get(Resource));

            channel.OnSend = (b, o, n) => Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x44, m => m, "");
            Assert.AreEqual(CoapStatus.Ok, client.Get(Resource));
        }
    }
}
