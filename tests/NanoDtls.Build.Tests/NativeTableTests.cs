// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using System.Text.RegularExpressions;
using Mono.Cecil;
using NanoDtls.Build.Tests.Il;
using NanoDtls.Build.Tests.Native;

namespace NanoDtls.Build.Tests
{
    /// <summary>
    /// The firmware's table of native methods and the assembly that calls through it are built apart, on different
    /// machines. Here the table is computed from the compiled assembly and compared with the glue's source: a method that
    /// was added, renamed or moved fails it. Then change native/interop and raise the version on both sides.
    /// </summary>
    [TestClass]
    public class NativeTableTests
    {
        private const string Assembly = "NanoDtls.Native";

        [TestMethod]
        public void ChecksumOfTheKnownAssemblyIsTheKnownOne()
        {
            NativeSlot[] slots =
            {
                NativeSlot.Managed, NativeSlot.Managed, new("NF_AwesomeLib_Math", "NativeSuperComplicatedCalculation___STATIC__R8__R8"),
                NativeSlot.Managed, NativeSlot.Managed, new("NF_AwesomeLib_Utilities", "NativeGetHardwareSerial___STATIC__VOID__SZARRAY_U1"),
            };

            Assert.AreEqual(0xEE794AFBu, NativeTable.Checksum("NF.AwesomeLib", slots));
        }

        [TestMethod]
        public void TableOfTheGlueEqualsTheAssemblys()
        {
            using ModuleDefinition module = Read();
            GlueSource glue = GlueSource.Load();
            List<NativeSlot> expected = NativeTable.SlotsOf(module);

            CollectionAssert.AreEqual(expected, glue.Slots.ToList(), "native/interop/NanoDtls_Native.cpp should be:\n" + Source(expected));
            CollectionAssert.AreEqual(expected.Where(s => s.IsNative).Select(s => s.MethodName).ToList(), glue.Declared.ToList(), "NanoDtls_Native.h");
            CollectionAssert.AreEquivalent(expected.Where(s => s.IsNative).ToList(), glue.Defined.ToList(), "NanoDtls_Native_NanoDtls_ChipCrypto.cpp");
        }

        [TestMethod]
        public void ChecksumOfTheGlueEqualsTheAssemblys()
        {
            using ModuleDefinition module = Read();
            uint expected = NativeTable.Checksum(Assembly, NativeTable.SlotsOf(module));

            Assert.AreEqual(Hex(expected), Hex(GlueSource.Load().Checksum), "native/interop/NanoDtls_Native.cpp");
        }

        [TestMethod]
        public void NameAndVersionOfTheGlueAreTheAssemblys()
        {
            GlueSource glue = GlueSource.Load();
            string info = File.ReadAllText(Repository.At($"src/{Assembly}/Properties/AssemblyInfo.cs"));

            Assert.AreEqual(Assembly, glue.Assembly);
            Assert.AreEqual(Assembly.Replace('.', '_'), glue.Symbol);
            Assert.AreEqual(Regex.Match(info, "AssemblyNativeVersion\\(\"(.*)\"\\)").Groups[1].Value, glue.Version);
            Assert.IsFalse(Assembly.Contains('0', StringComparison.Ordinal), "the interpreter's CMake takes a 0 for the checksum");
        }

        [TestMethod]
        public void NativeMethodsStandInFrontOfAllOthersInAClassOfTheirOwn()
        {
            using ModuleDefinition module = Read();
            List<NativeSlot> slots = NativeTable.SlotsOf(module);
            int natives = slots.Count(s => s.IsNative);

            Assert.IsTrue(slots.Take(natives).All(s => s.IsNative), "a managed method in front would move the table without changing the checksum");
            Assert.HasCount(1, slots.Take(natives).Select(s => s.ClassName).Distinct().ToList());
            TypeDefinition calls = module.GetType("NanoDtls.ChipCrypto");
            Assert.HasCount(natives, calls.Methods, "extern methods only");
            Assert.IsTrue(calls.IsAbstract && calls.IsSealed, "static");
        }

        [TestMethod]
        [DataRow("rename")]
        [DataRow("retype")]
        [DataRow("move")]
        [DataRow("add")]
        [DataRow("remove")]
        [DataRow("add managed")]
        [DataRow("rename class")]
        public void GuardSeesEveryChange(string change)
        {
            using ModuleDefinition module = Read();
            List<NativeSlot> before = NativeTable.SlotsOf(module);
            TypeDefinition calls = module.GetType("NanoDtls.ChipCrypto");
            MethodDefinition second = calls.Methods[1];
            switch (change)
            {
                case "rename":
                    second.Name += "2";
                    break;
                case "retype":
                    calls.Methods[2].Parameters[0].ParameterType = module.TypeSystem.Int32;
                    break;
                case "move":
                    calls.Methods.RemoveAt(1);
                    calls.Methods.Insert(3, second);
                    break;
                case "add":
                    calls.Methods.Insert(1, new MethodDefinition("Another", second.Attributes, module.TypeSystem.Int32) { ImplAttributes = second.ImplAttributes });
                    break;
                case "remove":
                    calls.Methods.RemoveAt(1);
                    break;
                case "add managed":
                    calls.Methods.Insert(0, new MethodDefinition("Managed", MethodAttributes.Static, module.TypeSystem.Void));
                    break;
                default:
                    calls.Name = "ZCrypto";
                    break;
            }

            List<NativeSlot> after = NativeTable.SlotsOf(module);
            CollectionAssert.AreNotEqual(before, after, "the table");
            if (change != "add managed")
            {
                Assert.AreNotEqual(NativeTable.Checksum(Assembly, before), NativeTable.Checksum(Assembly, after), "the checksum");
            }
        }

        [TestMethod]
        public void CMakeModuleNamesEverySourceOfTheFirmware()
        {
            string module = File.ReadAllText(Repository.At("native/interop/FindINTEROP-NanoDtls.Native.cmake"));
            List<string> listed = Regex.Matches(module, "^    ([\\w/.]+\\.(?:c|cpp))\\)?$", RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToList();
            List<string> expected = new[] { "src", "interop", "backends/software", "backends/esp32" }
                .SelectMany(folder => Repository.Files("native/" + folder, "*.c*").Where(f => f.EndsWith(".c", StringComparison.Ordinal) || f.EndsWith(".cpp", StringComparison.Ordinal)).Select(f => $"{folder}/{f}"))
                .ToList();

            CollectionAssert.AreEquivalent(expected, listed);
        }

        private static ModuleDefinition Read()
        {
            return IlChecker.Read(Path.Combine(Repository.DeviceBuild, Assembly + ".dll"));
        }

        private static string Source(IEnumerable<NativeSlot> slots)
        {
            return string.Join('\n', slots.Select(s => s.IsNative ? $"    Library_NanoDtls_Native_{s.ClassName}::{s.MethodName}," : "    nullptr,"));
        }

        private static string Hex(uint value)
        {
            return value.ToString("X8", CultureInfo.InvariantCulture);
        }
    }
}
