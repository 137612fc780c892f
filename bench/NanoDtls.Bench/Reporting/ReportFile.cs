// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.Json;

namespace NanoDtls.Bench.Reporting
{
    /// <summary>Takes the report of a meter from one process to another.</summary>
    internal static class ReportFile
    {
        public static void Write(string path, MeterReport report)
        {
            File.WriteAllText(path, JsonSerializer.Serialize(new Plain(
                report.Title, report.Figures.ToArray(), Flatten(report.Tables), Flatten(report.Details))));
        }

        /// <summary>Adds what another process found.</summary>
        public static void ReadInto(string path, MeterReport report)
        {
            Plain plain = JsonSerializer.Deserialize<Plain>(File.ReadAllText(path)) ?? throw new InvalidOperationException(path + " is empty");
            report.Figures.AddRange(plain.Figures);
            report.Tables.AddRange(plain.Tables.Select(Restore));
            report.Details.AddRange(plain.Details.Select(Restore));
        }

        private static PlainTable[] Flatten(IEnumerable<ReportTable> tables)
        {
            return tables.Select(table => new PlainTable(table.Title, table.Note, table.Columns.ToArray(), table.Rows.ToArray())).ToArray();
        }

        private static ReportTable Restore(PlainTable plain)
        {
            var table = new ReportTable(plain.Title, plain.Note, plain.Columns);
            foreach (string[] row in plain.Rows)
            {
                table.Add(row);
            }

            return table;
        }

        private sealed record Plain(string Title, Figure[] Figures, PlainTable[] Tables, PlainTable[] Details);

        private sealed record PlainTable(string Title, string Note, string[] Columns, string[][] Rows);
    }
}
