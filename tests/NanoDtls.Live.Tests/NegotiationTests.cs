// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Text;
using NanoDtls.Testing;

namespace NanoDtls.Live.Tests
{
    /// <summary>What a handshake can agree on, with each server that supports it (docs/peers.md).</summary>
    [TestClass]
    public sealed class NegotiationTests : LiveTest
    {
        private const string HostName = "sensors.example";

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void MFL_01_IOT_11_ServerEchoesEachFragmentLengthAndKeepsToIt(PeerKind kind)
        {
            for (int code = 1; code <= 4; code++)
            {
                int limit = 256 << code;
                DtlsClientOptions options = Clients.Options();
                options.MaxRecordPayload = limit;

                (DtlsClient client, LivePeer peer, UdpRelay relay) = Connect(kind, new PeerSettings(), options);

                CollectionAssert.AreEqual(new[] { (byte)code }, Handshakes.ServerHello(relay).Find(Wire.ExtensionMaxFragmentLength)?.Body);
                Assert.AreEqual(limit, client.Connection.MaxPayload);
                Proof.Works(client, peer, 200);
                if (peer is MbedTlsPeer mbedTls)
                {
                    Assert.IsTrue(mbedTls.WaitForLog(" mfl " + limit + "\n", Clients.Patience), "the server did not take it up");
                }

                client.Close();
            }
        }

        [TestMethod]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void MFL_02_RecordOfTheAgreedLengthPassesBothWays(PeerKind kind)
        {
            (DtlsClient client, LivePeer peer, UdpRelay _) = Connect(kind, new PeerSettings(), Clients.Options());

            Proof.Works(client, peer, 512);
        }

        [TestMethod]
        [DataRow(PeerKind.GnuTls, 100)]
        [DataRow(PeerKind.GnuTls, 600)]
        [DataRow(PeerKind.GnuTls, 4000)]
        [DataRow(PeerKind.LibcoapGnuTls, 600)]
        public void RSL_01_RSL_03_ServerThatKnowsBothTakesRecordSizeLimit(PeerKind kind, int limit)
        {
            DtlsClientOptions options = Clients.Options();
            options.MaxRecordPayload = limit;

            (DtlsClient client, LivePeer peer, UdpRelay relay) = Connect(kind, new PeerSettings(), options);

            ClientHelloMessage offer = Handshakes.ClientHello(relay);
            CollectionAssert.AreEqual(new[] { (byte)(limit >> 8), (byte)limit }, offer.Find(Wire.ExtensionRecordSizeLimit)!.Body);
            Assert.AreEqual(limit >= 512, offer.Find(Wire.ExtensionMaxFragmentLength) != null);
            ServerHelloMessage answer = Handshakes.ServerHello(relay);
            Assert.IsNotNull(answer.Find(Wire.ExtensionRecordSizeLimit), "the server ignored it");
            Assert.IsNull(answer.Find(Wire.ExtensionMaxFragmentLength));
            // Not the 512 bytes of max_fragment_length.
            Assert.AreEqual(limit, client.Connection.MaxPayload);
            Proof.Works(client, peer, Math.Min(limit, GnuTlsPeer.MaxEcho));
        }

