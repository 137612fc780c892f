// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NanoDtls.Bench.Wire.Capture
{
    /// <summary><c>openssl s_server</c>: one client after the other, each asked for a cookie of 20 bytes, sessions kept by ID.</summary>
    internal sealed class OpenSslServer : IDisposable
    {
        private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(20);

        private readonly Process _process;

        /// <summary>Starts it, and waits until it listens.</summary>
        /// <param name="options">Its only identity and key.</param>
        public OpenSslServer(DtlsClientOptions options)
        {
            EndPoint = FreeEndPoint();
            var start = new ProcessStartInfo("openssl", new[]
            {
                "s_server", "-dtls1_2", "-accept", EndPoint.ToString(), "-nocert", "-cipher", "PSK-AES128-CCM8", "-quiet",
                "-psk_identity", System.Text.Encoding.ASCII.GetString(options.PskIdentity), "-psk", Convert.ToHexString(options.PskKey),
            })
            {
                // The server ends when its standard input does.
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            _process = Process.Start(start)!;
            _process.OutputDataReceived += (_, _) => { };
            _process.ErrorDataReceived += (_, _) => { };
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
            WaitUntilBound();
        }

        public IPEndPoint EndPoint { get; }

        public void Dispose()
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            _process.Dispose();
        }

        private static IPEndPoint FreeEndPoint()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return (IPEndPoint)socket.LocalEndPoint!;
        }

        /// <summary>The server has the port once nobody else can.</summary>
        private void WaitUntilBound()
        {
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < s_startLimit && !_process.HasExited)
            {
                try
                {
                    using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                    socket.ExclusiveAddressUse = true;
                    socket.Bind(EndPoint);
                }
                catch (SocketException)
                {
                    return;
                }

                Thread.Sleep(20);
            }

            throw new InvalidOperationException("openssl s_server did not start");
        }
    }
}
