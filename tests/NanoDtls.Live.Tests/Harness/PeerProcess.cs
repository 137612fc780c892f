// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Text;

namespace NanoDtls.Live.Tests
{
    /// <summary>
    /// A server program on a UDP port of 127.0.0.1: started, waited for until it is bound, listened to,
    /// and killed with the object.
    /// </summary>
    internal sealed class PeerProcess : IDisposable, ILogged
    {
        private const int StartTimeout = 15000;

        // Whatever becomes of the test run, no peer outlives it for long.
        private const string Lifetime = "600";

        private readonly Process _process;
        private readonly StringBuilder _log = new StringBuilder();
        private readonly StringBuilder _output = new StringBuilder();
        private readonly Thread[] _readers;
        private bool _isDisposed;

        private PeerProcess(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment)
        {
            string path = Tool.Find(program);
            ProcessStartInfo start = new ProcessStartInfo("timeout")
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.ArgumentList.Add("--kill-after=5");
            start.ArgumentList.Add(Lifetime);
            // Into a pipe programs write whole blocks; line by line is what a test can wait for.
            start.ArgumentList.Add("stdbuf");
            start.ArgumentList.Add("-oL");
            start.ArgumentList.Add(path);
            foreach (string argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            foreach (KeyValuePair<string, string> variable in environment ?? new Dictionary<string, string>())
            {
                start.Environment[variable.Key] = variable.Value;
            }

            _log.Append("$ ").Append(program).Append(' ').AppendJoin(' ', arguments).Append('\n');
            _process = Process.Start(start)!;
            _readers = new[]
            {
                StartReader(_process.StandardOutput.BaseStream, isOutput: true),
                StartReader(_process.StandardError.BaseStream, isOutput: false),
            };
        }

        /// <summary>What the program printed on both streams.</summary>
        public string Log
        {
            get
            {
                lock (_log)
                {
                    return _log.ToString();
                }
            }
        }

        /// <summary>
        /// Starts a program and waits until it has bound its port. A program that ends before that (its
        /// port was taken in the meantime) is tried again on another one.
        /// </summary>
        /// <param name="program">Name of the program.</param>
        /// <param name="makeArguments">Command line for a port.</param>
        /// <param name="portCount">How many neighbouring ports the program takes; it serves DTLS on the last.</param>
        /// <param name="fixedPort">A port that must be used, or 0.</param>
        /// <param name="environment">Variables to set, or null.</param>
        /// <param name="port">The port that serves DTLS.</param>
        public static PeerProcess Start(
            string program,
            Func<int, IReadOnlyList<string>> makeArguments,
            int portCount,
            int fixedPort,
            IReadOnlyDictionary<string, string>? environment,
            out int port)
        {
            string failures = "";
            for (int attempt = 0; attempt < 3; attempt++)
            {
                int first = fixedPort != 0 ? fixedPort - portCount + 1 : Ports.FindFree(portCount);
                port = first + portCount - 1;
                PeerProcess peer = new PeerProcess(program, makeArguments(first), environment);
                if (peer.WaitUntilBound(port))
                {
                    return peer;
                }

                peer.Dispose();
                failures += peer.Log + "\n";
            }

            throw new AssertFailedException(program + " did not start:\n" + failures);
        }

        /// <summary>Writes to the program's standard input, in one piece.</summary>
        public void Write(byte[] data)
        {
            _process.StandardInput.BaseStream.Write(data);
            _process.StandardInput.BaseStream.Flush();
        }

        /// <summary>Ends the program's standard input.</summary>
        public void CloseInput()
        {
            _process.StandardInput.Close();
        }

        /// <summary>Waits for the program's next line on standard output.</summary>
        /// <returns>The line without its end, one character a byte.</returns>
        public string ReadLine(int timeoutMilliseconds)
        {
            string line = "";
            bool found = Wait.Until(timeoutMilliseconds, () => TryTakeLine(out line));
            Assert.IsTrue(found, "the peer printed no further line");
            return line;
        }

        /// <summary>Waits until the log contains a text.</summary>
        public bool WaitForLog(string text, int timeoutMilliseconds)
        {
            return Wait.Until(timeoutMilliseconds, () => Log.Contains(text, StringComparison.Ordinal));
        }

        /// <summary>Waits for the program to end by itself.</summary>
        /// <returns>Its exit code.</returns>
        public int WaitForExit(int timeoutMilliseconds)
        {
            Assert.IsTrue(_process.WaitForExit(timeoutMilliseconds), "the peer did not end");
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            Kill();
            foreach (Thread reader in _readers)
            {
                reader.Join(2000);
            }

            _process.Dispose();
        }

        /// <summary>Ends the program at once, without a goodbye to its clients.</summary>
        private void Kill()
        {
            // timeout passes no SIGKILL on, so its child has to be killed as well.
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        private bool WaitUntilBound(int port)
        {
            bool bound = false;
            Wait.Until(
                StartTimeout,
                () =>
                {
                    bound = Ports.IsListening(port);
                    return bound || _process.HasExited;
                });

            // A program that lost its port to another may see that one's socket for a moment.
            return bound && !_process.WaitForExit(20);
        }

        private bool TryTakeLine(out string line)
        {
            lock (_log)
            {
                line = _output.ToString();
                int end = line.IndexOf('\n', StringComparison.Ordinal);
                if (end < 0)
                {
                    return false;
                }

                line = line.Substring(0, end);
                _output.Remove(0, end + 1);
                return true;
            }
        }

        private Thread StartReader(Stream stream, bool isOutput)
        {
            Thread thread = new Thread(() => ReadAll(stream, isOutput));
            thread.IsBackground = true;
            thread.Start();
            return thread;
        }

        private void ReadAll(Stream stream, bool isOutput)
        {
            byte[] buffer = new byte[4096];
            int count;
            while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
            {
                string text = Encoding.Latin1.GetString(buffer, 0, count);
                lock (_log)
                {
                    _log.Append(text);
                    if (isOutput)
                    {
                        _output.Append(text);
                    }
                }
            }
        }
    }
}
