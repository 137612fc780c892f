// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mono.Cecil;
using NanoDtls.Build.Tests.Il;

namespace NanoDtls.Build.Tests
{
    /// <summary>
    /// The .nfproj projects, which only a machine with the nanoFramework tools can build: their lists, references
    /// and versions are checked here instead.
    /// </summary>
    [TestClass]
    public class DeviceProjectTests
    {
        private const string ProjectType = "{11A8DD76-328B-46DF-9F39-F559912D0360}";
        private const string TestFramework = "nanoFramework.TestFramework";
        private const string SyncHint = "run tests/tools/sync-nfproj.sh";

        private static readonly XNamespace s_ns = "http://schemas.microsoft.com/developer/msbuild/2003";

        public static IEnumerable<object[]> Projects =>
            Repository.Files("src", "*.nfproj").Select(p => "src/" + p)
                .Concat(Repository.Files("samples", "*.nfproj").Select(p => "samples/" + p))
                .Concat(Repository.Files("tests", "*.nfproj").Select(p => "tests/" + p))
                .Select(p => new object[] { p });

        private static IEnumerable<string> ProjectPaths => Projects.Select(p => (string)p[0]);

        [TestMethod]
        public void EveryLibraryHasADeviceProject()
        {
            List<string> missing = Repository.Files("src", "*.csproj").Select(p => "src/" + Path.ChangeExtension(p, ".nfproj"))
                .Except(ProjectPaths).ToList();

            Assert.IsEmpty(missing, string.Join(", ", missing));
        }

        [TestMethod]
        [DynamicData(nameof(Projects))]
        public void CompileListEqualsTheFilesOnDisk(string project)
        {
            List<string> listed = Load(project).Descendants(s_ns + "Compile").Select(c => c.Attribute("Include")!.Value.Replace('\\', '/')).ToList();
            List<string> onDisk = Repository.Files(Path.GetDirectoryName(project)!, "*.cs")
                .Where(f => !f.StartsWith("Platform/Desktop/", StringComparison.Ordinal)).ToList();
            if (project == "samples/SensorNode.Accelerated/SensorNode.Accelerated.nfproj")
            {
                // The program is that of samples/SensorNode but for its back end.
                onDisk.AddRange(Repository.Files("samples/SensorNode", "*.cs").Where(f => f.Split('/')[0] is not ("Stock" or "Properties")).Select(f => "../SensorNode/" + f));
            }

            Assert.IsEmpty(onDisk.Except(listed).ToList(), $"not in {project}, {SyncHint}: {string.Join(", ", onDisk.Except(listed))}");
            Assert.IsEmpty(listed.Except(onDisk).ToList(), $"not on disk, {SyncHint}: {string.Join(", ", listed.Except(onDisk))}");
            Assert.AreEqual(listed.Count, listed.Distinct().Count(), "listed twice");
        }

        [TestMethod]
        [DynamicData(nameof(Projects))]
        public void HintPathsEqualPackagesConfig(string project)
        {
            List<(string Id, string Version)> packages = Packages(project);
            string toRoot = string.Concat(Enumerable.Repeat("..\\", project.Count(c => c == '/')));

            List<string> expected = Load(project).Descendants(s_ns + "Reference")
                .Select(r => AssemblyName(r))
                .Select(a => $"{toRoot}packages\\{PlatformVersions.HintPath(a)}").ToList();
            List<string> hints = Load(project).Descendants(s_ns + "HintPath").Select(h => h.Value).ToList();

            CollectionAssert.AreEqual(expected, hints);
            CollectionAssert.AreEquivalent(
                packages.Select(p => $"{p.Id}.{p.Version}").ToList(),
                hints.Select(h => h[(toRoot + "packages\\").Length..].Split('\\')[0]).Distinct().ToList());
        }

        [TestMethod]
        [DynamicData(nameof(Projects))]
        public void VersionsAreThoseOfThePlatformTable(string project)
        {
            foreach ((string id, string version) in Packages(project))
            {
                Assert.AreEqual(PlatformVersions.PackageVersion(id), version, id);
            }

            foreach (XElement reference in Load(project).Descendants(s_ns + "Reference"))
            {
                string assembly = AssemblyName(reference);
                string expected = $"{assembly}, Version={PlatformVersions.AssemblyVersion(assembly)}, Culture=neutral, PublicKeyToken={PlatformVersions.PublicKeyToken}";
                Assert.AreEqual(expected, reference.Attribute("Include")!.Value);
            }
        }

