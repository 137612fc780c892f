// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.RegularExpressions;
using NanoDtls.Build.Tests.Compliance;

namespace NanoDtls.Build.Tests
{
    /// <summary>docs/attacks.md answers each known class of attack, and what it names as proof exists.</summary>
    [TestClass]
    public class AttackDocumentTests
    {
        private static readonly Regex s_row = new(@"^\| (V\d{2}) \| (.+?) \| (.+?) \| (.+?) \|$");
        private static readonly Regex s_test = new(@"`(\w+)\.(\w+)`");

        private static readonly List<Match> s_lines = File.ReadLines(Repository.At("docs/attacks.md")).Select(line => s_row.Match(line)).Where(match => match.Success).ToList();
        private static readonly List<NamedTest> s_tests = NamedTest.Load();

        [TestMethod]
        public void EveryClassHasOneRow()
        {
            List<string> expected = ComplianceRow.Load().Select(row => row.Id).Where(id => Regex.IsMatch(id, @"^V\d{2}$")).ToList();
            CollectionAssert.AreEqual(expected, s_lines.Select(line => line.Groups[1].Value).ToList());
        }

        [TestMethod]
        public void EveryRowNamesTestsOfItsClassThatExist()
        {
            foreach (Match line in s_lines)
            {
                foreach (Match test in s_test.Matches(line.Groups[4].Value))
                {
                    NamedTest? found = s_tests.Find(candidate => candidate.Class == test.Groups[1].Value && candidate.Method == test.Groups[2].Value);
                    Assert.IsNotNull(found, $"{line.Groups[1].Value}: no test {test.Value}");
                    CollectionAssert.Contains(found.Ids.ToList(), line.Groups[1].Value, test.Value);
                }
            }
        }

        [TestMethod]
        public void ARowWithoutATestIsOneThatTheRequirementsLeaveOpen()
        {
            Dictionary<string, ComplianceRow> rows = ComplianceRow.Load().ToDictionary(row => row.Id);
            foreach (Match line in s_lines)
            {
                bool namesTest = s_test.IsMatch(line.Groups[4].Value);
                bool isCovered = s_tests.Exists(test => test.Ids.Contains(line.Groups[1].Value));
                Assert.AreEqual(isCovered, namesTest, line.Value);
                Assert.IsTrue(namesTest || rows[line.Groups[1].Value].Note.Length > 0, line.Value);
            }
        }
    }
}
