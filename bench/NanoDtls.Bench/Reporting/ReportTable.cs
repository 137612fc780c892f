// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Bench.Reporting
{
    /// <summary>A table of the report; numbers are aligned to the right.</summary>
    internal sealed class ReportTable
    {
        private readonly List<string[]> _rows = new();

        public ReportTable(string title, string note, params string[] columns)
        {
            Title = title;
            Note = note;
            Columns = columns;
        }

        public string Title { get; }

        /// <summary>How to read it; may be empty.</summary>
        public string Note { get; }

        public IReadOnlyList<string> Columns { get; }

        public IReadOnlyList<string[]> Rows => _rows;

        public void Add(params object[] cells)
        {
            if (cells.Length != Columns.Count)
            {
                throw new ArgumentException(Title + ": " + cells.Length + " cells for " + Columns.Count + " columns", nameof(cells));
            }

            _rows.Add(cells.Select(Format).ToArray());
        }

        /// <summary>Whether all cells of a column are numbers.</summary>
        public bool IsNumeric(int column)
        {
            return _rows.Count > 0 && _rows.All(row => row[column].Length == 0 || row[column].All(c => char.IsAsciiDigit(c) || c is ',' or '.' or '-' or '>' or '=' or ' '));
        }

        private static string Format(object cell)
        {
            return cell is string text ? text : ((IFormattable)cell).ToString("#,0.###", null);
        }
    }
}
