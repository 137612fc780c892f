// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Reporting;
using NanoDtls.Bench.Scale;

namespace NanoDtls.Bench
{
    /// <summary>Measures, writes the results, and compares them with the budgets.</summary>
    internal static class Program
    {
        private const int Success = 0;
        private const int BudgetExceeded = 1;
        private const int BadUsage = 2;

        private const string Usage = """
            Usage: bench/run.sh [--quick] [--details] [--no-live] [--only TEXT]

              --quick      every key that has a limit, once, in under 3 minutes
              --details    print breakdowns too: executed IL by method, arrays and objects of a connection
              --no-live    no times and no foreign programs: what needs the .NET SDK only
              --only TEXT  only meters whose title has the text; prints their tables and writes no files

            Writes bench/results.md, bench/results.json and, when it measures everything, bench/fleet.json
            and what docs/server-setup.md and docs/scale.md compute from it. Exit codes: 0 all figures are within
            bench/budgets.json, 1 one is not, 2 wrong usage; anything else is a failure to measure.
            """;

        private static int Main(string[] arguments)
        {
            if (arguments.Contains("--help") || arguments.Contains("-h"))
            {
                Console.WriteLine(Usage);
                return Success;
            }

            string? only = null;
            int position = Array.IndexOf(arguments, "--only");
            if (position >= 0 && position < arguments.Length - 1)
            {
                only = arguments[position + 1];
                arguments = arguments[..position].Concat(arguments[(position + 2)..]).ToArray();
            }

            string? unknown = arguments.FirstOrDefault(argument => argument is not ("--quick" or "--details" or "--no-live"));
            if (unknown != null)
            {
                Console.Error.WriteLine("unknown option " + unknown + Environment.NewLine + Usage);
                return BadUsage;
            }

            var options = new BenchOptions(
                arguments.Contains("--quick"),
                arguments.Contains("--details"),
                !arguments.Contains("--no-live"));
            IReadOnlyList<MeterReport> reports = Meter.MeasureAll(options, only);
            if (only != null)
            {
                if (reports.Count == 0)
                {
                    Console.Error.WriteLine("no meter that runs has a title with \"" + only + "\"; there are: " + string.Join(", ", Meter.All.Select(meter => meter.Title)));
                    return BadUsage;
                }

                ConsoleReport.PrintDetails(reports);
                ConsoleReport.PrintVerdicts(reports.SelectMany(report => report.Figures).Select(figure => new Verdict(figure, null)));
                return Success;
            }

            if (options.Details)
            {
                ConsoleReport.PrintDetails(reports);
            }

            IReadOnlyList<Verdict> verdicts = Budgets.Load(Repository.Budgets).Judge(
                reports.SelectMany(report => report.Figures), options.Live);
            ConsoleReport.PrintVerdicts(verdicts);
            ResultsJson.Write(Repository.At("bench/results.json"), verdicts);
            ResultsMarkdown.Write(Repository.At("bench/results.md"), reports, verdicts);
            if (options.Live && !options.Quick)
            {
                ScaleDocuments.Write(verdicts);
            }

            return verdicts.All(verdict => verdict.IsOk) ? Success : BudgetExceeded;
        }
    }
}
