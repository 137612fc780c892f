// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>The undisturbed handshake, its size, and data over it.</summary>
    [TestClass]
    public sealed class HandshakeTests
    {
        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void IOT_01_HandshakeAndDataWithEachSuite(string backend, int suite)
        {
            using var s = new Scenario(backend, server => server.SupportedSuites = new() { suite });
            s.AssertConnects();
            Assert.AreEqual((DtlsCipherSuite)suite, s.Client.CipherSuite);
            Assert.IsTrue(s.Client.IsExtendedMasterSecret);
            Assert.AreEqual(DtlsAlert.None, s.Client.LastAlert);
            Assert.AreEqual(0, s.Client.DropCount);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void AFullHandshakeIsSixDatagramsAndAtMost305BytesFromTheClient(string backend)
        {
            // Default options, a cookie of 20 bytes, an identity of 15 bytes, a server that packs its flight.
            using var s = new Scenario(backend);
            Assert.AreEqual(15, s.Settings.Identity.Length);
            Assert.AreEqual(20, s.Settings.Cookies[0].Length);
            Assert.IsTrue(s.Link.Connect(), s.Link.Describe());
            int datagrams = s.SentCount + s.Link.SentByServer.Count;
            int bytes = s.Link.SentByClient.Sum(datagram => datagram.Bytes.Length);
            TestContext.WriteLine("handshake: " + datagrams + " datagrams, " + bytes + " bytes from the client: "
                + string.Join(" + ", s.Link.SentByClient.Select(datagram => datagram.Bytes.Length)));
            Assert.AreEqual(6, datagrams, s.Link.Describe());
            Assert.IsTrue(bytes <= 305, bytes + " bytes" + Environment.NewLine + s.Link.Describe());
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void Flight5LeavesAsThreeRecordsInOneDatagram(string backend)
        {
            using var s = Scenario.At(Stage.FinishedSent, backend);
            List<WireRecord> records = WireRecord.Parse(s.LastSent);
            CollectionAssert.AreEqual(
                new[] { (Wire.Handshake, 0), (Wire.ChangeCipherSpec, 0), (Wire.Handshake, 1) },
                records.Select(record => (record.Type, record.Epoch)).ToArray(),
                s.Link.Describe());
            Assert.AreEqual(0L, records[2].Sequence, "epoch 1 starts at 0");
            CollectionAssert.AreEqual(new byte[] { 1 }, records[1].Fragment);
        }

        [TestMethod]
        [DataRow(Wire.SuiteCcm8, 29)]
        [DataRow(Wire.SuiteCcm, 37)]
        public void CCM_03_RecordOverheadIsTheOneOfTheSuite(int suite, int overhead)
        {
            foreach (CryptoBackend backend in CryptoBackends.All)
            {
                using var s = new Scenario(backend.Name, server => server.SupportedSuites = new() { suite });
                s.AssertConnects();
                foreach (int length in new[] { 0, 1, 15, 16, 17, 64, s.Client.MaxPayload })
                {
                    Assert.AreEqual(length + overhead, s.Link.Write(new byte[length]));
                    Assert.AreEqual(length + overhead, s.LastSent.Length);
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void DataOfEveryLengthPassesBothWays(string backend, int suite)
        {
            using var s = new Scenario(backend, server => server.SupportedSuites = new() { suite });
            s.AssertConnects();
            byte[] data = Enumerable.Range(0, s.Client.MaxPayload).Select(i => (byte)(i * 31)).ToArray();
            for (int length = 1; length <= data.Length; length++)
            {
                Assert.AreEqual(length + (suite == Wire.SuiteCcm8 ? 29 : 37), s.Link.Write(data[..length]));
                s.Server.Receive(s.LastSent);
                CollectionAssert.AreEqual(data[..length], s.Server.ApplicationData[^1]);
                Assert.AreEqual(1, s.Inject(s.Server.BuildData(data[..length])));
                CollectionAssert.AreEqual(data[..length], s.Link.DataAtClient[^1]);
            }

            s.AssertNoViolations();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_18_And_EMS_02_And_T12_01_TranscriptAndSecretsEqualTheServersOwnDerivation(string backend)
        {
            // The server derives everything on its own from the bytes on the wire: its transcript begins at
            // the last ClientHello. A Finished that verifies both ways proves transcript and secrets equal.
            foreach (int cookies in new[] { 0, 1, 2 })
            {
                using var s = new Scenario(backend, server =>
                    server.Cookies = Enumerable.Range(1, cookies).Select(n => new byte[] { (byte)n }).ToList());
                s.AssertConnects();
                Assert.AreEqual(cookies + 1, s.Server.Messages.Count(message => message.HandshakeType == Wire.ClientHello));
                Assert.IsTrue(s.Client.IsExtendedMasterSecret);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void EMS_03_ServerWithoutItIsRefusedByDefaultAndAcceptedOnRequest(string backend)
        {
            using var refused = new Scenario(backend, server => server.ExtendedMasterSecret = false);
            refused.Link.Connect();
            refused.AssertAborted(DtlsAlert.HandshakeFailure, 0, 3);

            using var accepted = new Scenario(
                backend,
                server => server.ExtendedMasterSecret = false,
                client => client.RequireExtendedMasterSecret = false);
            accepted.AssertConnects();
            Assert.IsFalse(accepted.Client.IsExtendedMasterSecret);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void ClientPrefersItsFirstSuiteAndTakesTheOneTheServerChose(string backend)
        {
            using var both = new Scenario(backend);
            both.AssertConnects();
            Assert.AreEqual(DtlsCipherSuite.PskWithAes128Ccm8, both.Client.CipherSuite);

            using var one = new Scenario(backend, null, client => client.CipherSuites = new[] { DtlsCipherSuite.PskWithAes128Ccm });
            one.AssertConnects();
            Assert.AreEqual(DtlsCipherSuite.PskWithAes128Ccm, one.Client.CipherSuite);
            CollectionAssert.AreEqual(new[] { Wire.SuiteCcm, Wire.RenegotiationScsv }, one.Server.Hello!.CipherSuites);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void NoCommonSuiteIsReportedAsTheServersAlert(string backend)
        {
            using var s = new Scenario(backend, server => server.SupportedSuites = new() { 0x00A8 });
            Assert.IsFalse(s.Link.Connect());
            Assert.AreEqual(DtlsStatus.PeerAlert, s.Client.CloseReason, s.Link.Describe());
            Assert.AreEqual(DtlsAlert.HandshakeFailure, s.Client.LastAlert);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void EveryRecordPayloadSettingConnects(string backend)
        {
            foreach (int payload in new[] { 64, 65, 100, 255, 511, 512, 513, 1023, 1024, 2048, 4095, 4096, 8192, 16384 })
            {
                using var s = new Scenario(backend, null, client => client.MaxRecordPayload = payload);
                s.AssertConnects();
                int limit = s.Client.MaxPayload;
                Assert.IsTrue(limit <= payload && limit > 0, "payload " + payload + ", limit " + limit);
                Assert.IsTrue(s.Link.Write(new byte[limit]) > limit);
                s.Server.Receive(s.LastSent);
                Assert.AreEqual(limit, s.Server.ApplicationData[^1].Length);
                Assert.AreEqual(1, s.Inject(s.Server.BuildData(new byte[limit])));
                s.AssertNoViolations();
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void IOT_13_ServerThatSpeaksDtls10IsRefused(string backend)
        {
            using var s = new Scenario(backend, server => server.ServerHelloVersion = Wire.Dtls10);
            s.Link.Connect();
            s.AssertAborted(DtlsAlert.ProtocolVersion, 0, 3);
        }
    }
}
