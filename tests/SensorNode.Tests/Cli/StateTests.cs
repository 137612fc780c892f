// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using NanoDtls.Live.Tests;
using SensorNode.Desktop;

namespace SensorNode.Tests
{
    /// <summary><c>--state</c>: the session outlives the process, as it outlives a board's deep sleep.</summary>
    [TestClass]
    public class StateTests
    {
        private string _file = string.Empty;

        [TestInitialize]
        public void CreateFileName() => _file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        [TestCleanup]
        public void DeleteFiles()
        {
            File.Delete(_file);
            File.Delete(_file + ".new");
        }

        [TestMethod]
        public void CID_06_ANewProcessOnAnotherPortDeliversInExactlyTwoDatagrams_AgainstBouncyCastle()
        {
            using var server = new TestServer(connectionIdLength: 8);
            Assert.AreEqual(0, RunProcess(server, "--count", "2", "--interval", "0").Exit);
            object? firstSource = server.Dtls.LastSource;
            for (int restart = 1; restart <= 3; restart++)
            {
                int before = server.Dtls.DatagramsReceived;
                (int exit, IReadOnlyList<string> output) = RunProcess(server, "--count", "1");
                string text = string.Join('\n', output);
                Assert.AreEqual(0, exit, text);
                Assert.Contains("no handshake", output[1]);
                Assert.Contains("Connection ID of 8 bytes", output[1]);
                Assert.MatchesRegex(@"^reading 1: .*; 2\.04 Changed; \d+ bytes out, \d+ in, 2 datagrams$", output[2]);
                Assert.EndsWith("; no handshake", output[3]);
                Assert.AreEqual(before + 1, server.Dtls.DatagramsReceived, "one datagram to the server, not even a goodbye");
                Assert.AreNotEqual(firstSource, server.Dtls.LastSource, "from another port");
                firstSource = server.Dtls.LastSource;
                Assert.AreEqual(1, server.Dtls.SessionCount, "in the session of the first process");
            }

            Assert.HasCount(5, server.Readings);
        }

        [TestMethod]
        public void TheSameFromTheSamePort_AgainstLibcoapWithoutConnectionIds()
        {
            using PeerProcess peer = PeerProcess.Start(
                "coap-server-openssl",
                first =>
                [
                    "-A", "127.0.0.1", "-p", first.ToString(CultureInfo.InvariantCulture), "-k", TestServer.KeyText, "-h", "hint", "-d", "10",
                ],
                2,
                0,
                null,
                out int port);
            string uri = $"coaps://127.0.0.1:{port}/s/1";
            string local = Ports.FindFree(1).ToString(CultureInfo.InvariantCulture);
            string[] arguments = ["--method", "PUT", "--state", _file, "--local-port", local, "--count", "1"];
            DemoRun first = DemoRun.ExecuteAgainst(uri, arguments);
            Assert.AreEqual(ExitCode.Success, first.ExitCode, first + peer.Log);
            for (int restart = 0; restart < 2; restart++)
            {
                using var program = new ProgramRun(["--psk-identity", TestServer.Identity, "--psk-key", TestServer.KeyHex, uri, .. arguments]);
                Assert.AreEqual(0, program.WaitForExit(60000), string.Join('\n', program.Errors.Concat(program.Output)) + peer.Log);
                Assert.Contains("without Connection ID", program.Output[1]);
                Assert.Contains("; 2.04 Changed; ", program.Output[2]);
                Assert.EndsWith(" 2 datagrams", program.Output[2]);
            }
        }

        [TestMethod]
        public void AKilledProcessLosesNothingButReservedNumbers()
        {
            using var server = new TestServer(connectionIdLength: 8);
            using (var program = new ProgramRun(Arguments(server, "--count", "0", "--interval", "20")))
            {
                Assert.IsTrue(Wait.Until(30000, () => server.Readings.Length >= 3), string.Join('\n', program.Output));
                program.Signal("KILL");
            }

            (int exit, IReadOnlyList<string> output) = RunProcess(server, "--count", "2", "--interval", "0");
            Assert.AreEqual(0, exit, string.Join('\n', output));
            Assert.Contains("no handshake", output[1]);
            Assert.EndsWith(" 2 datagrams", output[2]);
            Assert.AreEqual(1, server.Dtls.SessionCount);
        }

        [TestMethod]
        public void AFileOfAnotherServerIsRefusedAndReplaced()
        {
            using var first = new TestServer(connectionIdLength: 8);
            using var second = new TestServer(connectionIdLength: 8);
            Assert.AreEqual(ExitCode.Success, DemoRun.ExecuteAgainst(first.Uri, "--state", _file, "--count", "1").ExitCode);
            DemoRun run = DemoRun.ExecuteAgainst(second.Uri, "--state", _file, "--count", "1");
            Assert.AreEqual(ExitCode.Success, run.ExitCode, run.ToString());
            Assert.Contains("belongs to another server", run.Output[1]);
            Assert.StartsWith("connected to ", run.Output[2]);
            run = DemoRun.ExecuteAgainst(second.Uri, "--state", _file, "--count", "1");
            Assert.Contains("no handshake", run.Output[1]);
        }

        [TestMethod]
        public void ADamagedFileIsSaidToBeSoAndReplaced()
        {
            using var server = new TestServer(connectionIdLength: 8);
            File.WriteAllText(_file, "not a session");
            DemoRun run = DemoRun.ExecuteAgainst(server.Uri, "--state", _file, "--count", "1");
            Assert.AreEqual(ExitCode.Success, run.ExitCode, run.ToString());
            Assert.Contains("it is damaged", run.Output[1]);
            run = DemoRun.ExecuteAgainst(server.Uri, "--state", _file, "--count", "1");
            Assert.Contains("no handshake", run.Output[1]);
        }

        [TestMethod]
        public void WhatCannotBeKeptIsReportedWithACodeOfItsOwn()
        {
            using var server = new TestServer(connectionIdLength: 8);
            Directory.CreateDirectory(_file + ".new");
            try
            {
                DemoRun run = DemoRun.ExecuteAgainst(server.Uri, "--state", _file, "--count", "1");
                run.AssertFailed(ExitCode.StateNotKept, "not kept");
                Assert.HasCount(1, server.Readings, "the reading arrived all the same");
            }
            finally
            {
                Directory.Delete(_file + ".new");
            }
        }

        [TestMethod]
        public void V30_TheFileHoldsNoKeyInClear()
        {
            using var server = new TestServer(connectionIdLength: 8);
            Assert.AreEqual(ExitCode.Success, DemoRun.ExecuteAgainst(server.Uri, "--state", _file, "--count", "1").ExitCode);
            byte[] content = File.ReadAllBytes(_file);
            Assert.IsLessThan(0, content.AsSpan().IndexOf(TestServer.Key));
            Assert.IsLessThanOrEqualTo(8 + 200, content.Length);
            Assert.IsFalse(File.Exists(_file + ".new"));
        }

        private (int Exit, IReadOnlyList<string> Output) RunProcess(TestServer server, params string[] more)
        {
            using var program = new ProgramRun(Arguments(server, more));
            int exit = program.WaitForExit(60000);
            return (exit, [.. program.Output, .. program.Errors]);
        }

        private string[] Arguments(TestServer server, params string[] more)
        {
            return [server.Uri, "--psk-identity", TestServer.Identity, "--psk-key", TestServer.KeyHex, "--state", _file, .. more];
        }
    }
}
