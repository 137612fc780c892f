// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using SensorNode.Desktop;

namespace SensorNode.Tests
{
    /// <summary>Command lines that make no sense: one line, exit code 2, and no word of the key.</summary>
    [TestClass]
    public class CommandLineTests
    {
        private const string Key = "c0ffee00c0ffee00c0ffee00c0ffee00";
        private const string Uri = "coaps://127.0.0.1:5684/s/1";

        [TestMethod]
        [DataRow("unknown option --bogus", "--bogus")]
        [DataRow("unknown option --pskkey", "--pskkey", Key)]
        [DataRow("unknown option --pskkey", "--pskkey=" + Key)]
        [DataRow("unknown option --nonsense", Uri, "--nonsense")]
        [DataRow("--psk-identity", Uri, "--psk-key", Key)]
        [DataRow("--psk-key", Uri, "--psk-identity", "me")]
        [DataRow("--psk-key", Uri, "--psk-identity", "me", "--psk-key")]
        [DataRow("hexadecimal", Uri, "--psk-identity", "me", "--psk-key", Key + "0")]
        [DataRow("hexadecimal", Uri, "--psk-identity", "me", "--psk-key", "xyz" + Key)]
        [DataRow("--allow-weak-psk", Uri, "--psk-identity", "me", "--psk-key", "c0ffee")]
        [DataRow("1 to 64 bytes", Uri, "--psk-identity", "me", "--psk-key", Key + Key + Key + Key + "00")]
        [DataRow("1 to 64 bytes", "--psk-key", "")]
        [DataRow("1 to 128 bytes", "--psk-identity", "")]
        [DataRow("coaps://", "coap://127.0.0.1/s/1", "--psk-identity", "me", "--psk-key", Key)]
        [DataRow("coaps://", "127.0.0.1", "--psk-identity", "me", "--psk-key", Key)]
        [DataRow("coaps://", "coaps://127.0.0.1:70000/", "--psk-identity", "me", "--psk-key", Key)]
        [DataRow("coaps://", Key, "--psk-identity", "me", "--psk-key", Key)]
        [DataRow("more words", Uri, Key)]
        [DataRow("--suite", "--suite", "gcm")]
        [DataRow("--method", "--method", "GET")]
        [DataRow("--transport", "--transport", "tcp")]
        [DataRow("--count", "--count", "-1")]
        [DataRow("--count", "--count", "1.5")]
        [DataRow("--count", "--count", "2147483648")]
        [DataRow("--interval", "--interval", "soon")]
        [DataRow("--timeout", "--timeout", "0")]
        [DataRow("--state needs a server", "--state", "session.bin")]
        [DataRow("--state must name a file", Uri, "--psk-identity", "me", "--psk-key", Key, "--state", "/no/such/folder/session")]
        [DataRow("--state must name a file", Uri, "--psk-identity", "me", "--psk-key", Key, "--state", "")]
        [DataRow("--state must name a file", Uri, "--psk-identity", "me", "--psk-key", Key, "--state", "/tmp")]
        [DataRow("--local-port", "--local-port", "65536")]
        [DataRow("--count", "--count", "1", "--count", "2")]
        [DataRow("no-such-file", "@no-such-file")]
        public void V30_BadCommandLine_IsOneLineAndNeverTheKey(string inMessage, params string[] arguments)
        {
            DemoRun run = DemoRun.Execute(arguments);
            run.AssertFailed(ExitCode.Usage, inMessage);
            Assert.IsEmpty(run.Output);
            Assert.DoesNotContain("c0ffee", run.Errors[0]);
        }

        [TestMethod]
        public void V22_IdentityOver128Bytes_IsRefused_NotTruncated()
        {
            DemoRun run = DemoRun.Execute("--psk-identity", new string('i', 127) + "\u00e9");
            run.AssertFailed(ExitCode.Usage, "1 to 128 bytes, not 129");
        }

        [TestMethod]
        public void Help_NamesEachOptionAndExitCode()
        {
            DemoRun run = DemoRun.Execute("--help");
            Assert.AreEqual(ExitCode.Success, run.ExitCode);
            Assert.IsEmpty(run.Errors);
            string help = string.Join('\n', run.Output);
            foreach (string option in new[]
            {
                "URI", "--psk-identity", "--psk-key", "--suite", "--method", "--count", "--interval", "--timeout", "--transport", "--state", "--local-port", "--allow-weak-psk",
            })
            {
                Assert.Contains(option, help);
            }

            foreach (ExitCode code in Enum.GetValues<ExitCode>())
            {
                Assert.MatchesRegex($@"(?m)^ +{(int)code}  \w", help);
            }
        }

        [TestMethod]
        public void Readme_ListsTheSameExitCodes()
        {
            string readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "SensorNode.Desktop.README.md"));
            foreach (ExitCode code in Enum.GetValues<ExitCode>())
            {
                Assert.Contains($"| {(int)code} | ", readme);
            }

            Assert.AreEqual(Enum.GetValues<ExitCode>().Length, readme.Split('\n').Count(line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\| \d+ \|")));
        }

        [TestMethod]
        public void Version_IsPrinted()
        {
            DemoRun run = DemoRun.Execute("--version");
            Assert.AreEqual(ExitCode.Success, run.ExitCode);
            Assert.HasCount(1, run.Output);
            Assert.MatchesRegex(@"^\d+\.\d+\.\d+", run.Output[0]);
        }

        [TestMethod]
        public void OptionsMayStandInAFile_SoThatTheKeyIsInNoProcessList()
        {
            using var server = new TestServer();
            string file = Path.GetTempFileName();
            try
            {
                File.WriteAllLines(file, [server.Uri, "--psk-identity", TestServer.Identity, "--psk-key", TestServer.KeyHex]);
                DemoRun run = DemoRun.Execute("@" + file, "--count", "1");
                Assert.AreEqual(ExitCode.Success, run.ExitCode, run.ToString());
                Samples.AssertArrived(server, 1);
            }
            finally
            {
                File.Delete(file);
            }
        }
    }
}
