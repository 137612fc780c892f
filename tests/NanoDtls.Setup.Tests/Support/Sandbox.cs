// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;

namespace NanoDtls.Setup.Tests
{
    /// <summary>
    /// A copy of boards/ in a folder of its own, with a PATH that holds what scripts may expect anywhere, and stand-ins for
    /// the tools that they are about. Nothing of the machine's own tools is reachable.
    /// </summary>
    internal sealed class Sandbox : IDisposable
    {
        private const int LimitMilliseconds = 60_000;

        private static readonly string[] s_everywhere =
        {
            "bash", "sh", "sed", "grep", "cat", "head", "tail", "dirname", "basename", "mktemp", "rm", "cp", "mv", "mkdir", "ls", "find", "sort", "tr", "uname", "id", "awk",
        };

        private readonly string _bin;
        private readonly string _log;

        public Sandbox()
        {
            Root = Directory.CreateTempSubdirectory("nanodtls-setup").FullName;
            _bin = Path.Combine(Root, "bin");
            _log = Path.Combine(Root, "calls.log");
            Home = Path.Combine(Root, "home");
            Directory.CreateDirectory(_bin);
            Directory.CreateDirectory(Home);
            foreach (string tool in s_everywhere)
            {
                string? real = new[] { "/usr/bin/", "/bin/" }.Select(folder => folder + tool).FirstOrDefault(File.Exists);
                File.CreateSymbolicLink(Path.Combine(_bin, tool), real ?? throw new FileNotFoundException(tool));
            }

            CopyFolder("boards");
            Environment["HOME"] = Home;
            Environment["PATH"] = _bin;
            Environment["CALLS"] = _log;
            Environment["TMPDIR"] = Root;
        }

        public string Root { get; }

        public string Home { get; }

        public Dictionary<string, string> Environment { get; } = new();

        public string At(string relative)
        {
            return Path.Combine(Root, relative);
        }

        public string Write(string relative, string text)
        {
            string path = At(relative);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return path;
        }

        /// <summary>Puts a stand-in on the PATH that notes how it was called and then does what it is told.</summary>
        public void AddTool(string name, string body = "")
        {
            AddToolIn("bin", name, body);
        }

        public void AddToolIn(string folder, string name, string body = "")
        {
            string path = Write($"{folder}/{name}", $"#!/bin/sh\nprintf '%s\\n' \"{name} $*\" >> \"$CALLS\"\n{body}\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        /// <summary>Runs a script of the copy, in bash or in PowerShell by its ending.</summary>
        public ScriptRun Run(string script, params string[] arguments)
        {
            bool isPowerShell = script.EndsWith(".ps1", StringComparison.Ordinal);
            var start = new ProcessStartInfo(isPowerShell ? DotNet() : "/bin/bash")
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Root,
            };
            start.Environment.Clear();
            foreach ((string key, string value) in Environment)
            {
                start.Environment[key] = value;
            }

            IEnumerable<string> first = isPowerShell ? new[] { "exec", PowerShell(), "-NoProfile", "-NonInteractive", "-File" } : Array.Empty<string>();
            foreach (string argument in first.Append(At(script)).Concat(arguments))
            {
                start.ArgumentList.Add(argument);
            }

            if (isPowerShell)
            {
                start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(DotNet())!;
                start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
                start.Environment["NO_COLOR"] = "1";
            }

            return Finish(start);
        }

        public void Dispose()
        {
            Directory.Delete(Root, true);
        }

        private ScriptRun Finish(ProcessStartInfo start)
        {
            File.Delete(_log);
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(LimitMilliseconds))
            {
                process.Kill(true);
                Assert.Fail($"{start.ArgumentList.Last()} did not end");
            }

            string[] calls = File.Exists(_log) ? File.ReadAllLines(_log) : Array.Empty<string>();
            return new ScriptRun(process.ExitCode, output.Result, error.Result, calls);
        }

        // The host that runs the tests; a PATH without it is the point here.
        private static string DotNet()
        {
            return System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Process.GetCurrentProcess().MainModule!.FileName;
        }

        private static string PowerShell()
        {
            string folder = Path.Combine(Repository.Packages, "powershell");
            string? found = Directory.Exists(folder)
                ? Directory.GetFiles(folder, "pwsh.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).LastOrDefault(f => f.Contains("/unix/", StringComparison.Ordinal))
                : null;
            return found ?? throw new FileNotFoundException("PowerShell: run dotnet tool restore");
        }

        /// <summary>Lets scripts find the .NET SDK that runs the tests.</summary>
        public void UseDotNet()
        {
            File.CreateSymbolicLink(Path.Combine(_bin, "dotnet"), DotNet());
            Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
            Environment["DOTNET_NOLOGO"] = "1";
            Environment["DOTNET_CLI_HOME"] = Home;
            Environment["NUGET_PACKAGES"] = Repository.Packages;
        }

        /// <summary>Copies a folder of the repository.</summary>
        public void CopyFolder(string relative)
        {
            foreach (string file in Directory.GetFiles(Repository.At(relative), "*", SearchOption.AllDirectories))
            {
                string to = At(Path.GetRelativePath(Repository.Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }
        }
    }
}
