// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Coap;

namespace NanoDtls.Live.Tests
{
    /// <summary>Wireshark's dissectors, given the PSK, read whole sessions and find nothing to complain about.</summary>
    [TestClass]
    public sealed class DissectionTests : LiveTest
    {
        // ClientHello, HelloVerifyRequest, ClientHello, ServerHello, ServerKeyExchange, ServerHelloDone,
        // ClientKeyExchange, Finished, Finished.
        private static readonly string[] FullHandshake = ["1", "3", "1", "2", "12", "14", "16", "20", "20"];

        [TestMethod]
        [DataRow(PeerKind.BouncyCastle, DtlsCipherSuite.PskWithAes128Ccm8)]
        [DataRow(PeerKind.BouncyCastle, DtlsCipherSuite.PskWithAes128Ccm)]
        [DataRow(PeerKind.MbedTls, DtlsCipherSuite.PskWithAes128Ccm8)]
        [DataRow(PeerKind.MbedTls, DtlsCipherSuite.PskWithAes128Ccm)]
        [DataRow(PeerKind.GnuTls, DtlsCipherSuite.PskWithAes128Ccm8)]
        [DataRow(PeerKind.GnuTls, DtlsCipherSuite.PskWithAes128Ccm)]
        public void CCM_01_WiresharkDecryptsASessionAndReportsNothing(PeerKind kind, DtlsCipherSuite suite)
        {
            LivePeer peer = Own(LivePeer.Start(kind, PeerSuites.Both, 0));
            UdpRelay relay = Own(new UdpRelay(peer.EndPoint));
            DtlsClient client = Own(new DtlsClient(Clients.Options(suite)));
            List<string> expected = new List<string>();

            Assert.AreEqual(DtlsStatus.Ok, client.Connect(relay.EndPoint));
            byte[] record = new byte[512];
            for (int i = 0; i < 10; i++)
            {
                byte[] sent = Encoding.ASCII.GetBytes(Payload.Line("seen", i, GnuTlsPeer.MaxEcho));
                Assert.AreEqual(DtlsStatus.Ok, client.Send(sent, 0, sent.Length));
                Assert.AreEqual(sent.Length, client.Receive(record, 0, record.Length, Clients.Patience));
                expected.Add(Convert.ToHexStringLower(sent));
                expected.Add(Convert.ToHexStringLower(sent));
            }

            Assert.AreEqual(DtlsStatus.Ok, client.Close());

            Dissector dissector = Own(new Dissector(CaptureOf(relay, client), peer.EndPoint.Port, "data"));
            Assert.AreEqual("", dissector.Packets(Dissector.Complaints));
            // Mbed TLS has no hint to send.
            IEnumerable<string> handshake = kind == PeerKind.MbedTls ? FullHandshake.Where(type => type != "12") : FullHandshake;
            CollectionAssert.AreEqual(handshake.ToArray(), dissector.Values("dtls.handshake.type", "dtls.handshake"));
            CollectionAssert.AreEqual(expected, dissector.Values("data.data", "data"));
            // The client's close_notify, decrypted: a warning of description 0.
            Assert.AreEqual("0", dissector.Values("dtls.alert_message.desc", "dtls.alert_message")[0]);
        }

        [TestMethod]
        public void WiresharkReadsTheCoapRequestsInsideTheRecords()
        {
            LivePeer peer = Own(LivePeer.Start(PeerKind.LibcoapOpenSsl, PeerSuites.Both, 0));
            UdpRelay relay = Own(new UdpRelay(peer.EndPoint));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            CoapClient coap = new CoapClient(new DtlsCoapChannel(client), null!);
            CoapResource data = new CoapResource("coaps://127.0.0.1/example_data");
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(relay.EndPoint));

            byte[] payload = "21.5"u8.ToArray();
            Assert.AreEqual(CoapStatus.Ok, coap.Request(CoapMethod.Put, data, CoapContentFormat.TextPlain, payload, 0, payload.Length));
            Assert.AreEqual(CoapStatus.Ok, coap.Get(data));
            Assert.AreEqual(CoapStatus.Ok, coap.Get(new CoapResource("coaps://127.0.0.1/async?1")));
            Assert.AreEqual(DtlsStatus.Ok, client.Close());

            Dissector dissector = Own(new Dissector(CaptureOf(relay, client), peer.EndPoint.Port, "coap"));
            Assert.AreEqual("", dissector.Packets(Dissector.Complaints));
            // PUT, 2.01, GET, 2.05, GET, empty acknowledgement, 2.05, empty acknowledgement.
            string[] codes = ["3", "65", "1", "69", "1", "0", "69", "0"];
            Assert.AreEqual(string.Join(" ", codes), string.Join(" ", dissector.Values("coap.code", "coap")));
            string[] paths = ["example_data", "example_data", "async"];
            CollectionAssert.AreEqual(paths, dissector.Values("coap.opt.uri_path", "coap"));
        }

        // The relay works on a thread of its own: what the client sent last may still be on its way.
        private static CapturedDatagram[] CaptureOf(UdpRelay relay, DtlsClient client)
        {
            int total = client.DatagramsSent + client.DatagramsReceived;
            Assert.IsTrue(Wait.Until(Clients.Patience, () => relay.Captured.Length >= total), "the relay lost datagrams");
            return relay.Captured;
        }
    }
}
