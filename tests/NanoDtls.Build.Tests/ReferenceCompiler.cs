// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Text;

namespace NanoDtls.Build.Tests
{
    /// <summary>Compiles C# as the device's tools would: against the reference of its API and the device build of the libraries.</summary>
    internal static class ReferenceCompiler
    {
        /// <summary>Compiles one source.</summary>
        /// <param name="name">Name of its file.</param>
        /// <param name="source">The source.</param>
        /// <param name="exitCode">The compiler's exit code.</param>
        /// <returns>What the compiler said.</returns>
        public static string Compile(string name, string source, out int exitCode)
        {
            return Compile(new Dictionary<string, string> { [name] = source }, out exitCode);
        }

        /// <summary>Compiles sources into one library.</summary>
        /// <param name="sources">Sources by the name of their file.</param>
        /// <param name="exitCode">The compiler's exit code.</param>
        /// <returns>What the compiler said.</returns>
        public static string Compile(Dictionary<string, string> sources, out int exitCode)
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("nanodtls");
            try
            {
                var arguments = new StringBuilder("-nostdlib -nologo -langversion:7.3 -target:library -nowarn:CS0219,CS0168\n");
                arguments.AppendLine($"-out:\"{Path.Combine(folder.FullName, "Sample.dll")}\"");
                foreach (string assembly in new[] { "mscorlib", "System.Net", "nanoFramework.Runtime.Native", "nanoFramework.System.Text", "System.Threading", "NanoDtls", "NanoDtls.Coap" })
                {
                    arguments.AppendLine($"-r:\"{Path.Combine(Repository.DeviceBuild, assembly + ".dll")}\"");
                }

                foreach ((string name, string source) in sources)
                {
                    string path = Path.Combine(folder.FullName, name + ".cs");
                    File.WriteAllText(path, source);
                    arguments.AppendLine($"\"{path}\"");
                }

                string response = Path.Combine(folder.FullName, "Sample.rsp");
                File.WriteAllText(response, arguments.ToString());
                return RunCompiler(response, out exitCode);
            }
            finally
            {
                folder.Delete(true);
            }
        }

        private static string RunCompiler(string response, out int exitCode)
        {
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (string argument in new[] { "exec", Repository.Compiler, "-noconfig", "@" + response })
            {
                start.ArgumentList.Add(argument);
            }

            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            exitCode = process.ExitCode;
            return output + errors.Result;
        }
    }
}
