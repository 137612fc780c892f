// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Live.Tests
{
    /// <summary>How a program ended (-1: killed at its time-out) and what it printed.</summary>
    internal sealed record ToolResult(int ExitCode, string Output, string Error)
    {
        public override string ToString()
        {
            return "exit code " + ExitCode + "\n" + Output + "\n" + Error;
        }
    }
}
