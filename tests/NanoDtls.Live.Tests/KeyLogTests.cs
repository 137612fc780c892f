// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap;
using SensorNode.Desktop.KeyLog;

namespace NanoDtls.Live.Tests
{
    /// <summary>The key log of debug builds is what Wireshark needs to read a session, and nothing else is.</summary>
    [TestClass]
    public sealed class KeyLogTests : LiveTest
    {
        [TestMethod]
        public void WiresharkReadsAFullAndAResumedSessionWithTheKeyLogAlone()
        {
            LivePeer peer = Own(LivePeer.Start(PeerKind.LibcoapOpenSsl, PeerSuites.Both, 0));
            UdpRelay relay = Own(new UdpRelay(peer.EndPoint));
            TempFolder folder = Own(new TempFolder());
            string path = folder.PathOf("keys.log");
            KeyLoggingCrypto crypto = Own(new KeyLoggingCrypto(path));
            DtlsClientOptions options = Clients.Options();
            options.Crypto = crypto;
            DtlsClient client = Own(new DtlsClient(options));
            CoapClient coap = new CoapClient(new DtlsCoapChannel(client), null!);
            for (int session = 0; session < 2; session++)
            {
                Assert.AreEqual(DtlsStatus.Ok, client.Connect(relay.EndPoint));
                Assert.AreEqual(session == 1, client.Connection.IsResumed);
                coap.NewSession();
                Assert.AreEqual(CoapStatus.Ok, coap.Get(new CoapResource("coaps://127.0.0.1/session-" + session)));
                Assert.AreEqual(DtlsStatus.Ok, client.Close());
            }

            string[] lines = File.ReadAllLines(path);
            Assert.HasCount(2, lines);
            foreach (string line in lines)
            {
                StringAssert.Matches(line, new("^CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}$"));
            }

            Assert.AreNotEqual(lines[0].Split(' ')[1], lines[1].Split(' ')[1], "each handshake has its own random");
            Assert.AreEqual(lines[0].Split(' ')[2], lines[1].Split(' ')[2], "a resumed session keeps its master secret");
            if (!OperatingSystem.IsWindows())
            {
                Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }

            Dissector reader = Own(new Dissector(relay.Captured, peer.EndPoint.Port, "coap", path));
            string[] expected = ["session-0", "session-1"];
            CollectionAssert.AreEqual(expected, reader.Values("coap.opt.uri_path", "coap"));
            Dissector stranger = Own(new Dissector(relay.Captured, peer.EndPoint.Port, "coap", folder.Write("empty.log", "")));
            Assert.IsEmpty(stranger.Values("coap.opt.uri_path", "coap"), "without the log there is nothing to read");
        }
    }
}
