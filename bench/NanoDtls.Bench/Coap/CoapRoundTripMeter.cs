// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NanoDtls.Bench.Reporting;
using NanoDtls.Coap;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Coap
{
    /// <summary>
    /// Round trips a second over DTLS on loopback to libcoap's server: this library's client, and in turn a client in C on
    /// libcoap (<c>tests/peers/coap_requests.c</c>), each the only one at work while it is measured.
    /// </summary>
    internal sealed class CoapRoundTripMeter : Meter
    {
        private const string Identity = "node-7.nanodtls";
        private const string Key = "K3y_of-the.tests";
        private const string Path = "time";
        private const int Rounds = 9;
        private const int WarmUp = 15_000;
        private const int BusyPortAttempts = 5;

        private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

        public override string Title => "CoAP round trips";

        public override void Measure(MeterReport report, BenchOptions options)
        {
            if (!options.Live)
            {
                return;
            }

            string? program = TryBuild();
            if (program == null)
            {
                report.Tables.Add(new ReportTable("Against libcoap", "Not measured: gcc, libcoap3-dev or libcoap3-bin is not installed.", ""));
                return;
            }

            // Together with the warm-up fewer than 32,768: no message ID comes back within its lifetime (RFC 7252 section 4.4), and
            // the client refuses to send before that.
            int count = options.Quick ? 3000 : 5000;
            using Process server = StartServer(out int port);
            try
            {
                using var client = new DtlsClient(new DtlsClientOptions { PskIdentity = Encoding.ASCII.GetBytes(Identity), PskKey = Encoding.ASCII.GetBytes(Key) });
                Require(client.Connect(new IPEndPoint(IPAddress.Loopback, port)) == DtlsStatus.Ok, "the handshake");
                // All message IDs are used up in seconds here, and loopback keeps no old message.
                var coap = new CoapClient(new DtlsCoapChannel(client), new CoapClientOptions { ExchangeLifetimeMilliseconds = 0 });
                var resource = new CoapResource("coaps://127.0.0.1/" + Path);
                Requests(coap, resource, WarmUp);
                var table = new ReportTable("Against libcoap", "GET /" + Path + " by both, one request at a time, in turn; rounds of " + count + " requests.", "Round", "NanoDtls in C#", "libcoap in C");
                var ours = new List<double>();
                var theirs = new List<double>();
                for (int round = 1; round <= Rounds; round++)
                {
                    ours.Add(Requests(coap, resource, count));
                    theirs.Add(Run(program, port, count));
                    table.Add(round, Math.Round(ours[^1]), Math.Round(theirs[^1]));
                }

                report.Tables.Add(table);
                report.Figures.Add(new Figure(
                    "coap.rtt_vs_libcoap",
                    Math.Round(ours.Max() / theirs.Max(), 2),
                    "times",
                    "Round trips a second of a CoapClient over DTLS to libcoap's server on loopback, over those of a C client on libcoap; the best of " + Rounds + " rounds of each"));
            }
            finally
            {
                server.Kill();
                server.WaitForExit();
            }
        }

        private static string? TryBuild()
        {
            try
            {
                using Process server = Process.Start(new ProcessStartInfo("coap-server-openssl", "-?") { RedirectStandardOutput = true, RedirectStandardError = true })!;
                server.StandardOutput.ReadToEnd();
                server.WaitForExit();
                return LibcoapPrograms.Requests;
            }
            catch (Exception e) when (e is Win32Exception or InvalidOperationException)
            {
                return null;
            }
        }

        private static double Requests(CoapClient coap, CoapResource resource, int count)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < count; i++)
            {
                CoapStatus status = coap.Get(resource);
                Require(
                    status == CoapStatus.Ok && coap.IsSuccess,
                    "request " + i + " of " + count + ": " + status + ", channel " + coap.ChannelStatus + ", code " + coap.ResponseCode + ", last drop " + coap.LastDropReason + " of " + coap.DropCount
                        + ", sent again " + coap.Retransmissions);
            }

            return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        private static double Run(string program, int port, int count)
        {
            var start = new ProcessStartInfo(program, new[] { port.ToString(CultureInfo.InvariantCulture), Identity, Key, count.ToString(CultureInfo.InvariantCulture), Path })
            {
                RedirectStandardOutput = true,
            };
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            Require(process.WaitForExit(s_limit) && process.ExitCode == 0, "the C client");
            return double.Parse(output, CultureInfo.InvariantCulture);
        }

        private static Process StartServer(out int port)
        {
            for (int attempt = 0; attempt < BusyPortAttempts; attempt++)
            {
                int first = FreePort();
                var start = new ProcessStartInfo("coap-server-openssl", new[] { "-A", "127.0.0.1", "-p", first.ToString(CultureInfo.InvariantCulture), "-k", Key, "-h", "bench", "-v", "0" })
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                };
                Process process = Process.Start(start)!;
                process.OutputDataReceived += (_, _) => { };
                process.ErrorDataReceived += (_, _) => { };
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
                if (!process.WaitForExit(500))
                {
                    port = first + 1;
                    return process;
                }

                process.Dispose();
            }

            throw new InvalidOperationException("coap-server-openssl did not start");
        }

        private static int FreePort()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }

        private static void Require(bool isGood, string what)
        {
            if (!isGood)
            {
                throw new InvalidOperationException(what + " failed");
            }
        }
    }
}
