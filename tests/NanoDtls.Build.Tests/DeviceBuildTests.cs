// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using NanoDtls.Build.Tests.Il;

namespace NanoDtls.Build.Tests
{
    /// <summary>The device-shaped build of src/ keeps the rules of the interpreter and its size budgets.</summary>
    [TestClass]
    public class DeviceBuildTests
    {
        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        [DataRow("NanoDtls")]
        [DataRow("NanoDtls.Coap")]
        [DataRow("NanoDtls.Native")]
        [DataRow("SensorNode.Reporting")]
        public void AssemblyBreaksNoRuleOfTheInterpreter(string assembly)
        {
            using ModuleDefinition module = Read(assembly);

            IReadOnlyList<IlFinding> findings = IlChecker.Check(module);

            Assert.IsEmpty(findings, $"{findings.Count} findings in {assembly}:\n" + string.Join('\n', findings));
        }

        [TestMethod]
        [DataRow("NanoDtls", 26_000)]
        [DataRow("NanoDtls.Coap", 16_000)]
        [DataRow("NanoDtls.Native", 1_000)]
        [DataRow("SensorNode.Reporting", IlSize.MaxCode)]
        public void AssemblyFitsItsBudget(string assembly, int budget)
        {
            using ModuleDefinition module = Read(assembly);

            IlSize size = IlSize.Of(module);

            TestContext.WriteLine($"{assembly}: {size.Code} bytes of IL (budget {budget}), {size.StaticData} bytes of static data");
            TestContext.WriteLine(string.Join('\n', IlSize.PerType(module)));
            Assert.IsLessThanOrEqualTo(budget, size.Code, string.Join('\n', IlSize.PerType(module).Prepend(assembly)));
            Assert.IsLessThanOrEqualTo(IlSize.MaxCode, size.Code, assembly);
            Assert.IsLessThanOrEqualTo(IlSize.MaxStaticData, size.StaticData, assembly);
        }

        [TestMethod]
        [DataRow("NanoDtls")]
        [DataRow("NanoDtls.Coap")]
        [DataRow("NanoDtls.Native")]
        [DataRow("SensorNode.Reporting")]
        [DataRow("SensorNode")]
        [DataRow("SensorNode.Accelerated")]
        [DataRow("HelloDtls")]
        [DataRow("NFUnitTest")]
        public void AssemblyIsOptimisedAndReferencesTheDeviceOnly(string assembly)
        {
            using ModuleDefinition module = Read(assembly);

            List<string> unknown = module.AssemblyReferences.Select(r => r.Name)
                .Where(n => n is not ("NanoDtls" or "NanoDtls.Coap" or "NanoDtls.Native") && !PlatformVersions.IsDeviceAssembly(n)).ToList();
            CustomAttribute? debuggable = module.Assembly.CustomAttributes.FirstOrDefault(a => a.AttributeType.Name == "DebuggableAttribute");

            Assert.IsEmpty(unknown, string.Join(", ", unknown));
            Assert.IsNotNull(debuggable, "the compiler marks every build");
            Assert.IsFalse(((int)debuggable.ConstructorArguments[0].Value & 256) != 0, "DisableOptimizations");
        }

        [TestMethod]
        public void ReferenceAssembliesNameNothingOfDotNet()
        {
            foreach (string name in PlatformVersions.DeviceAssemblies)
            {
                string path = Path.Combine(Repository.DeviceBuild, name + ".dll");
                if (!File.Exists(path))
                {
                    continue;
                }

                using ModuleDefinition module = IlChecker.Read(path);
                List<string> foreign = module.AssemblyReferences.Select(r => r.Name).Where(n => !PlatformVersions.IsDeviceAssembly(n)).ToList();
                Assert.IsEmpty(foreign, $"{name} references {string.Join(", ", foreign)}");
                Assert.AreEqual(PlatformVersions.AssemblyVersion(name), module.Assembly.Name.Version.ToString(), name);
            }
        }

        private static ModuleDefinition Read(string assembly)
        {
            return IlChecker.Read(Path.Combine(Repository.DeviceBuild, assembly + ".dll"));
        }
    }
}
