// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Globalization;

namespace SensorNode.Tests
{
    /// <summary>The program as a process of its own.</summary>
    internal sealed class ProgramRun : IDisposable
    {
        private readonly Process _process;
        private readonly List<string> _output = [];
        private readonly List<string> _errors = [];

        /// <summary>Starts the program.</summary>
        internal ProgramRun(params string[] arguments)
        {
            string program = Path.Combine(AppContext.BaseDirectory, "SensorNode.Desktop.dll");
            var start = new ProcessStartInfo("dotnet", [program, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            _process = Process.Start(start)!;
            _process.OutputDataReceived += (_, line) => Add(_output, line.Data);
            _process.ErrorDataReceived += (_, line) => Add(_errors, line.Data);
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        internal IReadOnlyList<string> Output => Copy(_output);

        internal IReadOnlyList<string> Errors => Copy(_errors);

        /// <summary>Sends a signal as a terminal or a service manager does.</summary>
        internal void Signal(string name)
        {
            using Process kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -s {name} {_process.Id}")]);
            kill.WaitForExit();
            Assert.AreEqual(0, kill.ExitCode);
        }

        /// <summary>Waits for the end.</summary>
        /// <returns>The exit code.</returns>
        internal int WaitForExit(int timeoutMilliseconds)
        {
            Assert.IsTrue(_process.WaitForExit(timeoutMilliseconds), "the program did not end:\n" + string.Join('\n', Output));

            // Without a time-out it also waits for the streams.
            _process.WaitForExit();
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                _process.Kill();
                _process.WaitForExit();
            }

            _process.Dispose();
        }

        private static void Add(List<string> lines, string? line)
        {
            if (line != null)
            {
                lock (lines)
                {
                    lines.Add(line);
                }
            }
        }

        private static IReadOnlyList<string> Copy(List<string> lines)
        {
            lock (lines)
            {
                return lines.ToArray();
            }
        }
    }
}
