// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Build.Tests.Compliance;

namespace NanoDtls.Build.Tests
{
    /// <summary>The compliance table says what the tests prove, and no more.</summary>
    [TestClass]
    public class ComplianceTests
    {
        private const string UpdateVariable = "NANODTLS_UPDATE_COMPLIANCE";

        private static readonly List<ComplianceRow> s_rows = ComplianceRow.Load();
        private static readonly List<NamedTest> s_tests = NamedTest.Load();

        [TestMethod]
        public void DocumentIsUpToDate()
        {
            string path = Repository.At(ComplianceDocument.Path);
            string expected = ComplianceDocument.Render(s_rows, s_tests);
            if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            {
                File.WriteAllText(path, expected);
            }

            string actual = File.Exists(path) ? File.ReadAllText(path) : "";

            string[] expectedLines = expected.Split('\n');
            string[] actualLines = actual.Split('\n');
            IEnumerable<string> differences = actualLines.Except(expectedLines).Select(l => "- " + l)
                .Concat(expectedLines.Except(actualLines).Select(l => "+ " + l)).Take(10);
            Assert.IsTrue(expected == actual, $"{ComplianceDocument.Path} is stale, run tests/tools/compliance.sh:\n{string.Join('\n', differences)}");
        }

        [TestMethod]
        public void EveryRowIsCoveredByATestOrSaysWhyNot()
        {
            HashSet<string> named = s_tests.SelectMany(t => t.Ids).ToHashSet();

            List<string> open = s_rows.Where(r => !named.Contains(r.NameInTests) && r.Note.Length == 0).Select(r => r.Id).ToList();

            Assert.IsEmpty(open, $"no test names {string.Join(", ", open)}, and docs/compliance-rows.tsv gives no reason");
        }

        [TestMethod]
        public void EveryIdInTheNameOfATestIsARow()
        {
            HashSet<string> known = s_rows.Select(r => r.NameInTests).ToHashSet();

            List<string> unknown = s_tests.SelectMany(t => t.Ids.Where(id => !known.Contains(id)).Select(id => $"{id} in {t.Class}.{t.Method}")).ToList();

            Assert.IsEmpty(unknown, string.Join('\n', unknown));
        }

        [TestMethod]
        public void RowsAreWellFormed()
        {
            string[] levels = { "MUST", "SHOULD", "MAY", "-" };
            foreach (ComplianceRow row in s_rows)
            {
                Assert.IsTrue(NamedTest.IdsIn(row.NameInTests + "_X").SequenceEqual(new[] { row.NameInTests }), row.Id + " can be in a name");
                CollectionAssert.Contains(levels, row.Level, row.Id);
                Assert.AreNotEqual("", row.Source, row.Id);
                Assert.AreNotEqual("", row.Requirement, row.Id);
                Assert.IsFalse(row.Requirement.Contains('|') || row.Note.Contains('|') || row.Source.Contains('|'), row.Id);
                Assert.IsTrue(row.Note == "" || row.Note.StartsWith("planned: ", StringComparison.Ordinal) || row.Note.StartsWith("n/a: ", StringComparison.Ordinal), row.Id + " " + row.Note);
            }

            Assert.AreEqual(s_rows.Count, s_rows.Select(r => r.Id).Distinct().Count(), "IDs are unique");
        }

        [TestMethod]
        [DataRow("D12_12_ForgedRecordDoesNotMoveTheReplayWindow", "D12_12")]
        [DataRow("S_01_S_02_ExampleOfTheRfc", "S_01 S_02")]
        [DataRow("T12_14_And_REN_04_And_V14_HelloRequest", "T12_14 REN_04 V14")]
        [DataRow("ExampleOfRfc8428Section6_IsDecoded", "")]
        [DataRow("C_10_RfcAppendixA_SeparateResponse", "C_10")]
        [DataRow("D12_123_TooLong", "")]
        public void IdsAreFoundInNames(string name, string ids)
        {
            Assert.AreEqual(ids, string.Join(' ', NamedTest.IdsIn(name)));
        }

        [TestMethod]
        public void TestsAreFoundInTheSources()
        {
            // As a check of the search itself: this class is found whole.
            CollectionAssert.AreEquivalent(
                typeof(ComplianceTests).GetMethods().Where(m => m.GetCustomAttributes(typeof(TestMethodAttribute), false).Length > 0).Select(m => m.Name).ToList(),
                s_tests.Where(t => t.Class == nameof(ComplianceTests)).Select(t => t.Method).ToList());
        }
    }
}
