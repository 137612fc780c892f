// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Build.Tests.Compliance
{
    /// <summary>One requirement of the table.</summary>
    /// <param name="Section">Heading that it stands under.</param>
    /// <param name="Id">Its name, with a hyphen.</param>
    /// <param name="Source">RFC and section, or an example of the vulnerability.</param>
    /// <param name="Level">MUST, SHOULD, MAY or a hyphen.</param>
    /// <param name="Requirement">What is required.</param>
    /// <param name="Note">Why no test covers it: "planned: ..." or "n/a: ..."; empty when one does.</param>
    internal sealed record ComplianceRow(string Section, string Id, string Source, string Level, string Requirement, string Note)
    {
        /// <summary>The ID as test names carry it.</summary>
        public string NameInTests => Id.Replace('-', '_');

        /// <summary>Reads the row file.</summary>
        /// <returns>The rows in its order.</returns>
        public static List<ComplianceRow> Load()
        {
            return File.ReadLines(Repository.At("docs/compliance-rows.tsv"))
                .Where(l => !l.StartsWith('#') && !l.StartsWith("section\t", StringComparison.Ordinal))
                .Select(Parse).ToList();
        }

        private static ComplianceRow Parse(string line)
        {
            string[] fields = line.Split('\t');
            if (fields.Length is < 5 or > 6)
            {
                throw new FormatException($"docs/compliance-rows.tsv: {fields.Length} fields in: {line}");
            }

            return new ComplianceRow(fields[0], fields[1], fields[2], fields[3], fields[4], fields.Length == 6 ? fields[5] : "");
        }
    }
}
