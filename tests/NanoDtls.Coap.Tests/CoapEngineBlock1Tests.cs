// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    /// <summary>Bodies of requests, block by block (RFC 7959 section 2.5).</summary>
    [TestClass]
    public class CoapEngineBlock1Tests
    {
        private static readonly CoapMessageType Ack = CoapMessageType.Acknowledgement;

        [TestMethod]
        public void B_01_B_03_BodyGoesOutInBlocksWhoseNumberTimesSizeIsTheirPosition()
        {
            byte[] body = Body.Of(1000);
            EngineBench bench = Bench();
            WireMessage block = Start(bench, body, out ArraySource _);
            List<byte> server = [];
            HashSet<string> tokens = [];
            HashSet<int> ids = [];
            while (true)
            {
                int value = block.UInt(CoapOption.Block1);
                Assert.AreEqual(4, value & 7, "256 bytes fit into 512");
                Assert.AreEqual(server.Count, (value >> 4) << 8);
                Assert.AreEqual(server.Count == 0 ? 1000 : -1, block.UInt(CoapOption.Size1), "with the first block only");
                Assert.AreEqual(112, block.UInt(CoapOption.ContentFormat));
                Assert.AreEqual(-1, block.UInt(CoapOption.RequestTag), "serial transfers need none");
                Assert.IsTrue(tokens.Add(Convert.ToHexString(block.Token)) && ids.Add(block.MessageId), "each block is a request of its own");
                server.AddRange(block.Payload);
                bool more = (value & 8) != 0;
                Assert.AreEqual(server.Count < 1000, more);
                Assert.AreEqual(CoapExchangeState.AwaitingAcknowledgement, bench.Engine.State);
                Assert.IsTrue(bench.Deliver(Response(block, more ? CoapCode.Continue : CoapCode.Changed, Body.Block(value >> 4, more, 4))));
                if (!more)
                {
                    break;
                }

                block = bench.Last;
            }

            CollectionAssert.AreEqual(body, server.ToArray());
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.AreEqual(CoapCode.Changed, bench.Engine.ResponseCode);
            Assert.HasCount(4, bench.Sent);
        }

        [TestMethod]
        public void B_03_SmallerSizeInTheAnswerCountsFromTheNextBlockOn()
        {
            byte[] body = Body.Of(200);
            // MaxMessage 100 leaves blocks of 64; the server wants 32 (figure 7 of the RFC, with other sizes).
            EngineBench bench = Bench(120);
            WireMessage block = Start(bench, body, out ArraySource source);
            Assert.AreEqual((0 << 4) | 8 | 2, block.UInt(CoapOption.Block1));
            List<byte> server = [.. block.Payload];
            bench.Deliver(Response(block, CoapCode.Continue, Body.Block(0, true, 1)));
            for (int number = 2; number < 7; number++)
            {
                block = bench.Last;
                bool more = number < 6;
                Assert.AreEqual((number << 4) | (more ? 8 : 0) | 1, block.UInt(CoapOption.Block1), "position 64 is block 2 of 32 bytes");
                server.AddRange(block.Payload);
                // A larger one than asked for is not taken up.
                bench.Deliver(Response(block, more ? CoapCode.Continue : CoapCode.Created, Body.Block(number, more, 1)));
            }

            CollectionAssert.AreEqual(body, server.ToArray());
            Assert.AreEqual(CoapCode.Created, bench.Engine.ResponseCode);
            Assert.HasCount(6, source.Reads);
        }

        [TestMethod]
        public void B_03_BodyThatFitsGoesOutWithoutBlocks()
        {
            EngineBench bench = Bench();
            WireMessage request = Start(bench, Body.Of(400), out ArraySource _);
            Assert.AreEqual(-1, request.UInt(CoapOption.Block1));
            Assert.HasCount(400, request.Payload);
            bench.Deliver(Response(request, CoapCode.Changed, null));
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);

            request = Start(bench, [], out ArraySource empty);
            Assert.IsEmpty(request.Payload);
            Assert.IsEmpty(empty.Reads);
        }

        [TestMethod]
        public void B_03_ServerThatHandlesBlocksOneByOneGetsThemAll()
        {
            // RFC 7959 section 2.3: a final code with M = 0 for each block.
            EngineBench bench = Bench();
            WireMessage block = Start(bench, Body.Of(600), out ArraySource _);
            for (int number = 0; number < 3; number++)
            {
                Assert.AreEqual(number, block.UInt(CoapOption.Block1) >> 4);
                bench.Deliver(Response(block, CoapCode.Changed, Body.Block(number, false, 4)));
                block = bench.Last;
            }

            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.HasCount(3, bench.Sent);
        }

        [TestMethod]
        public void B_04_IncompleteBodyIsSentAgainFromItsStart_AndE_02_WithATagOfItsOwn()
        {
            EngineBench bench = Bench();
            WireMessage block = Start(bench, Body.Of(600), out ArraySource _);
            bench.Deliver(Response(block, CoapCode.Continue, Body.Block(0, true, 4)));
            block = bench.Last;
            bench.Deliver(Response(block, CoapCode.RequestEntityIncomplete, Body.Block(1, true, 4)));

            block = bench.Last;
            Assert.AreEqual(0, block.UInt(CoapOption.Block1) >> 4);
            Assert.AreEqual(1, block.UInt(CoapOption.RequestTag));
            // Not for ever.
            for (int i = 0; i < 3; i++)
            {
                bench.Deliver(Response(bench.Last, CoapCode.Continue, Body.Block(0, true, 4)));
                bench.Deliver(Response(bench.Last, CoapCode.RequestEntityIncomplete, Body.Block(1, true, 4)));
            }

            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.AreEqual(CoapCode.RequestEntityIncomplete, bench.Engine.ResponseCode);
        }

        [TestMethod]
        public void B_04_TooLargeWithASmallerSizeIsTriedAgainInThatSize()
        {
            EngineBench bench = Bench();
            WireMessage block = Start(bench, Body.Of(600), out ArraySource _);
            bench.Deliver(Response(block, CoapCode.RequestEntityTooLarge, Body.Block(0, true, 2)));
            Assert.AreEqual(8 | 2, bench.Last.UInt(CoapOption.Block1));
            Assert.HasCount(64, bench.Last.Payload);
            bench.Engine.Cancel();

            // The same for one that went out whole.
            block = Start(bench, Body.Of(300), out ArraySource _);
            Assert.AreEqual(-1, block.UInt(CoapOption.Block1));
            bench.Deliver(Response(block, CoapCode.RequestEntityTooLarge, Body.Block(0, false, 3)));
            Assert.AreEqual(8 | 3, bench.Last.UInt(CoapOption.Block1));
            Assert.HasCount(128, bench.Last.Payload);
        }

        [TestMethod]
        public void B_04_TooLargeWithoutAWayOutIsReportedWithItsHint()
        {
            EngineBench bench = Bench();
            WireMessage block = Start(bench, Body.Of(600), out ArraySource _);
            bench.Deliver(Response(block, CoapCode.RequestEntityTooLarge, Body.Block(0, true, 4)).With(CoapOption.Size1, 1, 0));
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.AreEqual(CoapCode.RequestEntityTooLarge, bench.Engine.ResponseCode);
            int offset = bench.Engine.FindOption(CoapOption.Size1, 0);
            Assert.AreEqual("0100", Convert.ToHexString(bench.ReceiveBuffer, offset, bench.Engine.OptionLength));
            Assert.AreEqual(-1, bench.Engine.FindOption(CoapOption.Size1, 1));
            Assert.AreEqual(-1, bench.Engine.FindOption(CoapOption.Size2, 0));
        }

        [TestMethod]
        [DataRow(CoapCode.Continue, -1, 0, 4)]
        [DataRow(CoapCode.Changed, -1, 0, 4)]
        [DataRow(CoapCode.Continue, 1, 0, 4)]
        [DataRow(CoapCode.Changed, 7, 0, 4)]
        public void B_01_B_03_AnswerThatDoesNotFitToItsBlockEndsTheTransfer(int code, int number, int more, int size)
        {
            EngineBench bench = Bench();
            WireMessage block = Start(bench, Body.Of(600), out ArraySource _);
            bench.Deliver(Response(block, code, number < 0 ? null : Body.Block(number, more != 0, size)));
            Assert.AreEqual(CoapStatus.TransferFailed, bench.Engine.Status);
            Assert.HasCount(1, bench.Sent);
        }

        [TestMethod]
        public void B_03_ContinueAfterTheLastBlockEndsTheTransfer()
        {
            EngineBench bench = Bench();
            WireMessage block = Start(bench, Body.Of(500), out ArraySource _);
            bench.Deliver(Response(block, CoapCode.Continue, Body.Block(0, true, 4)));
            bench.Deliver(Response(bench.Last, CoapCode.Continue, Body.Block(1, false, 4)));
            Assert.AreEqual(CoapStatus.TransferFailed, bench.Engine.Status);
        }

        [TestMethod]
        public void E_02_TransfersInSequenceAreToldApartOnlyAfterOneThatWasCutOff()
        {
            EngineBench bench = Bench();
            for (int i = 0; i < 2; i++)
            {
                WireMessage first = Start(bench, Body.Of(300 + 200), out ArraySource _);
                Assert.AreEqual(-1, first.UInt(CoapOption.RequestTag), "each transfer was concluded");
                bench.Deliver(Response(first, CoapCode.Continue, Body.Block(0, true, 4)));
                bench.Deliver(Response(bench.Last, CoapCode.Changed, Body.Block(1, false, 4)));
                Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            }

            Start(bench, Body.Of(600), out ArraySource _);
            bench.Engine.Cancel();
            Assert.AreEqual(1, Start(bench, Body.Of(600), out ArraySource _).UInt(CoapOption.RequestTag));
            bench.Deliver(Response(bench.Last, CoapCode.Continue, Body.Block(0, true, 4)));
            Assert.AreEqual(1, bench.Last.UInt(CoapOption.RequestTag), "in each of its blocks");
            bench.Engine.NewSession();
            Assert.AreEqual(-1, Start(bench, Body.Of(600), out ArraySource _).UInt(CoapOption.RequestTag), "another session has no old blocks");
        }

        [TestMethod]
        public void B_03_LostBlockIsReadAndSentAgainAsItWas()
        {
            EngineBench bench = Bench();
            WireMessage block = Start(bench, Body.Of(600), out ArraySource source);
            bench.Deliver(Response(block, CoapCode.Continue, Body.Block(0, true, 4)));
            byte[] second = bench.Sent[^1];
            Array.Clear(bench.Engine.OutputBuffer, 0, bench.Engine.MaxMessage);
            bench.Elapse();
            CollectionAssert.AreEqual(second, bench.Sent[^1]);
            CollectionAssert.AreEqual(new[] { (0, 256), (256, 256), (256, 256) }, source.Reads);
        }

        [TestMethod]
        public void B_02_B_03_AnswerOfABodyCanBeABodyItself()
        {
            // RFC 7959 section 3.3, the combination of both.
            EngineBench bench = Bench();
            ListSink sink = new();
            CoapRequest request = new(CoapMethod.Post, EngineBench.Resource) { ContentFormat = 112, Source = new ArraySource(Body.Of(600)), Sink = sink };
            Start(bench, request);
            Assert.AreEqual(-1, bench.Last.UInt(CoapOption.Block2));
            for (int i = 0; i < 2; i++)
            {
                bench.Deliver(Response(bench.Last, CoapCode.Continue, Body.Block(i, true, 4)));
            }

            byte[] answer = Body.Of(300, 5);
            bench.Deliver(Answer(bench.Last, answer[..128], Body.Block(0, true, 3), Body.Block(2, false, 4)));
            for (int number = 1; number < 3; number++)
            {
                Assert.AreEqual((number << 4) | 3, bench.Last.UInt(CoapOption.Block2));
                Assert.AreEqual(-1, bench.Last.UInt(CoapOption.Block1));
                Assert.AreEqual(-1, bench.Last.UInt(CoapOption.ContentFormat));
                Assert.IsEmpty(bench.Last.Payload);
                bench.Deliver(Answer(bench.Last, answer[(number * 128)..Math.Min(300, (number + 1) * 128)], Body.Block(number, number < 2, 3), null));
            }

            CollectionAssert.AreEqual(answer, sink.Bytes);
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
        }

        private static EngineBench Bench(int maxMessage = 512)
        {
            return new EngineBench(new CoapClientOptions { Random = new FixedRandom(0), InitialMessageId = 0x1000, MaxMessage = maxMessage });
        }

        private static WireMessage Start(EngineBench bench, byte[] body, out ArraySource source)
        {
            source = new ArraySource(body);
            return Start(bench, new CoapRequest(CoapMethod.Put, EngineBench.Resource) { ContentFormat = 112, Source = source });
        }

        private static WireMessage Start(EngineBench bench, CoapRequest request)
        {
            Assert.AreEqual(CoapStatus.Pending, bench.Engine.Start(request, bench.Now));
            bench.Drain();
            return bench.Last;
        }

        private static WireMessage Response(WireMessage request, int code, byte[]? block1)
        {
            WireMessage response = WireMessage.Response(Ack, code, request.MessageId, request.Token);
            return block1 == null ? response : response.With(CoapOption.Block1, block1);
        }

        private static WireMessage Answer(WireMessage request, byte[] payload, byte[] block2, byte[]? block1)
        {
            WireMessage response = new WireMessage { Type = Ack, Code = CoapCode.Changed, MessageId = request.MessageId, Token = request.Token, Payload = payload }.With(CoapOption.Block2, block2);
            return block1 == null ? response : response.With(CoapOption.Block1, block1);
        }
    }
}
