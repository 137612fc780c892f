// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls;

namespace SensorNode.Tests
{
    /// <summary>The loop over bare records.</summary>
    [TestClass]
    public class RawReportTransportTests
    {
        [TestMethod]
        public void ReadingSentAfterTheServerHungUp_IsSentAgainInANewSession()
        {
            using var server = new TestServer(isEcho: true);
            using DtlsClient client = Client();
            var observer = new RecordingObserver();
            observer.Delivered = reading =>
            {
                if (reading == 1)
                {
                    server.Dtls.CloseSessions();
                }
            };

            Assert.IsTrue(Loop(client, server, observer, new CountingSensor(), 5000).Run());
            Assert.MatchesRegex(
                @"^connecting connected sending1 reply:\d+ delivered1 sending2 lost2:1 connecting connected sending2 reply:\d+ delivered2$",
                observer.Log);
        }

        [TestMethod]
        public void ServerThatSaysNothing_IsNoFailure()
        {
            // A collector answers no bare record: it is no CoAP message.
            using var server = new TestServer();
            using DtlsClient client = Client();
            var observer = new RecordingObserver();
            Assert.IsTrue(Loop(client, server, observer, new CountingSensor(), 50).Run());
            Assert.AreEqual("connecting connected sending1 delivered1 sending2 delivered2", observer.Log);
            Assert.IsEmpty(server.Readings);
        }

        [TestMethod]
        public void ReadingTooLongForARecord_IsRefusedOnce()
        {
            using var server = new TestServer(isEcho: true);
            using DtlsClient client = Client();
            var observer = new RecordingObserver();
            Assert.IsTrue(Loop(client, server, observer, new LongSensor(), 50).Run());
            Assert.AreEqual("connecting connected sending1 refused1:00 sending2 refused2:00", observer.Log);
        }

        private static DtlsClient Client() => new(new DtlsClientOptions
        {
            PskIdentity = Encoding.UTF8.GetBytes(TestServer.Identity),
            PskKey = TestServer.Key,
            MaxRecordPayload = 64,
            HandshakeTimeoutMilliseconds = 10000,
        });

        private static ReportingLoop Loop(DtlsClient client, TestServer server, RecordingObserver observer, SensorSource sensor, int replyTimeout)
        {
            var transport = new RawReportTransport(client, server.Dtls.EndPoint, observer, 64, replyTimeout);
            return new ReportingLoop(sensor, new ReadingPack(sensor, string.Empty, 256), transport, observer, new ReportingOptions
            {
                Count = 2,
                IntervalMilliseconds = 0,
                InitialBackoffMilliseconds = 10,
                MaxBackoffMilliseconds = 10,
            });
        }

        private sealed class LongSensor : SensorSource
        {
            internal LongSensor()
                : base([new string('n', 100)], ["u"])
            {
            }

            public override bool Read() => true;
        }
    }
}
