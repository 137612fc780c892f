// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Setup.Tests.Boards
{
    /// <summary>boards/flash.sh and its twin with stand-ins for nanoff: what they call, and every way to fail.</summary>
    [TestClass]
    public sealed class FlashScriptTests : IDisposable
    {
        private const string Key = "00112233445566778899aabbccddeeff";
        private const string Good = "wifi-ssid = home\nserver = coaps://192.0.2.7/s\npsk-identity = sensor-17\npsk-key = " + Key + "\n";

        private readonly Sandbox _sandbox = new();
        private readonly string _port;

        public FlashScriptTests()
        {
            _port = _sandbox.Write("ttyUSB0", string.Empty);
        }

        [TestMethod]
        [DataRow("boards/flash.sh")]
        [DataRow("boards/flash.ps1")]
        public void StockFirmwareWithVersion3TakesVerbs(string script)
        {
            AddNanoff("3.1.2");

            ScriptRun run = _sandbox.Run(script, "firmware", "ESP32_C3", _port);

            AssertCalls(run, $"nanoff flash target ESP32_C3 serialport {_port}");
        }

        [TestMethod]
        [DataRow("boards/flash.sh")]
        [DataRow("boards/flash.ps1")]
        public void StockFirmwareWithVersion2TakesOptions(string script)
        {
            AddNanoff(".NET nanoFramework Firmware Flasher v2.5.88+4e6c5c3387");

            ScriptRun run = _sandbox.Run(script, "firmware", "ESP32_REV3", _port);

            AssertCalls(run, $"nanoff --update --target ESP32_REV3 --serialport {_port}");
        }

        [TestMethod]
        [DataRow("boards/flash.sh", "3.0", "nanoff flash target ESP32_REV3 serialport PORT image CLR")]
        [DataRow("boards/flash.ps1", "3.0", "nanoff flash target ESP32_REV3 serialport PORT image CLR")]
        [DataRow("boards/flash.sh", "2.5", "nanoff --update --target ESP32_REV3 --serialport PORT --clrfile CLR")]
        [DataRow("boards/flash.ps1", "2.5", "nanoff --update --target ESP32_REV3 --serialport PORT --clrfile CLR")]
        public void OwnFirmwareIsPassedOn(string script, string version, string expected)
        {
            AddNanoff(version);
            string clr = _sandbox.Write("nanoCLR.bin", "x");

            ScriptRun run = _sandbox.Run(script, "firmware", "ESP32_REV3", _port, clr);

            AssertCalls(run, expected.Replace("CLR", clr).Replace("PORT", _port));
        }

        [TestMethod]
        [DataRow("boards/flash.sh", "3.0", "nanoff deploy serialport PORT image APP")]
        [DataRow("boards/flash.ps1", "3.0", "nanoff deploy serialport PORT image APP")]
        [DataRow("boards/flash.sh", "2.5", "nanoff --nanodevice --deploy --serialport PORT --image APP")]
        [DataRow("boards/flash.ps1", "2.5", "nanoff --nanodevice --deploy --serialport PORT --image APP")]
        public void NewestBuildIsDeployedWhenNoneIsNamed(string script, string version, string expected)
        {
            AddNanoff(version);
            string old = _sandbox.Write("samples/SensorNode/bin/Debug/SensorNode.bin", "x");
            string image = _sandbox.Write("samples/SensorNode/bin/Release/SensorNode.bin", "x");
            File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-1));

            ScriptRun run = _sandbox.Run(script, "app", "ESP32_REV3", _port);

            AssertCalls(run, expected.Replace("APP", image).Replace("PORT", _port));
        }

        [TestMethod]
        [DataRow("boards/flash.sh", "3.0", "nanoff details serialport PORT")]
        [DataRow("boards/flash.ps1", "3.0", "nanoff details serialport PORT")]
        [DataRow("boards/flash.sh", "2.5", "nanoff --nanodevice --devicedetails --serialport PORT")]
        [DataRow("boards/flash.ps1", "2.5", "nanoff --nanodevice --devicedetails --serialport PORT")]
        public void DetailsAreAsked(string script, string version, string expected)
        {
            AddNanoff(version);

            ScriptRun run = _sandbox.Run(script, "details", "ESP32_REV3", _port);

            AssertCalls(run, expected.Replace("PORT", _port));
        }

        [TestMethod]
        [DataRow("boards/flash.sh", "3.0", "nanoff deploy serialport PORT file ")]
        [DataRow("boards/flash.ps1", "3.0", "nanoff deploy serialport PORT file ")]
        [DataRow("boards/flash.sh", "2.5", "nanoff --filedeployment ")]
        [DataRow("boards/flash.ps1", "2.5", "nanoff --filedeployment ")]
        public void ConfigurationGoesOutWithAListThatNanoffReads(string script, string version, string expected)
        {
            string file = _sandbox.Write("my \"node\".conf", Good);
            AddNanoff(version, "for word; do case $word in *nanodtls-files*|*.tmp) cat \"$word\" > \"$HOME/list\" ;; esac; done");

            ScriptRun run = _sandbox.Run(script, "config", "ESP32_REV3", _port, file);

            Assert.AreEqual(0, run.Code, run.ToString());
            StringAssert.StartsWith(run.Calls[1], expected.Replace("PORT", _port));
            var list = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(_sandbox.Home, "list")));
            System.Text.Json.JsonElement entry = list.RootElement.GetProperty("Files")[0];
            Assert.AreEqual("I:\\sensor-node.conf", entry.GetProperty("DestinationFilePath").GetString());
            Assert.AreEqual(file, entry.GetProperty("SourceFilePath").GetString());
            Assert.IsEmpty(Directory.GetFiles(_sandbox.Root, "nanodtls-files*"), "the list is removed");
        }

        [TestMethod]
        [DataRow("boards/flash.sh")]
        [DataRow("boards/flash.ps1")]
        public void MissingNanoffIsNamedWithItsCure(string script)
        {
            ScriptRun run = _sandbox.Run(script, "firmware", "ESP32_REV3", _port);

            AssertFails(run, 3, "dotnet tool install -g nanoff");
        }

        [TestMethod]
        [DataRow("boards/flash.sh")]
        [DataRow("boards/flash.ps1")]
        public void NanoffOffThePathIsNamedWithItsCure(string script)
        {
            _sandbox.AddToolIn("home/.dotnet/tools", "nanoff");

            ScriptRun run = _sandbox.Run(script, "firmware", "ESP32_REV3", _port);

            AssertFails(run, 3, "not on the PATH");
        }

        [TestMethod]
        [DataRow("boards/flash.sh", "1.9", "too old")]
        [DataRow("boards/flash.ps1", "1.9", "too old")]
        [DataRow("boards/flash.sh", "no version here", "does not tell its version")]
        [DataRow("boards/flash.ps1", "no version here", "does not tell its version")]
        public void UnfitNanoffIsRefused(string script, string version, string expected)
        {
            AddNanoff(version);

            ScriptRun run = _sandbox.Run(script, "firmware", "ESP32_REV3", _port);

            AssertFails(run, 3, expected);
        }

        [TestMethod]
        [DataRow("boards/flash.sh")]
        [DataRow("boards/flash.ps1")]
        public void MissingPortIsNamed(string script)
        {
            AddNanoff("3.0");

            ScriptRun run = _sandbox.Run(script, "firmware", "ESP32_REV3", "/dev/ttyNONE9");

            AssertFails(run, 5, "no port /dev/ttyNONE9");
        }

        [TestMethod]
        [DataRow("boards/flash.sh")]
        [DataRow("boards/flash.ps1")]
        public void PortsOfWindowsAreNotLookedFor(string script)
        {
            AddNanoff("3.0");

            ScriptRun run = _sandbox.Run(script, "firmware", "ESP32_REV3", "COM31");

            AssertCalls(run, "nanoff flash target ESP32_REV3 serialport COM31");
        }

        [TestMethod]
        [DataRow("boards/flash.sh")]
        [DataRow("boards/flash.ps1")]
        public void UnknownTargetIsAnsweredWithTheList(string script)
        {
            AddNanoff("3.0");

            ScriptRun run = _sandbox.Run(script, "firmware", "ESP8266", _port);

            AssertFails(run, 2, "no target ESP8266");
            StringAssert.Contains(run.Error, "ESP32_C61");
        }

        [TestMethod]
        [DataRow("boards/flash.sh")]
        [DataRow("boards/flash.ps1")]
        public void MissingFilesAreNamed(string script)
        {
            AddNanoff("3.0");

            AssertFails(_sandbox.Run(script, "firmware", "ESP32_REV3", _port, "none.bin"), 4, "no file none.bin");
            AssertFails(_sandbox.Run(script, "app", "ESP32_REV3", _port), 4, "no SensorNode.bin: build NanoDtls.sln first");
            AssertFails(_sandbox.Run(script, "app", "ESP32_REV3", _port, _sandbox.Write("empty.bin", string.Empty)), 4, "is empty");
        }

        [TestMethod]
        [DataRow("server = coaps://x\npsk-identity = a\n", "psk-key has no value")]
        [DataRow("server = coaps://x\npsk-identity =\npsk-key = " + Key + "\n", "psk-identity has no value")]
        [DataRow("psk-identity = a\npsk-key = " + Key + "\n", "server has no value")]
        [DataRow("server = coaps://x\npsk-identity = a\npsk-key = 0011\n", "psk-key is not 32 to 128 hexadecimal digits")]
        [DataRow("server = coaps://x\npsk-identity = a\npsk-key = zz112233445566778899aabbccddeeff\n", "psk-key is not 32 to 128 hexadecimal digits")]
        [DataRow("wifi-ssid = your-network\nserver = coaps://x\npsk-identity = a\npsk-key = " + Key + "\n", "still those of the template")]
        public void UnfitConfigurationIsRefusedBeforeItIsDeployed(string text, string expected)
        {
            AddNanoff("3.0");
            string file = _sandbox.Write("node.conf", text);

            foreach (string script in new[] { "boards/flash.sh", "boards/flash.ps1" })
            {
                ScriptRun run = _sandbox.Run(script, "config", "ESP32_REV3", _port, file);

                AssertFails(run, 4, expected);
                Assert.IsFalse(run.Error.Contains("aabbcc", StringComparison.Ordinal), "a key in a message");
            }
        }

        [TestMethod]
        [DataRow("boards/flash.sh")]
        [DataRow("boards/flash.ps1")]
        public void FailureOfNanoffIsPassedOn(string script)
        {
            AddNanoff("3.0", "exit 7");

            ScriptRun run = _sandbox.Run(script, "firmware", "ESP32_REV3", _port);

            AssertFails(run, 6, "nanoff failed with exit code 7", isCalled: true);
        }

        [TestMethod]
        [DataRow("boards/flash.sh")]
        [DataRow("boards/flash.ps1")]
        public void BadCommandLinesShowTheUsage(string script)
        {
            foreach (string[] words in new[]
            {
                Array.Empty<string>(), new[] { "burn" }, new[] { "firmware", "ESP32_REV3" }, new[] { "config", "ESP32_REV3", _port },
                new[] { "details", "ESP32_REV3", _port, "x" }, new[] { "app", "ESP32_REV3", _port, "a", "b" },
            })
            {
                ScriptRun run = _sandbox.Run(script, words);

                AssertFails(run, 2, "TARGET PORT [CLRFILE]");
            }
        }

        public void Dispose()
        {
            _sandbox.Dispose();
        }

        private static void AssertCalls(ScriptRun run, string expected)
        {
            Assert.AreEqual(0, run.Code, run.ToString());
            Assert.HasCount(2, run.Calls, run.ToString());
            Assert.AreEqual("nanoff --version", run.Calls[0]);
            Assert.AreEqual(expected, run.Calls[1]);
        }

        private static void AssertFails(ScriptRun run, int code, string expected, bool isCalled = false)
        {
            Assert.AreEqual(code, run.Code, run.ToString());
            StringAssert.Contains(run.Error, expected);
            Assert.AreEqual(isCalled, run.Calls.Any(call => call != "nanoff --version"), "nanoff was called: " + run);
        }

        private void AddNanoff(string version, string then = "")
        {
            _sandbox.AddTool("nanoff", $"if [ \"$1\" = --version ]; then echo '{version}'; exit 0; fi\n{then}");
        }
    }
}
