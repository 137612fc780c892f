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
        private const string SyncHint = "run tests/tools/sync-nfproj.sh";

        private static readonly XNamespace s_ns = "http://schemas.microsoft.com/developer/msbuild/2003";

        public static IEnumerable<object[]> Projects =>
            Repository.Files("src", "*.nfproj").Select(p => "src/" + p)
                .Concat(Repository.Files("samples", "*.nfproj").Select(p => "samples/" + p))
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
                .Select(a => $"{toRoot}packages\\{PlatformVersions.Package(a)}.{PlatformVersions.PackageVersion(PlatformVersions.Package(a))}\\lib\\{a}.dll").ToList();
            List<string> hints = Load(project).Descendants(s_ns + "HintPath").Select(h => h.Value).ToList();

            CollectionAssert.AreEqual(expected, hints);
            CollectionAssert.AreEquivalent(
                packages.Select(p => $"{p.Id}.{p.Version}").ToList(),
                hints.Select(h => h.Split('\\')[^3]).ToList());
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
        [DataRow("NanoDtls")]
        [DataRow("NanoDtls.Coap")]
        [DataRow("NanoDtls.Native")]
        public void ProjectReferencesWhatItsCodeUses(string assembly)
        {
            XDocument project = Load($"src/{assembly}/{assembly}.nfproj");
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
            string[] imports = { "NFProjectSystem.Default.props", "NFProjectSystem.props", "NFProjectSystem.CSharp.targets" };

            CollectionAssert.AreEqual(
                imports.Select(i => "$(NanoFrameworkProjectSystemPath)" + i).ToList(),
                xml.Descendants(s_ns + "Import").Select(i => i.Attribute("Project")!.Value).ToList());
            foreach (XElement import in xml.Descendants(s_ns + "Import"))
            {
                Assert.AreEqual($"Exists('{import.Attribute("Project")!.Value}')", import.Attribute("Condition")?.Value);
            }

            StringAssert.StartsWith(xml.Descendants(s_ns + "ProjectTypeGuids").Single().Value, ProjectType);
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
