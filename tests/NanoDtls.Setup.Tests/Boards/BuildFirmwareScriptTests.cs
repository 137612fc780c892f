// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.RegularExpressions;

namespace NanoDtls.Setup.Tests.Boards
{
    /// <summary>boards/build-firmware.sh and its twin with stand-ins for git and cmake: the steps, and every way to fail.</summary>
    [TestClass]
    public sealed class BuildFirmwareScriptTests : IDisposable
    {
        private const string Presets = "--list-presets) echo '  \"ESP32_REV3\"'; exit 0 ;;";
        private const string Version = "--version) echo 'cmake version 3.31.6'; exit 0 ;;";
        private const string Build = "--build) mkdir -p build; echo x > build/nanoCLR.bin; exit 0 ;;";

        private readonly Sandbox _sandbox = new();

        public BuildFirmwareScriptTests()
        {
            _sandbox.Write("native/interop/FindINTEROP-NanoDtls.Native.cmake", "module");
            _sandbox.Write("native/interop/glue.cpp", "glue");
            _sandbox.Write("native/src/core.c", "core");
            _sandbox.Write("native/include/core.h", "header");
            _sandbox.Write("native/backends/esp32/aes.c", "aes");
            _sandbox.Write("native/tests/test.c", "test");
            _sandbox.Environment["IDF_PATH"] = _sandbox.Home;
            _sandbox.AddTool("ninja");
            _sandbox.AddTool("git", "exit 1");
            AddCmake(Version + Presets + Build);
        }

        [TestMethod]
        [DataRow("boards/build-firmware.sh")]
        [DataRow("boards/build-firmware.ps1")]
        public void StepsAreTaken(string script)
        {
            string interpreter = AddInterpreter();

            ScriptRun run = _sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter);

            Assert.AreEqual(0, run.Code, run.ToString());
            CollectionAssert.AreEqual(
                new[] { "cmake --version", "cmake --list-presets", "cmake --preset ESP32_REV3 -DNF_INTEROP_ASSEMBLIES=NanoDtls.Native", "cmake --build --preset ESP32_REV3" },
                run.Calls.ToList(),
                run.ToString());
            Assert.IsTrue(File.Exists(Path.Combine(interpreter, "CMake/Modules/FindINTEROP-NanoDtls.Native.cmake")));
            string copies = Path.Combine(interpreter, "InteropAssemblies/NanoDtls.Native");
            CollectionAssert.AreEquivalent(
                new[] { "interop/glue.cpp", "interop/FindINTEROP-NanoDtls.Native.cmake", "src/core.c", "include/core.h", "backends/esp32/aes.c" },
                Directory.GetFiles(copies, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(copies, f)).ToList());
            Assert.IsTrue(File.Exists(Path.Combine(interpreter, "config/user-prefs.json")), "the user's presets are made");
            StringAssert.Contains(run.Output, $"firmware ESP32_REV3 PORT {Path.Combine(interpreter, "build", "nanoCLR.bin")}");
        }

        [TestMethod]
        [DataRow("boards/build-firmware.sh")]
        [DataRow("boards/build-firmware.ps1")]
        public void EverySourceThatTheModuleNamesIsCopied(string script)
        {
            Directory.Delete(_sandbox.At("native"), true);
            _sandbox.CopyFolder("native");
            string interpreter = AddInterpreter();

            ScriptRun run = _sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter);

            Assert.AreEqual(0, run.Code, run.ToString());
            string module = File.ReadAllText(Path.Combine(interpreter, "CMake/Modules/FindINTEROP-NanoDtls.Native.cmake"));
            List<string> named = Regex.Matches(module, @"^\s+((?:interop|src|backends)/[\w/]+\.(?:c|cpp))\b", RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToList();
            Assert.IsGreaterThan(8, named.Count);
            foreach (string source in named)
            {
                Assert.IsTrue(File.Exists(Path.Combine(interpreter, "InteropAssemblies/NanoDtls.Native", source)), source);
            }
        }

        [TestMethod]
        [DataRow("boards/build-firmware.sh")]
        [DataRow("boards/build-firmware.ps1")]
        public void UsersOwnPresetsAreKept(string script)
        {
            string interpreter = AddInterpreter();
            string own = Path.Combine(interpreter, "config/user-prefs.json");
            File.WriteAllText(own, "own");

            ScriptRun run = _sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter);

