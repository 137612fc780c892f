// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>The handshake's order: every transition that the state table does not have.</summary>
    [TestClass]
    public sealed class StateOrderTests
    {
        private const string Software = nameof(SoftwareCrypto);

        private static readonly int[] s_handshakeTypes =
        {
            Wire.ClientHello, Wire.ServerHello, Wire.HelloVerifyRequest, Wire.NewSessionTicket, 8, Wire.Certificate, Wire.ServerKeyExchange,
            Wire.CertificateRequest, Wire.ServerHelloDone, Wire.CertificateVerify, Wire.ClientKeyExchange, Wire.Finished, 21, 22, 24, 254, 255,
        };

        public static IEnumerable<object[]> HandshakeStages => Scenario.HandshakeStages.Select(stage => new object[] { stage });

        [TestMethod]
        [DynamicData(nameof(HandshakeStages))]
        public void T12_06_And_V10_PlaintextMessageThatTheStateDoesNotHaveEndsTheHandshake(Stage stage)
        {
            foreach (int type in s_handshakeTypes.Where(type => !Allowed(stage).Contains(type)))
            {
                using Scenario s = Scenario.At(stage, Software);
                byte[] datagram = s.Server.BuildHandshake(type, NextSequence(stage), new byte[12]);
                if (stage == Stage.ChangeCipherSpecReceived)
                {
                    s.AssertDropped(datagram, DtlsDropReason.Epoch);
                    s.Finish();
                    s.AssertTalks();
                }
                else
                {
                    s.AssertAborts(datagram, DtlsAlert.UnexpectedMessage);
                }
            }
        }

        [TestMethod]
        public void T12_06_And_V10_ProtectedMessageOtherThanFinishedEndsTheHandshake()
        {
            foreach (CryptoBackend backend in CryptoBackends.All)
            {
                foreach (int type in s_handshakeTypes.Where(type => type != Wire.Finished))
                {
                    using Scenario s = Scenario.At(Stage.ChangeCipherSpecReceived, backend.Name);
                    s.AssertAborts(s.Server.BuildHandshake(type, NextSequence(Stage.ChangeCipherSpecReceived), new byte[12], 1), DtlsAlert.UnexpectedMessage);
                }
            }
        }

        [TestMethod]
        public void V10_PlaintextFinishedNeverConnects()
        {
            foreach (Stage stage in Scenario.HandshakeStages)
            {
                using Scenario s = Scenario.At(stage, Software);
                byte[] finished = s.Server.BuildHandshake(Wire.Finished, NextSequence(stage), new byte[12]);
                s.Inject(s.Server.Build(Wire.ChangeCipherSpec, 0, new byte[] { 1 }));
                s.Inject(finished);
                Assert.AreNotEqual(DtlsState.Connected, s.Client.State, "at " + stage);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void V10_And_D12_26_MissingChangeCipherSpecNeverConnects(string backend)
        {
            using var s = new Scenario(backend, server => server.EditFlight = (flight, items) => flight == 6 ? items.Skip(1).ToList() : items);
            Assert.IsFalse(s.Link.Connect());
            Assert.AreEqual(DtlsStatus.FinishedTimedOut, s.Client.CloseReason, s.Link.Describe());
        }

        [TestMethod]
        public void V10_MissingFinishedNeverConnectsAndReleasesNoData()
        {
            using var s = new Scenario(Software, server => server.EditFlight = (flight, items) => flight == 6 ? items.Take(1).ToList() : items);
            s.Link.Start();
            s.Link.RunUntil(() => s.Server.IsConnected);
            s.Link.Settle();
            s.AssertDropped(s.Server.BuildData(new byte[] { 1 }), DtlsDropReason.EarlyApplicationData);
            s.Link.RunUntil(() => s.Client.State == DtlsState.Closed);
            Assert.AreEqual(DtlsStatus.FinishedTimedOut, s.Client.CloseReason);
            Assert.AreEqual(0, s.Link.DataAtClient.Count);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_27_DataBeforeFinishedIsNotDelivered(string backend)
        {
            foreach (Stage stage in new[] { Stage.FinishedSent, Stage.ChangeCipherSpecReceived })
            {
                using Scenario s = Scenario.At(stage, backend);
                s.AssertDropped(s.Server.BuildData(new byte[] { 1, 2, 3 }), DtlsDropReason.EarlyApplicationData);
                s.Finish();
                s.AssertTalks();
                Assert.AreEqual(1, s.Link.DataAtClient.Count);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void T12_11_WrongVerifyDataIsADecryptErrorInEpoch1(string backend)
        {
            for (int bit = 0; bit < 96; bit++)
            {
                AssertFinishedRefused(backend, DtlsAlert.DecryptError, body => Wire.With(body, bit / 8, body[bit / 8] ^ (1 << (bit % 8))));
            }

            AssertFinishedRefused(backend, DtlsAlert.DecryptError, _ => new byte[12]);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void T12_11_VerifyDataUnderTheClientsLabelIsADecryptError(string backend)
        {
            // A reflected client Finished: same secret, wrong label.
            using Scenario s = Scenario.At(Stage.ChangeCipherSpecReceived, backend);
            byte[] clientFinished = s.Server.Messages.Single(message => message.HandshakeType == Wire.Finished).Body;
            s.AssertAborts(s.Server.BuildHandshake(Wire.Finished, NextSequence(Stage.ChangeCipherSpecReceived), clientFinished, 1), DtlsAlert.DecryptError);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(11)]
        [DataRow(13)]
        [DataRow(32)]
        public void T12_11_VerifyDataOfAnotherLengthIsADecodeError(int length)
        {
            AssertFinishedRefused(Software, DtlsAlert.DecodeError, body => Wire.Concat(body, new byte[32])[..length]);
        }

        [TestMethod]
        [DynamicData(nameof(HandshakeStages))]
        public void D12_26_And_V11_ChangeCipherSpecOutOfPlaceIsDroppedAThousandTimes(Stage stage)
        {
            if (stage == Stage.FinishedSent)
            {
                return;
            }

            using Scenario s = Scenario.At(stage, Software);
            DtlsDropReason reason = stage == Stage.ChangeCipherSpecReceived ? DtlsDropReason.Epoch : DtlsDropReason.UnexpectedMessage;
            for (int i = 0; i < 1000; i++)
            {
                s.AssertDropped(s.Server.Build(Wire.ChangeCipherSpec, 0, new byte[] { 1 }), reason);
            }

            s.Finish();
            s.AssertTalks();
        }

        [TestMethod]
        public void D12_26_ChangeCipherSpecAfterTheHandshakeIsDroppedInBothEpochs()
        {
            using Scenario s = Scenario.At(Stage.Connected, Software);
            s.AssertDropped(s.Server.Build(Wire.ChangeCipherSpec, 0, new byte[] { 1 }), DtlsDropReason.Epoch);
            s.AssertDropped(s.Server.Build(Wire.ChangeCipherSpec, 1, new byte[] { 1 }), DtlsDropReason.ContentType);
            s.AssertTalks();
        }

        [TestMethod]
        public void T12_03_MalformedChangeCipherSpecIsDropped()
        {
            using Scenario s = Scenario.At(Stage.FinishedSent, Software);
            foreach (byte[] body in new[] { new byte[] { 0 }, new byte[] { 2 }, new byte[] { 255 }, new byte[] { 1, 1 }, new byte[] { 1, 0 } })
            {
                s.AssertDropped(s.Server.Build(Wire.ChangeCipherSpec, 0, body), DtlsDropReason.BadChangeCipherSpec);
            }

            s.AssertDropped(s.Server.Build(Wire.ChangeCipherSpec, 0, Array.Empty<byte>()), DtlsDropReason.Empty);
            s.Finish();
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(HandshakeStages))]
        public void T12_14_HelloRequestDuringTheHandshakeIsIgnored(Stage stage)
        {
            using Scenario s = Scenario.At(stage, Software);
            DtlsDropReason reason = stage == Stage.ChangeCipherSpecReceived ? DtlsDropReason.Epoch : DtlsDropReason.UnexpectedMessage;
            s.AssertDropped(s.Server.BuildHandshake(Wire.HelloRequest, 0, Array.Empty<byte>()), reason);
            s.AssertDropped(s.Server.BuildHandshake(Wire.HelloRequest, NextSequence(stage), Array.Empty<byte>()), reason);
            s.Finish();
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void T12_14_And_REN_04_And_V14_HelloRequestAfterwardsIsAnsweredByNoRenegotiation(string backend)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend);
            for (int i = 1; i <= 5; i++)
            {
                int sent = s.SentCount;
                s.Inject(s.Server.BuildHelloRequest());
                Assert.AreEqual(sent + 1, s.SentCount, "one answer each");
                s.Server.Receive(s.LastSent);
                Assert.AreEqual((Wire.Warning, 100, 1), s.Server.Alerts[^1]);
                Assert.AreEqual(DtlsAlert.NoRenegotiation, s.Client.LastAlert);
                s.AssertTalks();
            }

            Assert.AreEqual(5, s.Server.Alerts.Count);
        }

        [TestMethod]
        public void V14_ReplayedOrForgedHelloRequestIsNotAnswered()
        {
            using Scenario s = Scenario.At(Stage.Connected, Software);
            byte[] request = s.Server.BuildHelloRequest();
            s.Inject(request);
            s.AssertDropped(request, DtlsDropReason.Replayed);
            s.AssertDropped(s.Server.BuildHelloRequest(0), DtlsDropReason.Epoch);
            s.AssertTalks();
        }

        [TestMethod]
        public void V14_ServerHelloOrFinishedAfterTheHandshakeIsDropped()
        {
            using Scenario s = Scenario.At(Stage.Connected, Software);
            foreach (int type in s_handshakeTypes)
            {
                s.AssertDropped(s.Server.BuildHandshake(type, 5, new byte[12], 1), DtlsDropReason.DuplicateMessage);
                s.AssertDropped(s.Server.BuildHandshake(type, 5, new byte[12], 0), DtlsDropReason.Epoch);
            }

            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(HandshakeStages))]
        public void D12_20_OldMessagesAreDroppedAtEveryStage(Stage stage)
        {
            using Scenario s = Scenario.At(stage, Software);
            if (stage is Stage.HelloSent or Stage.ChangeCipherSpecReceived)
            {
                return;
            }

            foreach (int type in new[] { Wire.ServerHello, Wire.ServerHelloDone, Wire.ServerKeyExchange, Wire.Finished })
            {
                s.AssertDropped(s.Server.BuildHandshake(type, NextSequence(stage) - 1, new byte[12]), DtlsDropReason.DuplicateMessage);
            }

            s.Finish();
            s.AssertTalks();
        }

        [TestMethod]
        public void D12_20_MessagesFarAheadAreDropped()
        {
            using Scenario s = Scenario.At(Stage.CookieSent, Software);
            foreach (int sequence in new[] { 10, 255, 256, 0x7FFF, 0x8000, 0xFFFF })
            {
                s.AssertDropped(s.Server.BuildHandshake(Wire.ServerHelloDone, sequence, Array.Empty<byte>()), DtlsDropReason.FutureMessage);
            }

            s.Finish();
            s.AssertTalks();
        }

        private static void AssertFinishedRefused(string backend, DtlsAlert alert, Func<byte[], byte[]> edit)
        {
            using Scenario s = Scenario.At(Stage.ChangeCipherSpecReceived, backend, server => server.EditFlight = (flight, items) =>
            {
                if (flight == 6)
                {
                    items[1].Body = edit(items[1].Body);
                }

                return items;
            });
            s.AssertAborts(s.TakePending(), alert);
        }

        // message_seq that the client expects: HelloVerifyRequest, ServerHello, ServerKeyExchange, ServerHelloDone, Finished.
        private static int NextSequence(Stage stage) => Math.Min((int)stage, 4);

        private static int[] Allowed(Stage stage) => stage switch
        {
            Stage.HelloSent or Stage.CookieSent => new[] { Wire.HelloVerifyRequest, Wire.ServerHello },
            Stage.ServerHelloReceived => new[] { Wire.ServerKeyExchange, Wire.ServerHelloDone },
            Stage.ServerKeyExchangeReceived => new[] { Wire.ServerHelloDone },
            _ => Array.Empty<int>(),
        };
    }
}
