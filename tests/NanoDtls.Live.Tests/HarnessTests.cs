// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;

namespace NanoDtls.Live.Tests
{
    /// <summary>
    /// The peers, the relay and the dissector do what the other tests rely on. The client here is
    /// OpenSSL's: a fault of NanoDtls cannot hide one of the harness, nor the reverse.
    /// </summary>
    [TestClass]
    public sealed class HarnessTests : LiveTest
    {
        private const string Ccm8 = "PSK-AES128-CCM8";
        private const string Ccm = "PSK-AES128-CCM";

        [TestMethod]
        [DataRow(PeerKind.OpenSsl, Ccm8)]
        [DataRow(PeerKind.OpenSsl, Ccm)]
        [DataRow(PeerKind.GnuTls, Ccm8)]
        [DataRow(PeerKind.GnuTls, Ccm)]
        [DataRow(PeerKind.LibcoapOpenSsl, Ccm8)]
        [DataRow(PeerKind.LibcoapOpenSsl, Ccm)]
        [DataRow(PeerKind.LibcoapGnuTls, Ccm8)]
        [DataRow(PeerKind.LibcoapGnuTls, Ccm)]
        [DataRow(PeerKind.MbedTls, Ccm8)]
        [DataRow(PeerKind.MbedTls, Ccm)]
        [DataRow(PeerKind.BouncyCastle, Ccm8)]
        [DataRow(PeerKind.BouncyCastle, Ccm)]
        public void PeerAcceptsAForeignClientWithEitherSuite(PeerKind kind, string suite)
        {
            LivePeer peer = Own(LivePeer.Start(kind, PeerSuites.Both, 0));

            string output = Connect(peer.EndPoint.Port, suite, "");

            StringAssert.Contains(output, "Cipher is " + suite);
            StringAssert.Contains(output, "Extended master secret: yes");
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void PeerWithoutCcmRefusesAForeignClientThatOffersOnlyThat(PeerKind kind)
        {
            LivePeer peer = Own(LivePeer.Start(kind, PeerSuites.NeitherCcm, 0));

            string output = Connect(peer.EndPoint.Port, Ccm8 + ":" + Ccm, "");

            // GnuTLS says nothing: that client ends at its time-out, and may not even report.
            Assert.DoesNotContain("Cipher is PSK", output);
        }

        [TestMethod]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void EchoPeerReturnsWhatAForeignClientSends(PeerKind kind)
        {
            LivePeer peer = Own(LivePeer.Start(kind, PeerSuites.Both, 0));

            string output = Connect(peer.EndPoint.Port, Ccm8, "echo this\n");

            StringAssert.Contains(output, "\necho this\n");
        }

        [TestMethod]
        public void RelayedSessionOfAForeignClientIsDecryptedByTheDissector()
        {
            LivePeer peer = Own(LivePeer.Start(PeerKind.BouncyCastle, PeerSuites.Both, 0));
            UdpRelay relay = Own(new UdpRelay(peer.EndPoint));

            Connect(relay.EndPoint.Port, Ccm8, "through the relay\n");

            Dissector dissector = Own(new Dissector(relay.Captured, peer.EndPoint.Port, "data"));
            string line = Convert.ToHexStringLower(Encoding.ASCII.GetBytes("through the relay\n"));
            CollectionAssert.AreEqual(new[] { line, line }, dissector.Values("data.data", "data"));
            Assert.AreEqual("", dissector.Packets(Dissector.Complaints));
        }

        [TestMethod]
        public void DissectorReportsAMalformedPacket()
        {
            LivePeer peer = Own(LivePeer.Start(PeerKind.BouncyCastle, PeerSuites.Both, 0));
            UdpRelay relay = Own(new UdpRelay(peer.EndPoint));
            Connect(relay.EndPoint.Port, Ccm8, "");
            CapturedDatagram[] captured = relay.Captured;
            // The length of the suite list, at offset 60 of a first ClientHello without a session ID.
            captured[0].Data[60] = 0xFF;

            Dissector dissector = Own(new Dissector(captured, peer.EndPoint.Port, "data"));

            Assert.AreNotEqual("", dissector.Packets(Dissector.Complaints));
        }

        [TestMethod]
        public void PeerThatCannotStartFailsTheTestWithItsLog()
        {
            AssertFailedException failure = Assert.ThrowsExactly<AssertFailedException>(
                () => PeerProcess.Start("openssl", _ => ["s_server", "-no_such_option"], 1, 0, null, out int _));

            StringAssert.Contains(failure.Message, "no_such_option");
        }

        private static string Connect(int port, string suite, string input)
        {
            // The pause lets s_client finish the handshake and get the echo before its input ends.
            string script = "{ sleep 0.5; printf '%s' \"$4\"; sleep 0.5; } | timeout 5 openssl s_client -dtls1_2 -connect 127.0.0.1:$0"
                + " -psk_identity \"$1\" -psk $2 -cipher $3 2>&1";
            ToolResult result = Tool.Run(
                "sh", 15000, [], "-c", script, port.ToString(), Credentials.Identity, Credentials.KeyHex, suite, input);
            return result.Output;
        }
    }
}
