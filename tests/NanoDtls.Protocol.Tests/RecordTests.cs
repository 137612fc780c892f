// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Records: headers, epochs, lengths, tags (RFC 6347 section 4.1, RFC 6655).</summary>
    [TestClass]
    public sealed class RecordTests
    {
        private const string Software = nameof(SoftwareCrypto);

        private static readonly byte[] s_data = Enumerable.Range(0, 48).Select(i => (byte)(0x30 + i)).ToArray();

        [TestMethod]
        public void D12_05_PlaintextRecordOverTheProtocolsMaximumIsDropped()
        {
            using Scenario s = Scenario.At(Stage.HelloSent, Software);
            s.AssertDropped(s.Server.Build(Wire.Handshake, 0, new byte[16385]), DtlsDropReason.RecordTooLong);
            s.AssertDropped(s.Server.Build(Wire.Handshake, 0, new byte[18433]), DtlsDropReason.RecordTooLong);
            s.AssertDropped(s.Server.Build(Wire.Handshake, 0, new byte[65535]), DtlsDropReason.RecordTooLong);
            s.Finish();
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void D12_05_ProtectedRecordOverTheNegotiatedMaximumIsDropped(string backend, int suite)
        {
            foreach (int payload in new[] { 64, 512, 16384 })
            {
                using Scenario s = Scenario.At(
                    Stage.Connected, backend, server => server.SupportedSuites = new() { suite }, client => client.MaxRecordPayload = payload);
                Assert.AreEqual(1, s.Inject(s.Server.BuildData(new byte[payload])));
                s.AssertDropped(s.Server.BuildData(new byte[payload + 1]), DtlsDropReason.RecordTooLong);
                s.AssertDropped(s.Server.Build(Wire.ApplicationData, 1, new byte[18433 - 24]), DtlsDropReason.RecordTooLong);
                s.AssertTalks();
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void V01_And_D12_06_PlaintextDataIsNeverDelivered(string backend)
        {
            foreach (Stage stage in Scenario.Stages)
            {
                using Scenario s = Scenario.At(stage, backend);
                DtlsDropReason reason = stage == Stage.Connected ? DtlsDropReason.Epoch : DtlsDropReason.EarlyApplicationData;
                s.AssertDropped(s.Server.Build(Wire.ApplicationData, 0, s_data), reason);
                s.Finish();
                s.AssertTalks();
                Assert.AreEqual(1, s.Link.DataAtClient.Count);
                s.Link.Close();
                s.AssertDropped(s.Server.Build(Wire.ApplicationData, 0, s_data), DtlsDropReason.NotConnected);
            }

            using var idle = new Scenario(backend);
            idle.AssertDropped(Wire.Record(Wire.ApplicationData, 0, 0, s_data), DtlsDropReason.NotConnected);
        }

        [TestMethod]
        public void V02_FailedDecryptionDoesNotBringTheOldEpochBack()
        {
            using Scenario s = Scenario.At(Stage.Connected, Software);
            byte[] bad = s.Server.BuildData(s_data);
            bad[^1] ^= 1;
            byte[][] plaintext =
            {
                s.Server.Build(Wire.ApplicationData, 0, s_data), s.Server.BuildAlert(Wire.Fatal, 40, 0), s.Server.BuildAlert(Wire.Warning, 0, 0),
                s.Server.BuildHelloRequest(0), s.Server.Build(Wire.ChangeCipherSpec, 0, new byte[] { 1 }),
            };
            foreach (byte[] record in plaintext)
            {
                s.AssertDropped(bad, DtlsDropReason.BadTag);
                s.AssertDropped(record, DtlsDropReason.Epoch);
                s.AssertDropped(Wire.Concat(bad, record), DtlsDropReason.Epoch, 2);
            }

            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void V03_And_D12_12_ForgedRecordDoesNotMoveTheReplayWindow(string backend, int suite)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend, server => server.SupportedSuites = new() { suite });
            s.AssertTalks();
            foreach (long ahead in new[] { 1L, 63, 64, 65, 1000, 0xFFFFFF, 0xFFFFFFFFFFFFL - 10 })
            {
                byte[] forged = s.Server.BuildData(s_data, s.Server.Records.NextSequence(1) + ahead);
                forged[^1] ^= 0x80;
                s.AssertDropped(forged, DtlsDropReason.BadTag);
                s.AssertTalks();
            }

            byte[] otherEpoch = s.Server.BuildData(s_data, 5000);
            foreach (int epoch in new[] { 2, 3, 256, 65535 })
            {
                byte[] moved = Wire.With(Wire.With(otherEpoch, 3, epoch >> 8), 4, epoch);
                s.AssertDropped(moved, DtlsDropReason.Epoch);
                s.AssertTalks();
            }
        }

        [TestMethod]
        public void V04_HandshakeMessagesInOtherEpochsAreDropped()
        {
            foreach (Stage stage in Scenario.Stages)
            {
                foreach (int epoch in new[] { 1, 2, 255, 256, 65535 })
                {
                    using Scenario s = Scenario.At(stage, Software);
                    bool hasKeys = stage >= Stage.FinishedSent;
                    DtlsDropReason reason = epoch != 1 || !hasKeys ? DtlsDropReason.Epoch : DtlsDropReason.BadTag;
                    foreach (int type in new[] { Wire.HelloVerifyRequest, Wire.ServerHello, Wire.ServerHelloDone, Wire.Finished })
                    {
                        byte[] message = Wire.HandshakeMessage(type, Math.Min((int)stage, 4), new byte[40]);
                        s.AssertDropped(Wire.Record(Wire.Handshake, epoch, 77, message), reason);
                    }

                    s.Finish();
                    s.AssertTalks();
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_08_TruncatedRecordIsDroppedAndEarlierOnesAreProcessed(string backend)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend);
            byte[] last = s.Server.BuildData(s_data, 1000);
            for (int kept = 1; kept < last.Length; kept++)
            {
                byte[] first = s.Server.BuildData(new[] { (byte)kept });
                int drops = s.Client.DropCount;
                Assert.AreEqual(1, s.Inject(Wire.Concat(first, last[..kept])));
                CollectionAssert.AreEqual(new[] { (byte)kept }, s.Link.DataAtClient[^1]);
                Assert.AreEqual(drops + 1, s.Client.DropCount);
                Assert.AreEqual(DtlsDropReason.Truncated, s.Client.LastDropReason);
            }

            Assert.AreEqual(1, s.Inject(last), "the number of a truncated record is not used up");
            s.Server.Records.SetNextSequence(1, 1001);
            s.AssertTalks();
        }

        [TestMethod]
        public void EmptyDatagramIsNothing()
        {
            foreach (Stage stage in Scenario.Stages)
            {
                using Scenario s = Scenario.At(stage, Software);
                Assert.AreEqual(0, s.Inject(Array.Empty<byte>()));
                s.Finish();
                s.AssertTalks();
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_09_SeveralDataRecordsInADatagramAreDeliveredInOrder(string backend)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend);
            byte[] bad = s.Server.BuildData(s_data);
            bad[40] ^= 4;
            byte[] datagram = Wire.Concat(
                s.Server.BuildData(new byte[] { 1 }),
                s.Server.BuildData(Array.Empty<byte>()),
                bad,
                s.Server.BuildData(new byte[] { 2, 2 }),
                s.Server.Build(Wire.ApplicationData, 0, s_data),
                s.Server.BuildHelloRequest(),
                s.Server.BuildData(new byte[] { 3, 3, 3 }));
            Assert.AreEqual(3, s.Inject(datagram), s.Link.Describe());
            CollectionAssert.AreEqual(new[] { 1, 2, 3 }, s.Link.DataAtClient.Select(data => data.Length).ToArray());
            CollectionAssert.AreEqual(new byte[] { 3, 3, 3 }, s.Link.DataAtClient[2]);
            s.AssertTalks();
        }

        [TestMethod]
        public void V06_RecordsWithoutContentAreDroppedAndEnd()
        {
            foreach (Stage stage in Scenario.Stages)
            {
                using Scenario s = Scenario.At(stage, Software);
                DtlsDropReason reason = stage == Stage.Connected ? DtlsDropReason.Epoch : DtlsDropReason.Empty;
                byte[] many = Wire.Concat(Enumerable.Range(0, 60).Select(i => Wire.Record(Wire.Handshake, 0, 500 + i, Array.Empty<byte>())).ToArray());
                s.AssertDropped(many, reason, 60);
                if (stage >= Stage.FinishedSent)
                {
                    foreach (int type in new[] { Wire.Handshake, Wire.Alert, Wire.ApplicationData, Wire.ChangeCipherSpec })
                    {
                        s.AssertDropped(s.Server.Build(type, 1, Array.Empty<byte>()), DtlsDropReason.Empty);
                    }
                }

                s.Finish();
                s.AssertTalks();
            }
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(19)]
        [DataRow(24)]
        [DataRow(25)]
        [DataRow(26)]
        [DataRow(99)]
        [DataRow(255)]
        public void T12_13_UnknownContentTypeIsDropped(int type)
        {
            foreach (Stage stage in Scenario.Stages)
            {
                using Scenario s = Scenario.At(stage, Software);
                DtlsDropReason reason = stage >= Stage.ChangeCipherSpecReceived ? DtlsDropReason.Epoch : DtlsDropReason.ContentType;
                s.AssertDropped(s.Server.Build(type, 0, s_data), reason);
                if (stage >= Stage.FinishedSent)
                {
                    s.AssertDropped(s.Server.Build(type, 1, s_data), type == Wire.Tls12Cid ? DtlsDropReason.ConnectionId : DtlsDropReason.ContentType);
                }

                s.Finish();
                s.AssertTalks();
            }
        }

        [TestMethod]
        public void D12_11_DataOverTheLimitIsRefusedAndNothingIsSent()
        {
            foreach (int payload in new[] { 64, 512, 700, 16384 })
            {
                using Scenario s = Scenario.At(Stage.Connected, Software, null, client => client.MaxRecordPayload = payload);
                int sent = s.SentCount;
                foreach (int length in new[] { s.Client.MaxPayload + 1, 16385, 70000 })
                {
                    Assert.AreEqual(-(int)DtlsStatus.MessageTooLong, s.Link.Write(new byte[length]));
                }

                Assert.AreEqual(sent, s.SentCount);
                Assert.AreEqual(0, s.Client.GetDatagram());
                s.AssertTalks();
            }
        }

        [TestMethod]
        public void V12_RecordsOfAnotherVersionAreDropped()
        {
            using Scenario s = Scenario.At(Stage.Connected, Software);
            byte[] record = s.Server.BuildData(s_data);
            foreach (int version in new[] { 0xFEFF, 0xFEFC, 0xFEFE, 0x0303, 0x0100, 0 })
            {
                s.AssertDropped(Wire.With(Wire.With(record, 1, version >> 8), 2, version), DtlsDropReason.Version);
            }

            Assert.AreEqual(1, s.Inject(record));
        }
    }
}
