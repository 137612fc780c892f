// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>A session that can be resumed keeps its master secret, no longer than it can be resumed.</summary>
    [TestClass]
    public sealed class SessionSecretsTests
    {
        public static IEnumerable<object[]> BackendsAndTickets =>
            CryptoBackends.All.SelectMany(backend => new[] { false, true }, (backend, tickets) => new object[] { backend.Name, tickets });

        [TestMethod]
        [DynamicData(nameof(BackendsAndTickets))]
        public void V30_ClearLeavesNothingOfTheSessionNorOfItsTicket(string backend, bool tickets)
        {
            foreach (bool isOpen in new[] { true, false })
            {
                foreach (bool isResumed in new[] { false, true })
                {
                    using Scenario s = Make(backend, tickets);
                    s.AssertConnects();
                    if (isResumed)
                    {
                        s.AssertReconnects(isResumed: true);
                    }

                    if (!isOpen)
                    {
                        s.Link.Close();
                        AssertAbsent(s, "record keys after the end", s.Server.KeyBlock!);
                    }

                    Assert.IsNotNull(SecretsTests.Find(s.Client, s.Server.Master!), "the scanner sees it while it is there");
                    if (tickets)
                    {
                        Assert.IsNotNull(SecretsTests.Find(s.Client, s.Server.TicketsIssued[^1]));
                    }

                    s.Client.Clear();
                    Assert.IsFalse(s.Client.CanResume);
                    AssertAbsent(s, "PSK", s.Settings.Key);
                    AssertAbsent(s, "master secret", s.Server.Master!);
                    AssertAbsent(s, "record keys", s.Server.KeyBlock!);
                    foreach (string handle in s.Server.Sessions.Keys)
                    {
                        AssertAbsent(s, "session ID or ticket", Convert.FromHexString(handle));
                    }
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(BackendsAndTickets))]
        public void V30_And_T12_05_FatalEndForgetsTheMasterSecret(string backend, bool tickets)
        {
            foreach (Stage stage in Scenario.Stages)
            {
                using Scenario s = Make(backend, tickets);
                byte[] master = LeaveSession(s);

                // A full handshake goes on beside the session of the one before.
                s.Advance(stage);
                s.Inject(s.Server.BuildAlert(Wire.Fatal, 80, stage >= Stage.ChangeCipherSpecReceived ? 1 : 0));
                Assert.AreEqual(DtlsStatus.PeerAlert, s.Client.CloseReason, s.Link.Describe());
                AssertAbsent(s, "master secret of the session before", master);
                AssertAbsent(s, "master secret", s.Server.Master!);
                AssertAbsent(s, "record keys", s.Server.KeyBlock!);
            }
        }

        [TestMethod]
        [DynamicData(nameof(BackendsAndTickets))]
        public void V30_MasterSecretThatNoHandshakeCanOfferIsNotKept(string backend, bool tickets)
        {
            foreach (Stage stage in Scenario.Stages)
            {
                foreach (bool isCallers in new[] { true, false })
                {
                    using Scenario s = Make(backend, tickets);
                    byte[] master = LeaveSession(s);

                    // A full handshake gives the session of the one before up, and is to lead to none that can be resumed.
                    s.Settings.KeepsSessions = false;
                    s.Advance(stage);
                    if (isCallers)
                    {
                        s.Link.Close();
                    }
                    else
                    {
                        s.Inject(s.Server.BuildAlert(Wire.Warning, 0, stage >= Stage.ChangeCipherSpecReceived ? 1 : 0));
                    }

                    Assert.AreEqual(DtlsState.Closed, s.Client.State);
                    Assert.AreEqual(stage < Stage.ServerHelloReceived, s.Client.CanResume, "at " + stage);
                    if (!s.Client.CanResume)
                    {
                        AssertAbsent(s, "master secret of the session before", master);
                        AssertAbsent(s, "master secret", s.Server.Master!);
                    }
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(BackendsAndTickets))]
        public void V30_MasterSecretIsInOnePlaceOnly(string backend, bool tickets)
        {
            using Scenario s = Make(backend, tickets);
            s.AssertConnects();
            s.AssertReconnects(isResumed: true);
            string[] holders = ReachableArrays.Find(s.Client)
                .Where(array => Enumerable.Range(0, 41).Any(i => array.Bytes.AsSpan().IndexOf(s.Server.Master.AsSpan(i, 8)) >= 0))
                .Select(array => array.Path)
                .Distinct()
                .ToArray();
            Assert.AreEqual(1, holders.Length, string.Join(", ", holders));
        }

        /// <summary>Leaves the client with a session that the server has forgotten, and a server that gives a hint and no ticket.</summary>
        /// <returns>The session's master secret.</returns>
        private static byte[] LeaveSession(Scenario s)
        {
            s.AssertConnects();
            byte[] master = s.Server.Master!;
            s.Link.Close();
            s.Link.Settle();
            s.Server.ForgetSessions();
            s.Settings.Hint = new byte[] { 1 };
            s.Settings.IssuesTickets = false;
            return master;
        }

        private static Scenario Make(string backend, bool tickets)
        {
            return new Scenario(backend, server =>
            {
                server.KeepsSessions = !tickets;
                server.IssuesTickets = tickets;
                server.Layout = (_, items) => Layouts.OnePerDatagram(items);
            }, client => client.OfferSessionTicket = tickets);
        }

        private static void AssertAbsent(Scenario s, string name, byte[] secret)
        {
            string? path = SecretsTests.Find(s.Client, secret);
            Assert.IsNull(path, name + " in " + path + ", " + s.Client.State);
        }
    }
}
