// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.RegularExpressions;

namespace NanoDtls.Build.Tests
{
    /// <summary>The C# that documents show compiles against the device's API and the libraries' device build.</summary>
    [TestClass]
    public class SnippetTests
    {
        private const string Head = "using System; using System.Net; using System.Text; using NanoDtls; using NanoDtls.Coap;\n"
            + "public static class Snippet { public static void Run(byte[] key, byte[] payload, byte[] buffer, byte[] name, byte[] unit, DtlsClient client) {\n";

        [TestMethod]
        public void ReadmeUsesTheLibrariesInTwentyLinesThatCompile()
        {
            string snippet = Single("README.md");

            AssertCompiles(Head.Replace("byte[] name, byte[] unit, DtlsClient client", "int unused"), snippet);
            Assert.IsInRange(10, 24, snippet.Split('\n').Count(line => line.Trim().Length > 1), "twenty lines, braces aside");
        }

        [TestMethod]
        public void ReadmeOfTheLibrarysPackageCompiles()
        {
            AssertCompiles(Head.Replace(", DtlsClient client", string.Empty), Single("nuget/NanoDtls.README.md"));
        }

        [TestMethod]
        public void ReadmeOfTheCoapPackageCompiles()
        {
            AssertCompiles(Head, Single("nuget/NanoDtls.Coap.README.md"));
        }

        [TestMethod]
        public void SnippetWithAnUnknownMemberDoesNotCompile()
        {
            ReferenceCompiler.Compile("Snippet", Head + "client.Shake();\n} }\n", out int exitCode);

            Assert.AreEqual(1, exitCode);
        }

        private static void AssertCompiles(string head, string snippet)
        {
            string output = ReferenceCompiler.Compile("Snippet", head + snippet + "} }\n", out int exitCode);

            Assert.AreEqual(0, exitCode, output);
        }

        private static string Single(string document)
        {
            return Regex.Matches(File.ReadAllText(Repository.At(document)), "```csharp\n(.*?)```", RegexOptions.Singleline).Single().Groups[1].Value;
        }
    }
}
