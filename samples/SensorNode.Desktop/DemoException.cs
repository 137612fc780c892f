// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode.Desktop
{
    /// <summary>Ends the program with one line on standard error and an exit code.</summary>
    internal sealed class DemoException : Exception
    {
        /// <summary>Creates the exception.</summary>
        /// <param name="exitCode">How to end.</param>
        /// <param name="message">One line, without secrets.</param>
        internal DemoException(ExitCode exitCode, string message)
            : base(message)
        {
            ExitCode = exitCode;
        }

        /// <summary>How to end.</summary>
        internal ExitCode ExitCode { get; }
    }
}
