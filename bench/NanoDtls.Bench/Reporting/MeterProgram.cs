// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Bench.Reporting
{
    /// <summary>A meter that is a program of its own too: bench/run.sh has it write a file, a person reads the console.</summary>
    internal static class MeterProgram
    {
        private const int BadUsage = 2;

        /// <summary>Measures and reports.</summary>
        /// <param name="name">Name of the program in its usage.</param>
        /// <param name="arguments">Its command line.</param>
        /// <param name="measure">Measures; told whether that has to be quick.</param>
        /// <param name="print">Prints what is not in the details, or null.</param>
        /// <returns>The exit code.</returns>
        public static int Run(string name, string[] arguments, Func<bool, MeterReport> measure, Action<MeterReport>? print = null)
        {
            bool isQuick = arguments.Contains("--quick");
            int file = Array.IndexOf(arguments, "--report");
            bool hasFile = file >= 0 && file < arguments.Length - 1;
            if (arguments.Length != (isQuick ? 1 : 0) + (hasFile ? 2 : 0))
            {
                Console.Error.WriteLine($"usage: {name} [--quick] [--report FILE]");
                return BadUsage;
            }

            MeterReport report = measure(isQuick);
            if (hasFile)
            {
                ReportFile.Write(arguments[file + 1], report);
            }
            else
            {
                ConsoleReport.PrintDetails(new[] { report });
                print?.Invoke(report);
            }

            return 0;
        }
    }
}
