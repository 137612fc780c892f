// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Reporting;

namespace NanoDtls.Speed
{
    /// <summary>Times NanoDtls on this machine next to others; a meter of bench/run.sh, and a program of its own.</summary>
    internal static class Program
    {
        private static int Main(string[] arguments) => MeterProgram.Run("NanoDtls.Speed", arguments, SpeedReport.Measure);
    }
}
