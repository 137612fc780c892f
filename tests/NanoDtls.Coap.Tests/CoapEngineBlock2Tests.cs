// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    /// <summary>Bodies of responses, block by block (RFC 7959 section 2.4).</summary>
    [TestClass]
    public class CoapEngineBlock2Tests
    {
        [TestMethod]
        public void B_02_BodyIsPutTogetherFromItsBlocks()
        {
            foreach (int length in new[] { 1, 255, 256, 257, 1000, 4096, 70_001 })
            {
                byte[] body = Body.Of(length);
                EngineBench bench = new();
                ListSink sink = new();
                WireMessage request = Start(bench, sink);
                Assert.AreEqual(4, request.UInt(CoapOption.Block2), "asks for block 0 of 256 bytes, which fits into 512");
                Serve(bench, body, 4, null);
                CollectionAssert.AreEqual(body, sink.Bytes);
                Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
                Assert.HasCount((length + 255) / 256, bench.Sent);
                Assert.IsFalse(bench.Engine.HasMore);
            }
        }

        [TestMethod]
        public void B_02_WholeBodyInOneMessageNeedsNoBlocks()
        {
            EngineBench bench = new();
            ListSink sink = new();
            bench.Deliver(Block(Start(bench, sink), Body.Of(100), null, null));
            CollectionAssert.AreEqual(Body.Of(100), sink.Bytes);
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
        }

        [TestMethod]
        public void B_03_SmallerBlocksOfTheServerAreAskedForFromThenOn()
        {
            byte[] body = Body.Of(300);
            EngineBench bench = new();
            ListSink sink = new();
            Start(bench, sink);
            Serve(bench, body, 1, null);
            CollectionAssert.AreEqual(body, sink.Bytes);
            Assert.AreEqual((9 << 4) | 1, bench.Last.UInt(CoapOption.Block2));
        }

        [TestMethod]
        public void B_02_ChangeOfTheETagBeginsTheBodyAgain()
        {
            byte[] old = Body.Of(600);
            byte[] changed = Body.Of(700, 9);
            EngineBench bench = new();
            ListSink sink = new();
            bench.Deliver(Block(Start(bench, sink), old[..256], Body.Block(0, true, 4), [1]));
            bench.Deliver(Block(bench.Last, changed[256..512], Body.Block(1, true, 4), [2]));
            Assert.AreEqual(4, bench.Last.UInt(CoapOption.Block2), "from the start");
            Serve(bench, changed, 4, [2]);
            CollectionAssert.AreEqual(changed, sink.Bytes);
            Assert.AreEqual(1, sink.Restarts);
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
        }

        [TestMethod]
        public void B_02_ETagsAreComparedWithTheirLength()
        {
            foreach ((byte[]? first, byte[]? second, bool isSame) in new (byte[]?, byte[]?, bool)[]
            {
                ([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 7, 8], true), ([255, 2, 3, 4, 5, 6, 7, 8], [254, 2, 3, 4, 5, 6, 7, 8], false),
                ([0, 1], [1], false), ([1], null, false), (null, null, true), (null, [0], false),
            })
            {
                EngineBench bench = new();
                bench.Deliver(Block(Start(bench, new ListSink()), Body.Of(256), Body.Block(0, true, 4), first));
                bench.Deliver(Block(bench.Last, Body.Of(256), Body.Block(1, true, 4), second));
                Assert.AreEqual(isSame ? 2 : 0, bench.Last.UInt(CoapOption.Block2) >> 4);
            }
        }

        [TestMethod]
        public void B_02_ResourceThatKeepsChangingEndsTheTransfer()
        {
            EngineBench bench = new();
            Start(bench, new ListSink());
            for (byte i = 0; bench.Engine.Status == CoapStatus.Pending; i++)
            {
                bench.Deliver(Block(bench.Last, Body.Of(256), Body.Block(bench.Last.UInt(CoapOption.Block2) >> 4, true, 4), [i]));
                Assert.IsLessThan(20, i);
            }

            Assert.AreEqual(CoapStatus.TransferFailed, bench.Engine.Status);
        }

        [TestMethod]
        public void B_02_RequestWithEffectIsNotMadeAgainForAnAnswerThatChanged()
        {
            EngineBench bench = new();
            CoapRequest request = new(CoapMethod.Post, EngineBench.Resource) { Sink = new ListSink() };
            bench.Engine.Start(request, bench.Now);
            bench.Drain();
            bench.Deliver(Block(bench.Last, Body.Of(256), Body.Block(0, true, 4), [1]));
            bench.Deliver(Block(bench.Last, Body.Of(256), Body.Block(1, true, 4), [2]));
            Assert.AreEqual(CoapStatus.TransferFailed, bench.Engine.Status);
            Assert.HasCount(2, bench.Sent);
        }

        [TestMethod]
        // Short and long with M, long without M, another number, none behind the first.
        [DataRow(255, 0, true, true)]
        [DataRow(257, 0, true, true)]
        [DataRow(257, 0, false, true)]
        [DataRow(256, 1, true, true)]
        public void B_01_BlockThatDoesNotFitEndsTheTransfer(int length, int number, bool more, bool isFirst)
        {
            EngineBench bench = new();
            ListSink sink = new();
            bench.Deliver(Block(Start(bench, sink), Body.Of(length), Body.Block(number, more, 4), null));
            Assert.AreEqual(CoapStatus.TransferFailed, bench.Engine.Status);
            Assert.IsTrue(isFirst);
            Assert.IsEmpty(sink.Bytes);
        }

        [TestMethod]
        [DataRow(CoapOption.Block1)]
        [DataRow(CoapOption.Block2)]
        public void B_01_ReservedSizeExponentAndOverlongAndRepeatedBlockOptionsAreNotUnderstood(int option)
        {
            foreach (byte[][] values in new byte[][][] { [[7]], [[0, 0, 15]], [[1, 2, 3, 4]], [[2], [2]] })
            {
                EngineBench bench = new();
                WireMessage response = Block(Start(bench, new ListSink()), Body.Of(16), null, null);
                foreach (byte[] value in values)
                {
                    response.With(option, value);
                }

                Assert.IsFalse(bench.Deliver(response));
                Assert.AreEqual(CoapDropReason.CriticalOption, bench.Engine.LastDropReason);
                Assert.AreEqual(CoapStatus.BadOption, bench.Engine.Status);
            }
        }

        [TestMethod]
        public void B_05_BodyIsBoundedByItsSinkAlsoWhenTheServerNeverEndsIt()
        {
            foreach ((int max, int blocks) in new[] { (1000, 3), (1024, 3), (1025, 4), (256, 0), (257, 1), (100, 0), (0, 0), (-1, 0) })
            {
                EngineBench bench = new();
                ListSink sink = new(max);
                Start(bench, sink);
                for (int number = 0; bench.Engine.Status == CoapStatus.Pending; number++)
                {
                    bench.Deliver(Block(bench.Last, Body.Of(256), Body.Block(number, true, 4), null));
                    Assert.IsLessThan(10, number);
                }

                Assert.AreEqual(CoapStatus.BodyTooLong, bench.Engine.Status);
                Assert.AreEqual(0, bench.Engine.ResponseCode, "no success is reported");
                Assert.HasCount(blocks * 256, sink.Bytes, "max " + max);
            }
        }

        [TestMethod]
        public void B_05_BodyOfExactlyTheBoundIsTaken()
        {
            EngineBench bench = new();
            ListSink sink = new(600);
            Start(bench, sink);
            Serve(bench, Body.Of(600), 4, null);
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.HasCount(600, sink.Bytes);
        }

        [TestMethod]
        public void B_02_SinkCanEndTheTransferAndAnErrorInTheMiddleIsReported()
        {
            EngineBench bench = new();
            ListSink sink = new() { FailAt = 300 };
            Start(bench, sink);
            Serve(bench, Body.Of(2000), 4, null);
            Assert.AreEqual(CoapStatus.Cancelled, bench.Engine.Status);

            bench.Deliver(Block(Start(bench, sink), Body.Of(256), Body.Block(0, true, 4), null));
            bench.Deliver(WireMessage.Response(CoapMessageType.Acknowledgement, CoapCode.NotFound, bench.Last.MessageId, bench.Last.Token, "gone"));
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.AreEqual(CoapCode.NotFound, bench.Engine.ResponseCode);
            Assert.IsTrue(bench.Engine.IsDiagnosticPayload);
        }

        [TestMethod]
        public void B_02_WithoutASinkTheFirstBlockIsThereAndSaysThatThereIsMore()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start(CoapMethod.Get, null, []);
            Assert.AreEqual(-1, request.UInt(CoapOption.Block2));
            bench.Deliver(Block(request, Body.Of(64), Body.Block(0, true, 2), null));
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.IsTrue(bench.Engine.HasMore);
            CollectionAssert.AreEqual(Body.Of(64), bench.Payload);
            bench.Deliver(Block(bench.Start(CoapMethod.Get, null, []), Body.Of(64), Body.Block(0, false, 2), null));
            Assert.IsFalse(bench.Engine.HasMore);
        }

        [TestMethod]
        public void P_01_B_02_FetchRepeatsWhatItAsksForWithEachBlock()
        {
            EngineBench bench = new();
            ListSink sink = new();
            CoapRequest request = new(CoapMethod.Fetch, EngineBench.Resource) { ContentFormat = CoapContentFormat.Cbor, Sink = sink };
            request.SetPayload([0x81, 1], 0, 2);
            bench.Engine.Start(request, bench.Now);
            bench.Drain();
            Serve(bench, Body.Of(600), 4, null);
            Assert.HasCount(3, bench.Sent);
            foreach (byte[] sent in bench.Sent)
            {
                WireMessage message = WireMessage.Decode(sent);
                Assert.AreEqual(5, message.Code);
                Assert.AreEqual("8101", Convert.ToHexString(message.Payload));
                Assert.AreEqual(60, message.UInt(CoapOption.ContentFormat));
            }

            CollectionAssert.AreEqual(Body.Of(600), sink.Bytes);
        }

        [TestMethod]
        public void B_02_SeparateResponsesCarryBlocksToo()
        {
            byte[] body = Body.Of(600);
            EngineBench bench = new();
            ListSink sink = new();
            Start(bench, sink);
            for (int number = 0; number < 3; number++)
            {
                WireMessage request = WireMessage.Decode(bench.Sent[^1]);
                bench.Deliver(WireMessage.Response(CoapMessageType.Acknowledgement, 0, request.MessageId, []));
                WireMessage response = Block(request, body[(number * 256)..Math.Min(600, (number + 1) * 256)], Body.Block(number, number < 2, 4), [7], CoapMessageType.Confirmable, 100 + number);
                bench.Deliver(response);
                Assert.AreEqual($"6000{100 + number:X4}", Convert.ToHexString(bench.Sent[^(number < 2 ? 2 : 1)]), "acknowledged before the next block is asked for");
                int sent = bench.Sent.Count;
                bench.AssertDropped(CoapDropReason.Duplicate, response, CoapMessageType.Acknowledgement);
                bench.Sent.RemoveRange(sent, 1);
            }

            CollectionAssert.AreEqual(body, sink.Bytes);
        }

        private static WireMessage Start(EngineBench bench, CoapBlockSink sink)
        {
            Assert.AreEqual(CoapStatus.Pending, bench.Engine.Start(new CoapRequest(CoapMethod.Get, EngineBench.Resource) { Sink = sink }, bench.Now));
            bench.Drain();
            return bench.Last;
        }

        /// <summary>Answers as a server does that keeps nothing, in blocks of at most the given size, until the exchange ends.</summary>
        private static void Serve(EngineBench bench, byte[] body, int largest, byte[]? etag)
        {
            while (bench.Engine.Status == CoapStatus.Pending)
            {
                int asked = bench.Last.UInt(CoapOption.Block2);
                int size = Math.Min(asked & 7, largest);
                int position = (asked >> 4) << ((asked & 7) + 4);
                int end = Math.Min(body.Length, position + (16 << size));
                bench.Deliver(Block(bench.Last, body[position..end], Body.Block(position >> (size + 4), end < body.Length, size), etag));
            }
        }

        private static WireMessage Block(WireMessage request, byte[] payload, byte[]? block2, byte[]? etag, CoapMessageType type = CoapMessageType.Acknowledgement, int id = -1)
        {
            WireMessage response = new() { Type = type, Code = CoapCode.Content, MessageId = id < 0 ? request.MessageId : id, Token = request.Token, Payload = payload };
            if (etag != null)
            {
                response.With(CoapOption.ETag, etag);
            }

            return block2 == null ? response : response.With(CoapOption.Block2, block2);
        }
    }
}
