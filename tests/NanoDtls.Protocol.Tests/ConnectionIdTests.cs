// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Connection IDs (RFC 9146): what is agreed on, and which records are sent and taken.</summary>
    [TestClass]
    public class ConnectionIdTests
    {
        private static readonly int[] s_lengths = { 0, 1, 8, 20, 32 };

        public static IEnumerable<object[]> Backends => CryptoBackends.Names;

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CID_01_CID_02_EveryPairOfLengthsBothWays(string backend)
        {
            foreach (int own in s_lengths)
            {
                foreach (int peer in s_lengths)
                {
                    using Scenario s = Agreed(backend, own, peer);
                    s.AssertConnects();
                    Assert.AreEqual(peer, s.Client.PeerConnectionIdLength);
                    Assert.AreEqual(own != 0, s.Client.UsesOwnConnectionId);

                    // RFC 9146 section 3: once there are keys, every record to a side that asked has type 25, no other.
                    foreach ((_, byte[] datagram) in s.Link.SentByClient)
                    {
                        foreach (WireRecord record in WireRecord.ParseWithCid(datagram, peer))
                        {
                            Assert.AreEqual(record.Epoch == 1 && peer != 0, record.Type == Wire.Tls12Cid, $"own {own}, peer {peer}: {record}");
                            CollectionAssert.AreEqual(record.Type == Wire.Tls12Cid ? Cid(peer, 0x90) : Array.Empty<byte>(), record.Cid);
                        }
                    }

                    s.Link.Close();
                    s.Server.Receive(s.LastSent);
                    Assert.AreEqual((Wire.Warning, 0, 1), s.Server.Alerts[^1], "the close_notify is one too");
                    s.AssertNoViolations();
                    // The first handshake of a process makes .NET allocate for itself.
                    if (CryptoBackends.Get(backend).AllocationFree && own + peer > 0)
                    {
                        Assert.AreEqual(0, s.Link.EngineAllocatedBytes);
                    }
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CID_01_AServerThatIgnoresTheOfferGetsTheUsualRecords(string backend)
        {
            using Scenario s = Agreed(backend, 8, null);
            s.AssertConnects();
            Assert.AreEqual(0, s.Client.PeerConnectionIdLength);
            Assert.IsFalse(s.Client.UsesOwnConnectionId);
            CollectionAssert.AreEqual(new byte[] { 8 }.Concat(Cid(8, 0x40)).ToArray(), s.Server.Hello!.Find(Wire.ExtensionConnectionId)!.Body);
        }

        [TestMethod]
        public void CID_01_CID_05_TheDefaultAsksForNoneAndTakesOneAndNullOffersNothing()
        {
            using Scenario s = new(nameof(SoftwareCrypto), server => server.ConnectionId = Cid(8, 0x90));
            s.AssertConnects();
            CollectionAssert.AreEqual(new byte[] { 0 }, s.Server.Hello!.Find(Wire.ExtensionConnectionId)!.Body);
            Assert.IsNull(s.Server.Hello.Find(53), "the extension of the drafts has another format");
            Assert.AreEqual(8, s.Client.PeerConnectionIdLength);

            using Scenario none = new(nameof(SoftwareCrypto), server => server.ConnectionId = Cid(8, 0x90), client => client.ConnectionId = null);
            none.AssertConnects();
            Assert.IsNull(none.Server.Hello!.Find(Wire.ExtensionConnectionId));
            Assert.AreEqual(0, none.Client.PeerConnectionIdLength);
        }

        [TestMethod]
        [DataRow(new byte[] { }, DtlsAlert.DecodeError)]
        [DataRow(new byte[] { 1 }, DtlsAlert.DecodeError)]
        [DataRow(new byte[] { 0, 7 }, DtlsAlert.DecodeError)]
        [DataRow(new byte[] { 2, 7 }, DtlsAlert.DecodeError)]
        [DataRow(new byte[] { 2, 7, 8, 9 }, DtlsAlert.DecodeError)]
        public void CID_01_MalformedConnectionIdIsADecodeError(byte[] body, DtlsAlert alert)
        {
            using Scenario s = Scenario.At(
                Stage.CookieSent, nameof(SoftwareCrypto), server => server.ExtraExtensions.Add(new Extension(Wire.ExtensionConnectionId, body)));
            s.AssertAborts(s.TakePending(), alert);
        }

        [TestMethod]
        [DataRow(33)]
        [DataRow(255)]
        public void CID_01_V09_AConnectionIdBeyondTheRoomIsRefused(int length)
        {
            using Scenario s = Scenario.At(Stage.CookieSent, nameof(SoftwareCrypto), server => server.ConnectionId = Cid(length, 1));
            s.AssertAborts(s.TakePending(), DtlsAlert.IllegalParameter);
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CID_03_OtherRecordsThanTheAgreedOnesAreDroppedSilently(string backend)
        {
            using Scenario s = Agreed(backend, 8, 8);
            s.AssertConnects();
            byte[] data = { 1, 2, 3 };
            byte[] inner = Wire.InnerPlaintext(data, Wire.ApplicationData);
            long next = s.Server.Records.NextSequence(1);
            byte[] own = Cid(8, 0x40);
            for (int i = 0; i < 8; i++)
            {
                // A foreign CID, authenticated under the right keys all the same.
                byte[] other = Wire.With(own, i, own[i] ^ 0x01);
                s.AssertDropped(s.Server.Records.EncodeInner(1, next, inner, cid: other), DtlsDropReason.ConnectionId);
            }

            s.Server.Records.SendCid = Array.Empty<byte>();
            s.AssertDropped(s.Server.BuildData(data, next), DtlsDropReason.ConnectionId);
            s.AssertDropped(s.Server.BuildAlert(Wire.Fatal, 40, 1), DtlsDropReason.ConnectionId);
            s.Server.Records.SendCid = own;

            // Epoch 0 never has one, and an epoch ahead is no better for having it.
            s.AssertDropped(s.Server.Records.EncodeInner(0, next, inner), DtlsDropReason.Epoch);
            s.AssertDropped(s.Server.Records.EncodeInner(2, next, inner), DtlsDropReason.Epoch);

            // What is in a datagram behind a record that was dropped is still read.
            byte[] wrong = s.Server.Records.EncodeInner(1, next, inner, cid: Wire.With(own, 0, 0));
            Assert.AreEqual(1, s.Inject(Wire.Concat(wrong, s.Server.Records.EncodeInner(1, next, inner))));
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CID_03_RecordsOfType25WithoutAgreementAreDroppedSilently(string backend)
        {
            foreach (int peer in new[] { 0, 8 })
            {
                using Scenario s = Agreed(backend, 0, peer);
                s.AssertConnects();
                byte[] inner = Wire.InnerPlaintext(new byte[] { 1, 2, 3 }, Wire.ApplicationData);
                long next = s.Server.Records.NextSequence(1);
                foreach (int length in new[] { 0, 1, 8, 32 })
                {
                    s.AssertDropped(s.Server.Records.EncodeInner(1, next, inner, cid: Cid(length, 0x40)), DtlsDropReason.ConnectionId);
                }

                s.AssertTalks();
            }
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CID_04_PaddingOfTheServerIsTakenOff(string backend)
        {
            using Scenario s = Agreed(backend, 8, 0);
            s.AssertConnects();
            byte[] data = { 9, 0, 0 };
            for (int zeros = 0; zeros <= 255; zeros++)
            {
                byte[] inner = Wire.InnerPlaintext(data, Wire.ApplicationData, zeros);
                byte[] datagram = s.Server.Records.EncodeInner(1, s.Server.Records.NextSequence(1), inner);
                s.Server.Records.SetNextSequence(1, s.Server.Records.NextSequence(1) + 1);
                Assert.AreEqual(1, s.Inject(datagram), $"{zeros} zeros");
                CollectionAssert.AreEqual(data, s.Link.DataAtClient[^1], "zeros of the content stay");
            }
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CID_04_InnerPlaintextsWithoutContentOrOfOtherTypesAreDropped(string backend)
        {
            using Scenario s = Agreed(backend, 8, 8);
            s.AssertConnects();
            foreach ((byte[] inner, DtlsDropReason reason) in new[]
            {
                (Array.Empty<byte>(), DtlsDropReason.Empty),
                (new byte[1], DtlsDropReason.Empty),
                (new byte[64], DtlsDropReason.Empty),
                (new byte[] { Wire.ApplicationData }, DtlsDropReason.Empty),
                (new byte[] { Wire.Alert, 0, 0 }, DtlsDropReason.Empty),
                (Wire.InnerPlaintext(new byte[] { 1 }, Wire.ChangeCipherSpec), DtlsDropReason.ContentType),
                (Wire.InnerPlaintext(new byte[] { 1 }, Wire.Tls12Cid), DtlsDropReason.ContentType),
                (Wire.InnerPlaintext(new byte[] { 1 }, 24), DtlsDropReason.ContentType),
                (Wire.InnerPlaintext(new byte[] { 1 }, 99), DtlsDropReason.ContentType),
            })
            {
                long next = s.Server.Records.NextSequence(1);
                s.Server.Records.SetNextSequence(1, next + 1);
                s.AssertDropped(s.Server.Records.EncodeInner(1, next, inner), reason);
            }

            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CID_05_ARecordOpensOnlyAsTheKindThatItWasSealedAs(string backend)
        {
            // The same ciphertext under a header without Connection ID has other additional data, and the other way round.
            using Scenario s = Agreed(backend, 8, 8);
            s.AssertConnects();
            long next = s.Server.Records.NextSequence(1);
            s.Server.Records.SendCid = Array.Empty<byte>();
            WireRecord classic = WireRecord.Parse(s.Server.BuildData(new byte[] { 1, 2, 3 }, next))[0];
            s.Server.Records.SendCid = Cid(8, 0x40);
            s.AssertDropped(Wire.CidRecord(Cid(8, 0x40), 1, next, classic.Fragment), DtlsDropReason.BadTag);
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CID_07_TheLongestRecordsPassAndLongerOnesDoNot(string backend)
        {
            foreach (int payload in new[] { 64, 512, 16384 })
            {
                using Scenario s = new(
                    backend,
                    server => server.ConnectionId = Cid(8, 0x90),
                    client =>
                    {
                        client.ConnectionId = Cid(8, 0x40);
                        client.MaxRecordPayload = payload;
                    });
                s.AssertConnects();

                // The content type is part of what the limit counts (RFC 9146 section 4).
                Assert.AreEqual(payload - 1, s.Client.MaxPayload);
                Assert.IsTrue(s.Link.Write(new byte[s.Client.MaxPayload]) > 0);
                s.Server.Receive(s.LastSent);
                Assert.HasCount(s.Client.MaxPayload, s.Server.ApplicationData[^1]);
                Assert.AreEqual(payload, s.Server.Records.LastInnerLength);
                Assert.AreEqual(-(int)DtlsStatus.MessageTooLong, s.Link.Write(new byte[payload]));

                Assert.AreEqual(1, s.Inject(s.Server.BuildData(new byte[payload])));
                s.AssertDropped(s.Server.BuildData(new byte[payload + 1]), DtlsDropReason.RecordTooLong);
                s.AssertNoViolations();
            }
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CID_07_V09_LongConnectionIdsTakeTheirBytesFromThePayloadNotFromOtherMemory(string backend)
        {
            foreach (int suite in new[] { Wire.SuiteCcm8, Wire.SuiteCcm })
            {
                using Scenario s = new(backend, server =>
                {
                    server.ConnectionId = Cid(32, 0x90);
                    server.SupportedSuites = new List<int> { suite };
                });
                s.AssertConnects();
                int length = s.Link.Write(new byte[s.Client.MaxPayload]);
                Assert.AreEqual(s.Client.OutputBuffer.Length, length, "the buffer is used to its end");
                s.Server.Receive(s.LastSent);
                Assert.HasCount(s.Client.MaxPayload, s.Server.ApplicationData[^1]);
                Assert.AreEqual(-(int)DtlsStatus.MessageTooLong, s.Link.Write(new byte[s.Client.MaxPayload + 1]));
                s.AssertNoViolations();
            }
        }

        [TestMethod]
        [DataRow(16)]
        [DataRow(100)]
        [DataRow(1024)]
        public void CID_04_OwnPaddingHidesLengthsAsFarAsARecordTakesIt(int block)
        {
            using Scenario s = new(nameof(SoftwareCrypto), server => server.ConnectionId = Cid(8, 0x90), client => client.RecordPadding = block);
            s.AssertConnects();
            long allocated = s.Link.EngineAllocatedBytes;
            for (int length = 0; length <= s.Client.MaxPayload; length++)
            {
                var data = new byte[length];
                Array.Fill(data, (byte)length);
                Assert.IsTrue(s.Link.Write(data) > 0);
                s.Server.Receive(s.LastSent);
                CollectionAssert.AreEqual(data, s.Server.ApplicationData[^1]);
                int padded = (length + block) / block * block;
                Assert.AreEqual(Math.Min(padded, s.Client.MaxPayload + 1), s.Server.Records.LastInnerLength, $"{length} bytes");
            }

            s.AssertNoViolations();
            Assert.AreEqual(allocated, s.Link.EngineAllocatedBytes);
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CID_08_EachHandshakeAgreesAnewAlsoWhenItResumes(string backend)
        {
            using Scenario s = new(
                backend,
                server =>
                {
                    server.KeepsSessions = true;
                    server.ConnectionId = Cid(8, 0x90);
                },
                client => client.ConnectionId = Cid(4, 0x40));
            s.AssertConnects();
            foreach (byte[]? cid in new[] { Cid(3, 0xA0), null, Cid(0, 0), Cid(32, 0xB0) })
            {
                s.Settings.ConnectionId = cid;
                s.AssertReconnects(isResumed: true);
                Assert.AreEqual(cid?.Length ?? 0, s.Client.PeerConnectionIdLength);
                Assert.AreEqual(cid != null, s.Client.UsesOwnConnectionId);
            }
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CID_02_HandshakesWithConnectionIdsConvergeUnderLoss(string backend)
        {
            for (int seed = 1; seed <= 40; seed++)
            {
                using Scenario s = new(
                    backend,
                    server =>
                    {
                        server.KeepsSessions = true;
                        server.ConnectionId = Cid(8, 0x90);
                    },
                    client => client.ConnectionId = Cid(8, 0x40),
                    Faults.Random(new Random(seed), loss: 25, duplication: 10, reordering: 10));
                Assert.IsTrue(s.Link.Connect(), $"seed {seed}{Environment.NewLine}{s.Link.Describe()}");
                s.AssertNoViolations();
            }
        }

        private static Scenario Agreed(string backend, int own, int? peer)
        {
            return new Scenario(
                backend,
                server => server.ConnectionId = peer == null ? null : Cid(peer.Value, 0x90),
                client => client.ConnectionId = Cid(own, 0x40));
        }

        private static byte[] Cid(int length, int first) => Enumerable.Range(0, length).Select(i => (byte)(first + i)).ToArray();
    }
}
