// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using NanoDtls.Bench.Reporting;

namespace NanoDtls.Bench
{
    /// <summary>
    /// A meter in a program of its own below bench/: what it measures takes time, or memory, and must not have this
    /// program's threads and heap beside it. run.sh builds it.
    /// </summary>
    internal sealed class ProgramMeter : Meter
    {
        private readonly string _project;
        private readonly TimeSpan _limit;

        /// <param name="title">Heading.</param>
        /// <param name="project">Name of the project and of its folder.</param>
        /// <param name="limit">How long it may take before it is stopped.</param>
        public ProgramMeter(string title, string project, TimeSpan limit)
        {
            Title = title;
            _project = project;
            _limit = limit;
        }

        public override string Title { get; }

        public override bool NeedsPeers => true;

        public override void Measure(MeterReport report, BenchOptions options)
        {
            string program = Repository.At("bench/" + _project + "/bin/Release/net10.0/" + _project + ".dll");
            string result = Path.GetTempFileName();
            try
            {
                var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
                start.ArgumentList.Add(program);
                start.ArgumentList.Add("--report");
                start.ArgumentList.Add(result);
                if (options.Quick)
                {
                    start.ArgumentList.Add("--quick");
                }

                using Process process = Process.Start(start)!;
                Task<string> output = process.StandardOutput.ReadToEndAsync();
                Task<string> errors = process.StandardError.ReadToEndAsync();
                if (!process.WaitForExit(_limit))
                {
                    process.Kill(entireProcessTree: true);
                    throw new TimeoutException(_project + " took longer than " + _limit + Environment.NewLine + output.Result + errors.Result);
                }

                if (process.ExitCode != 0)
                {
                    throw new InvalidOperationException(_project + " ended with code " + process.ExitCode + Environment.NewLine + output.Result + errors.Result);
                }

                ReportFile.ReadInto(result, report);
            }
            finally
            {
                File.Delete(result);
            }
        }
    }
}
