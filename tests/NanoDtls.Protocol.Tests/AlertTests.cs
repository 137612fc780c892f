// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Alerts of the server at every stage, in either epoch, and the end of a connection.</summary>
    [TestClass]
    public sealed class AlertTests
    {
        private const string Software = nameof(SoftwareCrypto);

        // All descriptions of RFC 5246 section 7.2, RFC 4279, RFC 6066 and two unknown ones.
        private static readonly int[] s_descriptions =
        {
            10, 20, 21, 22, 30, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 60, 70, 71, 80, 86, 90, 100, 109, 110, 111, 112, 113, 114, 115, 116, 120, 200, 255,
        };

        public static IEnumerable<object[]> HandshakeStages => Scenario.HandshakeStages.Select(stage => new object[] { stage });

        [TestMethod]
        [DynamicData(nameof(HandshakeStages))]
        public void IOT_03_And_T12_05_FatalAlertEndsTheHandshakeAtEveryStage(Stage stage)
        {
            foreach (int description in s_descriptions)
            {
                // Behind the server's ChangeCipherSpec only protected alerts count.
                int epoch = stage == Stage.ChangeCipherSpecReceived ? 1 : 0;
                using Scenario s = Scenario.At(stage, Software);
                int sent = s.SentCount;
                Assert.AreEqual(0, s.Inject(s.Server.BuildAlert(Wire.Fatal, description, epoch)));
                bool isAboutCredentials = stage >= Stage.FinishedSent && description is 20 or 51 or 115;
                AssertEnded(s, isAboutCredentials ? DtlsStatus.CredentialsRejected : DtlsStatus.PeerAlert, (DtlsAlert)description);
                Assert.AreEqual(sent, s.SentCount, "an alert is not answered");
            }
        }

        [TestMethod]
        [DynamicData(nameof(HandshakeStages))]
        public void IOT_03_WarningIsRecordedAndIgnoredAtEveryStage(Stage stage)
        {
            int epoch = stage == Stage.ChangeCipherSpecReceived ? 1 : 0;
            using Scenario s = Scenario.At(stage, Software);
            int sent = s.SentCount;
            foreach (int description in s_descriptions)
            {
                Assert.AreEqual(0, s.Inject(s.Server.BuildAlert(Wire.Warning, description, epoch)));
                s.AssertHandshaking();
                Assert.AreEqual((DtlsAlert)description, s.Client.LastAlert);
            }

            Assert.AreEqual(sent, s.SentCount);
            s.Finish();
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(HandshakeStages))]
        public void CloseNotifyEndsTheHandshakeAtEveryStage(Stage stage)
        {
            int epoch = stage == Stage.ChangeCipherSpecReceived ? 1 : 0;
            using Scenario s = Scenario.At(stage, Software);
            s.Inject(s.Server.BuildAlert(Wire.Warning, 0, epoch));
            AssertEnded(s, DtlsStatus.Closed, DtlsAlert.CloseNotify);
        }

        [TestMethod]
        public void D12_28_PlaintextAlertsBehindTheChangeCipherSpecAreIgnored()
        {
            using Scenario s = Scenario.At(Stage.ChangeCipherSpecReceived, Software);
            s.AssertDropped(s.Server.BuildAlert(Wire.Fatal, 40, 0), DtlsDropReason.Epoch);
            s.AssertDropped(s.Server.BuildAlert(Wire.Warning, 0, 0), DtlsDropReason.Epoch);
            s.Finish();
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void V25_And_D12_28_PlaintextAlertsAfterTheHandshakeAreIgnored(string backend)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend);
            foreach (int level in new[] { Wire.Warning, Wire.Fatal })
            {
                s.AssertDropped(s.Server.BuildAlert(level, 0, 0), DtlsDropReason.Epoch);
                foreach (int description in s_descriptions)
                {
                    s.AssertDropped(s.Server.BuildAlert(level, description, 0), DtlsDropReason.Epoch);
                }
            }

            Assert.AreEqual(DtlsAlert.None, s.Client.LastAlert);
            s.AssertTalks();
        }

        [TestMethod]
        public void D12_28_MalformedAlertsAreDropped()
        {
            byte[][] bad = { new byte[] { 2 }, new byte[] { 0, 40 }, new byte[] { 3, 40 }, new byte[] { 255, 0 }, new byte[] { 2, 40, 0 }, new byte[] { 2, 40, 2, 40 } };
            foreach (Stage stage in Scenario.Stages)
            {
                int epoch = stage >= Stage.ChangeCipherSpecReceived ? 1 : 0;
                using Scenario s = Scenario.At(stage, Software);
                foreach (byte[] body in bad)
                {
                    s.AssertDropped(s.Server.Build(Wire.Alert, epoch, body), DtlsDropReason.BadAlert);
                }

                s.AssertDropped(s.Server.Build(Wire.Alert, epoch, Array.Empty<byte>()), DtlsDropReason.Empty);
                s.Finish();
                s.AssertTalks();
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void T12_04_CloseNotifyIsAnsweredAndDataAfterItIgnored(string backend)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend);
            s.AssertTalks();
            int sent = s.SentCount;
            byte[] late = s.Server.BuildData(new byte[] { 1 });
            byte[] close = s.Server.BuildAlert(Wire.Warning, 0, 1);
            Assert.AreEqual(0, s.Inject(Wire.Concat(close, late)));
            Assert.AreEqual(sent + 1, s.SentCount);
            s.Server.Receive(s.LastSent);
            CollectionAssert.AreEqual(new[] { (Wire.Warning, 0, 1) }, s.Server.Alerts);
            AssertEnded(s, DtlsStatus.Closed, DtlsAlert.CloseNotify);
            s.AssertDropped(late, DtlsDropReason.NotConnected);
            Assert.AreEqual(-(int)DtlsStatus.Closed, s.Link.Write(new byte[] { 1 }));
        }

        [TestMethod]
        public void DataBeforeACloseNotifyInTheSameDatagramIsDelivered()
        {
            using Scenario s = Scenario.At(Stage.Connected, Software);
            byte[] datagram = Wire.Concat(s.Server.BuildData(new byte[] { 7 }), s.Server.BuildAlert(Wire.Warning, 0, 1));
            Assert.AreEqual(1, s.Inject(datagram));
            AssertEnded(s, DtlsStatus.Closed, DtlsAlert.CloseNotify);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void T12_05_FatalAlertAfterTheHandshakeEndsTheSessionWithoutAnAnswer(string backend)
        {
            foreach (int description in s_descriptions)
            {
                using Scenario s = Scenario.At(Stage.Connected, backend);
                int sent = s.SentCount;
                s.Inject(s.Server.BuildAlert(Wire.Fatal, description, 1));
                AssertEnded(s, DtlsStatus.PeerAlert, (DtlsAlert)description);
                Assert.AreEqual(sent, s.SentCount);
                Assert.AreEqual(-(int)DtlsStatus.PeerAlert, s.Link.Write(new byte[] { 1 }));
                s.AssertDropped(s.Server.BuildData(new byte[] { 1 }), DtlsDropReason.NotConnected);
            }
        }

        [TestMethod]
        public void IOT_03_WarningAfterTheHandshakeIsRecordedAndIgnored()
        {
            using Scenario s = Scenario.At(Stage.Connected, Software);
            foreach (int description in s_descriptions)
            {
                s.Inject(s.Server.BuildAlert(Wire.Warning, description, 1));
                Assert.AreEqual((DtlsAlert)description, s.Client.LastAlert);
                s.AssertTalks();
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void OwnCloseSendsACloseNotifyInTheCurrentEpoch(string backend)
        {
            foreach (Stage stage in Scenario.Stages)
            {
                using Scenario s = Scenario.At(stage, backend);
                int sent = s.SentCount;
                s.Link.Close();
                Assert.AreEqual(sent + 1, s.SentCount);
                s.Server.Receive(s.LastSent);
                Assert.AreEqual((Wire.Warning, 0, stage >= Stage.FinishedSent ? 1 : 0), s.Server.Alerts.Single(), "at " + stage);
                AssertEnded(s, DtlsStatus.Ok, DtlsAlert.CloseNotify);
                s.Link.Close();
                Assert.AreEqual(sent + 1, s.SentCount, "a second Close says nothing");
            }
        }

        [TestMethod]
        public void D12_28_AlertsAreNotRetransmitted()
        {
            using Scenario s = Scenario.At(Stage.CookieSent, Software, server => server.CompressionMethod = 1);
            byte[] hello = s.TakePending();
            s.AssertAborts(hello, DtlsAlert.IllegalParameter);
            int sent = s.SentCount;
            s.Link.ServerAttached = false;
            s.Link.RunUntil(() => false, 120_000);
            s.AssertDropped(hello, DtlsDropReason.NotConnected);
            Assert.AreEqual(sent, s.SentCount);
        }

        private static void AssertEnded(Scenario s, DtlsStatus reason, DtlsAlert alert)
        {
            Assert.AreEqual(DtlsState.Closed, s.Client.State, s.Link.Describe());
            Assert.AreEqual(reason, s.Client.CloseReason, s.Link.Describe());
            Assert.AreEqual(alert, s.Client.LastAlert, s.Link.Describe());
            Assert.AreEqual(long.MaxValue, s.Client.NextDeadline);
            Assert.AreEqual(0, s.Client.GetDatagram());
        }
    }
}
