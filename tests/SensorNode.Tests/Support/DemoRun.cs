// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using SensorNode.Desktop;

namespace SensorNode.Tests
{
    /// <summary>One run of the program in this process, and what it left behind.</summary>
    internal sealed record DemoRun(ExitCode ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors, TimeSpan Elapsed)
    {
        /// <summary>Runs the program to its end.</summary>
        internal static DemoRun Execute(params string[] arguments) => Execute(CancellationToken.None, arguments);

        /// <summary>Runs the program until it ends or is asked to stop.</summary>
        internal static DemoRun Execute(CancellationToken stop, params string[] arguments)
        {
            var output = new StringWriter();
            var errors = new StringWriter();
            var clock = Stopwatch.StartNew();
            ExitCode exitCode = Program.Run(arguments, output, errors, stop);
            return new DemoRun(exitCode, Lines(output.ToString()), Lines(errors.ToString()), clock.Elapsed);
        }

        /// <summary>Runs it against a server with the credentials that <see cref="TestServer"/> knows.</summary>
        internal static DemoRun ExecuteAgainst(string uri, params string[] more)
        {
            return Execute(["--psk-identity", TestServer.Identity, "--psk-key", TestServer.KeyHex, uri, .. more]);
        }

        /// <summary>Fails unless the run ended with this code and exactly one line on standard error.</summary>
        internal void AssertFailed(ExitCode exitCode, string inMessage)
        {
            Assert.AreEqual(exitCode, ExitCode, ToString());
            Assert.HasCount(1, Errors, ToString());
            Assert.StartsWith("error: ", Errors[0]);
            Assert.Contains(inMessage, Errors[0]);
        }

        /// <inheritdoc/>
        public override string ToString()
        {
            return $"exit code {ExitCode}\n{string.Join('\n', Output)}\nstandard error:\n{string.Join('\n', Errors)}";
        }

        internal static IReadOnlyList<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