        [TestMethod]
        [DataRow("NanoDtls", "src/NanoDtls/NanoDtls.nfproj")]
        [DataRow("NanoDtls.Coap", "src/NanoDtls.Coap/NanoDtls.Coap.nfproj")]
        [DataRow("NanoDtls.Native", "src/NanoDtls.Native/NanoDtls.Native.nfproj")]
        [DataRow("SensorNode", "samples/SensorNode/SensorNode.nfproj")]
        [DataRow("SensorNode.Accelerated", "samples/SensorNode.Accelerated/SensorNode.Accelerated.nfproj")]
        [DataRow("HelloDtls", "samples/HelloDtls/HelloDtls.nfproj")]
        [DataRow("NFUnitTest", "tests/NanoDtls.DeviceTests/NanoDtls.DeviceTests.nfproj")]
        public void ProjectReferencesWhatItsCodeUses(string assembly, string path)
        {
            XDocument project = Load(path);
            List<string> referenced = project.Descendants(s_ns + "Reference").Select(AssemblyName)
                .Concat(project.Descendants(s_ns + "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/'))))
                .ToList();

            using ModuleDefinition module = IlChecker.Read(Path.Combine(Repository.DeviceBuild, assembly + ".dll"));
            List<string> missing = module.AssemblyReferences.Select(r => r.Name).Except(referenced).ToList();

            Assert.IsEmpty(missing, string.Join(", ", missing));
        }

        [TestMethod]
        [DynamicData(nameof(Projects))]
        public void ImportsAreGuardedAndTheProjectTypeIsNanoFramework(string project)
        {
            XDocument xml = Load(project);
            var imports = new[] { "NFProjectSystem.Default.props", "NFProjectSystem.props", "NFProjectSystem.CSharp.targets" }
                .Select(i => "$(NanoFrameworkProjectSystemPath)" + i).ToList();
            if (IsTest(xml))
            {
                string version = PlatformVersions.PackageVersion(TestFramework)!;
                imports.Add($"..\\..\\packages\\{TestFramework}.{version}\\build\\{TestFramework}.targets");
            }

            CollectionAssert.AreEqual(
                imports,
                xml.Descendants(s_ns + "Import").Select(i => i.Attribute("Project")!.Value).ToList());
            foreach (XElement import in xml.Descendants(s_ns + "Import"))
            {
                Assert.AreEqual($"Exists('{import.Attribute("Project")!.Value}')", import.Attribute("Condition")?.Value);
            }

            StringAssert.StartsWith(xml.Descendants(s_ns + "ProjectTypeGuids").Single().Value, ProjectType);
        }

        [TestMethod]
        [DynamicData(nameof(Projects))]
        public void KindOfProjectFitsItsFolder(string project)
        {
            XDocument xml = Load(project);
            string name = Path.GetFileNameWithoutExtension(project);
            string expected = project.StartsWith("samples/", StringComparison.Ordinal) ? "Exe" : "Library";

            Assert.AreEqual(expected, xml.Descendants(s_ns + "OutputType").Single().Value);
            Assert.AreEqual(IsTest(xml) ? "NFUnitTest" : name, xml.Descendants(s_ns + "AssemblyName").Single().Value);
            Assert.AreEqual(project.StartsWith("tests/", StringComparison.Ordinal), IsTest(xml), "only tests are test projects");
        }

        [TestMethod]
        public void TestProjectIsOneThatTheAdapterFinds()
        {
            XDocument xml = Load("tests/NanoDtls.DeviceTests/NanoDtls.DeviceTests.nfproj");
            XDocument settings = XDocument.Load(Repository.At("tests/NanoDtls.DeviceTests/nano.runsettings"));

            Assert.AreEqual("TestContainer", xml.Descendants(s_ns + "ProjectCapability").Single().Attribute("Include")!.Value);
            Assert.AreEqual("UnitTest", xml.Descendants(s_ns + "TestProjectType").Single().Value);
            Assert.AreEqual("$(MSBuildProjectDirectory)\\nano.runsettings", xml.Descendants(s_ns + "RunSettingsFilePath").Single().Value);
            CollectionAssert.Contains(xml.Descendants(s_ns + "None").Select(n => n.Attribute("Include")!.Value).ToList(), "nano.runsettings");
            Assert.IsNotNull(settings.Root!.Element("nanoFrameworkAdapter"));
            Assert.IsGreaterThan(0, int.Parse(settings.Descendants("TestSessionTimeout").Single().Value));
        }

        [TestMethod]
        public void SolutionListsExactlyTheDeviceProjectsWithTheirOwnGuids()
        {
            string solution = File.ReadAllText(Repository.At("NanoDtls.sln"));
            List<(string Type, string Path, string Guid)> listed = Regex.Matches(solution, "^Project\\(\"(.*?)\"\\) = \".*?\", \"(.*?)\", \"(.*?)\"", RegexOptions.Multiline)
                .Select(m => (m.Groups[1].Value, m.Groups[2].Value.Replace('\\', '/'), m.Groups[3].Value)).ToList();

            CollectionAssert.AreEquivalent(ProjectPaths.ToList(), listed.Select(p => p.Path).ToList());
            Assert.AreEqual(listed.Count, listed.Select(p => p.Guid).Distinct().Count(), "GUIDs are unique");
            foreach ((string type, string path, string guid) in listed)
            {
                Assert.AreEqual(ProjectType, type);
                Assert.AreEqual(Load(path).Descendants(s_ns + "ProjectGuid").Single().Value, guid, path);
                Assert.HasCount(6, Regex.Matches(solution, Regex.Escape(guid) + "\\.(Debug|Release)\\|Any CPU\\.(ActiveCfg|Build\\.0|Deploy\\.0) = "), path);
            }
        }

        [TestMethod]
        [DynamicData(nameof(Projects))]
        public void AssemblyInfoCarriesANativeVersionAndTheProductsVersion(string project)
        {
            string info = File.ReadAllText(Repository.At(Path.GetDirectoryName(project) + "/Properties/AssemblyInfo.cs"));
            string version = XDocument.Load(Repository.At("Directory.Build.props")).Descendants("Version").Single().Value;
            bool native = Repository.Files(Path.GetDirectoryName(project)!, "*.cs")
                .Any(f => File.ReadAllText(Path.Combine(Repository.At(Path.GetDirectoryName(project)!), f)).Contains("InternalCall)", StringComparison.Ordinal));

            string nativeVersion = Regex.Match(info, "^\\[assembly: AssemblyNativeVersion\\(\"(\\d+\\.\\d+\\.\\d+\\.\\d+)\"\\)\\]$", RegexOptions.Multiline).Groups[1].Value;

            Assert.AreEqual(!native, nativeVersion == "0.0.0.0", $"native version '{nativeVersion}' of {project}");
            StringAssert.Contains(info, $"[assembly: AssemblyVersion(\"{version}.0\")]");
            StringAssert.Contains(info, $"[assembly: AssemblyInformationalVersion(\"{version}\")]");
        }

        [TestMethod]
        public void NativeVersionIsThatOfTheGlue()
        {
            string info = File.ReadAllText(Repository.At("src/NanoDtls.Native/Properties/AssemblyInfo.cs"));
            string glue = File.ReadAllText(Repository.At("native/interop/NanoDtls_Native.cpp"));
            Match version = Regex.Match(glue, @"method_lookup,\s*\{ (\d+), (\d+), (\d+), (\d+) \}");

            Assert.IsTrue(version.Success, "the version in the glue");
            StringAssert.Contains(info, $"AssemblyNativeVersion(\"{string.Join('.', version.Groups.Values.Skip(1))}\")");
        }

        [TestMethod]
        [DynamicData(nameof(Projects))]
        public void FilesHaveLineFeedsOnly(string project)
        {
            foreach (string file in new[] { project, Path.GetDirectoryName(project) + "/packages.config", "NanoDtls.sln" })
            {
                string text = File.ReadAllText(Repository.At(file));
                Assert.IsFalse(text.Contains('\r'), file);
                Assert.IsTrue(text.EndsWith('\n'), file);
            }
        }

        private static bool IsTest(XDocument project)
        {
            return project.Descendants(s_ns + "IsTestProject").Any(e => e.Value == "true");
        }

        private static XDocument Load(string project)
        {
            return XDocument.Load(Repository.At(project));
        }

        private static List<(string Id, string Version)> Packages(string project)
        {
            return XDocument.Load(Repository.At(Path.GetDirectoryName(project) + "/packages.config")).Root!.Elements("package")
                .Select(p => (p.Attribute("id")!.Value, p.Attribute("version")!.Value)).ToList();
        }

        private static string AssemblyName(XElement reference)
        {
            return reference.Attribute("Include")!.Value.Split(',')[0];
        }
    }
}
