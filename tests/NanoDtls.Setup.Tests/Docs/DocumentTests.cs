// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.RegularExpressions;
using NanoDtls.Setup.Tests.Boards;

namespace NanoDtls.Setup.Tests.Docs
{
    /// <summary>What the documents name is there: files, sections, scripts, targets, options.</summary>
    [TestClass]
    public class DocumentTests
    {
        public static IEnumerable<object[]> Documents => Directory.GetFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Repository.Root, f))
            .Where(f => !f.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or ".git" or "packages") && !f.EndsWith(".template.md", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(f => new object[] { f });

        [TestMethod]
        [DynamicData(nameof(Documents))]
        public void LinksLeadSomewhere(string document)
        {
            foreach (Match link in Regex.Matches(WithoutCode(Repository.Text(document)), @"\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)"))
            {
                string path = link.Groups[1].Value.Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value);
                string full = Path.GetFullPath(Repository.At(path));
                Assert.IsTrue(File.Exists(full) || Directory.Exists(full), $"{document}: {link.Value}");
                if (link.Groups[2].Success)
                {
                    CollectionAssert.Contains(Anchors(File.ReadAllText(full)), link.Groups[2].Value[1..], $"{document}: {link.Value}");
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(Documents))]
        public void ScriptsAndProjectsOfCommandsAreThere(string document)
        {
            foreach (Match match in Regex.Matches(Repository.Text(document), @"(?<![\w/.-])(?:boards|nuget|tests/tools|bench)/[\w./-]+\.(?:sh|ps1)|(?<=--project )[\w./]+"))
            {
                string full = Repository.At(match.Value);
                Assert.IsTrue(File.Exists(full) || Directory.Exists(full), $"{document}: {match.Value}");
            }
        }

        [TestMethod]
        [DynamicData(nameof(Documents))]
        public void TargetsOfCommandsAreBoards(string document)
        {
            foreach (Match match in Regex.Matches(Repository.Text(document), @"boards/flash\.sh (\w+) (ESP32\w*)"))
            {
                CollectionAssert.Contains(new[] { "firmware", "config", "app", "details" }, match.Groups[1].Value, document);
                CollectionAssert.Contains(BoardFiles.Targets.ToList(), match.Groups[2].Value, document);
            }
        }

        [TestMethod]
        [DynamicData(nameof(Documents))]
        public void OptionsOfTheDemoAreItsOwn(string document)
        {
            string sources = string.Concat(Directory.GetFiles(Repository.At("samples/SensorNode.Desktop"), "CommandLine*.cs", SearchOption.AllDirectories).Select(f => File.ReadAllText(f)));
            foreach (Match command in Regex.Matches(Repository.Text(document), @"samples/SensorNode\.Desktop -- (.*)"))
            {
                foreach (Match option in Regex.Matches(command.Groups[1].Value, @"(?<= )--[\w-]+"))
                {
                    StringAssert.Contains(sources, $"\"{option.Value}\"", document);
                }
            }
        }

        [TestMethod]
        public void BlinkCodesAreThoseOfTheFirmware()
        {
            List<int> documented = Regex.Matches(Repository.Text("docs/troubleshooting.md"), @"^\| (\d) \|", RegexOptions.Multiline).Select(m => int.Parse(m.Groups[1].Value)).ToList();

            CollectionAssert.AreEqual(Enum.GetValues<SensorNode.NodeSignal>().Select(s => (int)s).Where(s => s > 1).ToList(), documented);
        }

        [TestMethod]
        public void KeysOfTheConfigurationAreInItsTemplateAndInItsTable()
        {
            string template = Repository.Text("boards/sensor-node.template.conf") + "wifi-ssid wifi-password";
            string table = Repository.Text("samples/SensorNode/README.md");

            foreach (Match key in Regex.Matches(Repository.Text("samples/SensorNode/Node/ConfigurationReader.cs"), "case \"([a-z0-9-]+)\":"))
            {
                StringAssert.Contains(template, key.Groups[1].Value);
                StringAssert.Contains(table, $"`{key.Groups[1].Value}`");
            }
        }

        [TestMethod]
        [TestCategory("Generated")]
        public void FiguresOfTheReadmeAreThoseOfTheBench()
        {
            GeneratedFile.Check("README.md", ReadmeFigures.Fill(Repository.Text("README.md"), Repository.Text("bench/results.json")));
        }

        [TestMethod]
        public void FiguresOfTheReadmeAreComparedWithWhatWasMeasuredOnly()
        {
            const string Readme = "a\n<!-- figures -->\nold\n<!-- end of figures -->\nb\n";
            const string Results = """{ "native.stack_bytes": 448, "native.rv32.code_bytes": 8140, "mbedtls.rv32.code_bytes": 20042 }""";

            string filled = ReadmeFigures.Fill(Readme, Results);

            StringAssert.Contains(filled, "rv32imc | 8,140 bytes | Mbed TLS 20,042 |\n");
            StringAssert.Contains(filled, "| native: stack of any call | 448 bytes |  |\n");
            StringAssert.EndsWith(filled, "<!-- end of figures -->\nb\n");
            Assert.IsFalse(filled.Contains("old", StringComparison.Ordinal));
        }

        private static string WithoutCode(string text)
        {
            return Regex.Replace(text, @"```.*?```|`[^`\n]*`", string.Empty, RegexOptions.Singleline);
        }

        // As GitHub makes them of headings.
        private static List<string> Anchors(string text)
        {
            return Regex.Matches(Regex.Replace(text, @"^```.*?^```", string.Empty, RegexOptions.Singleline | RegexOptions.Multiline), @"^#+ (.+)$", RegexOptions.Multiline)
                .Select(m => Regex.Replace(m.Groups[1].Value.Trim().ToLowerInvariant().Replace(' ', '-'), @"[^\w-]", string.Empty)).ToList();
        }
    }
}
