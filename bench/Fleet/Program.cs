// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Reporting;

namespace NanoDtls.Fleet
{
    /// <summary>Thousands of nodes at once; a meter of bench/run.sh, and a program of its own.</summary>
    internal static class Program
    {
        private static int Main(string[] arguments) => MeterProgram.Run("Fleet", arguments, FleetReport.Measure, PrintFigures);

        private static void PrintFigures(MeterReport report)
        {
            ConsoleReport.PrintVerdicts(report.Figures.Select(figure => new Verdict(figure, null)));
        }
    }
}
