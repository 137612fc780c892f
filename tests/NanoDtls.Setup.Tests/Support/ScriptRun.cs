// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Setup.Tests
{
    /// <summary>How a script ended.</summary>
    /// <param name="Code">Exit code.</param>
    /// <param name="Output">Standard output.</param>
    /// <param name="Error">Standard error.</param>
    /// <param name="Calls">How the stand-ins were called, a line each.</param>
    internal sealed record ScriptRun(int Code, string Output, string Error, IReadOnlyList<string> Calls)
    {
        /// <inheritdoc/>
        public override string ToString()
        {
            return $"exit code {Code}\n{Output}\n{Error}\n{string.Join('\n', Calls)}";
        }
    }
}
