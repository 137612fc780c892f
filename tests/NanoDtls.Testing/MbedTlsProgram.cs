// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.ComponentModel;
using System.Diagnostics;

namespace NanoDtls.Testing
{
    /// <summary>Builds <c>tests/peers/mbedtls_server.c</c> against the installed Mbed TLS, once a process.</summary>
    public static class MbedTlsProgram
    {
        /// <summary>What Debian and Ubuntu call what is needed.</summary>
        public const string Packages = "gcc libc6-dev libmbedtls-dev";

        private static readonly TimeSpan s_compileLimit = TimeSpan.FromMinutes(2);
        private static readonly Lazy<string> s_path = new(Build);

        /// <summary>Full path of the server program.</summary>
        /// <exception cref="InvalidOperationException">It could not be built; the message says what to install.</exception>
        public static string Path => s_path.Value;

        private static string Build()
        {
            // The source is copied beside the assembly that runs.
            string folder = System.IO.Path.Combine(AppContext.BaseDirectory, "peers");
            string source = System.IO.Path.Combine(folder, "mbedtls_server.c");
            string program = System.IO.Path.Combine(folder, "mbedtls_server");
            if (File.Exists(program) && File.GetLastWriteTimeUtc(program) > File.GetLastWriteTimeUtc(source))
            {
                return program;
            }

            // Two runs at once: each compiles its own, and the last one to rename wins.
            string fresh = program + "." + Environment.ProcessId;
            try
            {
                var start = new ProcessStartInfo(
                    "gcc",
                    new[] { "-O2", "-Wall", "-Wextra", "-Werror", "-o", fresh, source, "-lmbedtls", "-lmbedx509", "-lmbedcrypto" })
                {
                    RedirectStandardError = true,
                };
                using Process compiler = Process.Start(start)!;
                Task<string> errors = compiler.StandardError.ReadToEndAsync();
                if (!compiler.WaitForExit(s_compileLimit))
                {
                    compiler.Kill(entireProcessTree: true);
                    throw new InvalidOperationException("gcc took too long");
                }

                if (compiler.ExitCode != 0)
                {
                    throw new InvalidOperationException(
                        "mbedtls_server.c did not build; on Debian or Ubuntu: apt-get install " + Packages + Environment.NewLine + errors.Result);
                }

                File.Move(fresh, program, overwrite: true);
                return program;
            }
            catch (Win32Exception e)
            {
                throw new InvalidOperationException("gcc is not installed; on Debian or Ubuntu: apt-get install " + Packages, e);
            }
            finally
            {
                File.Delete(fresh);
            }
        }
    }
}
