// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Globalization;

namespace NanoDtls.Bench.Native
{
    /// <summary>
    /// Mbed TLS in portable C for the same instruction set as the native core: instructions, code, stack, and the heap of a client in a
    /// handshake. Built from the source package of the installed version.
    /// </summary>
    internal sealed class MbedTlsRv32
    {
        private const string Script = "bench/peers/rv32/mbedtls.sh";
        private const string Folder = "artifacts/mbedtls-rv32";
        private const int NoSources = 3;

        private static readonly Lazy<MbedTlsRv32> s_instance = new(Run);

        private readonly IReadOnlyDictionary<string, int> _figures;

        private MbedTlsRv32(IReadOnlyDictionary<string, int> figures, string reason)
        {
            _figures = figures;
            Reason = reason;
        }

        /// <summary>Its figures, made at the first use.</summary>
        public static MbedTlsRv32 Instance => s_instance.Value;

        /// <summary>Whether the sources could be had.</summary>
        public bool IsThere => Reason.Length == 0;

        /// <summary>Why they could not.</summary>
        public string Reason { get; }

        /// <summary>Most bytes that a client has while it shakes hands: its context, and what that holds on the heap.</summary>
        public int PeakBytes => this["client_heap"] + this["client_context"];

        /// <summary>What a connected client has.</summary>
        public int HeldBytes => this["client_held"] + this["client_context"];

        /// <summary>A figure by the name that the script prints.</summary>
        public int this[string name] => _figures[name];

        /// <summary>The better one of the builds for size and for speed.</summary>
        public int Best(string name) => Math.Min(this["Os_" + name], this["O2_" + name]);

        /// <summary>Reads lines of a name and a number.</summary>
        public static Dictionary<string, int> Parse(string output)
        {
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' '))
                .ToDictionary(parts => parts[0], parts => int.Parse(parts[1], CultureInfo.InvariantCulture));
        }

        private static MbedTlsRv32 Run()
        {
            var start = new ProcessStartInfo(Repository.At(Script), new[] { Repository.At(Folder) }) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode switch
            {
                0 => new MbedTlsRv32(Parse(output), ""),
                NoSources => new MbedTlsRv32(new Dictionary<string, int>(), errors.Result.Trim()),
                _ => throw new InvalidOperationException(Script + " ended with " + process.ExitCode + Environment.NewLine + output + errors.Result),
            };
        }
    }
}
