// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap.Tests.Support;
using static NanoDtls.Coap.Tests.Support.ResponseBench;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class CoapEngineMatchingTests
    {
        [TestMethod]
        public void C_06_AcknowledgementAndResetMatchByMessageId()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            foreach (int wrong in new[] { request.MessageId + 1, request.MessageId - 1, request.MessageId ^ 0x8000, request.MessageId ^ 0x0100 })
            {
                bench.AssertDropped(CoapDropReason.MessageIdMismatch, WireMessage.Response(Ack, 0, wrong, []), null);
                bench.AssertDropped(CoapDropReason.MessageIdMismatch, WireMessage.Response(Rst, 0, wrong, []), null);
                bench.AssertDropped(CoapDropReason.MessageIdMismatch, WireMessage.Response(Ack, 0x45, wrong, request.Token), null);
            }

            Assert.IsTrue(bench.Deliver(WireMessage.Response(Rst, 0, request.MessageId, [])));
            Assert.AreEqual(CoapExchangeState.Failed, bench.Engine.State);
            Assert.AreEqual(CoapStatus.Reset, bench.Engine.Status);
            bench.AssertDropped(CoapDropReason.MessageIdMismatch, WireMessage.Response(Rst, 0, request.MessageId, []), null);
        }

        [TestMethod]
        public void C_06_ResetBehindTheAcknowledgementIsIgnored()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            bench.Deliver(WireMessage.Response(Ack, 0, request.MessageId, []));

            bench.AssertDropped(CoapDropReason.Duplicate, WireMessage.Response(Rst, 0, request.MessageId, []), null);
            bench.AssertDropped(CoapDropReason.Duplicate, WireMessage.Response(Ack, 0, request.MessageId, []), null);
        }

        [TestMethod]
        public void C_06_AcknowledgementIsEmptyOrAResponseAndResetIsEmpty()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            foreach (int code in new[] { 0x01, 0x1F, 0x20, 0x60, 0xC0, 0xE1 })
            {
                bench.AssertDropped(CoapDropReason.Code, WireMessage.Response(Ack, code, request.MessageId, request.Token), null);
            }

            bench.AssertDropped(CoapDropReason.Code, WireMessage.Response(Rst, 0x45, request.MessageId, request.Token), null);
        }

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void C_10_PiggybackedResponseIsAcceptedAlsoBehindAnEmptyAcknowledgement(bool isAcknowledged)
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            if (isAcknowledged)
            {
                bench.Deliver(WireMessage.Response(Ack, 0, request.MessageId, []));
            }

            Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, 0x45, request.MessageId, request.Token, "x")));
            AssertCompleted(bench, "x");
            Assert.HasCount(1, bench.Sent, "an acknowledgement is not acknowledged");
        }

        [TestMethod]
        [DataRow(true, true)]
        [DataRow(true, false)]
        [DataRow(false, true)]
        [DataRow(false, false)]
        public void C_10_SeparateResponseIsAcceptedAndAcknowledgedWhenConfirmable(bool isConfirmable, bool isAcknowledged)
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            if (isAcknowledged)
            {
                bench.Deliver(WireMessage.Response(Ack, 0, request.MessageId, []));
            }

            Assert.IsTrue(bench.Deliver(WireMessage.Response(isConfirmable ? Con : Non, 0x45, 0xAD7B, request.Token, "x")));

            AssertCompleted(bench, "x");
            Assert.HasCount(isConfirmable ? 2 : 1, bench.Sent);
            if (isConfirmable)
            {
                bench.AssertEmpty(Ack, 0xAD7B);
            }
        }

        [TestMethod]
        public void C_08_RepeatedSeparateResponseIsAcknowledgedAgainAndNotProcessedTwice()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            byte[] response = WireMessage.Response(Con, 0x45, 0xAD7B, request.Token, "x").Encode();
            Assert.IsTrue(bench.Deliver(response));

            bench.AssertDropped(CoapDropReason.Duplicate, response, Ack, 0xAD7B);
            WireMessage next = bench.Start();
            bench.AssertDropped(CoapDropReason.Duplicate, response, Ack, 0xAD7B);

            Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, 0x44, next.MessageId, next.Token)));
            Assert.AreEqual(CoapCode.Changed, bench.Engine.ResponseCode);
            bench.AssertDropped(CoapDropReason.Duplicate, response, Ack, 0xAD7B);
        }

        [TestMethod]
        public void C_08_RepeatedPiggybackedAndNonConfirmableResponsesAreIgnored()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            byte[] piggybacked = WireMessage.Response(Ack, 0x45, request.MessageId, request.Token, "x").Encode();
            Assert.IsTrue(bench.Deliver(piggybacked));
            bench.AssertDropped(CoapDropReason.MessageIdMismatch, piggybacked, null, 0);

            WireMessage second = bench.Start();
            byte[] non = WireMessage.Response(Non, 0x45, 9, second.Token, "x").Encode();
            Assert.IsTrue(bench.Deliver(non));
            bench.AssertDropped(CoapDropReason.TokenMismatch, non, null, 0);
        }

        [TestMethod]
        public void C_11_V28_OtherTokensAreDroppedAndConfirmableOnesReset()
        {
            // The same number in another length is another token.
            byte[][] wrong = [[], [0x00], [0x02], [0x01], [0x01, 0x03], [0x02, 0x02], [0x02, 0x01], [0x01, 0x02, 0x00], [0, 0, 0], [0, 0, 2], [0x00, 0x01, 0x02], new byte[8], [0, 0, 0, 0, 0, 0, 1, 2]];
            foreach (long initial in new[] { 0L, 2L, 0x0102L })
            {
                EngineBench bench = new(new CoapClientOptions { TokenLength = 2, InitialToken = initial, InitialMessageId = 0x1000 });
                WireMessage request = bench.Start();
                foreach (byte[] token in wrong)
                {
                    bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Ack, 0x45, request.MessageId, token), null);
                    bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Non, 0x45, 77, token), null);
                    bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Con, 0x45, 77, token), Rst);
                }

                Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, 0x45, request.MessageId, request.Token)));
            }
        }

        [TestMethod]
        public void C_11_LateResponseToAnAbandonedRequestIsReset()
        {
            EngineBench bench = new();
            WireMessage first = bench.Start();
            bench.Engine.Cancel();
            Assert.AreEqual(CoapStatus.Cancelled, bench.Engine.Status);
            bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Con, 0x45, 1, first.Token), Rst);
            WireMessage second = bench.Start();
            bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Con, 0x45, 1, first.Token), Rst);
            bench.AssertDropped(CoapDropReason.MessageIdMismatch, WireMessage.Response(Ack, 0x45, first.MessageId, first.Token), null);
            Assert.IsTrue(bench.Deliver(WireMessage.Response(Con, 0x45, 1, second.Token)));
        }
    }
}
