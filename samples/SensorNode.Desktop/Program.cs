// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Runtime.InteropServices;

namespace SensorNode.Desktop
{
    /// <summary>The sensor node on a desktop: command line, signals, one line for an error, and an exit code.</summary>
    internal static class Program
    {
        /// <summary>Entry point.</summary>
        internal static int Main(string[] arguments)
        {
            using var stop = new CancellationTokenSource();
            void OnSignal(PosixSignalContext context)
            {
                // The first asks the loop to say goodbye; the second takes its usual course.
                context.Cancel = !stop.IsCancellationRequested;
                stop.Cancel();
            }

            using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
            using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
            return (int)Run(arguments, Console.Out, Console.Error, stop.Token);
        }

        /// <summary>Runs the program.</summary>
        /// <param name="arguments">The words after the program's name.</param>
        /// <param name="output">Standard output.</param>
        /// <param name="error">Standard error: nothing on success, one line otherwise.</param>
        /// <param name="stop">Set when the user asks to stop.</param>
        internal static ExitCode Run(string[] arguments, TextWriter output, TextWriter error, CancellationToken stop)
        {
            try
            {
                DemoOptions? options = new CommandLine().Parse(arguments, output);
                if (options == null)
                {
                    return ExitCode.Success;
                }

                using var demo = new Demo(options, output);
                return demo.Run(stop);
            }
            catch (DemoException exception)
            {
                error.WriteLine($"error: {exception.Message}");
                return exception.ExitCode;
            }
#pragma warning disable CA1031 // A fault of the program is one line too, never a stack trace.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                error.WriteLine($"error: {exception.GetType().Name}: {Printable.Text(exception.Message)}");
                return ExitCode.InternalError;
            }
        }
    }
}
