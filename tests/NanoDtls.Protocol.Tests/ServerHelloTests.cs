// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>What a ServerHello may say (RFC 5246 sections 7.4.1.3 and 7.4.1.4), and the alert for the rest.</summary>
    [TestClass]
    public sealed class ServerHelloTests
    {
        private const string Software = nameof(SoftwareCrypto);

        [TestMethod]
        [DataRow(0x0000)] // TLS_NULL_WITH_NULL_NULL
        [DataRow(0x00FF)] // the signalling value, which is offered but is not a suite
        [DataRow(0x002C)] // TLS_PSK_WITH_NULL_SHA
        [DataRow(0x00A8)] // TLS_PSK_WITH_AES_128_GCM_SHA256
        [DataRow(0x00AE)] // TLS_PSK_WITH_AES_128_CBC_SHA256
        [DataRow(0x5600)] // TLS_FALLBACK_SCSV
        [DataRow(0xC0A5)] // TLS_PSK_WITH_AES_256_CCM
        [DataRow(0xC0A9)] // TLS_PSK_WITH_AES_256_CCM_8
        [DataRow(0xC0AE)] // TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8
        [DataRow(0x1301)] // TLS_AES_128_GCM_SHA256
        [DataRow(0xA8C0)] // the right one, bytes swapped
        [DataRow(0xFFFF)]
        public void T12_08_And_V12_SuiteThatWasNotOfferedIsIllegal(int suite)
        {
            foreach (CryptoBackend backend in CryptoBackends.All)
            {
                AssertRefused(DtlsAlert.IllegalParameter, server => server.ForcedSuite = suite, backend.Name);
            }
        }

        [TestMethod]
        public void T12_08_SuiteThatIsKnownButWasNotOfferedIsIllegal()
        {
            using Scenario s = Scenario.At(
                Stage.CookieSent,
                Software,
                server => server.ForcedSuite = Wire.SuiteCcm,
                client => client.CipherSuites = new[] { DtlsCipherSuite.PskWithAes128Ccm8 });
            s.AssertAborts(s.TakePending(), DtlsAlert.IllegalParameter);
        }

        [TestMethod]
        [DataRow(1)]
        [DataRow(64)]
        [DataRow(255)]
        public void T12_08_And_V12_CompressionIsIllegal(int method)
        {
            AssertRefused(DtlsAlert.IllegalParameter, server => server.CompressionMethod = method);
        }

        [TestMethod]
        [DataRow(0xFEFF)] // DTLS 1.0
        [DataRow(0xFEFC)] // DTLS 1.3, which no ServerHello of 1.2 says
        [DataRow(0xFEFE)]
        [DataRow(0x0303)]
        [DataRow(0x0000)]
        [DataRow(0xFFFF)]
        public void T12_08_And_V12_And_IOT_13_AnotherVersionIsRefused(int version)
        {
            AssertRefused(DtlsAlert.ProtocolVersion, server => server.ServerHelloVersion = version);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(31)]
        [DataRow(32)]
        public void SessionIdOfUpTo32BytesIsTakenAndIgnored(int length)
        {
            using var s = new Scenario(Software, server => server.SessionId = new byte[length]);
            s.AssertConnects();
        }

        [TestMethod]
        [DataRow(33)]
        [DataRow(255)]
        public void SessionIdOfMoreThan32BytesIsADecodeError(int length)
        {
            AssertRefused(DtlsAlert.DecodeError, server => server.SessionId = new byte[length]);
        }

        [TestMethod]
        [DataRow(0)] // server_name
        [DataRow(4)] // truncated_hmac
        [DataRow(5)] // status_request
        [DataRow(10)] // supported_groups
        [DataRow(11)] // ec_point_formats
        [DataRow(13)] // signature_algorithms
        [DataRow(14)] // use_srtp
        [DataRow(15)] // heartbeat
        [DataRow(16)] // application_layer_protocol_negotiation
        [DataRow(18)] // signed_certificate_timestamp
        [DataRow(19)] // client_certificate_type
        [DataRow(20)] // server_certificate_type
        [DataRow(21)] // padding
        [DataRow(22)] // encrypt_then_mac
        [DataRow(28)] // record_size_limit
        [DataRow(35)] // session_ticket
        [DataRow(41)] // pre_shared_key
        [DataRow(43)] // supported_versions
        [DataRow(53)] // connection_id of the drafts
        [DataRow(54)] // connection_id
        [DataRow(61)] // return_routability_check
        [DataRow(0x3374)] // next_protocol_negotiation
        [DataRow(0xFFFF)]
        public void T12_09_UnsolicitedExtensionIsRefused(int type)
        {
            foreach (byte[] body in new[] { Array.Empty<byte>(), new byte[] { 0 }, new byte[] { 1, 2, 3 } })
            {
                AssertRefused(DtlsAlert.UnsupportedExtension, server => server.ExtraExtensions.Add(new Extension(type, body)), client: client => client.ConnectionId = null);
            }
        }

        [TestMethod]
        [DataRow(Wire.ExtensionExtendedMasterSecret, new byte[0])]
        [DataRow(Wire.ExtensionRenegotiationInfo, new byte[] { 0 })]
        [DataRow(Wire.ExtensionMaxFragmentLength, new byte[] { 1 })]
        public void T12_09_RepeatedExtensionIsADecodeError(int type, byte[] body)
        {
            AssertRefused(DtlsAlert.DecodeError, server => server.ExtraExtensions.Add(new Extension(type, body)));
        }

        [TestMethod]
        public void T12_10_ExtensionBlockMustEndTheMessageToTheByte()
        {
            AssertHelloRefused(DtlsAlert.DecodeError, body => Wire.Concat(body, new byte[] { 0 }));
            AssertHelloRefused(DtlsAlert.DecodeError, body => body[..^1]);
            AssertHelloRefused(DtlsAlert.DecodeError, body => Wire.Concat(body[..38], new byte[] { 0 }));
            AssertHelloRefused(DtlsAlert.DecodeError, body => Wire.Concat(body[..38], new byte[] { 0, 1 }));
            AssertHelloRefused(DtlsAlert.DecodeError, body => Wire.Concat(body[..38], new byte[] { 0, 3, 0, 23, 0 }));
            AssertHelloRefused(DtlsAlert.DecodeError, body => Wire.Concat(body[..38], new byte[] { 0, 4, 0, 23, 0, 1 }));
            AssertHelloRefused(DtlsAlert.DecodeError, body => Wire.Concat(body[..38], new byte[] { 0, 5, 0, 23, 0, 0, 0 }));
        }

        [TestMethod]
        public void V05_EveryTruncatedServerHelloIsADecodeError()
        {
            for (int length = 0; length < 38; length++)
            {
                int kept = length;
                AssertHelloRefused(DtlsAlert.DecodeError, body => body[..kept]);
            }
        }

        [TestMethod]
        public void ServerHelloWithoutExtensionBlockOrWithAnEmptyOneIsTaken()
        {
            foreach (bool omit in new[] { true, false })
            {
                using var s = new Scenario(Software, server =>
                {
                    server.ExtendedMasterSecret = false;
                    server.RenegotiationInfo = null;
                    server.EchoMaxFragmentLength = false;
                    server.OmitEmptyExtensionBlock = omit;
                }, client => client.RequireExtendedMasterSecret = false);
                s.AssertConnects();
                Assert.AreEqual(512, s.Client.MaxPayload, "without an echo the own limit holds");
            }
        }

        [TestMethod]
        public void REN_02_RenegotiationInfoMustBeExactlyEmpty()
        {
            byte[][] bodies = { Array.Empty<byte>(), new byte[] { 1 }, new byte[] { 1, 0 }, new byte[] { 0, 0 }, new byte[13] };
            foreach (byte[] body in bodies)
            {
                AssertRefused(DtlsAlert.HandshakeFailure, server => server.RenegotiationInfo = body);
            }
        }

        [TestMethod]
        public void REN_03_ServerWithoutRenegotiationInfoIsAccepted()
        {
            using var s = new Scenario(Software, server => server.RenegotiationInfo = null);
            s.AssertConnects();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void EMS_05_ExtensionBodyMustBeEmpty(string backend)
        {
            AssertRefused(DtlsAlert.DecodeError, server => server.ExtendedMasterSecretBody = new byte[] { 0 }, backend);
            AssertRefused(DtlsAlert.DecodeError, server => server.ExtendedMasterSecretBody = new byte[48], backend);
        }

        [TestMethod]
        [DataRow(512, 0)]
        [DataRow(512, 2)]
        [DataRow(512, 255)]
        [DataRow(1024, 1)]
        [DataRow(2048, 4)]
        [DataRow(4096, 3)]
        public void MFL_01_EchoMustEqualTheOffer(int payload, int echo)
        {
            using Scenario s = Scenario.At(
                Stage.CookieSent,
                Software,
                server =>
                {
                    server.EchoMaxFragmentLength = false;
                    server.ExtraExtensions.Add(new Extension(Wire.ExtensionMaxFragmentLength, new[] { (byte)echo }));
                },
                client => client.MaxRecordPayload = payload);
            s.AssertAborts(s.TakePending(), DtlsAlert.IllegalParameter);
        }

        [TestMethod]
        public void MFL_01_EchoOfTwoBytesOrNoneIsADecodeErrorAndOneWithoutOfferIsRefused()
        {
            foreach (byte[] body in new[] { Array.Empty<byte>(), new byte[] { 1, 1 } })
            {
                AssertRefused(DtlsAlert.DecodeError, server =>
                {
                    server.EchoMaxFragmentLength = false;
                    server.ExtraExtensions.Add(new Extension(Wire.ExtensionMaxFragmentLength, body));
                });
            }

            using Scenario s = Scenario.At(
                Stage.CookieSent,
                Software,
                server => server.ExtraExtensions.Add(new Extension(Wire.ExtensionMaxFragmentLength, new byte[] { 1 })),
                client => client.MaxRecordPayload = 256);
            s.AssertAborts(s.TakePending(), DtlsAlert.UnsupportedExtension);
        }

        private static void AssertRefused(
            DtlsAlert alert, Action<ServerSettings> server, string backend = Software, Action<DtlsClientOptions>? client = null)
        {
            using Scenario s = Scenario.At(Stage.CookieSent, backend, server, client);
            s.AssertAborts(s.TakePending(), alert);
        }

        // The ServerHello has version, random, an empty session_id, suite and compression in its first 38 bytes.
        private static void AssertHelloRefused(DtlsAlert alert, Func<byte[], byte[]> edit)
        {
            AssertRefused(alert, server => server.EditFlight = (flight, items) =>
            {
                if (flight == 4)
                {
                    items[0].Body = edit(items[0].Body);
                }

                return items;
            });
        }
    }
}
