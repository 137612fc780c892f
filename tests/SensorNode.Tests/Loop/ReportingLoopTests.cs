// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using NanoDtls;

namespace SensorNode.Tests
{
    /// <summary>The firmware's loop over a scripted transport.</summary>
    [TestClass]
    public class ReportingLoopTests
    {
        [TestMethod]
        public void EachReadingIsSentOnce_OverOneConnection()
        {
            using var transport = new ScriptedTransport();
            var observer = new RecordingObserver();
            Assert.IsTrue(Loop(transport, observer, 3).Run());
            Assert.AreEqual("connecting connected sending1 delivered1 sending2 delivered2 sending3 delivered3", observer.Log);
            CollectionAssert.AreEqual(new[] { 1.0, 2.0, 3.0 }, transport.Sent.Select(sent => sent.Value).ToArray());
        }

        [TestMethod]
        public void ReadingUnderWay_IsSentAgainAfterTheReconnect_NotLost()
        {
            using var transport = new ScriptedTransport()
                .WithSends(ReportResult.Delivered, ReportResult.ConnectionLost, ReportResult.ConnectionLost)
                .WithConnects(DtlsStatus.Ok, DtlsStatus.TimedOut);
            var observer = new RecordingObserver();
            Assert.IsTrue(Loop(transport, observer, 3).Run());
            Assert.AreEqual(
                "connecting connected sending1 delivered1 sending2 lost2:1 connecting failed:TimedOut:2 connecting connected "
                + "sending2 lost2:3 connecting connected sending2 delivered2 sending3 delivered3",
                observer.Log);
            CollectionAssert.AreEqual(new[] { 1.0, 2.0, 2.0, 2.0, 3.0 }, transport.Sent.Select(sent => sent.Value).ToArray());
        }

        [TestMethod]
        public void S_03_ReadingSentLate_CarriesItsAge()
        {
            using var transport = new ScriptedTransport().WithSends(ReportResult.ConnectionLost);
            Assert.IsTrue(Loop(transport, new RecordingObserver(), 1, backoff: 2400).Run());
            Assert.AreEqual(0.0, transport.Sent[0].Time);

            // The pause was 1.2 to 2.4 s.
            Assert.IsInRange(-3.0, -1.0, transport.Sent[1].Time);
        }

        [TestMethod]
        public void PausesGrow_UntilAReadingArrives()
        {
            using var transport = new ScriptedTransport()
                .WithConnects(DtlsStatus.TimedOut, DtlsStatus.TimedOut, DtlsStatus.TimedOut, DtlsStatus.Ok)
                .WithSends(ReportResult.Delivered, ReportResult.ConnectionLost);
            Assert.IsTrue(Loop(transport, new RecordingObserver(), 2, backoff: 200).Run());
            long[] times = transport.ConnectTimes.ToArray();
            Assert.HasCount(5, times);
            long[] least = [100, 200, 400, 100];
            long[] most = [200, 400, 800, 200];
            for (int i = 0; i < 4; i++)
            {
                // The clock ticks coarsely, and the machine may be busy; without the reset the last one had 800 at least.
                Assert.IsInRange(least[i] - 20, most[i] + 500, times[i + 1] - times[i]);
            }
        }

        [TestMethod]
        public void ServerThatHangsUpAtOnce_IsNotDialledInATightCircle()
        {
            using var transport = new ScriptedTransport()
                .WithSends(Enumerable.Repeat(ReportResult.ConnectionLost, 100).ToArray());
            var observer = new RecordingObserver { Patience = 4 };
            var clock = Stopwatch.StartNew();
            Assert.IsFalse(Loop(transport, observer, 1, backoff: 100).Run());
            Assert.HasCount(4, transport.ConnectTimes);

            // Pauses of at least 50, 100 and 200 ms.
            Assert.IsGreaterThanOrEqualTo(330, clock.ElapsedMilliseconds);
        }

