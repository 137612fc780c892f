// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;

namespace NanoDtls.Live.Tests
{
    /// <summary>Programs that the tests need. A missing one fails the test: a skipped proof is none.</summary>
    internal static class Tool
    {
        private static readonly Dictionary<string, string> Packages = new Dictionary<string, string>
        {
            ["sh"] = "dash",
            ["openssl"] = "openssl",
            ["gnutls-serv"] = "gnutls-bin",
            ["gnutls-cli"] = "gnutls-bin",
            ["coap-server-openssl"] = "libcoap3-bin",
            ["coap-server-gnutls"] = "libcoap3-bin",
            ["coap-client-openssl"] = "libcoap3-bin",
            ["tshark"] = "tshark",
        };

        /// <summary>Full path of a program, or a failed test that names its package.</summary>
        public static string Find(string name)
        {
            foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            {
                string path = Path.Combine(folder, name);
                if (folder.Length > 0 && File.Exists(path))
                {
                    return path;
                }
            }

            throw new AssertFailedException(name + " is not installed; on Debian or Ubuntu: apt-get install " + Packages[name]);
        }

        /// <summary>Runs a program to its end and returns what it printed; kills it after the time-out.</summary>
        public static ToolResult Run(string name, int timeoutMilliseconds, byte[] input, params string[] arguments)
        {
            ProcessStartInfo start = new ProcessStartInfo(Find(name), arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
            bool ended = process.WaitForExit(timeoutMilliseconds);
            if (!ended)
            {
                process.Kill(entireProcessTree: true);
            }

            process.WaitForExit();
            return new ToolResult(ended ? process.ExitCode : -1, output.Result, error.Result);
        }
    }
}
