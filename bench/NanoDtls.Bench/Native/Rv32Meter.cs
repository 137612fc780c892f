// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
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
            Dictionary<string, int> figures = MbedTlsRv32.Parse(Run("native/tests/rv32/figures.sh", BuildFolder + "/tests/rv32"));

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
            Compare(report, figures);

            void Add(string key, string name, string unit, string meaning)
            {
                report.Figures.Add(new Figure(key, figures[name], unit, meaning));
            }
        }

        /// <summary>The same work by the library that nanoFramework's firmware has for TLS, in its portable C.</summary>
        private static void Compare(MeterReport report, Dictionary<string, int> own)
        {
            MbedTlsRv32 peer = MbedTlsRv32.Instance;
            if (!peer.IsThere)
            {
                report.Tables.Add(new ReportTable("Next to Mbed TLS", "Not compared: " + peer.Reason + ".", "What"));
                return;
            }

            var table = new ReportTable(
                "Next to Mbed TLS 2.28",
                "Built from the source package of the installed version by the same compiler for the same machine, with AES's tables in flash (bench/peers/rv32): portable C as it is, whose AES looks up tables by "
                    + "secret values. NanoDtls's AES is compiled at -O2 and the rest at -Os, so both builds of Mbed TLS are here. Seal and open are AES-CCM alone there, and a record with its header, nonce and additional data here; both made the same "
                    + "ciphertext. The PRF has its key's HMAC states made before in NanoDtls, which Mbed TLS's interface has no place for. Code is AES-CCM, SHA-256, HMAC and PRF, here with records. Stack: of the deepest "
                    + "of these calls, here by GCC's call graph, there as it was used.",
                "What",
                "NanoDtls",
                "Mbed TLS -Os",
                "Mbed TLS -O2");
            void Row(string what, string name) => table.Add(what, own[name], peer["Os_" + name], peer["O2_" + name]);
            Row("seal 64 bytes, CCM_8, instructions", "seal64");
            Row("open 64 bytes, CCM_8, instructions", "open64");
            Row("AES key schedule, instructions", "key_schedule");
            Row("SHA-256, one block, instructions", "sha256_block");
            Row("PRF for a Finished, instructions", "prf_finished");
            Row("code and constants, bytes", "code_bytes");
            Row("stack, bytes", "stack_bytes");
            report.Tables.Add(table);

            AddPeer("seal64", peer.Best("seal64"), "instructions", "CCM_8 of 64 bytes, with tables, not constant time");
            AddPeer("sha256_block", peer.Best("sha256_block"), "instructions", "One compression of SHA-256");
            AddPeer("code_bytes", peer.Best("code_bytes"), "bytes", "Code and constants of AES-CCM, SHA-256, HMAC and PRF, without records");
            AddPeer("stack_bytes", peer.Best("stack_bytes"), "bytes", "Stack of the deepest call");

            void AddPeer(string name, int number, string unit, string meaning)
            {
                report.Figures.Add(new Figure("mbedtls.rv32." + name, number, unit, meaning + ": Mbed TLS's portable C on rv32imc, the better one of -Os and -O2"));
            }
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
