// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Resumption by session ID (RFC 5246 section 7.3, RFC 7627 section 5.3, RFC 7925 section 7).</summary>
    [TestClass]
    public sealed class ResumptionTests
    {
        private const string Software = nameof(SoftwareCrypto);

        public static IEnumerable<object[]> BackendsAndEnds =>
            CryptoBackends.All.SelectMany(backend => new[] { "received", "own", "handshake", "own in handshake" }, (backend, end) => new object[] { backend.Name, end });

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void IOT_04_SessionIsResumedByItsIdWithTwoFlightsLess(string backend, int suite)
        {
            using Scenario s = Make(backend, server => server.SupportedSuites = new() { suite });
            s.AssertConnects();
            Assert.IsFalse(s.Client.IsResumed);
            Assert.IsTrue(s.Client.CanResume);
            byte[] master = s.Server.Master!;
            byte[] keys = s.Server.KeyBlock!;
            for (int i = 0; i < 5; i++)
            {
                int messages = s.Server.Messages.Count;
                s.AssertReconnects(isResumed: true);
                CollectionAssert.AreEqual(
                    new[] { Wire.ClientHello, Wire.ClientHello, Wire.Finished },
                    s.Server.Messages.Skip(messages).Select(message => message.HandshakeType).ToArray());
                Assert.AreEqual((DtlsCipherSuite)suite, s.Client.CipherSuite);
                Assert.IsTrue(s.Client.IsExtendedMasterSecret);
                CollectionAssert.AreEqual(master, s.Server.Master);
                CollectionAssert.AreNotEqual(keys, s.Server.KeyBlock, "record keys are fresh");
                keys = s.Server.KeyBlock!;
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void IOT_04_ServerThatForgotTheSessionGetsAFullHandshakeAndTheNewSessionIsResumed(string backend)
        {
            using Scenario s = Make(backend);
            s.AssertConnects();
            s.Server.ForgetSessions();
            s.AssertReconnects(isResumed: false);
            s.AssertReconnects(isResumed: true);
        }

        [TestMethod]
        public void IOT_04_ServerWithoutSessionIdsLeavesNothingToResume()
        {
            using var s = new Scenario(Software);
            s.AssertConnects();
            Assert.IsFalse(s.Client.CanResume);
            s.AssertReconnects(isResumed: false);
            Assert.AreEqual(0, s.Server.Hello!.SessionId.Length);
        }

        [TestMethod]
        public void SessionIdsOf1To32BytesAreOfferedAgainAsTheyCame()
        {
            for (int length = 1; length <= 32; length++)
            {
                byte[] id = Enumerable.Range(1, length).Select(i => (byte)(i * 5)).ToArray();
                using Scenario s = Make(Software, server => server.SessionId = id);
                s.AssertConnects();
                s.AssertReconnects(isResumed: true);
                CollectionAssert.AreEqual(id, s.Server.Hello!.SessionId);
            }
        }

        [TestMethod]
        public void WithEnableResumptionOffNothingIsOfferedOrKept()
        {
            using Scenario s = Make(Software, null, client => client.EnableResumption = false);
            s.AssertConnects();
            Assert.IsFalse(s.Client.CanResume);
            s.AssertReconnects(isResumed: false);
            Assert.AreEqual(0, s.Server.Hello!.SessionId.Length);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void EMS_04_And_V19_SessionAndServerHelloMustAgreeAboutTheExtendedMasterSecret(string backend)
        {
            foreach (bool ofSession in new[] { false, true })
            {
                foreach (bool ofHello in new[] { false, true })
                {
                    using Scenario s = Make(backend, server =>
                    {
                        server.ExtendedMasterSecret = ofSession;
                        server.ResumesAgainstTheRules = true;
                    }, client => client.RequireExtendedMasterSecret = false);
                    s.AssertConnects();
                    Assert.AreEqual(ofSession, s.Client.IsExtendedMasterSecret);
                    s.Settings.ExtendedMasterSecret = ofHello;
                    if (ofSession == ofHello)
                    {
                        s.AssertReconnects(isResumed: true);
                        Assert.AreEqual(ofSession, s.Client.IsExtendedMasterSecret);
                        continue;
                    }

                    AssertResumptionFails(s, DtlsAlert.HandshakeFailure);
                    Assert.IsFalse(s.Client.CanResume, "RFC 5246 section 7.2.2: the session is gone");
                }
            }
        }

        [TestMethod]
        public void EMS_04_ServerThatKeepsTheRulesMakesANewSessionInstead()
        {
            foreach (bool ofSession in new[] { false, true })
            {
                using Scenario s = Make(Software, server => server.ExtendedMasterSecret = ofSession, client => client.RequireExtendedMasterSecret = false);
                s.AssertConnects();
                s.Settings.ExtendedMasterSecret = !ofSession;
                s.AssertReconnects(isResumed: false);
                Assert.AreEqual(!ofSession, s.Client.IsExtendedMasterSecret);
                s.AssertReconnects(isResumed: true);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void T12_08_ResumedSessionUnderAnotherSuiteIsIllegal(string backend)
        {
            using Scenario s = Make(backend, server => server.SupportedSuites = new() { Wire.SuiteCcm8 });
            s.AssertConnects();
            s.Settings.ResumedSuite = Wire.SuiteCcm;
            AssertResumptionFails(s, DtlsAlert.IllegalParameter);
        }

        [TestMethod]
        [DynamicData(nameof(BackendsAndEnds))]
        public void T12_05_SessionThatEndedByAFatalAlertIsNotOfferedAgain(string backend, string end)
        {
            using Scenario s = Make(backend, server => server.Layout = (_, items) => Layouts.OnePerDatagram(items));
            s.AssertConnects();
            switch (end)
            {
                case "received":
                    s.Inject(s.Server.BuildAlert(Wire.Fatal, 80, 1));
                    Assert.AreEqual(DtlsStatus.PeerAlert, s.Client.CloseReason);
                    break;
                case "own":
                    s.Settings.ResumedSuite = Wire.SuiteCcm;
                    AssertResumptionFails(s, DtlsAlert.IllegalParameter);
                    s.Settings.ResumedSuite = null;
                    break;
                case "handshake":
                    s.Link.Close();
                    s.Advance(Stage.HelloSent);
                    Assert.AreEqual(32, s.Server.Hello!.SessionId.Length);
                    s.Inject(s.Server.BuildAlert(Wire.Fatal, 40, 0));
                    break;
                default:
                    s.Link.Close();
                    s.Advance(Stage.CookieSent);
                    s.Inject(s.Server.BuildHandshake(Wire.Certificate, 1, new byte[3]));
                    Assert.AreEqual(DtlsStatus.ProtocolError, s.Client.CloseReason);
                    break;
            }

            s.Link.ServerAttached = true;
            Assert.IsFalse(s.Client.CanResume);
            s.AssertReconnects(isResumed: false);
            Assert.AreEqual(0, s.Server.Hello!.SessionId.Length);
        }

        [TestMethod]
        public void T12_05_SessionSurvivesACloseAndATimeout()
        {
            using Scenario s = Make(Software);
            s.AssertConnects();
            s.Inject(s.Server.BuildAlert(Wire.Warning, 0, 1));
            Assert.AreEqual(DtlsStatus.Closed, s.Client.CloseReason);
            s.Link.ServerAttached = false;
            Assert.IsFalse(s.Link.Connect());
            Assert.AreEqual(DtlsStatus.TimedOut, s.Client.CloseReason);
            s.Link.ServerAttached = true;
            s.AssertReconnects(isResumed: true);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void T12_05_ServerWithAnotherMasterSecretEndsTheSessionAndTheNextHandshakeIsFull(string backend)
        {
            using Scenario s = Make(backend);
            s.AssertConnects();
            string id = s.Server.Sessions.Keys.Single();
            s.Server.Sessions[id] = s.Server.Sessions[id] with { Master = new byte[48] };
            s.Link.Close();
            s.Link.Settle();
            Assert.IsFalse(s.Link.Connect());
            Assert.AreEqual(DtlsStatus.FinishedTimedOut, s.Client.CloseReason, s.Link.Describe());
            s.AssertReconnects(isResumed: false);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void T12_11_WrongVerifyDataInAResumedHandshakeIsADecryptErrorAndEndsTheSession(string backend)
        {
            using Scenario s = Make(backend);
            s.AssertConnects();
            s.Settings.EditFlight = (flight, items) =>
            {
                if (flight == 4)
                {
                    items[^1].Body = Wire.With(items[^1].Body, 3, items[^1].Body[3] ^ 1);
                }

                return items;
            };
            s.Link.Close();
            s.Link.Settle();
            Assert.IsFalse(s.Link.Connect());
            Assert.AreEqual((DtlsStatus.ProtocolError, DtlsAlert.DecryptError), (s.Client.CloseReason, s.Client.LastAlert), s.Link.Describe());
            Assert.IsFalse(s.Client.CanResume);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_24_LostLastFlightOfAResumedHandshakeIsRepeatedOnTheServersFinished(string backend)
        {
            bool isLossy = false;
            int lost = 0;
            using var s = new Scenario(backend, server => server.KeepsSessions = true, null, packet =>
            {
                bool isLast = packet.Direction == Direction.ToServer && WireRecord.Parse(packet.Bytes)[0].Type == Wire.ChangeCipherSpec;
                return isLossy && isLast && lost++ < 3 ? Array.Empty<Delivery>() : Faults.None(packet);
            });
            s.AssertConnects();
            s.Link.Close();
            s.Link.Settle();
            isLossy = true;
            Assert.IsTrue(s.Link.Connect(), s.Link.Describe());
            Assert.AreEqual(4, lost, s.Link.Describe());
            Assert.IsTrue(s.Server.IsConnected);
            Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, "the client has no timer of its own for it");
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_24_RepeatedFlight6OfAFullHandshakeIsNotAnswered(string backend)
        {
            using var s = new Scenario(backend);
            s.AssertConnects();
            int sent = s.SentCount;
            for (int i = 0; i < 10; i++)
            {
                s.Server.RepeatLastFlight();
                s.Link.Settle();
            }

            Assert.AreEqual(sent, s.SentCount, s.Link.Describe());
            Assert.AreEqual(DtlsDropReason.DuplicateMessage, s.Client.LastDropReason);
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_07_FinishedBeforeTheChangeCipherSpecIsKept(string backend)
        {
            foreach (bool isResumed in new[] { false, true })
            {
                using Scenario s = Make(backend, server => server.KeepsSessions = isResumed);
                s.AssertConnects();
                s.Link.Close();
                s.Link.Settle();

                // A datagram for each message; ChangeCipherSpec and Finished, the last two, change places.
                s.Settings.Layout = (_, items) => items[^1].HandshakeType == Wire.Finished
                    ? Layouts.Ordered(items, Enumerable.Range(0, items.Count - 2).Append(items.Count - 1).Append(items.Count - 2))
                    : Layouts.OnePerDatagram(items);
                Assert.IsTrue(s.Link.Connect(), s.Link.Describe());
                Assert.AreEqual(isResumed, s.Client.IsResumed);
                Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, "no second flight" + Environment.NewLine + s.Link.Describe());
                s.AssertTalks();
            }
        }

        private static Scenario Make(string backend, Action<ServerSettings>? server = null, Action<DtlsClientOptions>? client = null)
        {
            return new Scenario(backend, settings =>
            {
                settings.KeepsSessions = true;
                server?.Invoke(settings);
            }, client);
        }

        private static void AssertResumptionFails(Scenario s, DtlsAlert alert)
        {
            s.Link.Close();
            s.Link.Settle();
            s.Server.Alerts.Clear();
            Assert.IsFalse(s.Link.Connect());
            s.Link.Settle();
            Assert.AreEqual((DtlsStatus.ProtocolError, alert), (s.Client.CloseReason, s.Client.LastAlert), s.Link.Describe());
            CollectionAssert.AreEqual(new[] { (Wire.Fatal, (int)alert, 0) }, s.Server.Alerts);
        }
    }
}
