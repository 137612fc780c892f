// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.RegularExpressions;

namespace NanoDtls.Build.Tests.Compliance
{
    /// <summary>A test and the IDs that its name carries.</summary>
    /// <param name="Project">Folder below tests/.</param>
    /// <param name="Class">Its class, which is the name of its file.</param>
    /// <param name="Method">Its method.</param>
    /// <param name="Ids">IDs of rows, with underscores.</param>
    internal sealed record NamedTest(string Project, string Class, string Method, IReadOnlyList<string> Ids)
    {
        // The first public method behind the attribute, whatever other attributes and comments are between.
        private static readonly Regex s_test = new(@"\[TestMethod\b[\s\S]*?\bpublic\s+(?:static\s+)?(?:async\s+)?(?:void|Task)\s+(\w+)\s*\(");
        private static readonly Regex s_id = new(@"(?<![A-Za-z0-9])(?:V\d{2}|[A-Z][A-Z0-9]{0,2}_\d{2})(?![A-Za-z0-9])");

        /// <summary>Finds the IDs in a test's name.</summary>
        /// <param name="method">The name.</param>
        /// <returns>IDs with underscores, in order.</returns>
        public static IReadOnlyList<string> IdsIn(string method)
        {
            return s_id.Matches(method).Select(m => m.Value).ToList();
        }

        /// <summary>Reads the names of all tests from the sources of all test projects.</summary>
        /// <returns>The tests, ordered by project, class and method.</returns>
        public static List<NamedTest> Load()
        {
            var tests = new List<NamedTest>();
            foreach (string file in Repository.Files("tests", "*Tests.cs"))
            {
                string source = File.ReadAllText(Repository.At("tests/" + file));
                foreach (Match match in s_test.Matches(source))
                {
                    string method = match.Groups[1].Value;
                    tests.Add(new NamedTest(file.Split('/')[0], Path.GetFileNameWithoutExtension(file), method, IdsIn(method)));
                }
            }

            return tests.OrderBy(t => $"{t.Project}/{t.Class}/{t.Method}", StringComparer.Ordinal).ToList();
        }
    }
}
