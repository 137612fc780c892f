// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    /// <summary>Echo, No-Response, back-off, non-confirmable requests, and the options of a request.</summary>
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

        [TestMethod]
        [DataRow(CoapMethod.Get, 1)]
        [DataRow(CoapMethod.Post, 2)]
        [DataRow(CoapMethod.Put, 3)]
        [DataRow(CoapMethod.Delete, 4)]
        [DataRow(CoapMethod.Fetch, 5)]
        [DataRow(CoapMethod.Patch, 6)]
        [DataRow(CoapMethod.IPatch, 7)]
        public void P_01_MethodsAreTheirCodesAndCarryTheirContentFormat(CoapMethod method, int code)
        {
            EngineBench bench = new();
            WireMessage request = bench.Start(method, null, [1], CoapContentFormat.Cbor);
            Assert.AreEqual(code, request.Code);
            Assert.AreEqual(60, request.UInt(CoapOption.ContentFormat));
            foreach (int answer in new[] { CoapCode.Conflict, CoapCode.UnprocessableEntity })
            {
                bench.Deliver(WireMessage.Response(Ack, answer, bench.Last.MessageId, bench.Last.Token, "why"));
                Assert.AreEqual(answer, bench.Engine.ResponseCode);
                Assert.IsTrue(bench.Engine.IsDiagnosticPayload);
                bench.Start(method);
            }
        }

        [TestMethod]
        public void C_03_AddedOptionsStandBetweenTheOthersInTheOrderOfTheWire()
        {
            const int Seed = 77001;
            Random random = new(Seed);
            for (int round = 0; round < 2000; round++)
            {
                EngineBench bench = new(new CoapClientOptions { MaxMessage = 1152, InitialMessageId = 1 });
                CoapRequest request = new(CoapMethod.Fetch, new CoapResource(random.Next(2) == 0 ? "coap://host/a/b?c&d" : "coap://10.0.0.1?q"), 6)
                {
                    ContentFormat = random.Next(3) == 0 ? CoapContentFormat.None : random.Next(0x10000),
                    Accept = random.Next(3) == 0 ? CoapContentFormat.None : random.Next(0x10000),
                    NoResponse = random.Next(2) == 0 ? -1 : 2,
                    WaitMilliseconds = 5,
                    Sink = random.Next(2) == 0 ? null! : new ListSink(),
                };
                List<(int, string)> added = [];
                for (int i = random.Next(7); i > 0; i--)
                {
                    int number;
                    do
                    {
                        number = random.Next(2) == 0 ? random.Next(1, 70) : random.Next(1, 0x10000);
                    }
                    while (number is 3 or 6 or 11 or 12 or 15 or 17 or 23 or 27 or 60 or 252 or 258 or 292);
                    byte[] value = Body.Of(random.Next(3) == 0 ? random.Next(120) : random.Next(15), i);
                    request.AddOption(number, value);
                    added.Add((number, Convert.ToHexString(value)));
                }

                Assert.AreEqual(CoapStatus.Pending, bench.Engine.Start(request, 0), $"seed {Seed}, round {round}");
                bench.Drain();
                WireMessage message = bench.Last;
                List<int> numbers = message.Options.Select(o => o.Number).ToList();
                CollectionAssert.AreEqual(numbers.Order().ToList(), numbers);
                foreach (IGrouping<int, (int, string)> group in added.GroupBy(a => a.Item1))
                {
                    CollectionAssert.AreEqual(group.Select(g => g.Item2).ToList(), message.Options.Where(o => o.Number == group.Key).Select(o => Convert.ToHexString(o.Value)).ToList());
                }

                Assert.AreEqual(request.Accept, message.UInt(CoapOption.Accept));
                Assert.AreEqual(request.ContentFormat, message.UInt(CoapOption.ContentFormat));
                Assert.AreEqual(request.NoResponse, message.UInt(CoapOption.NoResponse));
            }
        }

        [TestMethod]
        public void AddedOptionsAreCheckedAndCanBeRemoved()
        {
            CoapRequest request = new(CoapMethod.Put, EngineBench.Resource, 2);
            foreach (int number in new[] { 3, 6, 11, 12, 15, 17, 23, 27, 60, 252, 258, 292 })
            {
                Assert.ThrowsExactly<ArgumentException>(() => request.AddOption(number, []));
            }

            Assert.ThrowsExactly<ArgumentNullException>(() => request.AddOption(1, null!));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => request.AddOption(0, []));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => request.AddOption(65536, []));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CoapRequest(CoapMethod.Put, EngineBench.Resource, 17));
            Assert.ThrowsExactly<InvalidOperationException>(() => new CoapRequest(CoapMethod.Put, EngineBench.Resource).AddOption(1, []));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => request.ContentFormat = 65536);
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => request.Accept = -2);
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => request.NoResponse = 256);
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => request.WaitMilliseconds = -2);
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => request.SetPayload([1], 1, 1));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CoapRequest((CoapMethod)8, EngineBench.Resource));
            Assert.ThrowsExactly<ArgumentNullException>(() => new CoapRequest(CoapMethod.Get, null!));
            request.AddOption(CoapOption.IfNoneMatch, []);
            request.AddOption(CoapOption.IfMatch, [1]);
            Assert.ThrowsExactly<InvalidOperationException>(() => request.AddOption(CoapOption.ETag, []));
            request.ClearOptions();
            request.AddOption(CoapOption.ETag, [9]);
            EngineBench bench = new();
            bench.Engine.Start(request, 0);
            bench.Drain();
            Assert.AreEqual("4=\t 11=s 11=1", bench.Last.OptionText());
        }

        [TestMethod]
        public void C_11_TokensInAnUnprotectedChannelHave39RandomBitsAndAreFound()
        {
            EngineBench bench = new(new CoapClientOptions { Random = new Random(5) });
            bench.Engine.HasProtectedChannel = false;
            HashSet<string> starts = [];
            for (int i = 0; i < 200; i++)
            {
                WireMessage request = bench.Start();
                Assert.IsInRange(6, 8, request.Token.Length);
                starts.Add(Convert.ToHexString(request.Token)[..^6]);
                Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, CoapCode.Changed, request.MessageId, request.Token)));
            }

            Assert.IsGreaterThan(195, starts.Count);
        }

        [TestMethod]
        [DataRow("coaps://224.0.1.187/")]
        [DataRow("coaps://239.255.255.255/x")]
        [DataRow("coaps://[ff02::fd]/")]
        [DataRow("coaps://[FF05:0:0:0:0:0:0:fd]:5684/")]
        [DataRow("coaps://[ff00::]")]
        public void C_19_MulticastIsRefusedOnCoaps(string uri)
        {
            Assert.ThrowsExactly<ArgumentException>(() => new CoapResource(uri));
            Assert.IsFalse(new CoapResource(uri.Replace("coaps", "coap", StringComparison.Ordinal)).IsSecure);
        }

        [TestMethod]
        [DataRow("coaps://223.255.255.255/")]
        [DataRow("coaps://240.0.0.1/")]
        [DataRow("coaps://22.4.0.1/")]
        [DataRow("coaps://2.2.4.1/")]
        [DataRow("coaps://224.0.0.1.example/")]
        [DataRow("coaps://ff02/")]
        [DataRow("coaps://[fe80::1]/")]
        [DataRow("coaps://[::]/")]
        [DataRow("coaps://[ff::1]/")]
        [DataRow("coaps://[ff::]")]
        [DataRow("coaps://[fff:1::]")]
        public void C_19_OtherHostsAreNoGroups(string uri)
        {
            Assert.IsTrue(new CoapResource(uri).IsSecure);
        }

        private static CoapStatus Start(EngineBench bench, CoapResource resource)
        {
            return bench.Engine.Start(CoapMethod.Get, resource, -1, -1, null!, 0, 0, bench.Now);
        }
    }
}
