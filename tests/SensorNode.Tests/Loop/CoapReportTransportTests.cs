// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls;
using NanoDtls.Coap;
using SensorNode.Desktop.Server;

namespace SensorNode.Tests
{
    /// <summary>The loop over CoAP, over DTLS, to a server that misbehaves above DTLS.</summary>
    [TestClass]
    public class CoapReportTransportTests
    {
        [TestMethod]
        public void ReadingThatNobodyAcknowledges_IsSentAgainInANewSession()
        {
            var arrived = new List<double>();
            bool isMute = false;
            var coap = new CoapServer(records => arrived.Add(records.Single().Value));
            using var server = new PskServer([DtlsCipherSuite.PskWithAes128Ccm8], () => new MuteHandler(coap.CreateSession(), () => isMute));
            server.Identities.Add(Encoding.UTF8.GetBytes(TestServer.Identity), TestServer.Key);
            using DtlsClient client = Client();
            var observer = new RecordingObserver { Lost = () => isMute = false };
            observer.Delivered = reading => isMute = reading == 1;

            Assert.IsTrue(Loop(client, server, observer, "/s/1", 3).Run());
            Assert.AreEqual(
                "connecting connected sending1 delivered1 sending2 lost2:1 connecting connected sending2 delivered2 sending3 delivered3",
                observer.Log);
            CollectionAssert.AreEqual(new[] { 1.0, 2.0, 3.0 }, arrived);
            Assert.AreEqual(DtlsState.Closed, client.State);
        }

        [TestMethod]
        public void CoapError_IsARefusal_WithTheServersCode()
        {
            var coap = new CoapServer(_ => { });
            using var server = new PskServer([DtlsCipherSuite.PskWithAes128Ccm8], coap.CreateSession);
            server.Identities.Add(Encoding.UTF8.GetBytes(TestServer.Identity), TestServer.Key);
            using DtlsClient client = Client();
            var observer = new RecordingObserver();
            Assert.IsTrue(Loop(client, server, observer, "/nowhere", 1).Run());
            Assert.AreEqual("connecting connected sending1 refused1:84", observer.Log);
        }

        private static DtlsClient Client() => new(new DtlsClientOptions
        {
            PskIdentity = Encoding.UTF8.GetBytes(TestServer.Identity),
            PskKey = TestServer.Key,
            HandshakeTimeoutMilliseconds = 10000,
        });

        private static ReportingLoop Loop(DtlsClient client, PskServer server, RecordingObserver observer, string path, int count)
        {
            // Two transmissions, 600 ms in all at most.
            var transport = new CoapReportTransport(
                client,
                server.EndPoint,
                new CoapResource($"coaps://{server.EndPoint}{path}"),
                CoapMethod.Post,
                new CoapClientOptions { AckTimeoutMilliseconds = 130, MaxRetransmit = 1 });
            var sensor = new CountingSensor();
            return new ReportingLoop(sensor, new ReadingPack(sensor, string.Empty, 64), transport, observer, new ReportingOptions
            {
                Count = count,
                IntervalMilliseconds = 0,
                InitialBackoffMilliseconds = 10,
                MaxBackoffMilliseconds = 10,
            });
        }
    }
}
