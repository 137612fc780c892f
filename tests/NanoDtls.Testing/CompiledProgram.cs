// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.ComponentModel;
using System.Diagnostics;

namespace NanoDtls.Testing
{
    /// <summary>Builds a program of <c>tests/peers</c> with the installed compiler and libraries.</summary>
    public static class CompiledProgram
    {
        private static readonly TimeSpan s_compileLimit = TimeSpan.FromMinutes(2);

        /// <summary>Builds a program, unless it is there and newer than its source.</summary>
        /// <param name="name">Name of the program; its source has the same one and ends in <c>.c</c>.</param>
        /// <param name="packages">What Debian and Ubuntu call what is needed.</param>
        /// <param name="libraries">Options for the linker.</param>
        /// <returns>Its full path.</returns>
        /// <exception cref="InvalidOperationException">It could not be built; the message says what to install.</exception>
        public static string Build(string name, string packages, params string[] libraries)
        {
            // The source is copied beside the assembly that runs.
            string folder = Path.Combine(AppContext.BaseDirectory, "peers");
            string source = Path.Combine(folder, name + ".c");
            string program = Path.Combine(folder, name);
            if (File.Exists(program) && File.GetLastWriteTimeUtc(program) > File.GetLastWriteTimeUtc(source))
            {
                return program;
            }

            // Two runs at once: each compiles its own, and the last one to rename wins.
            string fresh = program + "." + Environment.ProcessId;
            try
            {
                var start = new ProcessStartInfo("gcc", new[] { "-O2", "-Wall", "-Wextra", "-Werror", "-o", fresh, source }.Concat(libraries))
                {
                    RedirectStandardError = true,
                };
                using Process compiler = Process.Start(start)!;
                Task<string> errors = compiler.StandardError.ReadToEndAsync();
                if (!compiler.WaitForExit(s_compileLimit))
                {
                    compiler.Kill(entireProcessTree: true);
                    throw new InvalidOperationException("gcc took too long");
                }

                if (compiler.ExitCode != 0)
                {
                    throw new InvalidOperationException(
                        name + ".c did not build; on Debian or Ubuntu: apt-get install " + packages + Environment.NewLine + errors.Result);
                }

                File.Move(fresh, program, overwrite: true);
                return program;
            }
            catch (Win32Exception e)
            {
                throw new InvalidOperationException("gcc is not installed; on Debian or Ubuntu: apt-get install " + packages, e);
            }
            finally
            {
                File.Delete(fresh);
            }
        }
    }
}
