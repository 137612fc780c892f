// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Live.Tests;

namespace SensorNode.Tests
{
    /// <summary>The embedded server is a real one: clients that know nothing of this project use it.</summary>
    [TestClass]
    public class ForeignClientTests
    {
        // [{0: "t", 1: "Cel", 2: 21.5}]
        private static readonly byte[] Pack = Convert.FromHexString("81a300617401634365" + "6c02f94d60");

        [TestMethod]
        [DataRow("post")]
        [DataRow("put")]
        public void LibcoapClient_DeliversAReading(string method)
        {
            using var server = new TestServer();
            ToolResult result = RunCoapClient(server, method, "/s/1", "112", TestServer.Identity);
            Assert.AreEqual(0, result.ExitCode, result.ToString());
            Assert.HasCount(1, server.Readings, result.ToString());
            Assert.AreEqual(21.5, server.Readings[0].Single().Value);
        }

        [TestMethod]
        [DataRow("get", "/s/1", "112", "4.05")]
        [DataRow("post", "/s/2", "112", "4.04")]
        [DataRow("post", "/s/1", "50", "4.15")]
        public void LibcoapClient_SeesTheErrorsCode(string method, string path, string format, string code)
        {
            using var server = new TestServer();
            ToolResult result = RunCoapClient(server, method, path, format, TestServer.Identity);
            Assert.Contains(code, result.Output + result.Error);
            Assert.IsEmpty(server.Readings);
        }

        [TestMethod]
        public void LibcoapClient_WithAnUnknownIdentity_IsTurnedAway()
        {
            using var server = new TestServer();
            ToolResult result = RunCoapClient(server, "post", "/s/1", "112", "stranger");
            Assert.Contains("unknown psk identity", result.Output + result.Error);
            Assert.IsEmpty(server.Readings);
        }

        [TestMethod]
        public void ClientsInParallel_AreServedAlike()
        {
            using var server = new TestServer();
            Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
            {
                ToolResult result = RunCoapClient(server, "post", "/s/1", "112", TestServer.Identity);
                Assert.AreEqual(0, result.ExitCode, result.ToString());
            });
            Assert.HasCount(4, server.Readings);
        }

        [TestMethod]
        [DataRow("PSK-AES128-CCM8")]
        [DataRow("PSK-AES128-CCM")]
        public void OpenSslClient_ConnectsWithBothSuites_AndExtendedMasterSecret(string cipher)
        {
            using var server = new TestServer(isEcho: true);
            ToolResult result = RunOpenSslClient(server, cipher);
            Assert.MatchesRegex($@"Cipher +: {cipher}\b", result.Output);
            Assert.Contains("Extended master secret: yes", result.Output);
        }

        [TestMethod]
        public void OpenSslClient_WithoutACommonSuite_GetsHandshakeFailure()
        {
            using var server = new TestServer();
            ToolResult result = RunOpenSslClient(server, "PSK-AES128-GCM-SHA256");
            Assert.Contains("alert number 40", result.Error);
        }

        private static ToolResult RunOpenSslClient(TestServer server, string cipher)
        {
            return Tool.Run(
                "openssl",
                20000,
                "hello\n"u8.ToArray(),
                "s_client", "-dtls1_2", "-connect", $"127.0.0.1:{server.Port}", "-psk_identity", TestServer.Identity, "-psk", TestServer.KeyHex, "-cipher", cipher);
        }

        private static ToolResult RunCoapClient(TestServer server, string method, string path, string format, string identity)
        {
            string file = Path.GetTempFileName();
            try
            {
                File.WriteAllBytes(file, Pack);
                string[] payload = method == "get" ? [] : ["-t", format, "-f", file];
                return Tool.Run(
                    "coap-client-openssl",
                    20000,
                    [],
                    ["-m", method, .. payload, "-u", identity, "-k", TestServer.KeyText, "-B", "4", $"coaps://127.0.0.1:{server.Port}{path}"]);
            }
            finally
            {
                File.Delete(file);
            }
        }
    }
}
