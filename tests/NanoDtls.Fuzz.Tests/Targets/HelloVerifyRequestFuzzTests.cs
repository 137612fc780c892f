// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>HelloVerifyRequests in answer to the first and to later ClientHellos, full and resumed.</summary>
    [TestClass]
    public sealed class HelloVerifyRequestFuzzTests
    {
        // A client follows three of them.
        private const int MaxFollowed = 3;

        private static readonly int[] s_lengths = { 0, 1, 32, 33, 254, 255 };

        private readonly List<(Stage Stage, ClientHelloMessage Hello)> _stages = new();
        private Subject? _subject;
        private int _followed;

        [TestMethod]
        [Timeout(3_600_000, CooperativeCancellation = false)]
        public void V05_V29_D12_15_D12_16_D12_19_HelloVerifyRequestsAreFollowedByTheSameHelloWithTheirCookie()
        {
            foreach (Stage stage in StageBuilder.All())
            {
                Subject subject = stage.Enter();
                if (EngineState.Handshake(subject.Client).State == ClientHandshake.WaitServerHello && EngineState.KeepsNothing(subject.Client))
                {
                    _stages.Add((stage, Repeated(subject)));
                }
            }

            FuzzRun.Run(nameof(HelloVerifyRequestFuzzTests), () => _subject!.Received, Case);
            Assert.IsTrue(FuzzRun.IsSingleCase || _followed > 1000, "requests followed: " + _followed);
        }

        private void Case(SeededRandom random)
        {
            (Stage stage, ClientHelloMessage hello) = random.Pick(_stages);
            Subject subject = stage.Enter();
            _subject = subject;
            for (int count = 1 + random.Next(5); count > 0 && subject.State == DtlsState.Handshaking; count--)
            {
                hello = Request(subject, hello, random);
            }

            if (subject.State == DtlsState.Handshaking)
            {
                CollectionAssert.AreEqual(hello.Body, Repeated(subject).Body, "the hello that is repeated");
            }
        }

        // Returns the ClientHello that stands afterwards.
        private ClientHelloMessage Request(Subject subject, ClientHelloMessage hello, SeededRandom random)
        {
            byte[] cookie = random.OneIn(4) ? hello.Cookie : random.Bytes(random.OneIn(4) ? random.Pick(s_lengths) : random.Next(256));
            byte[] body = ServerMessages.HelloVerifyRequest(random.OneIn(2) ? Wire.Dtls10 : random.Next(65536), cookie);
            if (random.OneIn(2))
            {
                body = ByteMutator.Mutate(body, random, 400);
            }

            int followed = EngineState.Progress(subject.Client).Hello;
            subject.Sent.Clear();
            FuzzRecord record = ServerVoice.Message(subject, Wire.HelloVerifyRequest, body);
            if (random.OneIn(3))
            {
                // Numbered 0 again, as a server without state does.
                record.Content[5] = 0;
            }

            subject.Deliver(record with { Version = random.OneIn(2) ? Wire.Dtls10 : Wire.Dtls12 });
            if (body.Length < 3 || body[2] != body.Length - 3)
            {
                ServerVoice.AssertDecodeError(subject);
                return hello;
            }

            Assert.AreEqual(DtlsState.Handshaking, subject.State, "a good HelloVerifyRequest was refused");
            bool isRepeated = followed != 0 && body.AsSpan(3).SequenceEqual(hello.Cookie);
            if (isRepeated || followed == MaxFollowed)
            {
                Assert.AreEqual(0, subject.Sent.Count, "an answer to a repetition, or to one too many");
                return hello;
            }

            _followed++;
            var next = new ClientHelloMessage(ServerVoice.ReadMessage(subject.Sent, Wire.ClientHello));
            CollectionAssert.AreEqual(body[3..], next.Cookie, "cookie");
            CollectionAssert.AreEqual(hello.BodyWithoutCookie(), next.BodyWithoutCookie(), "the rest of the ClientHello");
            return next;
        }

        // The hello that stands is the one that a time-out repeats.
        private static ClientHelloMessage Repeated(Subject subject)
        {
            subject.Sent.Clear();
            subject.HandleTimeout();
            return new ClientHelloMessage(ServerVoice.ReadMessage(subject.Sent, Wire.ClientHello));
        }
    }
}
