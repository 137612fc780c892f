// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    /// <summary>The counters that a session takes with it into deep sleep, and the ping that keeps it alive.</summary>
    [TestClass]
    public class CoapEngineCounterTests
    {
        [TestMethod]
        public void C_07_E_03_N_02_CountersGoOnBehindTheReserveAfterDeepSleep()
        {
            EngineBench before = new(new CoapClientOptions { InitialMessageId = 0xABC0, InitialToken = 0x01_0203_0405 });
            Answered(before);
            byte[] state = new byte[20];

            Assert.AreEqual(CoapEngine.CountersLength, before.Engine.ExportCounters(state, 3, 16, before.Now));
            HashSet<string> tokens = [];
            HashSet<int> ids = [];
            for (int i = 0; i < 16; i++)
            {
                WireMessage request = Answered(before);
                tokens.Add(Convert.ToHexString(request.Token));
                ids.Add(request.MessageId);
            }

            // Another object, after a reset: other random start, another clock.
            EngineBench after = new(new CoapClientOptions { InitialMessageId = 5 }) { Now = 77 };
            Assert.IsTrue(after.Engine.ImportCounters(state, 3, 0, after.Now));
            for (int i = 0; i < 16; i++)
            {
                WireMessage request = Answered(after);
                Assert.IsTrue(tokens.Add(Convert.ToHexString(request.Token)), "a token was used again");
                Assert.IsTrue(ids.Add(request.MessageId), "a message ID was used again");
            }

            Assert.AreEqual("0102030425", Convert.ToHexString(after.Last.Token), "counted on: one before, 16 in reserve, the 16th after");
        }

        [TestMethod]
        public void C_07_LifetimeOfMessageIdsIsCountedAcrossSleep()
        {
            // The last message ID of the low half is used, then the node sleeps.
            byte[] state = new byte[CoapEngine.CountersLength];
            EngineBench before = new(new CoapClientOptions { InitialMessageId = 0x7FFF });
            Answered(before);
            before.Now += 100_000;
            before.Engine.ExportCounters(state, 0, 0, before.Now);

            foreach ((long slept, long awake, bool isAllowed) in new[] { (0L, 0L, false), (0L, 140_000L, false), (0L, 150_000L, true), (100_000L, 40_000L, false), (150_000L, 0L, true) })
            {
                EngineBench after = new();
                Assert.IsTrue(after.Engine.ImportCounters(state, 0, slept, after.Now));
                // On to the end of the high half, at once; then the low half is due again.
                for (int i = 0x8000; i <= 0xFFFF; i++)
                {
                    Answered(after);
                }

                after.Now += awake;
                CoapStatus status = after.Engine.Start(CoapMethod.Get, EngineBench.Resource, -1, -1, null, 0, 0, after.Now);
                Assert.AreEqual(isAllowed ? CoapStatus.Pending : CoapStatus.MessageIdsExhausted, status, $"slept {slept}, awake {awake}");
            }
        }

        [TestMethod]
        public void C_07_ReserveThatReachesIntoTheNextHalfLeavesTheOneBeforeAsUsedJustNow()
        {
            byte[] state = new byte[CoapEngine.CountersLength];
            foreach (int first in new[] { 0x7FF8, 0xFFF8 })
            {
                EngineBench before = new(new CoapClientOptions { InitialMessageId = first });
                before.Engine.ExportCounters(state, 0, 16, before.Now);
                EngineBench after = new();
                Assert.IsTrue(after.Engine.ImportCounters(state, 0, 0, after.Now));
                Assert.AreEqual((first + 16) & 0xFFFF, after.Engine.NextMessageId);
                while (after.Engine.NextMessageId != (first & 0x8000))
                {
                    Answered(after);
                }

                Assert.AreEqual(CoapStatus.MessageIdsExhausted, after.Engine.Start(CoapMethod.Get, EngineBench.Resource, -1, -1, null, 0, 0, after.Now));
            }
        }

        [TestMethod]
        public void C_07_CountersAreCheckedBeforeAnythingChanges()
        {
            CoapEngine engine = new(new CoapClientOptions { InitialMessageId = 7, InitialToken = 9 });
            byte[] state = new byte[CoapEngine.CountersLength];
            Array.Fill(state, (byte)0xFF);

            Assert.IsFalse(engine.ImportCounters(state, 0, 0, 0), "a token below 0");
            Assert.AreEqual(7, engine.NextMessageId);
            Assert.AreEqual(9, engine.NextToken);
            Assert.ThrowsExactly<ArgumentNullException>(() => engine.ExportCounters(null!, 0, 0, 0));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => engine.ExportCounters(state, 1, 0, 0));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => engine.ExportCounters(state, 0, 0x8000, 0));
            Assert.ThrowsExactly<ArgumentNullException>(() => engine.ImportCounters(null!, 0, 0, 0));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => engine.ImportCounters(state, 1, 0, 0));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => engine.ImportCounters(state, 0, -1, 0));
            engine.StartPing(0);
            Assert.ThrowsExactly<InvalidOperationException>(() => engine.ImportCounters(state, 0, 0, 0));
        }

        [TestMethod]
        public void C_04_PingIsAnEmptyConfirmableMessageThatAResetAnswers()
        {
            EngineBench bench = new();
            Assert.AreEqual(CoapStatus.Pending, bench.Engine.StartPing(bench.Now));
            Assert.ThrowsExactly<InvalidOperationException>(() => bench.Engine.StartPing(bench.Now));
            Assert.AreEqual(4, bench.Engine.GetMessage());
            Assert.AreEqual("40001000", Convert.ToHexString(bench.Engine.OutputBuffer, 0, 4));

            // Nothing else ends it: not a response with an empty token, not a Reset of another message.
            Assert.IsFalse(bench.Deliver(WireMessage.Response(CoapMessageType.Acknowledgement, CoapCode.Content, 0x1000, [])));
            Assert.IsFalse(bench.Deliver(WireMessage.Response(CoapMessageType.NonConfirmable, CoapCode.Content, 1, [0, 0])));
            Assert.IsFalse(bench.Deliver(WireMessage.Response(CoapMessageType.Reset, 0, 0x0FFF, [])));
            Assert.IsFalse(bench.Deliver(WireMessage.Response(CoapMessageType.Acknowledgement, 0, 0x1000, [])), "an acknowledgement is no answer to it");
            Assert.AreEqual(CoapStatus.Pending, bench.Engine.Status);
            bench.Elapse();
            Assert.AreEqual("40001000", Convert.ToHexString(bench.Sent[^1]), "retransmitted");
            Assert.IsTrue(bench.Deliver(WireMessage.Response(CoapMessageType.Reset, 0, 0x1000, [])));
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.AreEqual(0, bench.Engine.ResponseCode);
            Assert.AreEqual(0x1001, bench.Start().MessageId);
        }

        [TestMethod]
        public void C_04_ClientPingsAndTellsASilentServer()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 20, MaxRetransmit = 1 });
            Assert.AreEqual(CoapStatus.TimedOut, client.Ping());
            channel.OnSend = (buffer, offset, count) => channel.Push([0x70, 0, buffer[offset + 2], buffer[offset + 3]]);
            Assert.AreEqual(CoapStatus.Ok, client.Ping());
            byte[] counters = new byte[CoapEngine.CountersLength];
            client.ExportCounters(counters, 0, 1);
            CoapClient next = new(channel, null);
            Assert.IsTrue(next.ImportCounters(counters, 0, 0));
            Assert.AreEqual((client.NextMessageId + 1) & 0xFFFF, next.NextMessageId);
            Assert.AreEqual(client.NextToken + 1, next.NextToken);
        }

        private static WireMessage Answered(EngineBench bench)
        {
            WireMessage request = bench.Start();
            Assert.IsTrue(bench.Deliver(WireMessage.Response(CoapMessageType.Acknowledgement, CoapCode.Changed, request.MessageId, request.Token)));
            return request;
        }
    }
}
