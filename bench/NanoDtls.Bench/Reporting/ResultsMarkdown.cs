// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Runtime.InteropServices;
using System.Text;

namespace NanoDtls.Bench.Reporting
{
    /// <summary>bench/results.md: the figures with their limits, then each meter's tables.</summary>
    internal static class ResultsMarkdown
    {
        public static void Write(string path, IEnumerable<MeterReport> reports, IEnumerable<Verdict> verdicts)
        {
            var text = new StringBuilder();
            text.AppendLine("# Figures");
            text.AppendLine();
            text.AppendLine("Written by `./bench/run.sh`, never by hand; limits are those of `budgets.json`.");
            text.AppendLine("Counts are exact and the same in every run and on every machine. Handshakes under loss, `coap.rtt_vs_libcoap`, `desktop.*`, and the speed and the fleet below are times, or of times:");
            text.AppendLine("they differ from machine to machine, the ratios among them least, since both sides ran in turns.");
            text.AppendLine("Measured with " + RuntimeInformation.FrameworkDescription + " on " + RuntimeInformation.OSArchitecture + ".");
            text.AppendLine();

            var summary = new ReportTable("", "", "Key", "Value", "Limit", "Unit", "What it is");
            foreach (Verdict verdict in verdicts)
            {
                string limit = verdict.Limit?.ToString() ?? "";
                summary.Add(
                    "`" + verdict.Figure.Key + "`",
                    verdict.Figure.Value,
                    verdict.IsOk ? limit : limit + " **exceeded**",
                    verdict.Figure.Unit,
                    verdict.Figure.Meaning);
            }

            text.Append(TextTable.Markdown(summary));
            foreach (MeterReport report in reports.Where(report => report.Tables.Count > 0))
            {
                text.AppendLine();
                text.AppendLine("## " + report.Title);
                foreach (ReportTable table in report.Tables)
                {
                    text.AppendLine();
                    text.AppendLine("### " + table.Title);
                    text.AppendLine();
                    if (table.Note.Length > 0)
                    {
                        text.AppendLine(table.Note);
                        text.AppendLine();
                    }

                    text.Append(TextTable.Markdown(table));
                }
            }

            File.WriteAllText(path, text.ToString().ReplaceLineEndings("\n"));
        }
    }
}
