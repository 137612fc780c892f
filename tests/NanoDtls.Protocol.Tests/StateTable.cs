// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Protocol.Tests
{
    /// <summary>The tables of docs/handshake.md: what each input does in each state.</summary>
    internal static class StateTable
    {
        /// <summary>All cells: state, input, outcome.</summary>
        public static IReadOnlyList<(string State, string Input, string Outcome)> Cells { get; } = Read();

        public static IEnumerable<string> States => Cells.Select(cell => cell.State).Distinct();

        public static IEnumerable<string> Inputs => Cells.Select(cell => cell.Input).Distinct();

        // A table of states begins with a header row whose first cell is "Input"; backquotes are for the reader.
        private static List<(string, string, string)> Read()
        {
            var cells = new List<(string, string, string)>();
            string[]? states = null;
            foreach (string line in Document().Split('\n').Select(line => line.TrimEnd('\r')))
            {
                if (!line.StartsWith('|'))
                {
                    states = null;
                    continue;
                }

                string[] row = line.Trim('|', ' ').Split('|').Select(cell => cell.Replace("`", string.Empty, StringComparison.Ordinal).Trim()).ToArray();
                if (states == null)
                {
                    states = row[0] == "Input" ? row[1..] : Array.Empty<string>();
                }
                else if (states.Length > 0 && !row[0].StartsWith('-'))
                {
                    if (row.Length != states.Length + 1)
                    {
                        throw new InvalidDataException(row.Length + " cells: " + line);
                    }

                    cells.AddRange(states.Select((state, i) => (state, row[0], row[i + 1])));
                }
            }

            return cells;
        }

        private static string Document()
        {
            using Stream stream = typeof(StateTable).Assembly.GetManifestResourceStream("handshake.md")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
