// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.RegularExpressions;
using NanoDtls.Live.Tests;
using SensorNode.Desktop;

namespace SensorNode.Tests
{
    /// <summary>What happens after the handshake: responses, broken connections, interruptions.</summary>
    [TestClass]
    public class SessionTests
    {
        [TestMethod]
        public void HostName_IsResolved_AndThePathIsTheUsers()
        {
            using var server = new TestServer();
            DemoRun run = DemoRun.ExecuteAgainst($"coaps://localhost:{server.Port}/s/1?ignored=1", "--count", "3", "--interval", "0");
            Assert.AreEqual(ExitCode.Success, run.ExitCode, run.ToString());
            Samples.AssertArrived(server, 3);
        }

        [TestMethod]
        public void CoapError_EndsTheRun_WithTheServersCode()
        {
            using var server = new TestServer();
            DemoRun run = DemoRun.ExecuteAgainst($"coaps://127.0.0.1:{server.Port}/nowhere");
            run.AssertFailed(ExitCode.ReadingRefused, "4.04 Not Found");
            Assert.IsEmpty(server.Readings);
        }

        [TestMethod]
        public void RawRunAgainstAnEcho_ShowsTheEcho()
        {
            using var server = new TestServer(isEcho: true);
            DemoRun run = DemoRun.ExecuteAgainst($"coaps://127.0.0.1:{server.Port}", "--transport", "raw", "--count", "1");
            Assert.AreEqual(ExitCode.Success, run.ExitCode, run.ToString());
            Assert.Contains($"came back: {Samples.Printed(1)[0]};", run.Output[2]);
        }

        [TestMethod]
        public void ClosedSessions_AreReopened_AndNoReadingIsLost()
        {
            using var server = new TestServer();
            Task<DemoRun> run = Task.Run(() => DemoRun.ExecuteAgainst(server.Uri, "--count", "4", "--interval", "400"));
            for (int seen = 1; seen <= 3; seen += 2)
            {
                int arrived = seen;
                Assert.IsTrue(Wait.Until(20000, () => server.Readings.Length >= arrived));
                server.Dtls.CloseSessions();
            }

            DemoRun result = run.GetAwaiter().GetResult();
            Assert.AreEqual(ExitCode.Success, result.ExitCode, result.ToString());
            Samples.AssertArrived(server, 4);
            Assert.HasCount(2, result.Output.Where(line => line.Contains("connection lost", StringComparison.Ordinal)).ToArray(), result.ToString());
            Assert.Contains("last of 3 handshakes", result.Output[^1]);
        }

        [TestMethod]
        public void ServerThatNeverComesBack_EndsTheRun_AfterBoundedAttempts()
        {
            var server = new TestServer();
            Task<DemoRun> run = Task.Run(() => DemoRun.ExecuteAgainst(server.Uri, "--count", "0", "--interval", "100", "--timeout", "300"));
            Assert.IsTrue(Wait.Until(20000, () => server.Readings.Length >= 1));
            server.Dispose();
            DemoRun result = run.GetAwaiter().GetResult();
            result.AssertFailed(ExitCode.ConnectionLost, "not restored");
            Assert.IsLessThan(15.0, result.Elapsed.TotalSeconds);
        }

        [TestMethod]
        [DataRow("INT")]
        [DataRow("TERM")]
        public void Interruption_SaysGoodbyeToTheServer(string signal)
        {
            using var server = new TestServer();
            using var program = new ProgramRun(
                server.Uri, "--psk-identity", TestServer.Identity, "--psk-key", TestServer.KeyHex, "--count", "0", "--interval", "60000");
            Assert.IsTrue(Wait.Until(20000, () => server.Readings.Length == 1), string.Join('\n', program.Errors));
            Assert.AreEqual(1, server.Dtls.SessionCount);
            program.Signal(signal);
            Assert.AreEqual((int)ExitCode.Interrupted, program.WaitForExit(5000));
            Assert.IsEmpty(program.Errors);
            Assert.MatchesRegex(new Regex("^1 reading delivered in "), program.Output[^1]);

            // Without a close_notify the session would stay for minutes.
            Assert.IsTrue(Wait.Until(1000, () => server.Dtls.SessionCount == 0));
        }

        [TestMethod]
        public void InterruptionDuringTheHandshake_EndsSoon()
        {
            using var stop = new CancellationTokenSource(500);
            int port = Ports.FindFree(1);
            DemoRun run = DemoRun.Execute(
                stop.Token, $"coaps://127.0.0.1:{port}/", "--psk-identity", "me", "--psk-key", TestServer.KeyHex, "--timeout", "60000");
            Assert.AreEqual(ExitCode.Interrupted, run.ExitCode, run.ToString());
            Assert.IsEmpty(run.Errors);
            Assert.IsLessThan(5.0, run.Elapsed.TotalSeconds);
        }
    }
}
