// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Globalization;
using NanoDtls.Bench.Reporting;

namespace NanoDtls.Bench.Native
{
    /// <summary>
    /// The C core on rv32imc, the instruction set of the ESP32-C3: built by its CMake project, run by qemu, which counts
    /// instructions. Needs what ./test.sh installs for native/.
    /// </summary>
    internal sealed class Rv32Meter : Meter
    {
        private const string BuildFolder = "artifacts/native";

        public override string Title => "Native crypto on rv32imc";

        public override bool NeedsPeers => true;

        public override void Measure(MeterReport report, BenchOptions options)
        {
            Run("cmake", "-S", "native", "-B", BuildFolder, "-G", "Ninja");
            Run("cmake", "--build", BuildFolder, "--target", "rv32_figures", "rv32_code");
            Dictionary<string, int> figures = Parse(Run("native/tests/rv32/figures.sh", BuildFolder + "/tests/rv32"));

            Add("native.rv32.seal64", "seal64", "instructions", "Sealing a record of 64 bytes with AES-128-CCM_8, in constant time; the round keys are made once per connection");
            Add("native.rv32.key_schedule", "key_schedule", "instructions", "Round keys of one direction, once per connection");
            Add("native.rv32.sha256_block", "sha256_block", "instructions", "One compression of SHA-256");
            Add("native.rv32.code_bytes", "code_bytes", "bytes", "Code and constants of AES-CCM, SHA-256, HMAC, PRF and records, linked, at -Os");
            Add("native.stack_bytes", "stack_bytes", "bytes", "Stack of the deepest call, by GCC's call graph");

            var table = new ReportTable(
                "All figures of native/tests/rv32/figures.sh",
                "GCC at -Os; instructions counted by qemu-system-riscv32 with -icount. Chips with an AES unit need none of the AES.",
                "Figure", "Number");
            foreach ((string name, int number) in figures)
            {
                table.Add(name, number);
            }

            report.Tables.Add(table);

            void Add(string key, string name, string unit, string meaning)
            {
                report.Figures.Add(new Figure(key, figures[name], unit, meaning));
            }
        }

        private static Dictionary<string, int> Parse(string output)
        {
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' '))
                .ToDictionary(parts => parts[0], parts => int.Parse(parts[1], CultureInfo.InvariantCulture));
        }

        private static string Run(string command, params string[] arguments)
        {
            var start = new ProcessStartInfo(command.Contains('/') ? Repository.At(command) : command, arguments)
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
            };
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}");
            }

            return output;
        }
    }
}