            Assert.AreEqual(0, run.Code, run.ToString());
            Assert.AreEqual("own", File.ReadAllText(own));
        }

        [TestMethod]
        [DataRow("boards/build-firmware.sh")]
        [DataRow("boards/build-firmware.ps1")]
        public void StaleCopiesAndBuildsGo(string script)
        {
            string interpreter = AddInterpreter();
            string stale = _sandbox.Write("nf/InteropAssemblies/NanoDtls.Native/removed.c", "x");
            string built = _sandbox.Write("nf/build/CMakeCache.txt", "x");

            ScriptRun run = _sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter, "--clean");

            Assert.AreEqual(0, run.Code, run.ToString());
            Assert.IsFalse(File.Exists(stale));
            Assert.IsFalse(File.Exists(built));
        }

        [TestMethod]
        [DataRow("boards/build-firmware.sh")]
        [DataRow("boards/build-firmware.ps1")]
        public void InterpreterIsClonedWhenItIsMissing(string script)
        {
            string interpreter = _sandbox.At("nf");
            string modules = Path.Combine(interpreter, "CMake/Modules"), config = Path.Combine(interpreter, "config");
            _sandbox.AddTool("git", $"mkdir -p '{modules}' '{config}'; echo x > '{interpreter}/CMakePresets.json'; echo x > '{config}/user-prefs.TEMPLATE.json'");

            ScriptRun run = _sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter, "--ref", "develop");

            Assert.AreEqual(0, run.Code, run.ToString());
            CollectionAssert.Contains(run.Calls.ToList(), $"git clone --depth 1 --branch develop https://github.com/nanoframework/nf-interpreter.git {interpreter}");
        }

        [TestMethod]
        [DataRow("boards/build-firmware.sh")]
        [DataRow("boards/build-firmware.ps1")]
        public void FailedCloneIsNamed(string script)
        {
            AssertFails(_sandbox.Run(script, "ESP32_REV3", "--interpreter", _sandbox.At("nf")), 6, "git could not clone");
        }

        [TestMethod]
        [DataRow("git")]
        [DataRow("cmake")]
        [DataRow("ninja")]
        public void MissingToolsAreNamedWithTheContainer(string tool)
        {
            File.Delete(_sandbox.At("bin/" + tool));

            foreach (string script in new[] { "boards/build-firmware.sh", "boards/build-firmware.ps1" })
            {
                AssertFails(_sandbox.Run(script, "ESP32_REV3", "--interpreter", AddInterpreter()), 3, $"{tool} is missing: run this in the container");
            }
        }

        [TestMethod]
        [DataRow("boards/build-firmware.sh")]
        [DataRow("boards/build-firmware.ps1")]
        public void UnfitToolsAreNamed(string script)
        {
            string interpreter = AddInterpreter();
            AddCmake("--version) echo 'cmake version 3.18.4' ;;");
            AssertFails(_sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter), 3, "too old for the presets: 3.23 or later");
            AddCmake("--version) echo hello ;;");
            AssertFails(_sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter), 3, "cmake does not tell its version");
        }

        [TestMethod]
        [DataRow("boards/build-firmware.sh")]
        [DataRow("boards/build-firmware.ps1")]
        public void MissingEspIdfIsNamed(string script)
        {
            _sandbox.Environment["IDF_PATH"] = "/nowhere";
            AssertFails(_sandbox.Run(script, "ESP32_REV3"), 3, "IDF_PATH names no folder: /nowhere");
            _sandbox.Environment.Remove("IDF_PATH");
            AssertFails(_sandbox.Run(script, "ESP32_REV3"), 3, "IDF_PATH is not set");
        }

        [TestMethod]
        [DataRow("boards/build-firmware.sh")]
        [DataRow("boards/build-firmware.ps1")]
        public void IncompleteSourcesAreNamed(string script)
        {
            string interpreter = AddInterpreter();
            Directory.Delete(Path.Combine(interpreter, "config"), true);
            AssertFails(_sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter), 4, "no templates in");
            Directory.Delete(Path.Combine(interpreter, "CMake"), true);
            AssertFails(_sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter), 4, "is not the interpreter: CMake/Modules is missing");
            File.Delete(Path.Combine(interpreter, "CMakePresets.json"));
            AssertFails(_sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter), 4, "is not the interpreter: CMakePresets.json is missing");
            Directory.Delete(_sandbox.At("native/backends"), true);
            AssertFails(_sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter), 4, "native/backends is missing");
            Directory.Delete(_sandbox.At("native"), true);
            AssertFails(_sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter), 4, "no native sources");
        }

        [TestMethod]
        [DataRow("boards/build-firmware.sh")]
        [DataRow("boards/build-firmware.ps1")]
        public void PresetThatTheInterpreterLacksIsNamed(string script)
        {
            AssertFails(_sandbox.Run(script, "ESP32_P4", "--interpreter", AddInterpreter()), 4, "has no preset ESP32_P4");
        }

        [TestMethod]
        [DataRow("boards/build-firmware.sh")]
        [DataRow("boards/build-firmware.ps1")]
        public void FailedStepsAreNamed(string script)
        {
            string interpreter = AddInterpreter();
            AddCmake(Version + Presets + "--preset) exit 1 ;;");
            AssertFails(_sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter), 6, "configuring failed");
            AddCmake(Version + Presets + "--build) exit 1 ;;");
            AssertFails(_sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter), 6, "building failed");
            AddCmake(Version + Presets);
            AssertFails(_sandbox.Run(script, "ESP32_REV3", "--interpreter", interpreter), 6, "the build left no");
        }

        [TestMethod]
        [DataRow("boards/build-firmware.sh")]
        [DataRow("boards/build-firmware.ps1")]
        public void BadCommandLinesShowTheUsage(string script)
        {
            foreach (string[] words in new[]
            {
                Array.Empty<string>(), new[] { "--fast" }, new[] { "ESP32_REV3", "ESP32_C3" }, new[] { "ESP32_REV3", "--ref" }, new[] { "ESP32_REV3", "--interpreter" },
            })
            {
                AssertFails(_sandbox.Run(script, words), 2, "which is also the name of the CMake preset");
            }

            AssertFails(_sandbox.Run(script, "ESP8266"), 2, "no target ESP8266");
        }

        public void Dispose()
        {
            _sandbox.Dispose();
        }

        private static void AssertFails(ScriptRun run, int code, string expected)
        {
            Assert.AreEqual(code, run.Code, run.ToString());
            StringAssert.Contains(run.Error, expected);
        }

        private string AddInterpreter()
        {
            _sandbox.Write("nf/CMakePresets.json", "{}");
            _sandbox.Write("nf/config/user-prefs.TEMPLATE.json", "{}");
            _sandbox.Write("nf/config/user-kconfig.conf.TEMPLATE", "x");
            Directory.CreateDirectory(_sandbox.At("nf/CMake/Modules"));
            return _sandbox.At("nf");
        }

        private void AddCmake(string cases)
        {
            _sandbox.AddTool("cmake", $"case $1 in {cases} esac");
        }
    }
}
