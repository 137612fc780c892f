// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Setup.Tests
{
    /// <summary>Files that are made from others: compared here, written anew when the update variable is set.</summary>
    internal static class GeneratedFile
    {
        private const string UpdateVariable = "NANODTLS_UPDATE_GENERATED";

        /// <summary>Fails when a file is not what it should be.</summary>
        /// <param name="path">Path below the root.</param>
        /// <param name="expected">What it should be.</param>
        public static void Check(string path, string expected)
        {
            string full = Repository.At(path);
            if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            {
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                File.WriteAllText(full, expected);
            }

            string actual = File.Exists(full) ? File.ReadAllText(full) : string.Empty;
            if (actual != expected)
            {
                string[] have = actual.Split('\n'), want = expected.Split('\n');
                int line = Enumerable.Range(0, Math.Max(have.Length, want.Length)).First(i => i >= have.Length || i >= want.Length || have[i] != want[i]);
                Assert.Fail($"{path} is stale from line {line + 1} on, run tests/tools/generate.sh:\n- {have.ElementAtOrDefault(line)}\n+ {want.ElementAtOrDefault(line)}");
            }
        }
    }
}
