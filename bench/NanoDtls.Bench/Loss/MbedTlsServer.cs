// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Net;
using System.Text;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Loss
{
    /// <summary>A process of the tests' Mbed TLS server, on a port of its own.</summary>
    internal sealed class MbedTlsServer : IDisposable
    {
        private readonly Process _process;

        public MbedTlsServer(DtlsClientOptions credentials)
        {
            // Whatever becomes of this program, no server outlives it for long.
            var start = new ProcessStartInfo(
                "timeout",
                new[] { "--kill-after=5", "300", MbedTlsProgram.Path, "0", Encoding.ASCII.GetString(credentials.PskIdentity), Convert.ToHexString(credentials.PskKey) })
            {
                RedirectStandardOutput = true,
            };
            _process = Process.Start(start)!;
            string? ready = _process.StandardOutput.ReadLine();
            if (ready == null || !ready.StartsWith("ready ", StringComparison.Ordinal))
            {
                _process.Kill(entireProcessTree: true);
                throw new InvalidOperationException("the Mbed TLS server did not start: " + ready);
            }

            // The few lines that one handshake prints stay in the pipe.
            EndPoint = new IPEndPoint(IPAddress.Loopback, int.Parse(ready.AsSpan(6), null));
        }

        public IPEndPoint EndPoint { get; }

        public void Dispose()
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
