// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NanoDtls.Setup.Tests.Packages
{
    /// <summary>nuget/pack.sh with outputs and a glue that the test makes: what is in the packages, and every way to fail.</summary>
    [TestClass]
    public sealed class PackageTests : IDisposable
    {
        private const string Glue = """
            const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_NanoDtls_Native =
            {
                "NanoDtls.Native",
                0x1A2B3C4D,
                method_lookup,
                { 1, 2, 0, 3 }
            };
            """;

        private static readonly string[] s_ids = { "NanoDtls", "NanoDtls.Coap", "NanoDtls.Native" };
        private static readonly string[] s_endings = { "dll", "pdb", "pdbx", "pe", "xml" };

        private readonly Sandbox _sandbox = new();

        public PackageTests()
        {
            _sandbox.CopyFolder("nuget");
            foreach (string file in new[] { "Directory.Build.props", "LICENSE", "global.json" })
            {
                _sandbox.Write(file, Repository.Text(file));
            }

            foreach (string id in s_ids)
            {
                foreach (string ending in s_endings)
                {
                    _sandbox.Write($"src/{id}/bin/Release/{id}.{ending}", $"placeholder of {id}.{ending}");
                }
            }

            _sandbox.Write("native/interop/nanodtls_native.cpp", Glue);
            WriteManagedVersion("1.2.0.3");
            _sandbox.UseDotNet();
        }

        private static string Version => XDocument.Load(Repository.At("Directory.Build.props")).Descendants("Version").Single().Value;

        [TestMethod]
        public void PackagesHoldWhatTheirUsersNeed()
        {
            ScriptRun run = _sandbox.Run("nuget/pack.sh");

            Assert.AreEqual(0, run.Code, run.ToString());
            foreach (string id in s_ids)
            {
                using ZipArchive package = Open(id);
                List<string> names = package.Entries.Select(e => e.FullName).ToList();
                foreach (string ending in s_endings)
                {
                    Assert.AreEqual($"placeholder of {id}.{ending}", Read(package, $"lib/{id}.{ending}"));
                }

                Assert.HasCount(s_endings.Length, names.Where(n => n.StartsWith("lib/", StringComparison.Ordinal)).ToList(), "lib is flat");
                StringAssert.StartsWith(Read(package, "docs/README.md"), $"# {id}\n");
                Assert.AreEqual(Repository.Text("LICENSE"), Read(package, "LICENSE"));
                CollectionAssert.Contains(names, "images/icon.png");
                AssertMetadata(id, XDocument.Parse(Read(package, $"{id}.nuspec")));
            }
        }

        [TestMethod]
        public void NativeVersionAndChecksumOfTheGlueAreInTheDescription()
        {
            Assert.AreEqual(0, _sandbox.Run("nuget/pack.sh", "NanoDtls.Native").Code);

            using ZipArchive package = Open("NanoDtls.Native");
            string description = Element(XDocument.Parse(Read(package, "NanoDtls.Native.nuspec")), "description").Value;
            StringAssert.EndsWith(description, "This package requires a target with NanoDtls.Native v1.2.0.3 (checksum 0x1A2B3C4D).");
        }

        [TestMethod]
        public void GlueOfThisRepositoryIsRead()
        {
            foreach (string file in new[] { "native/interop/NanoDtls_Native.cpp", "src/NanoDtls.Native/Properties/AssemblyInfo.cs" })
            {
                _sandbox.Write(file, Repository.Text(file));
            }

            File.Delete(_sandbox.At("native/interop/nanodtls_native.cpp"));
            string glue = Repository.Text("native/interop/NanoDtls_Native.cpp");
            string checksum = Regex.Match(glue, "0x[0-9A-F]{8}").Value;
            string version = string.Join('.', Regex.Match(glue, @"\{ (\d+), (\d+), (\d+), (\d+) \}").Groups.Values.Skip(1));

            ScriptRun run = _sandbox.Run("nuget/pack.sh", "NanoDtls.Native");

            Assert.AreEqual(0, run.Code, run.ToString());
            using ZipArchive package = Open("NanoDtls.Native");
            StringAssert.Contains(Read(package, "NanoDtls.Native.nuspec"), $"NanoDtls.Native v{version} (checksum {checksum})");
        }

        [TestMethod]
        public void OnePackageNeedsItsOwnOutputsOnly()
        {
            Directory.Delete(_sandbox.At("src/NanoDtls.Native"), true);

            Assert.AreEqual(4, _sandbox.Run("nuget/pack.sh").Code);
            Assert.AreEqual(0, _sandbox.Run("nuget/pack.sh", "NanoDtls", "NanoDtls.Coap").Code);
        }

        [TestMethod]
        public void MissingOutputIsNamedAndNothingIsPacked()
        {
            File.Delete(_sandbox.At("src/NanoDtls.Coap/bin/Release/NanoDtls.Coap.pdbx"));

            AssertFails(_sandbox.Run("nuget/pack.sh"), 4, "NanoDtls.Coap.pdbx is missing: build NanoDtls.sln in configuration Release first");
        }

        [TestMethod]
        public void NativeHalvesThatDoNotFitAreRefused()
        {
            WriteManagedVersion("1.2.0.4");
            AssertFails(_sandbox.Run("nuget/pack.sh", "NanoDtls.Native"), 4, "native version 1.2.0.3 of the glue is not 1.2.0.4");
            _sandbox.Write("native/interop/nanodtls_native.cpp", Glue.Replace("0x1A2B3C4D", "CHECKSUM"));
            AssertFails(_sandbox.Run("nuget/pack.sh", "NanoDtls.Native"), 4, "does not tell checksum and version");
            File.Delete(_sandbox.At("native/interop/nanodtls_native.cpp"));
            AssertFails(_sandbox.Run("nuget/pack.sh", "NanoDtls.Native"), 4, "no glue of NanoDtls.Native");
        }

        [TestMethod]
        public void MissingOrOldSdkIsNamed()
        {
            File.Delete(_sandbox.At("bin/dotnet"));
            AssertFails(_sandbox.Run("nuget/pack.sh"), 3, "dotnet is missing");
            _sandbox.AddTool("dotnet", "echo 8.0.404");
            AssertFails(_sandbox.Run("nuget/pack.sh"), 3, "the .NET SDK 8.0.404 does not pack a nuspec");
        }

        [TestMethod]
        public void FailureOfDotNetIsPassedOn()
        {
            File.Delete(_sandbox.At("bin/dotnet"));
            _sandbox.AddTool("dotnet", "if [ \"$1\" = --version ]; then echo 10.0.100; else exit 1; fi");

            AssertFails(_sandbox.Run("nuget/pack.sh"), 6, "dotnet could not pack NanoDtls");
        }

        [TestMethod]
        public void BadCommandLinesShowTheUsage()
        {
            foreach (string[] words in new[] { new[] { "--fast" }, new[] { "NanoDtls.Blue" }, new[] { "--output" }, new[] { "--configuration" } })
            {
                AssertFails(_sandbox.Run("nuget/pack.sh", words), 2, "Packs the NuGet packages");
            }
        }

        [TestMethod]
        [DataRow("NanoDtls")]
        [DataRow("NanoDtls.Coap")]
        [DataRow("NanoDtls.Native")]
        public void DependenciesAreThoseOfTheProject(string id)
        {
            Dictionary<string, string> expected = XDocument.Load(Repository.At($"src/{id}/packages.config")).Root!.Elements("package").ToDictionary(p => p.Attribute("id")!.Value, p => p.Attribute("version")!.Value);
            if (id != "NanoDtls")
            {
                expected["NanoDtls"] = "[$version$]";
            }

            Dictionary<string, string> actual = Dependencies(XDocument.Load(Repository.At($"nuget/{id}.nuspec")));

            CollectionAssert.AreEquivalent(expected, actual);
        }

        public void Dispose()
        {
            _sandbox.Dispose();
        }

        private static void AssertMetadata(string id, XDocument nuspec)
        {
            Assert.AreEqual(id, Element(nuspec, "id").Value);
            Assert.AreEqual(Version, Element(nuspec, "version").Value);
            Assert.AreEqual("MIT", Element(nuspec, "license").Value);
            Assert.AreEqual("expression", Element(nuspec, "license").Attribute("type")!.Value);
            Assert.AreEqual("docs/README.md", Element(nuspec, "readme").Value.Replace('\\', '/'));
            Assert.AreEqual("images/icon.png", Element(nuspec, "icon").Value.Replace('\\', '/'));
            StringAssert.Contains(Element(nuspec, "tags").Value, "nanoFramework");
            Dictionary<string, string> dependencies = Dependencies(nuspec);
            Assert.IsTrue(dependencies.ContainsKey("nanoFramework.CoreLibrary"));
            Assert.AreEqual(id == "NanoDtls" ? null : $"[{Version}]", dependencies.GetValueOrDefault("NanoDtls"));
            Assert.IsFalse(Regex.IsMatch(nuspec.ToString(), "\\$[a-zA-Z]+\\$"), "a placeholder is left");
        }

        private static Dictionary<string, string> Dependencies(XDocument nuspec)
        {
            return nuspec.Descendants().Where(e => e.Name.LocalName == "dependency").ToDictionary(d => d.Attribute("id")!.Value, d => d.Attribute("version")!.Value);
        }

        private static XElement Element(XDocument nuspec, string name)
        {
            return nuspec.Descendants().Single(e => e.Name.LocalName == name);
        }

        private static string Read(ZipArchive package, string name)
        {
            ZipArchiveEntry? entry = package.GetEntry(name);
            Assert.IsNotNull(entry, $"{name} is not in the package: {string.Join(", ", package.Entries.Select(e => e.FullName))}");
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        }

        private ZipArchive Open(string id)
        {
            return ZipFile.OpenRead(_sandbox.At($"artifacts/packages/{id}.{Version}.nupkg"));
        }

        private void AssertFails(ScriptRun run, int code, string expected)
        {
            Assert.AreEqual(code, run.Code, run.ToString());
            StringAssert.Contains(run.Error, expected);
            Assert.IsFalse(Directory.Exists(_sandbox.At("artifacts/packages")) && Directory.GetFiles(_sandbox.At("artifacts/packages")).Length != 0, "something was packed");
        }

        private void WriteManagedVersion(string version)
        {
            _sandbox.Write("src/NanoDtls.Native/Properties/AssemblyInfo.cs", $"[assembly: AssemblyNativeVersion(\"{version}\")]\n");
        }
    }
}
