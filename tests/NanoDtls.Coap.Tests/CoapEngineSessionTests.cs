// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap.Tests.Support;
using static NanoDtls.Coap.Tests.Support.ResponseBench;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class CoapEngineSessionTests
    {
        [TestMethod]
        public void C_16_V28_ResponseOfAnOldSessionMatchesNothing()
        {
            EngineBench bench = new(new CoapClientOptions { InitialMessageId = 0xFFFF, InitialToken = 0 });
            WireMessage old = bench.Start();
            bench.Engine.NewSession();
            Assert.AreEqual(CoapExchangeState.Failed, bench.Engine.State);
            Assert.AreEqual(CoapStatus.Cancelled, bench.Engine.Status);
            Assert.AreEqual(0, bench.Engine.GetMessage());

            bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Con, 0x45, 1, old.Token), Rst);
            WireMessage fresh = bench.Start();
            CollectionAssert.AreNotEqual(old.Token, fresh.Token);
            Assert.AreNotEqual(old.MessageId, fresh.MessageId);
            bench.AssertDropped(CoapDropReason.MessageIdMismatch, WireMessage.Response(Ack, 0x45, old.MessageId, old.Token), null);
            bench.AssertDropped(CoapDropReason.MessageIdMismatch, WireMessage.Response(Rst, 0, old.MessageId, []), null);
            bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Non, 0x45, 2, old.Token), null);
        }

        [TestMethod]
        public void C_16_DuplicatesOfAnOldSessionAreNotAcknowledgedInTheNewOne()
        {
            EngineBench bench = new();
            WireMessage old = bench.Start();
            byte[] response = WireMessage.Response(Con, 0x45, 0xAD7B, old.Token).Encode();
            Assert.IsTrue(bench.Deliver(response));

            bench.Engine.NewSession();

            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status, "what was complete stays complete");
            bench.AssertDropped(CoapDropReason.TokenMismatch, response, Rst, 0xAD7B);
        }

        [TestMethod]
        public void C_16_ReplyOfAnOldSessionIsNotSentInTheNewOne()
        {
            EngineBench bench = new();
            byte[] ping = WireMessage.Response(Con, 0, 5, []).Encode();
            bench.Engine.ProcessMessage(ping, 0, ping.Length, 0);

            bench.Engine.NewSession();

            Assert.AreEqual(0, bench.Engine.GetMessage());
        }
    }
}
