// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using NanoDtls.Live.Tests;
using SensorNode.Desktop;

namespace SensorNode.Tests
{
    /// <summary>The program against servers that know nothing of this project.</summary>
    [TestClass]
    public class ForeignServerTests
    {
        [TestMethod]
        [DataRow("ccm8", "PSK-AES128-CCM8")]
        [DataRow("ccm", "PSK-AES128-CCM")]
        public void Raw_AgainstOpenSsl_DeliversRecords_AndPrintsWhatComesBack(string suite, string cipher)
        {
            using PeerProcess peer = StartOpenSsl(cipher, out int port);

            // It waits in the server's pipe until there is a client to send it to.
            peer.Write("greetings\n"u8.ToArray());
            DemoRun run = DemoRun.ExecuteAgainst(
                $"coaps://127.0.0.1:{port}", "--transport", "raw", "--suite", suite, "--count", "2", "--interval", "0");
            Assert.AreEqual(ExitCode.Success, run.ExitCode, run + peer.Log);
            Assert.Contains("came back: \"greetings\";", string.Join('\n', run.Output));
            Assert.EndsWith("nothing came back; " + run.Output[3].Split("; ")[^1], run.Output[3]);

            // The records themselves, as the server prints them: two packs with both names.
            Assert.IsTrue(Wait.Until(5000, () => Count(peer.Log, "ktemperature") == 2 && Count(peer.Log, "hhumidity") == 2), peer.Log);
            Assert.AreEqual(0, peer.WaitForExit(5000), "close_notify must end s_server");
        }

        [TestMethod]
        public void RefusedSuite_AgainstOpenSsl()
        {
            using PeerProcess peer = StartOpenSsl("PSK-AES128-CCM", out int port);
            DemoRun.ExecuteAgainst($"coaps://127.0.0.1:{port}", "--suite", "ccm8", "--timeout", "5000")
                .AssertFailed(ExitCode.SuiteRefused, "alert 40");
        }

        [TestMethod]
        public void PSK_06_WrongKey_AgainstOpenSsl()
        {
            using PeerProcess peer = StartOpenSsl("PSK-AES128-CCM8", out int port);
            DemoRun run = DemoRun.Execute(
                $"coaps://127.0.0.1:{port}", "--psk-identity", TestServer.Identity, "--psk-key", new string('0', 32), "--timeout", "1500");
            run.AssertFailed(ExitCode.CredentialsRejected, "key");
            Assert.IsLessThan(3.5, run.Elapsed.TotalSeconds);
        }

        [TestMethod]
        [DataRow("ccm8")]
        [DataRow("ccm")]
        public void Coap_AgainstLibcoap_PutsReadingsThatItsOwnClientReadsBack(string suite)
        {
            using PeerProcess peer = StartLibcoap(out int port);
            string uri = $"coaps://127.0.0.1:{port}/s/1";
            DemoRun run = DemoRun.ExecuteAgainst(uri, "--method", "PUT", "--suite", suite, "--count", "3", "--interval", "0");
            Assert.AreEqual(ExitCode.Success, run.ExitCode, run + peer.Log);
            Assert.Contains("2.01 Created", run.Output[2]);
            Assert.Contains("2.04 Changed", run.Output[3]);
            Assert.Contains("2.04 Changed", run.Output[4]);

            string file = Path.GetTempFileName();
            try
            {
                ToolResult result = Tool.Run(
                    "coap-client-openssl", 20000, [], "-m", "get", "-u", TestServer.Identity, "-k", TestServer.KeyText, "-B", "4", "-o", file, uri);
                Assert.AreEqual(0, result.ExitCode, result.ToString());
                Assert.AreEqual(Samples.Printed(3)[2], Printable.Payload(File.ReadAllBytes(file)));
            }
            finally
            {
                File.Delete(file);
            }
        }

        [TestMethod]
        public void CoapError_AgainstLibcoap_IsReported()
        {
            using PeerProcess peer = StartLibcoap(out int port, isDynamic: false);
            DemoRun.ExecuteAgainst($"coaps://127.0.0.1:{port}/s/1", "--method", "PUT")
                .AssertFailed(ExitCode.ReadingRefused, "4.04 Not Found");
        }

        [TestMethod]
        public void WrongKey_AgainstLibcoap()
        {
            using PeerProcess peer = StartLibcoap(out int port);
            DemoRun run = DemoRun.Execute(
                $"coaps://127.0.0.1:{port}/s/1", "--psk-identity", "me", "--psk-key", new string('0', 32), "--timeout", "1500");
            run.AssertFailed(ExitCode.CredentialsRejected, "key");
            Assert.IsLessThan(3.5, run.Elapsed.TotalSeconds);
        }

        private static PeerProcess StartOpenSsl(string cipher, out int port)
        {
            return PeerProcess.Start(
                "openssl",
                first =>
                [
                    "s_server", "-dtls1_2", "-accept", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{first}"), "-nocert", "-naccept", "1",
                    "-psk_identity", TestServer.Identity, "-psk", TestServer.KeyHex, "-cipher", cipher, "-quiet", "-no_ign_eof",
                ],
                1,
                0,
                null,
                out port);
        }

        private static PeerProcess StartLibcoap(out int port, bool isDynamic = true)
        {
            // With -d it creates what is put to unknown paths.
            string[] dynamic = isDynamic ? ["-d", "10"] : [];
            return PeerProcess.Start(
                "coap-server-openssl",
                first =>
                [
                    "-A", "127.0.0.1", "-p", first.ToString(CultureInfo.InvariantCulture), .. dynamic, "-k", TestServer.KeyText, "-h", "hint",
                ],
                2,
                0,
                null,
                out port);
        }

        private static int Count(string text, string part) => text.Split(part).Length - 1;
    }
}
