// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>OpenSSL's client proves the scripted server: what it accepts is DTLS 1.2 with PSK.</summary>
    [TestClass]
    public sealed class ScriptedServerProofTests
    {
        private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

        [TestMethod]
        [DataRow("PSK-AES128-CCM8", 20, "hint", 0)]
        [DataRow("PSK-AES128-CCM8", -1, null, 0)]
        [DataRow("PSK-AES128-CCM", 20, null, 0)]
        [DataRow("PSK-AES128-CCM", 255, "hint", 7)]
        [DataRow("PSK-AES128-CCM8", 20, "hint", 30)]
        public void OpenSslClientCompletesAHandshakeAndTalksToTheScriptedServer(string suite, int cookieLength, string? hint, int fragmentSize)
        {
            var settings = new ServerSettings { Echo = true, Hint = hint == null ? null : Encoding.ASCII.GetBytes(hint) };
            settings.Cookies = cookieLength < 0 ? new() : new() { new byte[cookieLength] };
            if (fragmentSize > 0)
            {
                settings.Layout = (_, items) => Layouts.Fragmented(items, fragmentSize, oneDatagram: false);
            }

            using var server = new ScriptedServer(settings);
            using var host = new UdpServerHost(server);
            using Process client = StartOpenSsl(host.Port, settings, suite, settings.Key);
            try
            {
                host.RunUntil(() => server.IsConnected || client.HasExited, s_limit);
                Assert.IsTrue(server.IsConnected, "no handshake: " + string.Join("; ", server.Violations) + Tail(client, !server.IsConnected));
                client.StandardInput.Write("reading 21.5\n");
                client.StandardInput.Flush();
                host.RunUntil(() => server.ApplicationData.Count > 0 || client.HasExited, s_limit);
                Assert.AreEqual(1, server.ApplicationData.Count, "no data: " + Tail(client, server.ApplicationData.Count == 0));
                Assert.AreEqual("reading 21.5\n", Encoding.ASCII.GetString(server.ApplicationData[0]));
                host.Flush();
                Task<string?> echo = ReadLineThatContains(client, "reading 21.5");
                Assert.IsTrue(host.RunUntil(() => echo.IsCompleted, s_limit), "no echo");
                Assert.IsNotNull(echo.Result, "s_client ended without printing the echo");
                client.StandardInput.Close();
                Assert.IsTrue(host.RunUntil(() => server.Alerts.Contains((Wire.Warning, 0, 1)), s_limit), "no close_notify");
                Assert.AreEqual(0, server.Violations.Count, string.Join("; ", server.Violations));
            }
            finally
            {
                Stop(client);
            }
        }

        [TestMethod]
        public void OpenSslClientWithAnotherKeyIsNotConnectedByTheScriptedServer()
        {
            var settings = new ServerSettings { OnBadRecord = BadRecordPolicy.Alert, BadRecordAlert = 20 };
            using var server = new ScriptedServer(settings);
            using var host = new UdpServerHost(server);
            using Process client = StartOpenSsl(host.Port, settings, "PSK-AES128-CCM8", new byte[16]);
            try
            {
                Assert.IsTrue(host.RunUntil(() => client.HasExited, s_limit), "s_client did not end");
                Assert.IsFalse(server.IsConnected);
                Assert.IsTrue(server.Records.BadRecords > 0);
            }
            finally
            {
                Stop(client);
            }
        }

        private static Process StartOpenSsl(int port, ServerSettings settings, string suite, byte[] key)
        {
            var start = new ProcessStartInfo("openssl")
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (string argument in new[]
            {
                "s_client", "-dtls1_2", "-connect", "127.0.0.1:" + port, "-psk_identity", Encoding.ASCII.GetString(settings.Identity),
                "-psk", Convert.ToHexString(key), "-cipher", suite,
            })
            {
                start.ArgumentList.Add(argument);
            }

            try
            {
                return Process.Start(start)!;
            }
            catch (Win32Exception e)
            {
                throw new AssertFailedException("openssl is needed: apt-get install openssl", e);
            }
        }

        private static async Task<string?> ReadLineThatContains(Process process, string text)
        {
            while (await process.StandardOutput.ReadLineAsync() is string line)
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    return line;
                }
            }

            return null;
        }

        private static string Tail(Process process, bool failed)
        {
            if (!failed)
            {
                return string.Empty;
            }

            Stop(process);
            return process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        }

        private static void Stop(Process process)
        {
            if (!process.HasExited)
            {
                process.Kill();
                process.WaitForExit();
            }
        }
    }
}
