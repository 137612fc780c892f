// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;
using NanoDtls.Coap;

namespace SensorNode.Tests
{
    /// <summary>The loop, CoAP and DTLS together, over a real socket: nothing is allocated after construction.</summary>
    [TestClass]
    public class LoopAllocationTests
    {
        private const int Warmup = 20;
        private const int Measured = 200;

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void ReadingsCostNoHeap(bool isRaw)
        {
            using var server = new TestServer(isEcho: isRaw);
            using var client = new DtlsClient(new DtlsClientOptions
            {
                PskIdentity = System.Text.Encoding.UTF8.GetBytes(TestServer.Identity),
                PskKey = TestServer.Key,
            });
            var observer = new MeasuringObserver();
            ReportTransport transport = isRaw
                ? new RawReportTransport(client, server.Dtls.EndPoint, observer, 512, 1000)
                : new CoapReportTransport(client, server.Dtls.EndPoint, new CoapResource(server.Uri), CoapMethod.Post, new CoapClientOptions());
            var sensor = new CountingSensor();
            var loop = new ReportingLoop(sensor, new ReadingPack(sensor, string.Empty, 64), transport, observer, new ReportingOptions
            {
                Count = Warmup + Measured,
                IntervalMilliseconds = 1,
            });

            Assert.IsTrue(loop.Run());
            Assert.AreEqual(DtlsState.Closed, client.State, "the loop says goodbye");
            Assert.AreEqual(Warmup + Measured, observer.Delivered);
            Assert.AreEqual(0, observer.Allocated);
            Assert.AreEqual(isRaw ? Warmup + Measured : 0, observer.Replies);
        }

        private sealed class MeasuringObserver : ReportObserver
        {
            private long _start;

            internal int Delivered { get; private set; }

            internal int Replies { get; private set; }

            internal long Allocated { get; private set; } = -1;

            public override void OnConnecting()
            {
            }

            public override void OnConnected()
            {
            }

            public override bool OnConnectFailed(DtlsStatus status, DtlsAlert alert, int failures) => false;

            public override bool OnConnectionLost(int reading, int failures) => false;

            public override void OnSensorFailed(int reading)
            {
            }

            public override void OnSending(int reading)
            {
            }

            public override void OnDelivered(int reading)
            {
                Delivered++;
                if (reading == Warmup)
                {
                    _start = GC.GetAllocatedBytesForCurrentThread();
                }
                else if (reading == Warmup + Measured)
                {
                    Allocated = GC.GetAllocatedBytesForCurrentThread() - _start;
                }
            }

            public override bool OnRefused(int reading, int responseCode) => false;

            public override void OnRawReply(byte[] buffer, int count) => Replies++;
        }
    }
}
