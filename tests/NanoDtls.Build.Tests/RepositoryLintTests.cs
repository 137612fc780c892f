// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Build.Tests
{
    /// <summary>Rules that hold for every source file.</summary>
    [TestClass]
    public class RepositoryLintTests
    {
        private const int MaxLines = 350;
        private const string Header = "// Copyright (c) The NanoDtls Authors.\n// See the LICENSE file in the project root for full license information.\n";

        private static readonly string[] s_folders = { "src", "tests", "samples", "bench" };

        // In parts, so that this file may be searched too.
        private static readonly string[] s_unfinished = { "TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception" };

        [TestMethod]
        public void EverySourceFileHasTheLicenceHeader()
        {
            List<string> wrong = Sources(s_folders).Where(f => !Text(f).StartsWith(Header, StringComparison.Ordinal)).ToList();

            Assert.IsEmpty(wrong, string.Join('\n', wrong));
        }

        [TestMethod]
        public void EverySourceFileIsShort()
        {
            List<string> wrong = Sources(s_folders).Select(f => (f, Lines: Text(f).Count(c => c == '\n')))
                .Where(f => f.Lines >= MaxLines).Select(f => $"{f.f}: {f.Lines} lines").ToList();

            Assert.IsEmpty(wrong, string.Join('\n', wrong));
        }

        [TestMethod]
        public void EverySourceFileEndsItsLinesWithLineFeeds()
        {
            List<string> wrong = Sources(s_folders).Where(f => Text(f).Contains('\r') || !Text(f).EndsWith('\n')).ToList();

            Assert.IsEmpty(wrong, string.Join('\n', wrong));
        }

        [TestMethod]
        public void LibrariesHaveNoConditionalCompilation()
        {
            List<string> wrong = Sources("src").Where(f => Text(f).Split('\n').Any(l => l.TrimStart().StartsWith("#if", StringComparison.Ordinal))).ToList();

            Assert.IsEmpty(wrong, string.Join('\n', wrong));
        }

        [TestMethod]
        public void NothingShippedIsUnfinished()
        {
            List<string> wrong = Sources("src", "samples")
                .SelectMany(f => s_unfinished.Where(w => Text(f).Contains(w, StringComparison.Ordinal)).Select(w => $"{f}: {w}")).ToList();

            Assert.IsEmpty(wrong, string.Join('\n', wrong));
        }

        [TestMethod]
        public void NoTestIsSkipped()
        {
            string[] skips = { "[Igno" + "re", "Assert.Inconclu" + "sive(" };

            List<string> wrong = Sources("tests")
                .SelectMany(f => skips.Where(w => Text(f).Contains(w, StringComparison.Ordinal)).Select(w => $"{f}: {w}")).ToList();

            Assert.IsEmpty(wrong, string.Join('\n', wrong));
        }

        // What was written in C lies below native/, and beside it one peer of the live tests.
        private static List<string> Sources(params string[] folders)
        {
            IEnumerable<string> native = folders == s_folders
                ? new[] { ".c", ".h", ".cpp" }.SelectMany(kind => Repository.Files("native", "*" + kind).Where(f => Path.GetExtension(f) == kind).Select(f => "native/" + f))
                : Array.Empty<string>();
            return folders.SelectMany(folder => Repository.Files(folder, "*.cs").Select(f => $"{folder}/{f}")).Concat(native).ToList();
        }

        private static string Text(string file)
        {
            return File.ReadAllText(Repository.At(file));
        }
    }
}
