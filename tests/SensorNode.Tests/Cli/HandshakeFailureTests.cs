// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Net.Sockets;
using NanoDtls;
using SensorNode.Desktop;

namespace SensorNode.Tests
{
    /// <summary>Servers that do not let the program in: one line, a code for each cause, within the handshake time-out.</summary>
    [TestClass]
    public class HandshakeFailureTests
    {
        private const int Timeout = 1500;

        [TestMethod]
        public void PSK_06_WrongKey_IsAnUnansweredFinished_WithinTheTimeout()
        {
            using var server = new TestServer();
            DemoRun run = DemoRun.Execute(
                server.Uri, "--psk-identity", TestServer.Identity, "--psk-key", new string('7', 32), "--timeout", $"{Timeout}");
            run.AssertFailed(ExitCode.CredentialsRejected, "Finished");
            AssertInTime(run);
            Assert.DoesNotContain("77777777", run.ToString());
            Assert.IsEmpty(server.Readings);
        }

        [TestMethod]
        public void PSK_05_WrongIdentity_IsRejectedByTheServersAlert()
        {
            using var server = new TestServer();
            DemoRun run = DemoRun.Execute(
                server.Uri, "--psk-identity", "stranger", "--psk-key", TestServer.KeyHex, "--timeout", $"{Timeout}");
            run.AssertFailed(ExitCode.CredentialsRejected, "alert 115");
            AssertInTime(run);
        }

        [TestMethod]
        public void RefusedSuite_IsNamed()
        {
            using var server = new TestServer([DtlsCipherSuite.PskWithAes128Ccm]);
            DemoRun run = DemoRun.ExecuteAgainst(server.Uri, "--suite", "ccm8", "--timeout", $"{Timeout}");
            run.AssertFailed(ExitCode.SuiteRefused, "cipher suites");
            AssertInTime(run);
        }

        [TestMethod]
        public void ServerWithOneSuite_IsMetByTheDefaultOffer()
        {
            using var server = new TestServer([DtlsCipherSuite.PskWithAes128Ccm]);
            DemoRun run = DemoRun.ExecuteAgainst(server.Uri, "--count", "1");
            Assert.AreEqual(ExitCode.Success, run.ExitCode, run.ToString());
        }

        [TestMethod]
        public void SilentServer_IsUnreachable_WithinTheTimeout()
        {
            using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            DemoRun run = DemoRun.ExecuteAgainst($"coaps://{silent.LocalEndPoint}/s/1", "--timeout", $"{Timeout}");
            run.AssertFailed(ExitCode.ServerUnreachable, $"within {Timeout} ms");
            AssertInTime(run);
        }

        [TestMethod]
        public void ClosedPort_IsUnreachable_WithinTheTimeout()
        {
            int port = NanoDtls.Live.Tests.Ports.FindFree(1);
            DemoRun run = DemoRun.ExecuteAgainst($"coaps://127.0.0.1:{port}/s/1", "--timeout", $"{Timeout}");
            run.AssertFailed(ExitCode.ServerUnreachable, $"127.0.0.1:{port}");
            AssertInTime(run);
        }

        [TestMethod]
        public void UnknownName_DoesNotResolve()
        {
            // RFC 6761 section 6.4: no name under .invalid ever resolves.
            DemoRun.ExecuteAgainst("coaps://server.invalid/s/1").AssertFailed(ExitCode.NameNotResolved, "server.invalid");
        }

        [TestMethod]
        public void WeakKey_WorksWhenItIsAllowed()
        {
            using var server = new TestServer();
            server.Dtls.Identities.Add("weak"u8.ToArray(), [0x5A]);
            DemoRun run = DemoRun.Execute(
                server.Uri, "--psk-identity", "weak", "--psk-key", "5a", "--allow-weak-psk", "--count", "1");
            Assert.AreEqual(ExitCode.Success, run.ExitCode, run.ToString());
        }

        private static void AssertInTime(DemoRun run)
        {
            // Two seconds more for the start of everything on a busy machine.
            Assert.IsLessThan(Timeout + 2000, run.Elapsed.TotalMilliseconds);
        }
    }
}
