// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.ComponentModel;
using System.Diagnostics;

namespace NanoDtls.Bench
{
    /// <summary>A small C program of bench/peers, compiled where it is needed.</summary>
    internal sealed class CProgram
    {
        private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

        private CProgram(string path)
        {
            Path = path;
        }

        /// <summary>Full path of the program.</summary>
        public string Path { get; }

        /// <summary>Flags that link the installed Mbed TLS.</summary>
        public static string[] MbedTls { get; } = { "-l:libmbedtls.a", "-l:libmbedx509.a", "-l:libmbedcrypto.a" };

        /// <summary>Flags that link the installed OpenSSL.</summary>
        public static string[] OpenSsl { get; } = { "-lssl", "-lcrypto" };

        /// <summary>Compiles <c>bench/peers/NAME.c</c>.</summary>
        /// <param name="name">Name of the program.</param>
        /// <param name="flags">Libraries to link and other flags.</param>
        /// <exception cref="InvalidOperationException">It cannot be compiled; the message says what to install.</exception>
        public static CProgram Compile(string name, params string[] flags)
        {
            string folder = Repository.At("artifacts/bench");
            Directory.CreateDirectory(folder);
            string path = System.IO.Path.Combine(folder, name);
            string source = Repository.At("bench/peers/" + name + ".c");
            try
            {
                Run("gcc", new[] { "-O2", "-Wall", "-Wextra", "-Werror", "-o", path, source }.Concat(flags));
            }
            catch (Exception e) when (e is Win32Exception or InvalidOperationException)
            {
                throw new InvalidOperationException("on Debian or Ubuntu: apt-get install gcc libc6-dev libmbedtls-dev libssl-dev" + Environment.NewLine + e.Message, e);
            }

            return new CProgram(path);
        }

        /// <summary>Runs it to its end.</summary>
        /// <returns>The lines of its output: a name, and behind a space a value.</returns>
        public Dictionary<string, string> Run(params string[] arguments)
        {
            return Run(Path, arguments)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' ', 2))
                .ToDictionary(parts => parts[0], parts => parts[^1]);
        }

        private static string Run(string program, IEnumerable<string> arguments)
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(s_limit))
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException(program + " takes too long");
            }

            return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException(program + " failed: " + errors.Result);
        }
    }
}
