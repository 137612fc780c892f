// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;
using NanoDtls.Coap;

namespace SensorNode.Tests
{
    /// <summary>The loop with a session that outlives it: what happens at its ends, and the steps down when it fails.</summary>
    [TestClass]
    public class StoredSessionTests
    {
        private string _file = string.Empty;

        [TestInitialize]
        public void CreateFileName() => _file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        [TestCleanup]
        public void DeleteFiles()
        {
            File.Delete(_file);
            File.Delete(_file + ".new");
        }

        [TestMethod]
        public void RestoredSession_NeedsNoHandshake_AndIsStoredAtTheEnd()
        {
            using var transport = new ScriptedTransport { RestoreResult = DtlsStatus.Ok, Store = new FileSessionStore(_file) };
            var observer = new RecordingObserver();
            Assert.IsTrue(Loop(transport, observer, 2).Run());
            Assert.AreEqual("restored sending1 delivered1 sending2 delivered2 stored:Ok", observer.Log);
            Assert.AreEqual(0, transport.Reservations, "restoring has reserved");
        }

        [TestMethod]
        public void NewSession_IsReservedAtOnce_UnlessTheLoopEndsAfterOneReading()
        {
            using var transport = new ScriptedTransport { RestoreResult = DtlsStatus.StateDamaged, Store = new FileSessionStore(_file) };
            var observer = new RecordingObserver();
            Assert.IsTrue(Loop(transport, observer, 2).Run());
            Assert.AreEqual(
                "norestore:StateDamaged connecting connected stored:Ok sending1 delivered1 sending2 delivered2 stored:Ok", observer.Log);

            using var once = new ScriptedTransport { Store = new FileSessionStore(_file) };
            observer = new RecordingObserver();
            Assert.IsTrue(Loop(once, observer, 1).Run());
            Assert.AreEqual("norestore:StateMissing connecting connected sending1 delivered1 stored:Ok", observer.Log);
        }

        [TestMethod]
        public void LostRestoredSession_IsFollowedByAHandshakeAtOnce_AndTheReadingIsSentAgain()
        {
            using var transport = new ScriptedTransport { RestoreResult = DtlsStatus.Ok, Store = new FileSessionStore(_file) }
                .WithSends(ReportResult.ConnectionLost);
            var observer = new RecordingObserver { Patience = 0 };
            long start = Environment.TickCount64;
            Assert.IsTrue(Loop(transport, observer, 1, backoff: 20000).Run());
            Assert.AreEqual("restored sending1 fallback1 connecting connected sending1 delivered1 stored:Ok", observer.Log);
            CollectionAssert.AreEqual(new[] { 1.0, 1.0 }, transport.Sent.Select(sent => sent.Value).ToArray());
            Assert.IsLessThan(5000, Environment.TickCount64 - start, "no pause: the network did not fail");
        }

        [TestMethod]
        public void AfterTheFallback_FailuresCountAsEver()
        {
            using var transport = new ScriptedTransport { RestoreResult = DtlsStatus.Ok, Store = new FileSessionStore(_file) }
                .WithSends(ReportResult.ConnectionLost, ReportResult.ConnectionLost)
                .WithConnects(DtlsStatus.Ok, DtlsStatus.TimedOut);
            var observer = new RecordingObserver { Patience = 2 };
            Assert.IsFalse(Loop(transport, observer, 1).Run());
            Assert.AreEqual("restored sending1 fallback1 connecting connected sending1 lost1:1 connecting failed:TimedOut:2", observer.Log);
        }

        [TestMethod]
        public void SessionThatCannotBeStored_IsClosedProperly()
        {
            using var transport = new ScriptedTransport { RestoreResult = DtlsStatus.Ok, SaveResult = DtlsStatus.StoreFailed, Store = new FileSessionStore(_file) };
            var observer = new RecordingObserver();
            Assert.IsTrue(Loop(transport, observer, 1).Run());
            Assert.AreEqual("restored sending1 delivered1 stored:StoreFailed", observer.Log);
        }

        [TestMethod]
        public void IOT_06_KeepAlive_AsksWhileTheLoopRests_AndFindsADeadServerBeforeTheNextReading()
        {
            using var transport = new ScriptedTransport().WithPings(true, true, false);
            var observer = new RecordingObserver();
            Assert.IsTrue(Loop(transport, observer, 2, interval: 1000, keepAlive: 150).Run());
            Assert.AreEqual("connecting connected sending1 delivered1 silent connecting connected sending2 delivered2", observer.Log);
            Assert.HasCount(3, transport.PingTimes, "none after the server was found silent");
            Assert.IsTrue(transport.PingTimes.Zip(transport.PingTimes.Skip(1)).All(pair => pair.Second - pair.First >= 140));

            using var busy = new ScriptedTransport();
            Assert.IsTrue(Loop(busy, new RecordingObserver(), 5, interval: 20, keepAlive: 150).Run());
            Assert.HasCount(0, busy.PingTimes, "readings are signs of life themselves");
        }

