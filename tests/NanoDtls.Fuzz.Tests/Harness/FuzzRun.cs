// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using System.Text;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>
    /// Runs the cases of a target. Their number is fixed: the target's share of about a minute on two busy cores, and
    /// with NANODTLS_LONG=1 of more than ten million cases. NANODTLS_FUZZ_SEED takes another seed, NANODTLS_FUZZ_CASE runs
    /// one case alone.
    /// </summary>
    internal static class FuzzRun
    {
        /// <summary>How much longer the long run is.</summary>
        public const int LongFactor = 4;

        private const long DefaultSeed = 20260101;

        // Cases of a short run, by target.
        private static readonly Dictionary<string, int> s_cases = new()
        {
            [nameof(ServerHelloFuzzTests)] = 600_000,
            [nameof(HelloVerifyRequestFuzzTests)] = 150_000,
            [nameof(ServerKeyExchangeFuzzTests)] = 150_000,
            [nameof(NewSessionTicketFuzzTests)] = 150_000,
            [nameof(ReassemblyFuzzTests)] = 250_000,
            [nameof(RecordFuzzTests)] = 250_000,
            [nameof(AlertFuzzTests)] = 150_000,
            [nameof(ClientHelloFuzzTests)] = 50_000,
            [nameof(LiveHandshakeFuzzTests)] = 700_000,
            [nameof(ForgedTrafficFuzzTests)] = 250_000,
            [nameof(KnownKeysFuzzTests)] = 250_000,
            [nameof(CoapExchangeFuzzTests)] = 250_000,
        };

        /// <summary>Targets that have a share.</summary>
        public static IEnumerable<string> Targets => s_cases.Keys;

        public static long ShortTotal => s_cases.Values.Sum(count => (long)count);

        /// <summary>One case was asked for, so that nothing can be said about how often things happen.</summary>
        public static bool IsSingleCase => Number("NANODTLS_FUZZ_CASE") != null;

        /// <summary>Runs all cases of a target, or the one that was asked for.</summary>
        /// <param name="target">Name of its class.</param>
        /// <param name="inputs">What was handed to the engine, for the failure message.</param>
        /// <param name="body">A case.</param>
        public static void Run(string target, Func<IEnumerable<byte[]>> inputs, Action<SeededRandom> body)
        {
            long seed = Number("NANODTLS_FUZZ_SEED") ?? DefaultSeed;
            long? only = Number("NANODTLS_FUZZ_CASE");
            long count = s_cases[target] * (Environment.GetEnvironmentVariable("NANODTLS_LONG") == "1" ? LongFactor : 1);
            for (long number = only ?? 0; number < (only + 1 ?? count); number++)
            {
                try
                {
                    body(new SeededRandom(seed, number));
                }
                catch (Exception e)
                {
                    throw new AssertFailedException(Describe(target, seed, number, inputs(), e), e);
                }
            }
        }

        private static string Describe(string target, long seed, long number, IEnumerable<byte[]> inputs, Exception e)
        {
            var text = new StringBuilder();
            text.AppendLine(e.ToString())
                .AppendLine(CultureInfo.InvariantCulture, $"seed {seed}, case {number}; to run it alone:")
                .Append(CultureInfo.InvariantCulture, $"NANODTLS_FUZZ_SEED={seed} NANODTLS_FUZZ_CASE={number} dotnet run ")
                .AppendLine(CultureInfo.InvariantCulture, $"--project tests/NanoDtls.Fuzz.Tests -- --filter FullyQualifiedName~{target}");
            foreach (byte[] input in inputs)
            {
                text.Append("datagram ").AppendLine(Convert.ToHexStringLower(input));
            }

            return text.ToString();
        }

        private static long? Number(string variable)
        {
            string? value = Environment.GetEnvironmentVariable(variable);
            return string.IsNullOrEmpty(value) ? null : long.Parse(value, CultureInfo.InvariantCulture);
        }
    }
}
