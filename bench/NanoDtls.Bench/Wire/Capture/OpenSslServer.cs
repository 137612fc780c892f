// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NanoDtls.Bench.Wire.Capture
{
    /// <summary><c>openssl s_server</c>: one client after the other, sessions kept by ID; over UDP each client is asked for a cookie of 20 bytes.</summary>
    internal sealed class OpenSslServer : IDisposable
    {
        private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(20);

        private readonly Process _process;
        private readonly bool _isTcp;
        private int _lines;

        /// <summary>Starts it, and waits until it listens.</summary>
        /// <param name="options">Its only identity and key.</param>
        /// <param name="isTcp">TLS 1.2 over TCP in place of DTLS 1.2 over UDP.</param>
        public OpenSslServer(DtlsClientOptions options, bool isTcp = false)
        {
            _isTcp = isTcp;
            EndPoint = FreeEndPoint();
            var start = new ProcessStartInfo("openssl", new[]
            {
                "s_server", isTcp ? "-tls1_2" : "-dtls1_2", "-accept", EndPoint.ToString(), "-nocert", "-cipher", "PSK-AES128-CCM8", "-quiet",
                "-psk_identity", System.Text.Encoding.ASCII.GetString(options.PskIdentity), "-psk", Convert.ToHexString(options.PskKey),
            })
            {
                // The server ends when its standard input does.
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            _process = Process.Start(start)!;
            _process.OutputDataReceived += (_, line) => Interlocked.Add(ref _lines, line.Data == null ? 0 : 1);
            _process.ErrorDataReceived += (_, _) => { };
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
            WaitUntilBound();
        }

        public IPEndPoint EndPoint { get; }

        /// <summary>Lines of application data that it decrypted so far.</summary>
        public int Lines => Volatile.Read(ref _lines);

        public void Dispose()
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            _process.Dispose();
        }

        private Socket NewSocket()
        {
            return _isTcp
                ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                : new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        }

        private IPEndPoint FreeEndPoint()
        {
            using Socket socket = NewSocket();
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return (IPEndPoint)socket.LocalEndPoint!;
        }

        private void WaitUntilBound()
        {
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < s_startLimit && !_process.HasExited)
            {
                if (Listeners.Has(EndPoint.Port, _isTcp))
                {
                    return;
                }

                Thread.Sleep(20);
            }

            throw new InvalidOperationException("openssl s_server did not start");
        }
    }
}
