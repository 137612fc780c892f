// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Keys, identities and hints (RFC 4279), and how a server says no.</summary>
    [TestClass]
    public sealed class PskTests
    {
        private const string Software = nameof(SoftwareCrypto);

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void PSK_01_And_PSK_03_And_V22_KeysOf1To64BytesGiveTheServersPremaster(string backend)
        {
            for (int length = 1; length <= 64; length++)
            {
                byte[] key = Enumerable.Range(0, length).Select(i => (byte)(i * 37)).ToArray();
                using var s = new Scenario(backend, server => server.Key = key, client =>
                {
                    client.PskKey = key;
                    client.AllowWeakPsk = length < 16;
                });
                s.AssertConnects();
            }
        }

        [TestMethod]
        public void PSK_03_KeyOfAnyOctetsConnects()
        {
            foreach (int value in new[] { 0x00, 0xFF, 0x80, 0x0A })
            {
                byte[] key = Enumerable.Repeat((byte)value, 16).ToArray();
                using var s = new Scenario(Software, server => server.Key = key, client => client.PskKey = key);
                s.AssertConnects();
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void PSK_03_And_V22_IdentitiesOf1To128BytesArriveWhole(string backend)
        {
            foreach (int payload in new[] { 64, 512 })
            {
                foreach (int length in new[] { 1, 2, 15, 16, 31, 32, 33, 63, 64, 65, 127, 128 })
                {
                    byte[] identity = Enumerable.Range(0, length).Select(i => (byte)(i + 1)).ToArray();
                    using var s = new Scenario(backend, server => server.Identity = identity, client =>
                    {
                        client.PskIdentity = identity;
                        client.MaxRecordPayload = payload;
                    });
                    s.AssertConnects();
                    byte[] body = s.Server.Messages.Single(message => message.HandshakeType == Wire.ClientKeyExchange).Body;
                    CollectionAssert.AreEqual(new ByteWriter().Vector16(identity).ToArray(), body);
                }
            }
        }

        [TestMethod]
        public void PSK_04_And_IOT_02_IdentityBytesAreSentAsTheyAre()
        {
            foreach (byte[] identity in new[] { Encoding.UTF8.GetBytes("Gerät-π-温度"), new byte[] { 0, 0, 0 }, new byte[] { 0xFF, 0xFE, 0x00, 0x80 } })
            {
                using var s = new Scenario(Software, server => server.Identity = identity, client => client.PskIdentity = identity);
                s.AssertConnects();
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void PSK_02_HintOfAnyLengthIsTakenAndIgnored(string backend)
        {
            foreach (int payload in new[] { 64, 512, 16384 })
            {
                foreach (int length in new[] { 0, 1, 16, 100, 127, 128, 129, 255, 256, 500, 1000, 1400, 5000, 60000 })
                {
                    byte[] hint = Enumerable.Range(0, length).Select(i => (byte)(i * 13)).ToArray();
                    using var s = new Scenario(backend, server =>
                    {
                        server.Hint = hint;
                        server.Layout = (_, items) => Layouts.Fragmented(items, 200, oneDatagram: false);
                    }, client => client.MaxRecordPayload = payload);
                    s.AssertConnects();
                    Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, "payload " + payload + ", hint " + length);
                }
            }
        }

        [TestMethod]
        [DataRow(40)]
        [DataRow(200)]
        public void PSK_02_LongHintSurvivesLossDelayAndRepetitionOfEachFragment(int size)
        {
            int fragments = (1402 + size - 1) / size;
            for (int index = 1; index < fragments + 4; index++)
            {
                foreach (FaultPlan plan in new[]
                {
                    Faults.Drop(Direction.ToClient, index), Faults.Delay(Direction.ToClient, index), Faults.Duplicate(Direction.ToClient, index),
                })
                {
                    using var s = new Scenario(Software, server =>
                    {
                        server.Hint = Enumerable.Range(0, 1400).Select(i => (byte)(i * 7)).ToArray();
                        server.Layout = (_, items) => Layouts.Fragmented(items, size, oneDatagram: false);
                    }, null, plan);
                    s.AssertConnects();
                    Assert.IsTrue(s.Link.DeadlinesHandled.Count <= 1, s.Link.Describe());
                }
            }
        }

        [TestMethod]
        public void PSK_02_And_V08_FragmentThatContradictsALongHintIsDropped()
        {
            using Scenario s = Scenario.At(Stage.ServerHelloReceived, Software, server =>
            {
                server.Hint = new byte[1400];
                server.Layout = (_, items) => items.SelectMany(item => Layouts.Fragmented(new[] { item }, 200, oneDatagram: false));
            });
            s.DeliverPending();
            foreach ((int type, int total) in new[] { (Wire.ServerKeyExchange, 1401), (Wire.ServerKeyExchange, 1403), (Wire.Certificate, 1402) })
            {
                byte[] forged = Wire.HandshakeFragment(type, total, 2, 200, new byte[] { 9, 9, 9 });
                s.AssertDropped(s.Server.Build(Wire.Handshake, 0, forged), DtlsDropReason.BadFragment);
            }

            s.Finish();
            s.AssertTalks();
        }

        [TestMethod]
        public void V05_ServerHelloDoneWithABodyIsADecodeError()
        {
            foreach (int length in new[] { 1, 2, 12, 100 })
            {
                using Scenario s = Scenario.At(Stage.ServerKeyExchangeReceived, Software);
                s.AssertAborts(s.Server.BuildHandshake(Wire.ServerHelloDone, 3, new byte[length]), DtlsAlert.DecodeError);
            }
        }

        [TestMethod]
        public void PSK_02_PackedFlightWithoutHintAndWithAHintOf128BytesFitsTheReceiveBuffer()
        {
            foreach (byte[]? hint in new[] { null, new byte[128] })
            {
                using var s = new Scenario(Software, server =>
                {
                    server.Hint = hint;
                    server.SessionId = new byte[32];
                }, client => client.MaxRecordPayload = 64);
                s.AssertConnects();
                Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, s.Link.Describe());
            }
        }

        [TestMethod]
        public void PSK_02_And_V05_HintLengthThatDoesNotMatchTheMessageIsADecodeError()
        {
            byte[][] bodies = { Array.Empty<byte>(), new byte[] { 0 }, new byte[] { 0, 1 }, new byte[] { 0, 0, 0 }, new byte[] { 0xFF, 0xFF, 1 }, new byte[] { 0, 2, 1 } };
            foreach (byte[] body in bodies)
            {
                using Scenario s = Scenario.At(Stage.ServerHelloReceived, Software, server => server.EditFlight = (flight, items) =>
                {
                    if (flight == 4)
                    {
                        items[1].Body = body;
                    }

                    return items;
                });
                s.AssertAborts(s.TakePending(), DtlsAlert.DecodeError);
            }
        }

        [TestMethod]
        [DataRow(115)]
        [DataRow(51)]
        [DataRow(20)]
        public void PSK_05_UnknownIdentityIsReportedAsRejectedCredentials(int alert)
        {
            foreach (CryptoBackend backend in CryptoBackends.All)
            {
                using var s = new Scenario(backend.Name, server => server.UnknownIdentityAlert = alert, client => client.PskIdentity = new byte[] { 1 });
                Assert.IsFalse(s.Link.Connect());
                Assert.AreEqual(DtlsStatus.CredentialsRejected, s.Client.CloseReason, s.Link.Describe());
                Assert.AreEqual((DtlsAlert)alert, s.Client.LastAlert);
            }
        }

        [TestMethod]
        [DataRow(20)]
        [DataRow(51)]
        public void PSK_05_WrongKeyAtAServerThatSaysSoIsReportedAsRejectedCredentials(int alert)
        {
            foreach (CryptoBackend backend in CryptoBackends.All)
            {
                using var s = new Scenario(backend.Name, server =>
                {
                    server.OnBadRecord = BadRecordPolicy.Alert;
                    server.BadRecordAlert = alert;
                }, client => client.PskKey = new byte[16]);
                long start = s.Link.Now;
                Assert.IsFalse(s.Link.Connect());
                Assert.AreEqual(DtlsStatus.CredentialsRejected, s.Client.CloseReason, s.Link.Describe());
                Assert.IsTrue(s.Link.Now - start < 1000, "at once");
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void PSK_06_WrongKeyAtASilentServerIsReportedAsFinishedTimedOut(string backend)
        {
            using var s = new Scenario(backend, null, client =>
            {
                Scenario.ExactTimers(client);
                client.PskKey = new byte[16];
            });
            long start = s.Link.Now;
            Assert.IsFalse(s.Link.Connect());
            Assert.AreEqual(DtlsStatus.FinishedTimedOut, s.Client.CloseReason, s.Link.Describe());
            Assert.AreEqual(start + 60_000, s.Link.Now);
            Assert.IsTrue(s.SentCount <= 9, "bounded retries: " + s.SentCount);
            Assert.IsTrue(s.Server.Records.BadRecords > 0);
        }

        [TestMethod]
        public void PSK_06_WrongKeyAtAServerThatRepeatsItsFlightCostsNoMoreDatagrams()
        {
            using var s = new Scenario(Software, null, client =>
            {
                Scenario.ExactTimers(client);
                client.PskKey = new byte[16];
            });
            s.Link.Start();
            for (int i = 0; i < 600 && s.Client.State == DtlsState.Handshaking; i++)
            {
                // Ten times a second, as some servers do.
                s.Link.RunUntil(() => false, 100);
                s.Server.RepeatLastFlight();
            }

            Assert.AreEqual(DtlsStatus.FinishedTimedOut, s.Client.CloseReason);
            Assert.IsTrue(s.SentCount <= 9, "no answer to a repeated flight: " + s.SentCount);
        }

        [TestMethod]
        [DataRow(Wire.Certificate)]
        [DataRow(Wire.CertificateRequest)]
        [DataRow(Wire.NewSessionTicket)]
        [DataRow(Wire.CertificateVerify)]
        [DataRow(Wire.ClientHello)]
        [DataRow(Wire.ClientKeyExchange)]
        [DataRow(22)] // CertificateStatus
        public void PSK_07_And_V13_MessagesOfOtherHandshakesAreUnexpected(int type)
        {
            foreach (CryptoBackend backend in CryptoBackends.All)
            {
                foreach (Stage stage in new[] { Stage.CookieSent, Stage.ServerHelloReceived, Stage.ServerKeyExchangeReceived })
                {
                    using Scenario s = Scenario.At(stage, backend.Name);
                    int sequence = WireFragment.Parse(WireRecord.Parse(s.TakePending())[0].Fragment)[0].MessageSequence;
                    s.AssertAborts(s.Server.BuildHandshake(type, sequence, new byte[] { 0, 0, 0 }), DtlsAlert.UnexpectedMessage);
                }
            }
        }

        [TestMethod]
        public void PSK_07_SecondServerKeyExchangeIsUnexpected()
        {
            using Scenario s = Scenario.At(Stage.ServerKeyExchangeReceived, Software);
            int sequence = WireFragment.Parse(WireRecord.Parse(s.TakePending())[0].Fragment)[0].MessageSequence;
            s.AssertAborts(s.Server.BuildHandshake(Wire.ServerKeyExchange, sequence, new byte[] { 0, 0 }), DtlsAlert.UnexpectedMessage);
        }
    }
}
