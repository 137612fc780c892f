// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Session tickets (RFC 5077).</summary>
    [TestClass]
    public sealed class TicketTests
    {
        private const string Software = nameof(SoftwareCrypto);

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void TKT_01_And_TKT_02_And_IOT_04_TicketResumesAndIsInTheTranscript(string backend, int suite)
        {
            using Scenario s = Make(backend, server => server.SupportedSuites = new() { suite });
            s.AssertConnects();
            Assert.AreEqual(0, s.Server.Hello!.Find(Wire.ExtensionSessionTicket)!.Body.Length, "an empty extension asks for a ticket");
            for (int i = 0; i < 3; i++)
            {
                s.AssertReconnects(isResumed: true);
                CollectionAssert.AreEqual(s.Server.TicketsIssued.Single(), s.Server.Hello!.Find(Wire.ExtensionSessionTicket)!.Body);
            }
        }

        [TestMethod]
        public void TKT_01_NothingIsOfferedUnlessAskedFor()
        {
            foreach (Action<DtlsClientOptions> configure in new Action<DtlsClientOptions>[]
            {
                client => client.OfferSessionTicket = false,
                client => client.EnableResumption = false,
            })
            {
                using Scenario s = Make(Software, null, configure);
                s.AssertConnects();
                Assert.IsNull(s.Server.Hello!.Find(Wire.ExtensionSessionTicket));
                Assert.AreEqual(0, s.Server.TicketsIssued.Count);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void TKT_01_TicketThatWasNotAnnouncedIsUnexpected(string backend)
        {
            foreach (bool offers in new[] { false, true })
            {
                foreach (Stage stage in Scenario.HandshakeStages.Where(stage => stage != Stage.ChangeCipherSpecReceived))
                {
                    using Scenario s = Scenario.At(stage, backend, null, client => client.OfferSessionTicket = offers);
                    byte[] ticket = ServerMessages.NewSessionTicket(100, new byte[20]);
                    s.AssertAborts(s.Server.BuildHandshake(Wire.NewSessionTicket, (int)stage, ticket), DtlsAlert.UnexpectedMessage);
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void TKT_02_TicketsOfEveryLengthConnectAndThoseWithinTheLimitResume(string backend)
        {
            foreach (int limit in new[] { 32, 200, 512, 4096 })
            {
                foreach (int length in new[] { 1, 31, 32, 33, 100, 199, 200, 201, 460, 511, 512, 513, 1400, 4096, 4097, 20000 })
                {
                    foreach (int size in new[] { 60, 400 })
                    {
                        using Scenario s = Make(backend, server =>
                        {
                            server.TicketLength = length;
                            server.Layout = (_, items) => Layouts.Fragmented(items, size, oneDatagram: false);
                        }, client => client.MaxSessionTicket = limit);
                        s.AssertConnects();
                        string what = "limit " + limit + ", ticket " + length + ", fragments of " + size + Environment.NewLine + s.Link.Describe();
                        Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, what);
                        Assert.AreEqual(length <= limit, s.Client.CanResume, what);
                        s.AssertReconnects(isResumed: length <= limit);
                        Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, what);
                    }
                }
            }
        }

        [TestMethod]
        public void TKT_02_EmptyTicketMeansNone()
        {
            using Scenario s = Make(Software, server => server.TicketLength = 0);
            s.AssertConnects();
            Assert.IsFalse(s.Client.CanResume);
            s.AssertReconnects(isResumed: false);
        }

        [TestMethod]
        public void TKT_02_AnnouncedTicketThatDoesNotComeIsUnexpectedAtTheFinished()
        {
            using Scenario s = Make(Software, server => server.EditFlight = (flight, items) =>
                flight == 6 ? items.Where(item => item.HandshakeType != Wire.NewSessionTicket).ToList() : items);
            Assert.IsFalse(s.Link.Connect());
            Assert.AreEqual((DtlsStatus.ProtocolError, DtlsAlert.UnexpectedMessage), (s.Client.CloseReason, s.Client.LastAlert), s.Link.Describe());
        }

        [TestMethod]
        public void TKT_02_And_V05_TicketLengthThatDoesNotMatchTheMessageIsADecodeError()
        {
            byte[] good = ServerMessages.NewSessionTicket(100, new byte[20]);
            foreach (byte[] body in new[] { Array.Empty<byte>(), good[..4], good[..5], good[..^1], Wire.Concat(good, new byte[1]), Wire.With(good, 5, 0), Wire.With(good, 4, 255) })
            {
                using Scenario s = Make(Software, server => server.EditFlight = (flight, items) =>
                {
                    if (flight == 6)
                    {
                        items[0].Body = body;
                    }

                    return items;
                });
                Assert.IsFalse(s.Link.Connect());
                Assert.AreEqual((DtlsStatus.ProtocolError, DtlsAlert.DecodeError), (s.Client.CloseReason, s.Client.LastAlert), s.Link.Describe());
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void V21_And_TKT_02_LostTicketIsAwaitedAndTheTranscriptHolds(string backend)
        {
            foreach (int length in new[] { 20, 120, 1000 })
            {
                foreach (bool isLate in new[] { false, true })
                {
                    int fragments = (6 + length + 59) / 60;
                    for (int index = 0; index < fragments; index++)
                    {
                        // HelloVerifyRequest, ServerHello in one or two pieces, ServerHelloDone come before.
                        int first = -1;
                        int seen = 0;
                        int target = index;
                        using Scenario s = Make(
                            backend,
                            server =>
                            {
                                server.TicketLength = length;
                                server.Layout = (_, items) => Layouts.Fragmented(items, 60, oneDatagram: false);
                            },
                            null,
                            packet =>
                            {
                                WireRecord record = WireRecord.Parse(packet.Bytes)[0];
                                bool isTicket = packet.Direction == Direction.ToClient && record is { Type: Wire.Handshake, Epoch: 0 } && record.Fragment[0] == Wire.NewSessionTicket;
                                if (!isTicket || seen++ != target)
                                {
                                    return Faults.None(packet);
                                }

                                first = packet.Index;
                                return isLate ? new[] { new Delivery(Faults.Late, packet.Bytes) } : Array.Empty<Delivery>();
                            });
                        s.AssertConnects(20_000);
                        Assert.IsTrue(first > 0, "a ticket fragment was lost");
                        s.AssertReconnects(isResumed: length <= 512);
                    }
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void TKT_03_MadeUpSessionIdTellsAcceptanceFromRefusal(string backend)
        {
            using Scenario s = Make(backend);
            s.AssertConnects();
            var ids = new HashSet<string>();
            for (int i = 0; i < 4; i++)
            {
                s.Settings.AcceptsTickets = i % 2 == 0;
                s.AssertReconnects(isResumed: i % 2 == 0);
                Assert.IsTrue(s.Server.Hello!.SessionId.Length > 0);
                Assert.IsTrue(ids.Add(Convert.ToHexString(s.Server.Hello.SessionId)), "fresh in every handshake");
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void TKT_03_RefusedTicketIsReplacedByTheOneOfTheFullHandshake(string backend)
        {
            using Scenario s = Make(backend);
            s.AssertConnects();
            s.Server.ForgetSessions();
            s.AssertReconnects(isResumed: false);
            s.AssertReconnects(isResumed: true);
            CollectionAssert.AreEqual(s.Server.TicketsIssued[1], s.Server.Hello!.Find(Wire.ExtensionSessionTicket)!.Body);

            // A refusal without a new ticket leaves nothing to offer.
            s.Server.ForgetSessions();
            s.Settings.IssuesTickets = false;
            s.AssertReconnects(isResumed: false);
            Assert.IsFalse(s.Client.CanResume);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void TKT_02_RenewedTicketIsOfferedNext(string backend)
        {
            using Scenario s = Make(backend, server => server.RenewsTickets = true);
            s.AssertConnects();
            for (int i = 0; i < 6; i++)
            {
                // Longer, shorter, refused, empty: what cannot be kept leaves the full handshake.
                s.Settings.TicketLength = new[] { 200, 40, 300, 0, 50, 10 }[i];
                bool isResumed = i != 4;
                s.AssertReconnects(isResumed);
                byte[] offered = s.Server.Hello!.Find(Wire.ExtensionSessionTicket)!.Body;
                CollectionAssert.AreEqual(s.Server.TicketsIssued[i], isResumed ? offered : Array.Empty<byte>());
                if (i == 3)
                {
                    // RFC 5077 section 3.3: an empty ticket says nothing about the session by ID, which this server has none of.
                    s.Server.ForgetSessions();
                }
            }
        }

        [TestMethod]
        public void TKT_04_TicketIsOfferedUntilItsLifetimeIsOver()
        {
            foreach ((long lifetime, long age, bool isOffered) in new[]
            {
                (10L, 9_000L, true), (10L, 10_000L, false), (1L, 500L, true), (1L, 1_000L, false),
                (0L, 86_000_000L, true), (0L, 86_400_000L, false), (0xFFFFFFFFL, 2_000_000_000L, true), (0x00FFFFFFL, 2_000_000_000L, true),
                (0x1FFFFFL, 2_097_151_000L, false),
            })
            {
                using Scenario s = Make(Software, server => server.TicketLifetimeSeconds = lifetime);
                s.Link.Start();
                s.Link.RunUntil(() => s.Client.State == DtlsState.Connected);
                long connectedAt = s.Link.Now;
                s.AssertTalks();
                s.Link.Close();
                s.Link.Settle(100);
                s.Link.Now = connectedAt + age;
                s.AssertConnects();
                string what = "lifetime " + lifetime + " s, age " + age + " ms";
                Assert.AreEqual(isOffered, s.Client.IsResumed, what);
                Assert.AreEqual(isOffered ? 120 : 0, s.Server.Hello!.Find(Wire.ExtensionSessionTicket)!.Body.Length, what);
            }
        }

        [TestMethod]
        public void T12_05_TicketOfASessionThatEndedByAFatalAlertIsNotOfferedAgain()
        {
            using Scenario s = Make(Software);
            s.AssertConnects();
            s.Inject(s.Server.BuildAlert(Wire.Fatal, 80, 1));
            Assert.IsFalse(s.Client.CanResume);
            s.AssertReconnects(isResumed: false);
        }

        private static Scenario Make(
            string backend, Action<ServerSettings>? server = null, Action<DtlsClientOptions>? client = null, FaultPlan? faults = null)
        {
            return new Scenario(backend, settings =>
            {
                settings.IssuesTickets = true;
                settings.Layout = (_, items) => Layouts.OnePerDatagram(items);
                server?.Invoke(settings);
            }, options =>
            {
                options.OfferSessionTicket = true;
                client?.Invoke(options);
            }, faults);
        }
    }
}
