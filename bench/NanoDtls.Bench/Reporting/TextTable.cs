// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;

namespace NanoDtls.Bench.Reporting
{
    /// <summary>Lays a table out in columns of one width, as plain text or as Markdown.</summary>
    internal static class TextTable
    {
        public static string Plain(ReportTable table)
        {
            int[] widths = Widths(table, 1);
            var text = new StringBuilder();
            AppendRow(text, table, table.Columns, widths, "  ", "");
            foreach (string[] row in table.Rows)
            {
                AppendRow(text, table, row, widths, "  ", "");
            }

            return text.ToString();
        }

        public static string Markdown(ReportTable table)
        {
            int[] widths = Widths(table, 3);
            var text = new StringBuilder();
            AppendRow(text, table, table.Columns, widths, " | ", "|");
            text.Append('|');
            for (int column = 0; column < widths.Length; column++)
            {
                bool isNumeric = table.IsNumeric(column);
                text.Append(' ').Append('-', widths[column] - (isNumeric ? 1 : 0)).Append(isNumeric ? ":" : "").Append(" |");
            }

            text.AppendLine();
            foreach (string[] row in table.Rows)
            {
                AppendRow(text, table, row.Select(cell => cell.Replace("|", "\\|")).ToArray(), widths, " | ", "|");
            }

            return text.ToString();
        }

        private static int[] Widths(ReportTable table, int least)
        {
            return Enumerable.Range(0, table.Columns.Count)
                .Select(column => table.Rows.Append(table.Columns).Max(row => Math.Max(least, row[column].Length)))
                .ToArray();
        }

        private static void AppendRow(StringBuilder text, ReportTable table, IReadOnlyList<string> cells, int[] widths, string between, string edge)
        {
            var line = new StringBuilder(edge.Length > 0 ? edge + " " : "");
            for (int column = 0; column < widths.Length; column++)
            {
                line.Append(column > 0 ? between : "");
                line.Append(table.IsNumeric(column) ? cells[column].PadLeft(widths[column]) : cells[column].PadRight(widths[column]));
            }

            text.AppendLine((edge.Length > 0 ? line.Append(' ').Append(edge) : line).ToString().TrimEnd());
        }
    }
}
