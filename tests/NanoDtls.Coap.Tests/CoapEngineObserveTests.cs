// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    /// <summary>Observing resources (RFC 7641).</summary>
    [TestClass]
    public class CoapEngineObserveTests
    {
        private const CoapMessageType Con = CoapMessageType.Confirmable;
        private const CoapMessageType Non = CoapMessageType.NonConfirmable;
        private const CoapMessageType Ack = CoapMessageType.Acknowledgement;

        [TestMethod]
        public void O_01_RegistrationKeepsItsTokenAndNotificationsFindIt()
        {
            EngineBench bench = new();
            Watcher watcher = new();
            WireMessage request = Register(bench, watcher, 5);
            Assert.AreEqual("6= 11=s 11=1", request.OptionText());
            Assert.AreEqual("first", watcher.Seen[0]);
            Assert.IsTrue(watcher.IsActive);

            // Other requests come and go in between, with tokens of their own.
            WireMessage other = bench.Start();
            CollectionAssert.AreNotEqual(request.Token, other.Token);
            Assert.IsTrue(bench.Deliver(Notification(Non, 40, request.Token, "second", 6)));
            Assert.AreEqual(CoapStatus.Pending, bench.Engine.Status);
            Assert.AreEqual(0, bench.Engine.ResponseCode, "it is not the response");
            Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, CoapCode.Changed, other.MessageId, other.Token)));
            Assert.IsTrue(bench.Deliver(Notification(Con, 41, request.Token, "third", 7)));
            bench.AssertEmpty(Ack, 41);
            CollectionAssert.AreEqual(new[] { "first", "second", "third" }, watcher.Seen);
            Assert.AreEqual(CoapContentFormat.TextPlain, watcher.Format);

            // The second registration keeps the token (section 3.3.1).
            bench.Engine.StartObserve(watcher, bench.Now);
            bench.Drain();
            CollectionAssert.AreEqual(request.Token, bench.Last.Token);
            Assert.AreNotEqual(request.MessageId, bench.Last.MessageId);
        }

        [TestMethod]
        // RFC 7641 section 3.4: V1 and V2 24 bits, T2 - T1 in seconds.
        [DataRow(1, 2, 0, true)]
        [DataRow(2, 1, 0, false)]
        [DataRow(1, 1, 0, false)]
        [DataRow(0, 8388607, 0, true)]
        [DataRow(0, 8388608, 0, false)]
        [DataRow(8388608, 0, 0, false)]
        [DataRow(8388609, 0, 0, true)]
        [DataRow(16777215, 0, 0, true)]
        [DataRow(0, 16777215, 0, false)]
        [DataRow(2, 1, 128, false)]
        [DataRow(2, 1, 129, true)]
        [DataRow(1, 1, 129, true)]
        public void O_02_NotificationsAreOrderedBySerialArithmeticOr128Seconds(int first, int second, int seconds, bool isNewer)
        {
            foreach (CoapMessageType type in new[] { Con, Non })
            {
                EngineBench bench = new();
                Watcher watcher = new();
                WireMessage request = Register(bench, watcher, first);
                bench.Now += seconds * 1000;
                Assert.AreEqual(isNewer, bench.Deliver(Notification(type, 40, request.Token, "x", second)));
                Assert.HasCount(isNewer ? 2 : 1, watcher.Seen);
                if (!isNewer)
                {
                    Assert.AreEqual(CoapDropReason.Stale, bench.Engine.LastDropReason);
                }

                if (type == Con)
                {
                    bench.AssertEmpty(Ack, 40);
                }
            }
        }

        [TestMethod]
        public void C_08_O_02_RepeatedNotificationIsAcknowledgedAgainAndNotDeliveredTwice()
        {
            EngineBench bench = new();
            Watcher watcher = new();
            WireMessage request = Register(bench, watcher, 1);
            for (int i = 0; i < 3; i++)
            {
                bench.Deliver(Notification(Con, 40, request.Token, "x", 2));
                bench.AssertEmpty(Ack, 40);
            }

            Assert.HasCount(2, watcher.Seen);
        }

        [TestMethod]
        public void O_03_CancellationTellsTheServerWithTheSameToken()
        {
            EngineBench bench = new();
            Watcher watcher = new();
            WireMessage request = Register(bench, watcher, 1);
            Assert.AreEqual(CoapStatus.Pending, bench.Engine.StartCancel(watcher, bench.Now));
            bench.Drain();
            Assert.AreEqual("6=\u0001 11=s 11=1", bench.Last.OptionText());
            CollectionAssert.AreEqual(request.Token, bench.Last.Token);
            Assert.IsFalse(watcher.IsActive);

            // A notification that crosses it is not the answer, and is not delivered.
            WireMessage cancel = bench.Last;
            Assert.IsFalse(bench.Deliver(Notification(Con, 40, request.Token, "late", 2)));
            bench.AssertEmpty(Ack, 40);
            Assert.AreEqual(CoapStatus.Pending, bench.Engine.Status);
            Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, CoapCode.Content, cancel.MessageId, cancel.Token, "last")));
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.HasCount(1, watcher.Seen);
            Assert.AreEqual(long.MaxValue, bench.Engine.NextRegistration);

            // Nothing is left to tell.
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.StartCancel(watcher, bench.Now));
        }

        [TestMethod]
        public void O_03_NotificationThatNobodyObservesIsReset()
        {
            EngineBench bench = new();
            Watcher watcher = new();
            WireMessage request = Register(bench, watcher, 1);
            bench.Engine.StartCancel(watcher, bench.Now);
            bench.Drain();
            bench.Engine.Cancel();
            bench.AssertDropped(CoapDropReason.TokenMismatch, Notification(Con, 40, request.Token, "x", 2), CoapMessageType.Reset);
            bench.AssertDropped(CoapDropReason.TokenMismatch, Notification(Non, 41, request.Token, "x", 3), CoapMessageType.Reset);
            bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Non, CoapCode.Content, 42, request.Token), null);
        }

        [TestMethod]
        [DataRow(CoapCode.NotFound, true)]
        [DataRow(CoapCode.InternalServerError, false)]
        [DataRow(CoapCode.Content, false)]
        public void O_03_ErrorOrMissingOptionEndsIt(int code, bool hasOption)
        {
            EngineBench bench = new();
            Watcher watcher = new();
            WireMessage request = Register(bench, watcher, 1);
            WireMessage last = WireMessage.Response(Con, code, 40, request.Token, "end");
            if (hasOption)
            {
                last.With(CoapOption.Observe, 2);
            }

            Assert.IsTrue(bench.Deliver(last));
            bench.AssertEmpty(Ack, 40);
            Assert.IsFalse(watcher.IsActive);
            CollectionAssert.AreEqual(new[] { "first", "end" }, watcher.Seen);
            Assert.AreEqual(long.MaxValue, bench.Engine.NextRegistration);
            bench.AssertDropped(CoapDropReason.TokenMismatch, Notification(Con, 41, request.Token, "x", 3), CoapMessageType.Reset);
        }

        [TestMethod]
        public void O_03_ServerThatDoesNotObserveOrRefusesAnswersOnce()
        {
            foreach (int code in new[] { CoapCode.Content, CoapCode.NotFound })
            {
                EngineBench bench = new();
                Watcher watcher = new();
                bench.Engine.StartObserve(watcher, bench.Now);
                bench.Drain();
                Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, code, bench.Last.MessageId, bench.Last.Token, "only")));
                Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
                Assert.AreEqual(code, bench.Engine.ResponseCode);
                Assert.IsFalse(watcher.IsActive);
                Assert.AreEqual(long.MaxValue, bench.Engine.NextRegistration);
                CollectionAssert.AreEqual(new[] { "only" }, watcher.Seen);
            }
        }

        [TestMethod]
        public void O_03_C_12_NotificationWithAnUnknownCriticalOptionIsRejectedAndEndsIt()
        {
            EngineBench bench = new();
            Watcher watcher = new();
            WireMessage request = Register(bench, watcher, 1);
            Assert.IsFalse(bench.Deliver(Notification(Con, 40, request.Token, "x", 2).With(65001, 1)));
            bench.AssertEmpty(CoapMessageType.Reset, 40);
            Assert.IsFalse(watcher.IsActive);
            Assert.HasCount(1, watcher.Seen);
        }

        [TestMethod]
        public void O_04_ItIsRegisteredAgain5To15SecondsBehindMaxAge()
        {
            foreach ((int jitter, int expected) in new[] { (0, 35_000), (int.MaxValue, 45_000) })
            {
                EngineBench bench = new(new CoapClientOptions { Random = new FixedRandom(jitter), InitialMessageId = 1 });
                Watcher watcher = new();
                long start = bench.Now;
                Register(bench, watcher, 1, 30);
                Assert.AreEqual(start + expected, bench.Engine.NextRegistration);

                // Each notification starts the time anew, with its own Max-Age, 60 by default.
                bench.Now += 10_000;
                bench.Deliver(Notification(Non, 40, bench.Last.Token, "x", 2));
                Assert.AreEqual(start + 10_000 + 30_000 + expected, bench.Engine.NextRegistration);
                Assert.AreEqual(CoapStatus.Ok, bench.Engine.StartDueObservation(bench.Engine.NextRegistration - 1), "not yet");
                bench.Now = bench.Engine.NextRegistration;
                Assert.AreEqual(CoapStatus.Pending, bench.Engine.StartDueObservation(bench.Now));
                bench.Drain();
                Assert.AreEqual(0, bench.Last.UInt(CoapOption.Observe));
            }
        }

        [TestMethod]
        public void O_04_FailedRegistrationIsTriedAgainAfterAMinute()
        {
            EngineBench bench = new();
            Watcher watcher = new();
            long start = bench.Now;
            bench.Engine.StartObserve(watcher, bench.Now);
            while (bench.Engine.Status == CoapStatus.Pending)
            {
                bench.Elapse();
            }

            Assert.AreEqual(CoapStatus.TimedOut, bench.Engine.Status);
            Assert.AreEqual(start + 60_000, bench.Engine.NextRegistration);
        }

        [TestMethod]
        public void O_01_C_16_NewSessionRegistersAllAgainWithNewTokensAndKnowsTheOldOnesNoMore()
        {
            EngineBench bench = new();
            Watcher[] watchers = [new(), new(), new()];
            List<byte[]> tokens = watchers.Select(w => Register(bench, w, 1).Token).ToList();
            bench.Engine.NewSession();
            foreach (byte[] token in tokens)
            {
                bench.AssertDropped(CoapDropReason.TokenMismatch, Notification(Con, 40, token, "old", 2), CoapMessageType.Reset);
            }

            for (int i = 0; i < 3; i++)
            {
                Assert.IsLessThanOrEqualTo(bench.Now, bench.Engine.NextRegistration);
                Assert.AreEqual(CoapStatus.Pending, bench.Engine.StartDueObservation(bench.Now));
                bench.Drain();
                Assert.IsFalse(tokens.Any(t => t.SequenceEqual(bench.Last.Token)));
                tokens.Add(bench.Last.Token);
                bench.Deliver(Notification(Ack, bench.Last.MessageId, bench.Last.Token, "again", 1));
            }

            Assert.IsGreaterThan(bench.Now, bench.Engine.NextRegistration);
            foreach (Watcher watcher in watchers)
            {
                CollectionAssert.AreEqual(new[] { "first", "again" }, watcher.Seen);
            }
        }

        [TestMethod]
        public void O_01_ResponseThatANotificationOvertookIsDeliveredWhenItIsNewer()
        {
            EngineBench bench = new();
            Watcher watcher = new();
            WireMessage first = Register(bench, watcher, 1);
            bench.Engine.StartObserve(watcher, bench.Now);
            bench.Drain();
            WireMessage again = bench.Last;
            Assert.IsTrue(bench.Deliver(Notification(Non, 40, first.Token, "push", 2)));
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.IsTrue(bench.Deliver(Notification(Ack, again.MessageId, again.Token, "response", 3)));
            Assert.IsFalse(bench.Deliver(Notification(Ack, again.MessageId, again.Token, "response", 3)));
            CollectionAssert.AreEqual(new[] { "first", "push", "response" }, watcher.Seen);
        }

        [TestMethod]
        public void O_01_NoRequestCanBeMadeFromANotificationAndAThrowingObserverDoesNoHarm()
        {
            EngineBench bench = new();
            Watcher watcher = new();
            WireMessage request = Register(bench, watcher, 1);
            watcher.OnMessage = engine => engine.StartPing(0);
            Assert.ThrowsExactly<InvalidOperationException>(() => bench.Deliver(Notification(Non, 40, request.Token, "x", 2)));
            watcher.OnMessage = null;
            Assert.IsTrue(bench.Deliver(Notification(Non, 41, request.Token, "x", 3)));
            bench.Start();
        }

        [TestMethod]
        public void B_02_O_01_NotificationOfALongBodySaysThatThereIsMore()
        {
            EngineBench bench = new();
            Watcher watcher = new();
            WireMessage request = Register(bench, watcher, 1);
            bench.Deliver(Notification(Non, 40, request.Token, new string('x', 16), 2).With(CoapOption.Block2, 8));
            Assert.IsTrue(watcher.HasMore);
            bench.Deliver(Notification(Non, 41, request.Token, "x", 3).With(CoapOption.Block2, 0));
            Assert.IsFalse(watcher.HasMore);
        }

        [TestMethod]
        public void P_01_O_01_OnlyPlainGetAndFetchCanBeObserved()
        {
            Assert.ThrowsExactly<ArgumentNullException>(() => new Watcher(null!));
            Assert.ThrowsExactly<ArgumentException>(() => new Watcher(new CoapRequest(CoapMethod.Post, EngineBench.Resource)));
            Assert.ThrowsExactly<ArgumentException>(() => new Watcher(new CoapRequest(CoapMethod.Get, EngineBench.Resource) { IsConfirmable = false }));
            Assert.ThrowsExactly<ArgumentException>(() => new Watcher(new CoapRequest(CoapMethod.Get, EngineBench.Resource) { Sink = new ListSink() }));
            EngineBench bench = new();
            Watcher fetch = new(new CoapRequest(CoapMethod.Fetch, EngineBench.Resource));
            Assert.AreEqual(5, Register(bench, fetch, 1).Code);
        }

        private static WireMessage Register(EngineBench bench, Watcher watcher, int sequence, int maxAge = -1)
        {
            Assert.AreEqual(CoapStatus.Pending, bench.Engine.StartObserve(watcher, bench.Now));
            bench.Drain();
            WireMessage request = bench.Last;
            WireMessage response = Notification(Ack, request.MessageId, request.Token, "first", sequence);
            Assert.IsTrue(bench.Deliver(maxAge < 0 ? response : response.With(CoapOption.MaxAge, (byte)maxAge)));
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            return request;
        }

        private static WireMessage Notification(CoapMessageType type, int id, byte[] token, string payload, int sequence)
        {
            byte[] value = [(byte)(sequence >> 16), (byte)(sequence >> 8), (byte)sequence];
            return WireMessage.Response(type, CoapCode.Content, id, token, payload)
                .With(CoapOption.Observe, value.SkipWhile(b => b == 0).ToArray())
                .With(CoapOption.ContentFormat);
        }
    }
}
