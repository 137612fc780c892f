// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NanoDtls.Bench.Wire
{
    /// <summary>A full handshake with OpenSSL's server over UDP, where OpenSSL is installed.</summary>
    /// <param name="Version">What <c>openssl version</c> prints.</param>
    /// <param name="ClientBytes">Bytes from the client.</param>
    /// <param name="Datagrams">Datagrams both ways.</param>
    internal sealed record OpenSslHandshake(string Version, long ClientBytes, int Datagrams)
    {
        private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(20);

        /// <summary>Measures.</summary>
        /// <returns>The result, or null when there is no OpenSSL.</returns>
        public static OpenSslHandshake? TryMeasure()
        {
            string version;
            try
            {
                using Process query = Start("version");
                version = query.StandardOutput.ReadToEnd().Split('(')[0].Trim();
                query.WaitForExit();
            }
            catch (Win32Exception)
            {
                return null;
            }

            DtlsClientOptions options = LoopbackSession.PatientOptions();
            IPEndPoint endPoint = FreeEndPoint();
            using Process server = Start(
                "s_server", "-dtls1_2", "-accept", endPoint.ToString(), "-nocert", "-cipher", "PSK-AES128-CCM8",
                "-psk_identity", System.Text.Encoding.ASCII.GetString(options.PskIdentity), "-psk", Convert.ToHexString(options.PskKey));
            try
            {
                WaitUntilBound(server, endPoint);
                using var client = new DtlsClient(options);
                DtlsStatus status = client.Connect(endPoint);
                if (status != DtlsStatus.Ok)
                {
                    throw new InvalidOperationException("the handshake with " + version + " ended with " + status + ", " + client.LastAlert);
                }

                var result = new OpenSslHandshake(version, client.BytesSent, client.DatagramsSent + client.DatagramsReceived);
                client.Close();
                return result;
            }
            finally
            {
                server.Kill();
                server.WaitForExit();
            }
        }

        private static Process Start(params string[] arguments)
        {
            var start = new ProcessStartInfo("openssl", arguments)
            {
                // The server ends when its standard input does.
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            Process process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            return process;
        }

        private static IPEndPoint FreeEndPoint()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return (IPEndPoint)socket.LocalEndPoint!;
        }

        /// <summary>The server has the port once nobody else can.</summary>
        private static void WaitUntilBound(Process server, IPEndPoint endPoint)
        {
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < s_startLimit && !server.HasExited)
            {
                try
                {
                    using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                    socket.ExclusiveAddressUse = true;
                    socket.Bind(endPoint);
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
