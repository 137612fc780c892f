// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Reporting;

namespace NanoDtls.Fleet
{
    /// <summary>Thousands of nodes at once; a meter of bench/run.sh, and a program of its own.</summary>
    internal static class Program
    {
        private const int BadUsage = 2;

        private static int Main(string[] arguments)
        {
            bool isQuick = arguments.Contains("--quick");
            int file = Array.IndexOf(arguments, "--report");
            bool hasFile = file >= 0 && file < arguments.Length - 1;
            if (arguments.Length != (isQuick ? 1 : 0) + (hasFile ? 2 : 0))
            {
                Console.Error.WriteLine("usage: Fleet [--quick] [--report FILE]");
                return BadUsage;
            }

            MeterReport report = FleetReport.Measure(isQuick);
            if (hasFile)
            {
                ReportFile.Write(arguments[file + 1], report);
            }
            else
            {
                ConsoleReport.PrintDetails(new[] { report });
                ConsoleReport.PrintVerdicts(report.Figures.Select(figure => new Bench.Reporting.Verdict(figure, null)));
            }

            return 0;
        }
    }
}
