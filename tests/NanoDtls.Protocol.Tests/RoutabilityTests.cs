// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>The return routability check (RFC 9853), whose responder a client is.</summary>
    [TestClass]
    public class RoutabilityTests
    {
        private const int PathChallenge = 0;
        private const int PathResponse = 1;
        private const int PathDrop = 2;

        public static IEnumerable<object[]> Backends => CryptoBackends.Names;

        [TestMethod]
        public void RRC_01_OfferedWithAConnectionIdOnlyAndUsedWhenBothAgreed()
        {
            foreach (bool offers in new[] { false, true })
            {
                foreach (bool answers in new[] { false, true })
                {
                    using Scenario s = Agreed(nameof(SoftwareCrypto), offers, answers, 0);
                    s.AssertConnects();
                    Extension? offer = s.Server.Hello!.Find(Wire.ExtensionReturnRoutabilityCheck);
                    Assert.AreEqual(offers, offer != null);
                    Assert.AreEqual(0, offer?.Body.Length ?? 0);
                    Assert.IsTrue(!offers || s.Server.Hello.Find(Wire.ExtensionConnectionId) != null);

                    if (offers && answers)
                    {
                        s.Inject(s.Server.Build(Wire.ReturnRoutabilityCheck, 1, Message(PathChallenge, 1)));
                        AssertAnswered(s, 1);
                    }
                    else
                    {
                        s.AssertDropped(s.Server.Build(Wire.ReturnRoutabilityCheck, 1, Message(PathChallenge, 1)), DtlsDropReason.ContentType);
                    }
                }
            }

            Assert.ThrowsExactly<ArgumentException>(() => new Scenario(nameof(SoftwareCrypto), null, client =>
            {
                client.ConnectionId = null;
                client.OfferReturnRoutabilityCheck = true;
            }));
        }

        [TestMethod]
        public void RRC_01_WithoutConnectionIdsItIsAnIllegalParameterAndUnaskedAnUnsupportedExtension()
        {
            using Scenario alone = Scenario.At(
                Stage.CookieSent,
                nameof(SoftwareCrypto),
                server => server.AnswerReturnRoutabilityCheck = true,
                client => client.OfferReturnRoutabilityCheck = true);
            alone.AssertAborts(alone.TakePending(), DtlsAlert.IllegalParameter);

            using Scenario unasked = Scenario.At(
                Stage.CookieSent,
                nameof(SoftwareCrypto),
                server => server.ExtraExtensions.Add(new Extension(Wire.ExtensionReturnRoutabilityCheck, Array.Empty<byte>())));
            unasked.AssertAborts(unasked.TakePending(), DtlsAlert.UnsupportedExtension);

            using Scenario body = Scenario.At(
                Stage.CookieSent,
                nameof(SoftwareCrypto),
                server =>
                {
                    server.ConnectionId = new byte[] { 1 };
                    server.ExtraExtensions.Add(new Extension(Wire.ExtensionReturnRoutabilityCheck, new byte[1]));
                },
                client => client.OfferReturnRoutabilityCheck = true);
            body.AssertAborts(body.TakePending(), DtlsAlert.DecodeError);
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void RRC_02_OnlyProtectedMessagesCountAndUnknownOnesAreIgnored(string backend)
        {
            foreach (int own in new[] { 0, 8 })
            {
                using Scenario s = Agreed(backend, true, true, own);
                s.AssertConnects();
                s.AssertDropped(s.Server.Build(Wire.ReturnRoutabilityCheck, 0, Message(PathChallenge, 1)), DtlsDropReason.Epoch);
                byte[] forged = s.Server.Build(Wire.ReturnRoutabilityCheck, 1, Message(PathChallenge, 1));
                s.AssertDropped(Wire.With(forged, forged.Length - 1, forged[^1] ^ 1), DtlsDropReason.BadTag);

                // Responses are for whoever asked; the client never does. Types to come are no reason for more.
                foreach (byte[] message in new[]
                {
                    Message(PathResponse, 1), Message(PathDrop, 1), Message(3, 1), Message(255, 1),
                    Message(PathChallenge, 1)[..8], Wire.Concat(Message(PathChallenge, 1), new byte[1]), new byte[] { PathChallenge },
                })
                {
                    s.AssertDropped(s.Server.Build(Wire.ReturnRoutabilityCheck, 1, message), DtlsDropReason.UnexpectedMessage);
                }

                s.AssertTalks();
            }
        }

        [TestMethod]
        public void RRC_02_NothingIsAnsweredBeforeTheHandshakeEnded()
        {
            foreach (Stage stage in new[] { Stage.FinishedSent, Stage.ChangeCipherSpecReceived })
            {
                using Scenario s = Scenario.At(
                    stage,
                    nameof(SoftwareCrypto),
                    server =>
                    {
                        server.ConnectionId = new byte[] { 7 };
                        server.AnswerReturnRoutabilityCheck = true;
                    },
                    client => client.OfferReturnRoutabilityCheck = true);
                s.AssertDropped(s.Server.Build(Wire.ReturnRoutabilityCheck, 1, Message(PathChallenge, 1), 40), DtlsDropReason.ContentType);
                s.Finish();
                s.AssertTalks();
            }
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void RRC_03_EveryChallengeGetsExactlyOneResponseAtOnceWithItsCookie(string backend)
        {
            foreach (int own in new[] { 0, 8 })
            {
                using Scenario s = Agreed(backend, true, true, own);
                s.AssertConnects();
                long allocated = s.Link.EngineAllocatedBytes;
                for (int cookie = 0; cookie < 50; cookie++)
                {
                    s.Link.Now += 100;
                    int sent = s.SentCount;
                    byte[] challenge = s.Server.Build(Wire.ReturnRoutabilityCheck, 1, Message(PathChallenge, cookie));
                    Assert.AreEqual(0, s.Inject((byte[])challenge.Clone()), "no data for the application");
                    Assert.AreEqual(sent + 1, s.SentCount);
                    AssertAnswered(s, cookie);
                    s.AssertDropped(challenge, DtlsDropReason.Replayed);
                }

                if (CryptoBackends.Get(backend).AllocationFree)
                {
                    Assert.AreEqual(allocated, s.Link.EngineAllocatedBytes);
                }
            }
        }

        [TestMethod]
        public void RRC_03_ChallengesInOneDatagramAreAllAnswered()
        {
            using Scenario s = Agreed(nameof(SoftwareCrypto), true, true, 8);
            s.AssertConnects();
            byte[] datagram = Wire.Concat(Enumerable.Range(1, 5).Select(cookie => s.Server.Build(Wire.ReturnRoutabilityCheck, 1, Message(PathChallenge, cookie))).ToArray());
            s.Inject(datagram);
            s.Server.Receive(s.LastSent);
            CollectionAssert.AreEqual(Enumerable.Range(1, 5).ToArray(), s.Server.RoutabilityMessages.Select(message => (int)message[8]).ToArray());
            s.AssertTalks();
        }

        [TestMethod]
        public void RRC_03_NoMoreThanTenAreAnsweredInASecond()
        {
            using Scenario s = Agreed(nameof(SoftwareCrypto), true, true, 8);
            s.AssertConnects();
            for (int second = 0; second < 3; second++)
            {
                int sent = s.SentCount;
                for (int i = 0; i < 40; i++)
                {
                    s.Inject(s.Server.Build(Wire.ReturnRoutabilityCheck, 1, Message(PathChallenge, i)));
                    s.Link.Now += 20;
                }

                Assert.AreEqual(sent + 10, s.SentCount);
                Assert.AreEqual(DtlsDropReason.RateLimit, s.Client.LastDropReason);
                s.Link.Now += 1000;
            }

            s.AssertTalks();
        }

        private static void AssertAnswered(Scenario s, int cookie)
        {
            s.Server.Receive(s.LastSent);
            CollectionAssert.AreEqual(Message(PathResponse, cookie), s.Server.RoutabilityMessages[^1], s.Link.Describe());
            s.AssertNoViolations();
        }

        private static byte[] Message(int type, int cookie) => new ByteWriter().U8(type).U16(0x1234).U24(0).U24(cookie).ToArray();

        private static Scenario Agreed(string backend, bool offers, bool answers, int own)
        {
            return new Scenario(
                backend,
                server =>
                {
                    server.ConnectionId = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 };
                    server.AnswerReturnRoutabilityCheck = answers;
                },
                client =>
                {
                    client.ConnectionId = Enumerable.Range(1, own).Select(i => (byte)i).ToArray();
                    client.OfferReturnRoutabilityCheck = offers;
                });
        }
    }
}
