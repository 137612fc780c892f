// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;

namespace NanoDtls.Build.Tests.Compliance
{
    /// <summary>Writes docs/compliance.md from the rows and the names of the tests.</summary>
    internal static class ComplianceDocument
    {
        /// <summary>The path of the document below the root.</summary>
        public const string Path = "docs/compliance.md";

        /// <summary>The text that the document must have.</summary>
        /// <param name="rows">The requirements.</param>
        /// <param name="tests">All tests.</param>
        /// <returns>Markdown.</returns>
        public static string Render(IReadOnlyList<ComplianceRow> rows, IReadOnlyList<NamedTest> tests)
        {
            ILookup<string, NamedTest> byId = tests.SelectMany(t => t.Ids.Distinct().Select(id => (id, t))).ToLookup(p => p.id, p => p.t);
            var text = new StringBuilder();
            text.Append("# Requirements and the tests that cover them\n\n");
            text.Append("Generated from [compliance-rows.tsv](compliance-rows.tsv) and the names of the tests by `tests/tools/compliance.sh`; ");
            text.Append("do not edit. A row is covered when a test carries its ID in its name; a test fails when this file is out of date.\n\n");
            text.Append("| Section | Rows | Covered | Planned | Not applicable |\n|---|---:|---:|---:|---:|\n");
            foreach (IGrouping<string, ComplianceRow> section in rows.GroupBy(r => r.Section))
            {
                text.Append($"| {section.Key} | {section.Count()} | {Count(section, byId, "covered")} | {Count(section, byId, "planned")} | {Count(section, byId, "n/a")} |\n");
            }

            text.Append($"| **All** | {rows.Count} | {Count(rows, byId, "covered")} | {Count(rows, byId, "planned")} | {Count(rows, byId, "n/a")} |\n");
            foreach (IGrouping<string, ComplianceRow> section in rows.GroupBy(r => r.Section))
            {
                text.Append($"\n## {section.Key}\n\n| ID | Source | Level | Requirement | Status | Tests |\n|---|---|---|---|---|---|\n");
                foreach (ComplianceRow row in section)
                {
                    text.Append($"| {row.Id} | {row.Source} | {row.Level} | {row.Requirement} | {Status(row, byId)} | {Evidence(row, byId)} |\n");
                }
            }

            return text.ToString();
        }

        private static int Count(IEnumerable<ComplianceRow> rows, ILookup<string, NamedTest> byId, string status)
        {
            return rows.Count(r => Status(r, byId) == status);
        }

        private static string Status(ComplianceRow row, ILookup<string, NamedTest> byId)
        {
            return byId.Contains(row.NameInTests) ? "covered" : row.Note.Split(':')[0];
        }

        private static string Evidence(ComplianceRow row, ILookup<string, NamedTest> byId)
        {
            return byId.Contains(row.NameInTests)
                ? string.Join("<br>", byId[row.NameInTests].Select(t => $"{t.Class}.{t.Method}"))
                : row.Note[(row.Note.IndexOf(':') + 1)..].Trim();
        }
    }
}
