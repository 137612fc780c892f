// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class CoapEngineRetransmissionTests
    {
        [TestMethod]
        // The random part of ACK_TIMEOUT at its least and its most, and the times of the five transmissions.
        [DataRow(0, 2000L, 6000L, 14000L, 30000L, 62000L)]
        [DataRow(1000, 3000L, 9000L, 21000L, 45000L, 93000L)]
        public void C_05_DefaultsRetransmitFourTimesWithDoubledTimeouts(int jitter, params long[] times)
        {
            EngineBench bench = new(new CoapClientOptions { Random = new FixedRandom(jitter), InitialMessageId = 0 });
            bench.Now = 500_000;
            bench.Start();

            for (int i = 0; i < 4; i++)
            {
                Assert.AreEqual(500_000 + times[i], bench.Engine.NextDeadline);
                bench.Now = bench.Engine.NextDeadline - 1;
                bench.Engine.HandleTimeout(bench.Now);
                Assert.AreEqual(0, bench.Engine.GetMessage(), "not before the deadline");
                bench.Elapse();
                Assert.HasCount(i + 2, bench.Sent);
                Assert.AreEqual(i + 1, bench.Engine.Retransmissions);
                Assert.AreEqual(CoapExchangeState.AwaitingAcknowledgement, bench.Engine.State);
            }

            // MAX_TRANSMIT_WAIT: 93 s at most (RFC 7252 section 4.8.2).
            Assert.AreEqual(500_000 + times[4], bench.Engine.NextDeadline);
            bench.Elapse();
            Assert.HasCount(5, bench.Sent);
            Assert.AreEqual(CoapExchangeState.Failed, bench.Engine.State);
            Assert.AreEqual(CoapStatus.TimedOut, bench.Engine.Status);
            Assert.AreEqual(long.MaxValue, bench.Engine.NextDeadline);
            foreach (byte[] copy in bench.Sent)
            {
                CollectionAssert.AreEqual(bench.Sent[0], copy, "message ID, token and content stay");
            }
        }

        [TestMethod]
        public void C_05_FirstTimeoutIsSpreadEvenlyFrom2To3Seconds()
        {
            const int Seed = 42;
            const int Rounds = 20_000;
            int[] buckets = new int[10];
            CoapEngine engine = new(new CoapClientOptions { Random = new Random(Seed) });
            long minimum = long.MaxValue;
            long maximum = 0;
            for (int i = 0; i < Rounds; i++)
            {
                engine.Start(CoapMethod.Get, EngineBench.Resource, -1, -1, null!, 0, 0, 0);
                long timeout = engine.NextDeadline;
                engine.Cancel();
                minimum = Math.Min(minimum, timeout);
                maximum = Math.Max(maximum, timeout);
                buckets[Math.Clamp((int)(timeout - 2000) / 100, 0, 9)]++;
            }

            Assert.AreEqual(2000L, minimum, $"seed {Seed}");
            Assert.AreEqual(3000L, maximum, $"seed {Seed}");
            foreach (int count in buckets)
            {
                Assert.IsInRange(Rounds / 10 * 9 / 10, Rounds / 10 * 11 / 10, count);
            }
        }

        [TestMethod]
        public void C_05_ParametersAreSettable()
        {
            EngineBench bench = new(new CoapClientOptions { AckTimeoutMilliseconds = 100, AckRandomFactorPercent = 100, MaxRetransmit = 1, InitialMessageId = 0 });
            bench.Start();

            Assert.AreEqual(bench.Now + 100, bench.Engine.NextDeadline);
            bench.Elapse();
            Assert.AreEqual(bench.Now + 200, bench.Engine.NextDeadline);
            bench.Elapse();
            Assert.AreEqual(CoapStatus.TimedOut, bench.Engine.Status);
            Assert.HasCount(2, bench.Sent);

            EngineBench none = new(new CoapClientOptions { MaxRetransmit = 0, InitialMessageId = 0 });
            none.Start();
            none.Elapse();
            Assert.AreEqual(CoapStatus.TimedOut, none.Engine.Status);
            Assert.HasCount(1, none.Sent);
        }

        [TestMethod]
        public void C_05_LongestTimeoutsDoNotOverflow()
        {
            EngineBench bench = new(new CoapClientOptions { AckTimeoutMilliseconds = 600_000, AckRandomFactorPercent = 300, MaxRetransmit = 8, Random = new FixedRandom(int.MaxValue), InitialMessageId = 0 });
            bench.Now = 0;
            bench.Start();
            for (int i = 0; i < 9; i++)
            {
                bench.Elapse();
            }

            Assert.AreEqual(CoapStatus.TimedOut, bench.Engine.Status);
            Assert.AreEqual(1_800_000L * 511, bench.Now);
        }

        [TestMethod]
        public void C_05_RetransmissionIsRightAfterTheBufferWasReceivedInto()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start(CoapMethod.Put, new CoapResource("coap://host/a/b?c"), new byte[300], CoapContentFormat.Cbor, CoapContentFormat.Cbor);
            byte[] noise = new byte[bench.Engine.MaxMessage];
            Array.Fill(noise, (byte)0x55);
            noise.CopyTo(bench.Engine.OutputBuffer, 0);

            // A foreign response in the engine's own buffer, then a retransmission.
            Assert.IsFalse(bench.Engine.ProcessMessage(bench.Engine.OutputBuffer, 0, noise.Length, bench.Now));
            bench.Elapse();

            CollectionAssert.AreEqual(bench.Sent[0], bench.Sent[^1]);
            Assert.AreEqual(request.MessageId, bench.Last.MessageId);
        }

        [TestMethod]
        public void C_05_AnswerEndsTheRetransmission()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            bench.Elapse();

            Assert.IsTrue(bench.Deliver(WireMessage.Response(CoapMessageType.Acknowledgement, 0x44, request.MessageId, request.Token)));

            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.AreEqual(1, bench.Engine.Retransmissions);
            bench.Engine.HandleTimeout(long.MaxValue);
            Assert.AreEqual(0, bench.Engine.GetMessage());
        }

        [TestMethod]
        [DataRow(CoapMessageType.Acknowledgement, 0x00, CoapExchangeState.AwaitingResponse)]
        [DataRow(CoapMessageType.Acknowledgement, 0x44, CoapExchangeState.Completed)]
        [DataRow(CoapMessageType.NonConfirmable, 0x44, CoapExchangeState.Completed)]
        [DataRow(CoapMessageType.Reset, 0x00, CoapExchangeState.Failed)]
        public void C_05_AnswerBetweenTimeoutAndSendingStopsTheCopy(CoapMessageType type, int code, CoapExchangeState expected)
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            bench.Now = bench.Engine.NextDeadline;
            bench.Engine.HandleTimeout(bench.Now);

            // The retransmission is due but not fetched yet when the answer comes.
            Assert.IsTrue(bench.Deliver(WireMessage.Response(type, code, request.MessageId, code == 0 ? [] : request.Token)));

            Assert.HasCount(1, bench.Sent);
            Assert.AreEqual(expected, bench.Engine.State);
        }

        [TestMethod]
        public void C_10_SeparateResponseIsAwaitedAsLongAsSetAndNotRequestedAgain()
        {
            foreach (int timeout in new[] { 93_000, 1234 })
            {
                EngineBench bench = new(new CoapClientOptions { ResponseTimeoutMilliseconds = timeout, InitialMessageId = 0 });
                Assert.AreEqual(93_000, new CoapClientOptions().ResponseTimeoutMilliseconds);
                WireMessage request = bench.Start();
                bench.Now += 1500;
                Assert.IsTrue(bench.Deliver(WireMessage.Response(CoapMessageType.Acknowledgement, 0, request.MessageId, [])));

                Assert.AreEqual(bench.Now + timeout, bench.Engine.NextDeadline);
                bench.Elapse();
                Assert.AreEqual(CoapStatus.ResponseTimedOut, bench.Engine.Status);
                Assert.HasCount(1, bench.Sent);
            }
        }
    }
}
