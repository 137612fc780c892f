// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Bench.Reporting
{
    /// <summary>What the user sees at the end of a run.</summary>
    internal static class ConsoleReport
    {
        public static void PrintDetails(IEnumerable<MeterReport> reports)
        {
            foreach (MeterReport report in reports)
            {
                foreach (ReportTable table in report.Tables.Concat(report.Details))
                {
                    Console.WriteLine(report.Title + ": " + table.Title);
                    Console.WriteLine(TextTable.Plain(table));
                }
            }
        }

        public static void PrintVerdicts(IEnumerable<Verdict> verdicts)
        {
            var table = new ReportTable("", "", "key", "value", "limit", "");
            foreach (Verdict verdict in verdicts)
            {
                table.Add(
                    verdict.Figure.Key,
                    verdict.Figure.Value,
                    verdict.Limit?.ToString() ?? "",
                    verdict.Limit == null ? "" : verdict.IsOk ? "ok" : "EXCEEDED");
            }

            Console.Write(TextTable.Plain(table));
        }
    }
}
