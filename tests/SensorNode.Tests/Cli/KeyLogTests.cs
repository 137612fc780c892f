// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Reflection;
using SensorNode.Desktop;

namespace SensorNode.Tests
{
    /// <summary>Secrets get into a file in debug builds only, and only when the user names the file.</summary>
    [TestClass]
    public class KeyLogTests
    {
        private const int BuildAndRunMilliseconds = 180_000;

        [TestMethod]
        public void V30_OnlyDebugBuildsHaveAKeyLog()
        {
            Assembly program = typeof(DemoOptions).Assembly;
            bool isDebug = program.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration == "Debug";
            Assert.AreEqual(isDebug, program.GetType("SensorNode.Desktop.KeyLog.KeyLoggingCrypto") != null);
            if (!isDebug)
            {
                DemoRun.Execute("--key-log", "keys.log").AssertFailed(ExitCode.Usage, "unknown option --key-log");
            }
        }

        [TestMethod]
        public void V30_TheReadmesCommandIsADebugBuildThatLogsKeysOnlyWhenAsked()
        {
            string folder = Directory.CreateTempSubdirectory("nanodtls-keylog-").FullName;
            try
            {
                string log = Path.Combine(folder, "keys.log");
                Assert.AreEqual(5, Run(folder).Split('\n').Count(line => line.StartsWith("reading ", StringComparison.Ordinal)));
                Assert.IsEmpty(Directory.GetFiles(folder), "nobody asked for a file");
                Run(folder, "--count", "1", "--key-log", log);
                StringAssert.Matches(File.ReadAllText(log), new("^CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}\n$"));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        // dotnet run --project samples/SensorNode.Desktop, as the README says it.
        private static string Run(string folder, params string[] arguments)
        {
            string root = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(root, "NanoDtls.Desktop.slnx")))
            {
                root = Path.GetDirectoryName(root)!;
            }

            string[] all = ["run", "--project", Path.Combine(root, "samples", "SensorNode.Desktop"), .. arguments.Length == 0 ? [] : new[] { "--" }, .. arguments];
            var start = new ProcessStartInfo("dotnet", all) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

            // Build servers would outlive the test and hold its streams open.
            start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
            start.Environment["UseSharedCompilation"] = "false";
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            bool hasEnded = process.WaitForExit(BuildAndRunMilliseconds);
            if (!hasEnded)
            {
                process.Kill(entireProcessTree: true);
            }

            process.WaitForExit();
            Assert.IsTrue(hasEnded && process.ExitCode == 0, output.Result + errors.Result);
            return output.Result;
        }
    }
}
