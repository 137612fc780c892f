// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>record_size_limit (RFC 8449), max_fragment_length and server_name (RFC 6066).</summary>
    [TestClass]
    public sealed class ExtensionTests
    {
        private const string Software = nameof(SoftwareCrypto);

        [TestMethod]
        [DataRow(64, true)]
        [DataRow(256, true)]
        [DataRow(511, true)]
        [DataRow(512, false)]
        [DataRow(513, true)]
        [DataRow(1024, false)]
        [DataRow(1400, true)]
        [DataRow(4096, false)]
        [DataRow(4097, true)]
        [DataRow(16383, true)]
        [DataRow(16384, false)]
        public void RSL_01_OwnLimitIsOfferedWhereMaxFragmentLengthCannotSayIt(int payload, bool isOffered)
        {
            using var s = new Scenario(Software, null, client => client.MaxRecordPayload = payload);
            s.AssertConnects();
            byte[]? body = s.Server.Hello!.Find(Wire.ExtensionRecordSizeLimit)?.Body;
            CollectionAssert.AreEqual(isOffered ? new ByteWriter().U16(payload).ToArray() : null, body);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void RSL_01_LimitOfTheServerHoldsForThePlaintextOfOwnRecords(string backend, int suite)
        {
            foreach ((int own, int answer) in new[] { (600, 64), (600, 65), (600, 599), (600, 600), (600, 601), (600, 16384), (600, 65535), (64, 64), (64, 1000) })
            {
                using var s = new Scenario(backend, server =>
                {
                    server.SupportedSuites = new() { suite };
                    server.RecordSizeLimit = answer;
                }, client => client.MaxRecordPayload = own);
                s.AssertConnects();
                int limit = Math.Min(own, answer);
                AssertPayloadLimit(s, limit);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void RSL_01_LimitBelow64IsIllegal(string backend)
        {
            foreach (int limit in new[] { 0, 1, 63 })
            {
                AssertRefused(backend, DtlsAlert.IllegalParameter, server => server.RecordSizeLimit = limit);
            }
        }

        [TestMethod]
        public void RSL_01_AnswerOfAnotherLengthIsADecodeErrorAndOneWithoutOfferIsRefused()
        {
            foreach (byte[] body in new[] { Array.Empty<byte>(), new byte[] { 1 }, new byte[] { 1, 0, 0 } })
            {
                AssertRefused(Software, DtlsAlert.DecodeError, server => server.ExtraExtensions.Add(new Extension(Wire.ExtensionRecordSizeLimit, body)));
            }

            AssertRefused(
                Software,
                DtlsAlert.UnsupportedExtension,
                server => server.ExtraExtensions.Add(new Extension(Wire.ExtensionRecordSizeLimit, new byte[] { 1, 0 })),
                client => client.MaxRecordPayload = 512);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void RSL_02_RecordAboveTheOwnLimitIsDropped(string backend, int suite)
        {
            foreach (int payload in new[] { 64, 512, 600 })
            {
                using Scenario s = Scenario.At(Stage.Connected, backend, server =>
                {
                    server.SupportedSuites = new() { suite };
                    server.RecordSizeLimit = 16384;
                }, client => client.MaxRecordPayload = payload);
                Assert.AreEqual(1, s.Inject(s.Server.BuildData(new byte[payload])));
                s.AssertDropped(s.Server.BuildData(new byte[payload + 1]), DtlsDropReason.RecordTooLong);
                s.AssertDropped(s.Server.BuildData(new byte[16384]), DtlsDropReason.RecordTooLong);
                s.AssertTalks();
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void RSL_03_AnswerWithBothLimitsIsIllegalInEitherOrder(string backend)
        {
            AssertRefused(backend, DtlsAlert.IllegalParameter, server =>
            {
                server.RecordSizeLimit = 600;
                server.ExtraExtensions.Add(new Extension(Wire.ExtensionMaxFragmentLength, new byte[] { 1 }));
            });
            AssertRefused(backend, DtlsAlert.IllegalParameter, server =>
                server.ExtraExtensions.Add(new Extension(Wire.ExtensionRecordSizeLimit, new byte[] { 2, 88 })));
        }

        [TestMethod]
        public void RSL_03_OfBothOffersTheServersChoiceHolds()
        {
            using var limit = new Scenario(Software, server => server.RecordSizeLimit = 700, client => client.MaxRecordPayload = 600);
            limit.AssertConnects();
            Assert.IsNotNull(limit.Server.Hello!.Find(Wire.ExtensionMaxFragmentLength), "both are offered");
            AssertPayloadLimit(limit, 600);
            using var fragment = new Scenario(Software, null, client => client.MaxRecordPayload = 600);
            fragment.AssertConnects();
            AssertPayloadLimit(fragment, 512);
            using var neither = new Scenario(Software, server => server.EchoMaxFragmentLength = false, client => client.MaxRecordPayload = 600);
            neither.AssertConnects();
            AssertPayloadLimit(neither, 600);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void MFL_02_And_IOT_11_EveryRecordObeysTheOfferedLengthInEveryHandshake(string backend)
        {
            foreach ((int payload, int limit) in new[] { (512, 512), (1024, 1024), (700, 512) })
            {
                byte[] identity = Enumerable.Repeat((byte)'i', 128).ToArray();
                using var s = new Scenario(backend, server =>
                {
                    server.Identity = identity;
                    server.KeepsSessions = true;
                    server.Cookies = new() { Enumerable.Range(0, 255).Select(i => (byte)i).ToArray() };
                }, client =>
                {
                    client.PskIdentity = identity;
                    client.MaxRecordPayload = payload;
                });
                s.AssertConnects();
                AssertPayloadLimit(s, limit);
                s.AssertReconnects(isResumed: true);
                AssertPayloadLimit(s, limit);
                foreach (WireRecord record in s.Link.SentByClient.SelectMany(datagram => WireRecord.Parse(datagram.Bytes)))
                {
                    int plaintext = record.Epoch == 0 ? record.Fragment.Length : record.Fragment.Length - 8 - s.Server.TagLength;
                    Assert.IsTrue(plaintext <= limit, record.ToString());
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void IOT_10_ServerNameIsOfferedAsAListOfOneHostName(string backend)
        {
            foreach (string name in new[] { "a", "coap.example.org", new string('x', 255) })
            {
                foreach (bool answers in new[] { true, false })
                {
                    using var s = new Scenario(backend, server =>
                    {
                        server.AnswerServerName = answers;
                        server.KeepsSessions = true;
                    }, client => client.ServerName = name);
                    s.AssertConnects();
                    byte[] expected = new ByteWriter().U16(name.Length + 3).U8(0).Vector16(Encoding.ASCII.GetBytes(name)).ToArray();
                    CollectionAssert.AreEqual(expected, s.Server.Hello!.Find(Wire.ExtensionServerName)!.Body);
                    s.AssertReconnects(isResumed: true);
                    CollectionAssert.AreEqual(expected, s.Server.Hello!.Find(Wire.ExtensionServerName)!.Body);
                }
            }
        }

        [TestMethod]
        public void IOT_10_AnswerWithABodyIsADecodeErrorAndOneWithoutOfferIsRefused()
        {
            AssertRefused(Software, DtlsAlert.DecodeError, server =>
            {
                server.AnswerServerName = false;
                server.ExtraExtensions.Add(new Extension(Wire.ExtensionServerName, new byte[] { 0 }));
            }, client => client.ServerName = "host");
            AssertRefused(Software, DtlsAlert.UnsupportedExtension, server =>
                server.ExtraExtensions.Add(new Extension(Wire.ExtensionServerName, Array.Empty<byte>())));
        }

        [TestMethod]
        [DataRow(Wire.ExtensionServerName, new byte[0])]
        [DataRow(Wire.ExtensionRecordSizeLimit, new byte[] { 2, 88 })]
        [DataRow(Wire.ExtensionSessionTicket, new byte[0])]
        public void T12_09_RepeatedAnswerIsADecodeError(int type, byte[] body)
        {
            AssertRefused(Software, DtlsAlert.DecodeError, server =>
            {
                server.AnswerServerName = false;
                server.EchoMaxFragmentLength = false;
                server.ExtraExtensions.Add(new Extension(type, body));
                server.ExtraExtensions.Add(new Extension(type, body));
            }, client =>
            {
                client.MaxRecordPayload = 600;
                client.ServerName = "host";
                client.OfferSessionTicket = true;
            });
        }

        [TestMethod]
        public void TKT_01_AnswerWithABodyIsADecodeErrorAndOneWithoutOfferIsRefused()
        {
            AssertRefused(
                Software,
                DtlsAlert.DecodeError,
                server => server.ExtraExtensions.Add(new Extension(Wire.ExtensionSessionTicket, new byte[] { 1 })),
                client => client.OfferSessionTicket = true);
            AssertRefused(Software, DtlsAlert.UnsupportedExtension, server =>
                server.ExtraExtensions.Add(new Extension(Wire.ExtensionSessionTicket, Array.Empty<byte>())));
        }

        private static void AssertRefused(string backend, DtlsAlert alert, Action<ServerSettings> server, Action<DtlsClientOptions>? client = null)
        {
            using Scenario s = Scenario.At(Stage.CookieSent, backend, server, options =>
            {
                options.MaxRecordPayload = 600;
                client?.Invoke(options);
            });
            s.AssertAborts(s.TakePending(), alert);
        }

        // The largest payload passes, one byte more is refused and nothing leaves (D12-11).
        private static void AssertPayloadLimit(Scenario s, int limit)
        {
            Assert.AreEqual(limit, s.Client.MaxPayload);
            byte[] data = Enumerable.Range(0, limit + 1).Select(i => (byte)i).ToArray();
            int sent = s.SentCount;
            Assert.AreEqual(-(int)DtlsStatus.MessageTooLong, s.Link.Write(data));
            Assert.AreEqual(sent, s.SentCount);
            Assert.IsTrue(s.Link.Write(data[..limit]) > 0);
            s.Server.Receive(s.LastSent);
            CollectionAssert.AreEqual(data[..limit], s.Server.ApplicationData[^1]);
        }
    }
}