        [TestMethod]
        public void ObserverThatGivesUp_EndsTheLoop()
        {
            using var transport = new ScriptedTransport().WithConnects(DtlsStatus.CredentialsRejected);
            var observer = new RecordingObserver { Patience = 1 };
            Assert.IsFalse(Loop(transport, observer, 3).Run());
            Assert.AreEqual("connecting failed:CredentialsRejected:1", observer.Log);
            Assert.IsEmpty(transport.Sent);
        }

        [TestMethod]
        [DataRow(true, "connecting connected sending1 refused1:8F sending2 delivered2")]
        [DataRow(false, "connecting connected sending1 refused1:8F")]
        public void RefusedReading_IsNotRepeated(bool goesOn, string calls)
        {
            using var transport = new ScriptedTransport().WithSends(ReportResult.Refused);
            var observer = new RecordingObserver { GoesOnAfterRefusal = goesOn };
            Assert.AreEqual(goesOn, Loop(transport, observer, 2).Run());
            Assert.AreEqual(calls, observer.Log);
        }

        [TestMethod]
        public void SensorThatFails_CostsOneReadingOnly()
        {
            using var transport = new ScriptedTransport();
            var observer = new RecordingObserver();
            Assert.IsTrue(Loop(transport, observer, 3, sensor: new CountingSensor { FailingReading = 2 }).Run());
            Assert.AreEqual("connecting connected sending1 delivered1 sensor2 sending3 delivered3", observer.Log);
        }

        [TestMethod]
        public void Interval_IsKeptFromReadingToReading()
        {
            using var transport = new ScriptedTransport();
            var clock = Stopwatch.StartNew();
            Assert.IsTrue(Loop(transport, new RecordingObserver(), 4, interval: 100).Run());
            Assert.IsInRange(280, 3000, clock.ElapsedMilliseconds);
        }

        [TestMethod]
        public void Stop_EndsALongRestSoon()
        {
            using var transport = new ScriptedTransport();
            var observer = new RecordingObserver();
            ReportingLoop loop = Loop(transport, observer, 0, interval: 600000);
            var clock = Stopwatch.StartNew();
            Task<bool> run = Task.Run(loop.Run);
            Thread.Sleep(100);
            loop.Stop();
            Assert.IsFalse(run.GetAwaiter().GetResult());
            Assert.IsLessThan(2000, clock.ElapsedMilliseconds);
            Assert.AreEqual("connecting connected sending1 delivered1", observer.Log);
        }

        [TestMethod]
        public void Stop_EndsTheWaitForAServer()
        {
            using var transport = new ScriptedTransport().WithConnects(Enumerable.Repeat(DtlsStatus.TimedOut, 100).ToArray());
            ReportingLoop loop = Loop(transport, new RecordingObserver(), 1, backoff: 600000);
            Task<bool> run = Task.Run(loop.Run);
            Thread.Sleep(100);
            loop.Stop();
            Assert.IsTrue(run.Wait(2000));
            Assert.HasCount(1, transport.ConnectTimes);
        }

        [TestMethod]
        public void BadSettings_AreRefusedByTheConstructor()
        {
            using var transport = new ScriptedTransport();
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Loop(transport, new RecordingObserver(), -1));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Loop(transport, new RecordingObserver(), 1, interval: -1));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Loop(transport, new RecordingObserver(), 1, backoff: 0));
            Assert.ThrowsExactly<ArgumentNullException>(() => Loop(transport, null!, 1));
        }

        private static ReportingLoop Loop(
            ReportTransport transport,
            ReportObserver observer,
            int count,
            int interval = 0,
            int backoff = 1,
            SensorSource? sensor = null)
        {
            sensor ??= new CountingSensor();
            return new ReportingLoop(sensor, new ReadingPack(sensor, string.Empty, 64), transport, observer, new ReportingOptions
            {
                Count = count,
                IntervalMilliseconds = interval,
                InitialBackoffMilliseconds = backoff,
                MaxBackoffMilliseconds = 600000,
            });
        }
    }
}
