// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    /// <summary>Echo, No-Response, back-off and non-confirmable requests.</summary>
    [TestClass]
    public class CoapEngineOptionTests
    {
        private const CoapMessageType Con = CoapMessageType.Confirmable;
        private const CoapMessageType Non = CoapMessageType.NonConfirmable;
        private const CoapMessageType Ack = CoapMessageType.Acknowledgement;

        [TestMethod]
        public void E_01_RequestIsRepeatedAtOnceWithTheEchoValueOfAnyLength()
        {
            foreach (int length in new[] { 1, 8, 12, 13, 40 })
            {
                byte[] echo = Body.Of(length, 7);
                EngineBench bench = new();
                WireMessage first = bench.Start(CoapMethod.Put, null, [1, 2, 3], 112);
                Assert.AreEqual(-1, first.UInt(CoapOption.Echo));
                Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, CoapCode.Unauthorized, first.MessageId, first.Token).With(CoapOption.Echo, echo)));
                Assert.AreEqual(CoapStatus.Pending, bench.Engine.Status);
                WireMessage second = bench.Last;
                CollectionAssert.AreEqual(echo, second.Options.Single(o => o.Number == CoapOption.Echo).Value);
                CollectionAssert.AreEqual(first.Payload, second.Payload);
                Assert.AreEqual(first.Code, second.Code);
                Assert.AreNotEqual(first.MessageId, second.MessageId);
                CollectionAssert.AreNotEqual(first.Token, second.Token);
                byte[] sent = bench.Sent[^1];
                bench.Elapse();
                CollectionAssert.AreEqual(sent, bench.Sent[^1], "retransmitted with it");
                bench.Deliver(WireMessage.Response(Ack, CoapCode.Changed, second.MessageId, second.Token));
                Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
                Assert.AreEqual(-1, bench.Start().UInt(CoapOption.Echo), "not kept for the next request");
            }
        }

        [TestMethod]
        public void E_01_ServerThatAsksForEverIsNotObeyedForEver()
        {
            EngineBench bench = new();
            bench.Start();
            for (int i = 0; i < 3; i++)
            {
                Assert.HasCount(i + 1, bench.Sent);
                bench.Deliver(WireMessage.Response(Ack, CoapCode.Unauthorized, bench.Last.MessageId, bench.Last.Token).With(CoapOption.Echo, (byte)i));
            }

            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.AreEqual(CoapCode.Unauthorized, bench.Engine.ResponseCode);
        }

        [TestMethod]
        public void E_01_UnauthorizedWithoutAUsableEchoIsReported()
        {
            foreach (byte[]? echo in new byte[]?[] { null, [], new byte[41] })
            {
                EngineBench bench = new();
                WireMessage request = bench.Start();
                WireMessage response = WireMessage.Response(Ack, CoapCode.Unauthorized, request.MessageId, request.Token);
                bench.Deliver(echo == null ? response : response.With(CoapOption.Echo, echo));
                Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
                Assert.AreEqual(CoapCode.Unauthorized, bench.Engine.ResponseCode);
            }
        }

        [TestMethod]
        public void E_01_RepeatedRequestThatDoesNotFitWithItsEchoValueIsReported()
        {
            EngineBench bench = new(new CoapClientOptions { MaxMessage = 64, InitialMessageId = 1 });
            WireMessage request = bench.Start(CoapMethod.Put, null, new byte[40]);
            bench.Deliver(WireMessage.Response(Ack, CoapCode.Unauthorized, request.MessageId, request.Token).With(CoapOption.Echo, new byte[40]));
            Assert.AreEqual(CoapStatus.MessageTooLong, bench.Engine.Status);
            Assert.HasCount(1, bench.Sent);
        }

        [TestMethod]
        public void E_01_B_03_BlocksShrinkToMakeRoomForTheEchoValue()
        {
            EngineBench bench = new(new CoapClientOptions { MaxMessage = 300, InitialMessageId = 1 });
            CoapRequest request = new(CoapMethod.Put, EngineBench.Resource) { Source = new ArraySource(Body.Of(600)) };
            bench.Engine.Start(request, bench.Now);
            bench.Drain();
            Assert.AreEqual(8 | 4, bench.Last.UInt(CoapOption.Block1));
            bench.Deliver(WireMessage.Response(Ack, CoapCode.Unauthorized, bench.Last.MessageId, bench.Last.Token).With(CoapOption.Echo, new byte[40]));
            Assert.AreEqual(8 | 3, bench.Last.UInt(CoapOption.Block1));
            Assert.AreEqual(CoapStatus.Pending, bench.Engine.Status);
        }

        [TestMethod]
        public void N_01_RequestThatWantsNoResponseEndsWhenItIsSent()
        {
            EngineBench bench = new();
            CoapRequest request = new(CoapMethod.Post, EngineBench.Resource) { IsConfirmable = false, NoResponse = 26 };
            Assert.AreEqual(CoapStatus.Pending, bench.Engine.Start(request, bench.Now));
            bench.Drain();
            Assert.AreEqual(Non, bench.Last.Type);
            Assert.AreEqual(26, bench.Last.UInt(CoapOption.NoResponse));
            Assert.AreEqual(CoapStatus.Sent, bench.Engine.Status, "the radio can go off at once");
            Assert.AreEqual(long.MaxValue, bench.Engine.NextDeadline);

            // A response that comes all the same belongs to nobody.
            bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Con, CoapCode.Changed, 9, bench.Last.Token), CoapMessageType.Reset);
        }

        [TestMethod]
        public void N_01_ConfirmableRequestThatWantsNoResponseEndsWithItsAcknowledgement()
        {
            EngineBench bench = new();
            CoapRequest request = new(CoapMethod.Post, EngineBench.Resource) { NoResponse = 2 };
            bench.Engine.Start(request, bench.Now);
            bench.Drain();
            Assert.AreEqual(CoapStatus.Pending, bench.Engine.Status);
            bench.Deliver(WireMessage.Response(Ack, 0, bench.Last.MessageId, []));
            Assert.AreEqual(CoapStatus.Sent, bench.Engine.Status);

            // Who waits hears the error that it did not refuse.
            request.WaitMilliseconds = 500;
            bench.Engine.Start(request, bench.Now);
            bench.Drain();
            bench.Deliver(WireMessage.Response(Ack, 0, bench.Last.MessageId, []));
            Assert.AreEqual(bench.Now + 500, bench.Engine.NextDeadline);
            bench.Deliver(WireMessage.Response(Con, CoapCode.BadRequest, 77, bench.Last.Token));
            Assert.AreEqual(CoapCode.BadRequest, bench.Engine.ResponseCode);

            // And silence is what it asked for.
            bench.Engine.Start(request, bench.Now);
            bench.Drain();
            bench.Deliver(WireMessage.Response(Ack, 0, bench.Last.MessageId, []));
            bench.Elapse();
            Assert.AreEqual(CoapStatus.Sent, bench.Engine.Status);
        }

        [TestMethod]
        public void N_01_B_03_BodyInBlocksWaitsForTheAnswersToItsBlocks()
        {
            EngineBench bench = new();
            CoapRequest request = new(CoapMethod.Put, EngineBench.Resource) { NoResponse = 26, IsConfirmable = false, Source = new ArraySource(Body.Of(600)) };
            bench.Engine.Start(request, bench.Now);
            bench.Drain();
            for (int number = 0; number < 2; number++)
            {
                Assert.AreEqual(CoapStatus.Pending, bench.Engine.Status);
                Assert.AreEqual(number, bench.Last.UInt(CoapOption.Block1) >> 4);
                bench.Deliver(WireMessage.Response(Non, CoapCode.Continue, number, bench.Last.Token).With(CoapOption.Block1, Body.Block(number, true, 4)));
            }

            bench.Elapse();
            Assert.AreEqual(CoapStatus.Sent, bench.Engine.Status, "the last block wants no answer");
        }

        [TestMethod]
        public void N_01_ValueZeroWantsAllResponses()
        {
            EngineBench bench = new();
            bench.Engine.Start(new CoapRequest(CoapMethod.Post, EngineBench.Resource) { IsConfirmable = false, NoResponse = 0 }, bench.Now);
            bench.Drain();
            Assert.AreEqual(0, bench.Last.UInt(CoapOption.NoResponse));
            Assert.AreEqual(CoapStatus.Pending, bench.Engine.Status);
            bench.Elapse();
            Assert.AreEqual(CoapStatus.ResponseTimedOut, bench.Engine.Status);
        }

        [TestMethod]
        public void N_02_E_03_TokensOfUnansweredRequestsAreNotUsedAgain()
        {
            EngineBench bench = new(new CoapClientOptions { ProbingRate = 1_000_000 });
            CoapRequest request = new(CoapMethod.Post, EngineBench.Resource) { IsConfirmable = false, NoResponse = 26 };
            HashSet<string> tokens = [];
            for (int i = 0; i < 65_000; i++)
            {
                bench.Now += 10;
                Assert.AreEqual(CoapStatus.Pending, bench.Engine.Start(request, bench.Now));
                int count = bench.Engine.GetMessage();
                Assert.IsTrue(tokens.Add(Convert.ToHexString(bench.Engine.OutputBuffer, 4, bench.Engine.OutputBuffer[0] & 15)));
                Assert.IsGreaterThan(0, count);
            }
        }

        [TestMethod]
        public void C_10_NonConfirmableRequestIsSentOnceAndTakesAnyResponse()
        {
            foreach (CoapMessageType type in new[] { Con, Non })
            {
                EngineBench bench = new();
                CoapRequest request = new(CoapMethod.Get, EngineBench.Resource) { IsConfirmable = false };
                bench.Engine.Start(request, bench.Now);
                bench.Drain();
                Assert.AreEqual(Non, bench.Last.Type);
                Assert.AreEqual(bench.Now + 93_000, bench.Engine.NextDeadline);
                bench.AssertDropped(CoapDropReason.Duplicate, WireMessage.Response(Ack, 0, bench.Last.MessageId, []), null);
                Assert.IsTrue(bench.Deliver(WireMessage.Response(type, CoapCode.Content, 5, bench.Last.Token, "x")));
                Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
                if (type == Con)
                {
                    bench.AssertEmpty(Ack, 5);
                }
            }

            EngineBench reset = new();
            reset.Engine.Start(new CoapRequest(CoapMethod.Get, EngineBench.Resource) { IsConfirmable = false }, reset.Now);
            reset.Drain();
            reset.Deliver(WireMessage.Response(CoapMessageType.Reset, 0, reset.Last.MessageId, []));
            Assert.AreEqual(CoapStatus.Reset, reset.Engine.Status);
        }

        [TestMethod]
        public void C_09_ProbingRateBoundsWhatIsSentToAServerThatNeverAnswers()
        {
            EngineBench bench = new();
            CoapRequest request = new(CoapMethod.Post, EngineBench.Resource) { IsConfirmable = false, NoResponse = 26 };
            request.SetPayload(new byte[20], 0, 20);
            bench.Engine.Start(request, bench.Now);
            bench.Drain();
            int length = bench.Sent[0].Length;
            bench.Now += (length * 1000) - 1;
            Assert.AreEqual(CoapStatus.BackingOff, bench.Engine.Start(request, bench.Now));
            Assert.AreEqual(CoapStatus.Pending, bench.Engine.Start(request, bench.Now + 1), "a byte a second");
            bench.Drain();
            Assert.AreEqual(CoapStatus.BackingOff, bench.Engine.Start(request, bench.Now + 2));

            // Whatever the server says makes it one that answers.
            bench.Deliver(WireMessage.Response(Con, 0, 8, []));
            Assert.AreEqual(CoapStatus.Pending, bench.Engine.Start(request, bench.Now + 2));
            bench.Drain();
            // Confirmable requests have their own control.
            bench.Start();
        }

        [TestMethod]
        [DataRow(CoapCode.TooManyRequests, 30, 30)]
        [DataRow(CoapCode.TooManyRequests, -1, 60)]
        [DataRow(CoapCode.ServiceUnavailable, 5, 5)]
        [DataRow(CoapCode.ServiceUnavailable, -1, 0)]
        [DataRow(CoapCode.NotFound, 30, 0)]
        public void X_02_ResourceThatAsksForAPauseIsLeftAlone(int code, int maxAge, int pause)
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            WireMessage response = WireMessage.Response(Ack, code, request.MessageId, request.Token);
            bench.Deliver(maxAge < 0 ? response : response.With(CoapOption.MaxAge, (byte)maxAge));
            Assert.AreEqual(code, bench.Engine.ResponseCode);
            Assert.AreEqual(pause * 1000, bench.Engine.GetPause(bench.Now));
            Assert.AreEqual(pause == 0 ? CoapStatus.Pending : CoapStatus.BackingOff, Start(bench, EngineBench.Resource));
            bench.Engine.Cancel();
            Assert.AreEqual(CoapStatus.Pending, Start(bench, new CoapResource("coap://127.0.0.1/other")), "the others are not meant");
            bench.Engine.Cancel();
            bench.Engine.NewSession();
            bench.Now += pause * 1000;
            Assert.AreEqual(CoapStatus.Pending, Start(bench, EngineBench.Resource));
        }

        [TestMethod]
        public void X_02_ExtendedTokenLengthsThatNobodyAskedForAreFormatErrors()
        {
            foreach (int length in new[] { 13, 14, 15 })
            {
                EngineBench bench = new();
                WireMessage request = bench.Start();
                byte[] response = [(byte)(0x40 | length), CoapCode.Content, 0, 9, 0, .. request.Token, .. new byte[20]];
                bench.AssertDropped(CoapDropReason.TokenLength, response, CoapMessageType.Reset, 9);
            }
        }

        [TestMethod]
        public void Q_01_ServerIsNeverAskedWithQBlockAndOneThatAnswersWithItIsNotUnderstood()
        {
            EngineBench bench = new();
            foreach (CoapBlockSink? sink in new CoapBlockSink?[] { null, new ListSink() })
            {
                bench.Engine.Start(new CoapRequest(CoapMethod.Put, EngineBench.Resource) { Source = new ArraySource(Body.Of(2000)), Sink = sink! }, bench.Now);
                bench.Drain();
                Assert.AreEqual(-1, bench.Last.UInt(19));
                Assert.AreEqual(-1, bench.Last.UInt(31));
                Assert.IsFalse(bench.Deliver(WireMessage.Response(Ack, CoapCode.Content, bench.Last.MessageId, bench.Last.Token).With(31, 8)));
                Assert.AreEqual(CoapStatus.BadOption, bench.Engine.Status);
            }

            // RFC 9177 section 4.4: a server that does not know an option says 4.02, which the caller sees.
            WireMessage request = bench.Start();
            bench.Deliver(WireMessage.Response(Ack, CoapCode.BadOption, request.MessageId, request.Token, "unknown option 31"));
            Assert.AreEqual(CoapCode.BadOption, bench.Engine.ResponseCode);
            Assert.IsTrue(bench.Engine.IsDiagnosticPayload);
        }

        private static CoapStatus Start(EngineBench bench, CoapResource resource)
        {
            return bench.Engine.Start(CoapMethod.Get, resource, -1, -1, null!, 0, 0, bench.Now);
        }
    }
}