        [TestMethod]
        public void KeepAlive_AgainstBouncyCastle()
        {
            using var server = new TestServer();
            using DtlsClient client = Client();
            var transport = new CoapReportTransport(client, server.Dtls.EndPoint, new CoapResource(server.Uri), CoapMethod.Post, Impatient());
            var observer = new RecordingObserver();
            var sensor = new CountingSensor();
            observer.Delivered = reading =>
            {
                if (reading == 2)
                {
                    server.Dtls.CloseSessions();
                }
            };
            var loop = new ReportingLoop(sensor, new ReadingPack(sensor, string.Empty, 64), transport, observer, new ReportingOptions
            {
                Count = 3,
                IntervalMilliseconds = 700,
                KeepAliveMilliseconds = 200,
                InitialBackoffMilliseconds = 10,
            });
            Assert.IsTrue(loop.Run());
            Assert.AreEqual(
                "connecting connected sending1 delivered1 sending2 delivered2 silent connecting connected sending3 delivered3", observer.Log);
        }

        [TestMethod]
        public void Ladder_RestoredSession_ThenHandshake_AgainstBouncyCastleThatForgot()
        {
            using var server = new TestServer(connectionIdLength: 8);
            var log = new List<string>();
            for (int wake = 0; wake < 4; wake++)
            {
                if (wake == 2)
                {
                    // The server lost its memory: Connection IDs mean nothing to it any more, and it says nothing.
                    server.Dtls.CloseSessions();
                }

                using DtlsClient client = Client();
                var transport = new CoapReportTransport(client, server.Dtls.EndPoint, new CoapResource(server.Uri), CoapMethod.Post, Impatient())
                {
                    Store = new FileSessionStore(_file),
                };
                var observer = new RecordingObserver();
                Assert.IsTrue(Loop(transport, observer, 1).Run(), observer.Log);
                log.Add(observer.Log);
            }

            CollectionAssert.AreEqual(
                new[]
                {
                    "norestore:StateMissing connecting connected sending1 delivered1 stored:Ok",
                    "restored sending1 delivered1 stored:Ok",
                    "restored sending1 fallback1 connecting connected sending1 delivered1 stored:Ok",
                    "restored sending1 delivered1 stored:Ok",
                },
                log);
            Assert.HasCount(4, server.Readings, "no reading was lost on the way");
        }

        [TestMethod]
        public void C_07_MessageIdsAndTokensGoOnAfterASleepAndAfterAPowerFailure()
        {
            using var server = new TestServer(connectionIdLength: 8);
            var seen = new List<(int Id, long Token)>();
            var sensor = new CountingSensor();
            var pack = new ReadingPack(sensor, string.Empty, 64);
            sensor.Read();
            for (int wake = 0; wake < 6; wake++)
            {
                // Not disposed of: that would say goodbye to the server, which a power failure does not.
                DtlsClient client = Client();
                var transport = new CoapReportTransport(client, server.Dtls.EndPoint, new CoapResource(server.Uri), CoapMethod.Post, Impatient())
                {
                    Store = new FileSessionStore(_file),
                };
                Assert.AreEqual(wake == 0 ? DtlsStatus.StateMissing : DtlsStatus.Ok, transport.Restore());
                if (wake == 0)
                {
                    Assert.AreEqual(DtlsStatus.Ok, transport.Connect());
                    Assert.AreEqual(DtlsStatus.Ok, transport.Reserve());
                }

                for (int i = 0; i < 3; i++)
                {
                    seen.Add(CountersOf(transport));
                    Assert.AreEqual(ReportResult.Delivered, transport.Send(pack.Buffer, pack.Write(0)));
                }

                // Every other time the power fails instead.
                if (wake % 2 == 0)
                {
                    Assert.AreEqual(DtlsStatus.Ok, transport.Save());
                }
            }

            Assert.HasCount(seen.Count, seen.Select(counters => counters.Token).Distinct().ToList());
            Assert.HasCount(seen.Count, seen.Select(counters => counters.Id).Distinct().ToList());
            Assert.IsTrue(seen.Zip(seen.Skip(1)).All(pair => pair.Second.Token > pair.First.Token));
            Assert.AreEqual(seen[2].Token + 1, seen[3].Token, "after a sleep none is skipped");
        }

        private static (int Id, long Token) CountersOf(CoapReportTransport transport)
        {
            var coap = (CoapClient)typeof(CoapReportTransport)
                .GetField("_coap", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(transport)!;
            return (coap.NextMessageId, coap.NextToken);
        }

        private static CoapClientOptions Impatient() => new() { AckTimeoutMilliseconds = 100, MaxRetransmit = 2 };

        private static DtlsClient Client()
        {
            return new DtlsClient(new DtlsClientOptions
            {
                PskIdentity = System.Text.Encoding.UTF8.GetBytes(TestServer.Identity),
                PskKey = TestServer.Key,
                StateKey = new byte[32],
            });
        }

        private static ReportingLoop Loop(
            ReportTransport transport, RecordingObserver observer, int count, int backoff = 20, int interval = 1, int keepAlive = 0)
        {
            var sensor = new CountingSensor();
            return new ReportingLoop(sensor, new ReadingPack(sensor, string.Empty, 64), transport, observer, new ReportingOptions
            {
                Count = count,
                IntervalMilliseconds = interval,
                KeepAliveMilliseconds = keepAlive,
                InitialBackoffMilliseconds = backoff,
                MaxBackoffMilliseconds = backoff,
            });
        }
    }
}
