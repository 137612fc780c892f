// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using System.Text.RegularExpressions;
using NanoDtls.Coap;
using NanoDtls.Testing;

namespace NanoDtls.Live.Tests
{
    /// <summary>
    /// The CoAP client against libcoap's servers on both TLS libraries: all methods, long bodies, observation and separate
    /// responses, on a good path and on one that loses and repeats every fifth datagram.
    /// </summary>
    [TestClass]
    public sealed class CoapTransferTests : LiveTest
    {
        private const int NotificationsMilliseconds = 200_000;

        private static readonly ChaosRates s_lossy = new(Drop: 20, Duplicate: 20, Reorder: 10, LateMilliseconds: 30);

        // A lost notification makes libcoap wait for seconds, up to 45, before it says anything more: fewer of them.
        private static readonly ChaosRates s_lessLossy = s_lossy with { Drop = 10 };

        [TestMethod]
        [DataRow(PeerKind.LibcoapOpenSsl, false)]
        [DataRow(PeerKind.LibcoapOpenSsl, true)]
        [DataRow(PeerKind.LibcoapGnuTls, false)]
        [DataRow(PeerKind.LibcoapGnuTls, true)]
        public void C_05_C_07_P_01_EveryMethodIsAnsweredOnceAndRetransmittedUnderOneMessageId(PeerKind kind, bool isLossy)
        {
            CoapBench bench = Own(new CoapBench(kind, isLossy ? s_lossy : null, 7100 + (int)kind));
            CoapResource stored = CoapBench.Resource("store/a");
            // libcoap does not tell copies of a request apart: what a lost answer makes the client repeat, it does again.
            int created = isLossy ? CoapCode.Changed : CoapCode.Created;
            int deleted = isLossy ? CoapCode.NotFound : CoapCode.Deleted;
            int firstId = bench.Client.NextMessageId;
            int requests = 0;
            for (int i = 0; i < (isLossy ? 4 : 8); i++)
            {
                string value = "value " + i;
                bench.Request(CoapMethod.Put, stored, value, CoapCode.Created, created);
                Assert.AreEqual(value, bench.Request(CoapMethod.Get, stored, null, CoapCode.Content));
                bench.Request(CoapMethod.Put, stored, value + "+", CoapCode.Changed);
                Assert.AreEqual(value + "+", bench.Request(CoapMethod.Get, stored, null, CoapCode.Content));
                bench.Request(CoapMethod.Delete, stored, null, CoapCode.Deleted, deleted);
                bench.Request(CoapMethod.Get, stored, null, CoapCode.NotFound);
                bench.Request(CoapMethod.Post, CoapBench.Resource("example_data"), "x", CoapCode.MethodNotAllowed);
                requests += 7;
            }

            foreach (CoapMethod method in new[] { CoapMethod.Fetch, CoapMethod.Patch, CoapMethod.IPatch })
            {
                bench.Request(method, CoapBench.Resource("time"), "x", method == CoapMethod.Fetch ? CoapCode.Content : CoapCode.MethodNotAllowed);
                requests++;
            }

            requests += bench.Repeats;
            Assert.AreEqual((firstId + requests) & 0xFFFF, bench.Client.NextMessageId, "one message ID a request, whatever was lost");
            bench.Complete("Ping", bench.Client.Ping);

            // What the server saw of them: no other IDs, so that one that tells copies apart acts once. A line of its log can
            // be torn, so not each of them has to be found there.
            List<int> seen = Regex.Matches(bench.ServerLog, "t:CON c:(?:GET|PUT|POST|DELETE|FETCH|PATCH|iPATCH) i:([0-9a-f]{4})", RegexOptions.None)
                .Select(match => int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
                .Distinct().ToList();
            CollectionAssert.IsSubsetOf(seen, Enumerable.Range(firstId, requests).Select(id => id & 0xFFFF).ToList());
            Assert.IsInRange(requests - 5, requests, seen.Count);
        }

        [TestMethod]
        [DataRow(PeerKind.LibcoapOpenSsl, 512, false)]
        [DataRow(PeerKind.LibcoapOpenSsl, 1152, true)]
        [DataRow(PeerKind.LibcoapGnuTls, 512, false)]
        [DataRow(PeerKind.LibcoapGnuTls, 1152, true)]
        public void B_02_B_03_BodiesOf20KilobytesCrossBothWays(PeerKind kind, int maxMessage, bool isLossy)
        {
            CoapBench bench = Own(new CoapBench(kind, isLossy ? s_lossy : null, 7200 + (int)kind, maxMessage));
            CoapResource data = CoapBench.Resource("example_data");
            for (int i = 0; i < (isLossy ? 1 : 2); i++)
            {
                byte[] body = new byte[20_000 + i];
                new Random(7300 + i).NextBytes(body);
                bench.Complete("Put", () => bench.Client.Request(CoapMethod.Put, data, CoapContentFormat.OctetStream, new MemorySource(body)));
                CollectionAssert.Contains(new[] { CoapCode.Created, CoapCode.Changed }, bench.Client.ResponseCode);

                var sink = new MemorySink();
                bench.Complete("Get", () => bench.Client.Get(data, sink));
                Assert.AreEqual(CoapCode.Content, bench.Client.ResponseCode);
                CollectionAssert.AreEqual(body, sink.Body);
            }
        }

        [TestMethod]
        [DataRow(PeerKind.LibcoapOpenSsl, false)]
        [DataRow(PeerKind.LibcoapOpenSsl, true)]
        [DataRow(PeerKind.LibcoapGnuTls, false)]
        [DataRow(PeerKind.LibcoapGnuTls, true)]
        [Timeout(NotificationsMilliseconds + 40_000, CooperativeCancellation = false)]
        public void O_01_O_02_O_03_FiftyNotificationsArriveInOrderOverAReconnection(PeerKind kind, bool isLossy)
        {
            CoapBench bench = Own(new CoapBench(kind, isLossy ? s_lessLossy : null, 7400 + (int)kind));
            CoapResource data = CoapBench.Resource("example_data");
            bench.Request(CoapMethod.Put, data, "0", CoapCode.Created, CoapCode.Changed);
            var observation = new TextObservation(data);
            bench.Complete("Observe", () => bench.Client.Observe(observation));
            Assert.IsTrue(observation.IsActive);

            int value = 0;
            int silent = 0;
            bool isReconnected = false;
            long end = Environment.TickCount64 + NotificationsMilliseconds;
            while (observation.Seen.Count < 50)
            {
                if (observation.Seen.Count >= 25 && !isReconnected)
                {
                    isReconnected = true;
                    bench.Connect();
                    Assert.IsFalse(observation.IsActive);
                }

                value++;
                Assert.IsLessThan(end, Environment.TickCount64, $"{observation.Seen.Count} notifications after {value} changes");
                int seenBefore = observation.Seen.Count;
                bench.Request(CoapMethod.Put, data, value.ToString(CultureInfo.InvariantCulture), CoapCode.Changed);

                // libcoap makes every few notifications confirmable, and pushes nothing more until the last one is answered:
                // one that falls to the path holds the others back for its retransmissions, up to 45 s.
                Assert.AreEqual(CoapStatus.Ok, bench.Client.Listen(silent < 10 ? 20 : 1000));
                silent = observation.Seen.Count > seenBefore ? 0 : silent + 1;
                Assert.IsTrue(observation.IsActive);
            }

            List<int> seen = observation.Seen.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToList();
            CollectionAssert.AreEqual(seen.Order().ToList(), seen);
            if (!isLossy)
            {
                // The new registration gives the value of the moment; every change is pushed.
                CollectionAssert.AreEqual(Enumerable.Range(0, seen.Max() + 1).ToList(), seen.Distinct().ToList());
            }

            bench.Complete("Cancel", () => bench.Client.CancelObservation(observation));
            int count = observation.Seen.Count;
            bench.Request(CoapMethod.Put, data, "after", CoapCode.Changed);
            bench.Client.Listen(200);
            Assert.HasCount(count, observation.Seen);
        }

        [TestMethod]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        public void C_08_C_10_SeparateResponsesArriveOnceOverALossyPath(PeerKind kind)
        {
            CoapBench bench = Own(new CoapBench(kind, s_lossy, 7500 + (int)kind));
            for (int i = 0; i < 2; i++)
            {
                Assert.AreEqual("done", bench.Request(CoapMethod.Get, CoapBench.Resource("async?1"), null, CoapCode.Content));
                // Copies of the response and of its predecessors come in between, and are not taken for others.
                StringAssert.Contains(bench.Request(CoapMethod.Get, CoapBench.Resource(""), null, CoapCode.Content), "libcoap");
            }
        }

        [TestMethod]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        public void N_01_C_10_NonConfirmableRequestsAreServed(PeerKind kind)
        {
            CoapBench bench = Own(new CoapBench(kind, null, 0));
            CoapResource data = CoapBench.Resource("example_data");
            var request = new CoapRequest(CoapMethod.Put, data) { IsConfirmable = false, NoResponse = 26, ContentFormat = CoapContentFormat.TextPlain };
            request.SetPayload("silent"u8.ToArray(), 0, 6);
            Assert.AreEqual(CoapStatus.Sent, bench.Client.Request(request));
            Assert.AreEqual("silent", bench.Request(CoapMethod.Get, data, null, CoapCode.Content));

            request = new CoapRequest(CoapMethod.Get, data) { IsConfirmable = false };
            Assert.AreEqual(CoapStatus.Ok, bench.Client.Request(request));
            Assert.AreEqual(CoapCode.Content, bench.Client.ResponseCode);
        }

        [TestMethod]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        public void UdpChannelReachesTheSameServerInTheOpen(PeerKind kind)
        {
            LibcoapPeer peer = Own(LibcoapPeer.StartServer(kind, PeerSuites.Both, 0));
            using var channel = new UdpCoapChannel(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, peer.EndPoint.Port - 1), 1152);
            var client = new CoapClient(channel, new CoapClientOptions { MaxMessage = 1152 });
            byte[] body = Payload.Binary(7, 16_000);
            var data = new CoapResource("coap://127.0.0.1/example_data");
            Assert.AreEqual(CoapStatus.Ok, client.Request(CoapMethod.Put, data, CoapContentFormat.OctetStream, new MemorySource(body)));
            var sink = new MemorySink();
            Assert.AreEqual(CoapStatus.Ok, client.Get(data, sink));
            CollectionAssert.AreEqual(body, sink.Body);
        }
    }
}
