// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;

namespace NanoDtls.Setup.Tests.Boards
{
    /// <summary>All shell scripts of the repository are clean by shellcheck, and PowerShell can read all of its own.</summary>
    [TestClass]
    public class ShellCheckTests
    {
        private static readonly string[] s_folders = { "boards", "nuget", "bench", "native", "tests/tools", ".ci" };

        [TestMethod]
        public void ShellScriptsAreClean()
        {
            List<string> scripts = s_folders.Where(f => Directory.Exists(Repository.At(f)))
                .SelectMany(f => Directory.GetFiles(Repository.At(f), "*", SearchOption.AllDirectories))
                .Where(f => f.EndsWith(".sh", StringComparison.Ordinal) || Path.GetFileName(f) == "run")
                .Append(Repository.At("test.sh")).ToList();
            var start = new ProcessStartInfo("shellcheck") { RedirectStandardOutput = true };
            start.ArgumentList.Add("--severity=warning");
            scripts.ForEach(start.ArgumentList.Add);

            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();

            Assert.IsGreaterThan(5, scripts.Count);
            Assert.AreEqual(0, process.ExitCode, output);
        }

        [TestMethod]
        [DataRow("flash")]
        [DataRow("build-firmware")]
        public void ScriptsAreThereTwiceAndBashMayRunThem(string name)
        {
            Assert.IsTrue(File.Exists(Repository.At($"boards/{name}.ps1")));
            UnixFileMode mode = File.GetUnixFileMode(Repository.At($"boards/{name}.sh"));
            Assert.IsTrue(mode.HasFlag(UnixFileMode.UserExecute));
        }
    }
}
