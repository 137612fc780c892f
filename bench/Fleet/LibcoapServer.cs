// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NanoDtls.Bench;

namespace NanoDtls.Fleet
{
    /// <summary>libcoap's example server on OpenSSL, a process with one thread.</summary>
    internal sealed class LibcoapServer : IDisposable
    {
        private readonly Process _process;

        /// <summary>Starts it.</summary>
        /// <param name="port">CoAP port; DTLS is on the next one. 0 for any.</param>
        public LibcoapServer(int port = 0)
        {
            Port = port == 0 ? FreePort() : port;
            EndPoint = new IPEndPoint(IPAddress.Loopback, Port + 1);
            string key = new(FleetNode.Credentials.Key.Select(value => (char)value).ToArray());
            var start = new ProcessStartInfo("coap-server-openssl", new[] { "-A", "127.0.0.1", "-p", Port.ToString(), "-h", "hint", "-k", key, "-v", "0" })
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            _process = Process.Start(start)!;
            _process.OutputDataReceived += (_, _) => { };
            _process.ErrorDataReceived += (_, _) => { };
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
            var clock = Stopwatch.StartNew();
            while (!Listeners.Has(EndPoint.Port))
            {
                if (_process.HasExited || clock.Elapsed > TimeSpan.FromSeconds(15))
                {
                    throw new InvalidOperationException("coap-server-openssl did not start");
                }

                Thread.Sleep(20);
            }
        }

        public int Port { get; }

        public IPEndPoint EndPoint { get; }

        /// <summary>Seconds of processor time so far.</summary>
        public double ProcessorSeconds
        {
            get
            {
                _process.Refresh();
                return _process.TotalProcessorTime.TotalSeconds;
            }
        }

        /// <summary>Resident memory in bytes.</summary>
        public long Memory
        {
            get
            {
                _process.Refresh();
                return _process.WorkingSet64;
            }
        }

        public void Dispose()
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            _process.Dispose();
        }

        private static int FreePort()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            int port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            return port < 65000 ? port : port - 1000;
        }
    }
}