        [TestMethod]
        [DataRow(64)]
        [DataRow(200)]
        public void RSL_01_SmallerLimitOfTheServerBoundsWhatTheClientSends(int limit)
        {
            DtlsClientOptions options = Clients.Options();
            options.MaxRecordPayload = 600;

            (DtlsClient client, LivePeer peer, UdpRelay _) = Connect(
                PeerKind.BouncyCastle, new PeerSettings { RecordSizeLimit = limit }, options);

            Assert.AreEqual(limit, client.Connection.MaxPayload);
            Assert.AreEqual(DtlsStatus.MessageTooLong, client.Send(new byte[limit + 1], 0, limit + 1));
            Proof.Works(client, peer, limit);
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void RSL_01_ServerThatDoesNotKnowItFallsBackOnMaxFragmentLength(PeerKind kind)
        {
            DtlsClientOptions options = Clients.Options();
            options.MaxRecordPayload = 600;

            (DtlsClient client, LivePeer peer, UdpRelay relay) = Connect(kind, new PeerSettings(), options);

            Assert.IsNull(Handshakes.ServerHello(relay).Find(Wire.ExtensionRecordSizeLimit));
            Assert.AreEqual(512, client.Connection.MaxPayload);
            Proof.Works(client, peer, 500);
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void EMS_03_IOT_12_ServerWithoutExtendedMasterSecretIsRefusedByDefault(PeerKind kind)
        {
            LivePeer peer = Own(LivePeer.Start(kind, new PeerSettings { ExtendedMasterSecret = false }));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));

            Assert.AreEqual(DtlsStatus.ProtocolError, client.Connect(peer.EndPoint));

            Assert.AreEqual(DtlsAlert.HandshakeFailure, client.LastAlert);
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void EMS_03_ServerWithoutExtendedMasterSecretIsAcceptedOnRequest(PeerKind kind)
        {
            DtlsClientOptions options = Clients.Options();
            options.RequireExtendedMasterSecret = false;

            (DtlsClient client, LivePeer peer, UdpRelay relay) = Connect(kind, new PeerSettings { ExtendedMasterSecret = false }, options);

            Assert.IsNotNull(Handshakes.ClientHello(relay).Find(Wire.ExtensionExtendedMasterSecret), "offered in any case");
            Assert.IsNull(Handshakes.ServerHello(relay).Find(Wire.ExtensionExtendedMasterSecret));
            Assert.IsFalse(client.Connection.IsExtendedMasterSecret);
            Assert.ThrowsExactly<InvalidOperationException>(
                () => client.Connection.ExportKeyingMaterial([65], null, new byte[32], 0, 32), "RFC 7627 section 5.4");
            Proof.Works(client, peer);
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void PSK_02_HintOfTheServerChoosesTheIdentity(PeerKind kind)
        {
            PskStore store = new PskStore([
                new PskEntry("another hint"u8.ToArray(), "somebody-else"u8.ToArray(), new byte[16], allowWeakPsk: false),
                new PskEntry(Encoding.ASCII.GetBytes(Credentials.Hint), Credentials.IdentityBytes, Credentials.Key, allowWeakPsk: false),
            ]);
            DtlsClientOptions options = Clients.Options();
            options.PskIdentity = null!;
            options.PskKey = null!;
            options.PskStore = store;

            (DtlsClient client, LivePeer peer, UdpRelay relay) = Connect(kind, new PeerSettings(), options);

            WireFragment message = Handshakes.Fragments(relay, fromClient: false).Single(fragment => fragment.HandshakeType == Wire.ServerKeyExchange);
            Assert.AreEqual(Credentials.Hint, Encoding.ASCII.GetString(new ByteReader(message.Part).Vector16()));
            Proof.Works(client, peer);
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void PSK_02_ServerWithoutAHintMaySendNoServerKeyExchange(PeerKind kind)
        {
            (DtlsClient client, LivePeer peer, UdpRelay _) = Connect(kind, new PeerSettings { Hint = null }, Clients.Options());

            Proof.Works(client, peer);
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void IOT_10_ServerNameReachesTheServer(PeerKind kind)
        {
            DtlsClientOptions options = Clients.Options();
            options.ServerName = HostName;

            (DtlsClient client, LivePeer peer, UdpRelay _) = Connect(kind, new PeerSettings { ServerName = HostName }, options);

            Proof.Works(client, peer);
            switch (peer)
            {
                case MbedTlsPeer mbedTls:
                    Assert.IsTrue(mbedTls.WaitForLog("name " + HostName + "\n", Clients.Patience), "no name arrived");
                    break;
                case BouncyCastlePeer bouncyCastle:
                    Assert.AreEqual(HostName, bouncyCastle.Server.ServerNames);
                    break;
            }
        }

        [TestMethod]
        public void IOT_10_ServerOfAnotherNameRefuses()
        {
            GnuTlsPeer peer = Own(new GnuTlsPeer(new PeerSettings { ServerName = HostName }));
            DtlsClientOptions options = Clients.Options();
            options.ServerName = "other.example";
            options.HandshakeTimeoutMilliseconds = 1000;
            DtlsClient client = Own(new DtlsClient(options));

            // This server keeps its reason to itself.
            Assert.AreEqual(DtlsStatus.TimedOut, client.Connect(peer.EndPoint));

            Assert.IsTrue(peer.WaitForLog("The SNI host name not recognised", Clients.Patience), "refused for another reason");
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl, DtlsCipherSuite.PskWithAes256Ccm8)]
        [DataRow(PeerKind.OpenSsl, DtlsCipherSuite.PskWithAes256Ccm)]
        [DataRow(PeerKind.GnuTls, DtlsCipherSuite.PskWithAes256Ccm8)]
        [DataRow(PeerKind.GnuTls, DtlsCipherSuite.PskWithAes256Ccm)]
        [DataRow(PeerKind.LibcoapOpenSsl, DtlsCipherSuite.PskWithAes256Ccm8)]
        [DataRow(PeerKind.LibcoapOpenSsl, DtlsCipherSuite.PskWithAes256Ccm)]
        [DataRow(PeerKind.LibcoapGnuTls, DtlsCipherSuite.PskWithAes256Ccm)]
        [DataRow(PeerKind.MbedTls, DtlsCipherSuite.PskWithAes256Ccm8)]
        [DataRow(PeerKind.MbedTls, DtlsCipherSuite.PskWithAes256Ccm)]
        [DataRow(PeerKind.BouncyCastle, DtlsCipherSuite.PskWithAes256Ccm8)]
        [DataRow(PeerKind.BouncyCastle, DtlsCipherSuite.PskWithAes256Ccm)]
        public void CCM_03_Aes256SuitesWorkWithABackEndThatHasThem(PeerKind kind, DtlsCipherSuite suite)
        {
            DtlsClientOptions options = Clients.Options(suite);
            options.Crypto = new DotNetCrypto();

            (DtlsClient client, LivePeer peer, UdpRelay _) = Connect(kind, new PeerSettings { Suites = PeerSuites.Aes256 }, options);

            Assert.AreEqual(suite, client.Connection.CipherSuite);
            for (int i = 0; i < 10; i++)
            {
                Proof.Works(client, peer, 40 + (i * 17));
            }
        }

        [TestMethod]
        [DataRow(DtlsCipherSuite.PskWithAes128Ccm8)]
        [DataRow(DtlsCipherSuite.PskWithAes128Ccm)]
        public void ExportedKeyingMaterialEqualsThatOfOpenSsl(DtlsCipherSuite suite)
        {
            const string Label = "EXPORTER-nanodtls-live";
            (DtlsClient client, LivePeer peer, UdpRelay _) = Connect(
                PeerKind.OpenSsl, new PeerSettings { ExportLabel = Label }, Clients.Options(suite));

            string expected = "Keying material: " + Export(client, Label);

            Assert.IsTrue(((OpenSslPeer)peer).WaitForLog(expected, Clients.Patience), "not " + expected);
            Proof.Works(client, peer);
        }

        [TestMethod]
        public void ExportedKeyingMaterialEqualsThatOfBouncyCastle()
        {
            const string Label = "EXPORTER-nanodtls-live";
            (DtlsClient client, LivePeer peer, UdpRelay _) = Connect(
                PeerKind.BouncyCastle, new PeerSettings { ExportLabel = Label }, Clients.Options());
            Proof.Works(client, peer);

            Assert.AreEqual(Convert.ToHexString(((BouncyCastlePeer)peer).Server.Exported), Export(client, Label));
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        public void D12_10_ClientHelloInFragmentsIsUnderstood(PeerKind kind)
        {
            DtlsClientOptions options = Clients.Options();
            options.PathMtu = 200;
            options.ServerName = new string('n', 200) + ".example";

            (DtlsClient client, LivePeer peer, UdpRelay relay) = Connect(kind, new PeerSettings(), options);

            Assert.IsTrue(relay.Captured.Where(datagram => datagram.FromClient).All(datagram => datagram.Data.Length <= 200));
            Assert.IsGreaterThan(1, Handshakes.Fragments(relay, fromClient: true).Count(fragment => fragment.HandshakeType == Wire.ClientHello && fragment.MessageSequence == 1));
            CollectionAssert.Contains(Handshakes.ClientHello(relay).Find(Wire.ExtensionServerName)!.Body, (byte)'n');
            Proof.Works(client, peer, 100);
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void D12_11_NoDatagramOfTheClientExceedsASmallPathMtu(PeerKind kind)
        {
            DtlsClientOptions options = Clients.Options();
            options.PathMtu = 200;

            (DtlsClient client, LivePeer peer, UdpRelay relay) = Connect(kind, new PeerSettings(), options);

            Assert.AreEqual(200 - 29, client.Connection.MaxPayload);
            Assert.AreEqual(DtlsStatus.MessageTooLong, client.Send(new byte[172], 0, 172));
            Proof.Works(client, peer, 171);
            Assert.IsTrue(relay.Captured.Where(datagram => datagram.FromClient).All(datagram => datagram.Data.Length <= 200));
        }

        private static string Export(DtlsClient client, string label)
        {
            byte[] material = new byte[32];
            Assert.AreEqual(DtlsStatus.Ok, client.Connection.ExportKeyingMaterial(Encoding.ASCII.GetBytes(label), null, material, 0, 32));
            return Convert.ToHexString(material);
        }

        private (DtlsClient Client, LivePeer Peer, UdpRelay Relay) Connect(PeerKind kind, PeerSettings settings, DtlsClientOptions options)
        {
            LivePeer peer = Own(LivePeer.Start(kind, settings));
            UdpRelay relay = Own(new UdpRelay(peer.EndPoint));
            DtlsClient client = Own(new DtlsClient(options));
            DtlsStatus status = client.Connect(relay.EndPoint);
            Assert.AreEqual(DtlsStatus.Ok, status, client.LastAlert + ", " + client.Connection.LastDropReason);
            return (client, peer, relay);
        }
    }
}
