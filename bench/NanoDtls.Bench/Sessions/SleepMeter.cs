// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Net;
using NanoDtls.Bench.Reporting;
using NanoDtls.Bench.Wire;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Sessions
{
    /// <summary>What a board pays for its sleep: bytes of the state that it stores, and what the first reading after it costs.</summary>
    internal sealed class SleepMeter : Meter
    {
        private const int MessageLength = 40;
        private const int Wakes = 20;

        public override string Title => "Deep sleep";

        public override void Measure(MeterReport report, BenchOptions options)
        {
            int plain = StateLength(keepsSessions: false, 8);
            int resumable = StateLength(keepsSessions: true, 8);
            report.Figures.Add(new Figure("state.bytes", plain, "bytes", "Exported session with the server's Connection ID of 8 bytes, authenticated and encrypted"));
            report.Figures.Add(new Figure("state.resumable_bytes", resumable, "bytes", "The same with what resumption by session ID needs"));
            (int datagrams, long bytes, double milliseconds) = Wake();
            report.Figures.Add(new Figure("wake.datagrams", datagrams, "datagrams", "Both ways, over UDP, for a reading and its answer in a session that was imported into a new client on another port"));
            report.Figures.Add(new Figure("wake.bytes", bytes, "bytes", "UDP payload of that reading's datagram: a CoAP message of " + MessageLength + " bytes, Connection ID of 8"));

            var table = new ReportTable("Exported state", "", "Connection ID", "Bytes", "with session ID for resumption");
            foreach (int length in new[] { 0, 8, 20, 32 })
            {
                table.Add(length + " bytes", StateLength(false, length), StateLength(true, length));
            }

            report.Tables.Add(table);

            // A time: for the console only, since results.md has nothing that differs from run to run.
            var times = new ReportTable("Time", "Median of " + Wakes + " on loopback, SoftwareCrypto.", "What", "Milliseconds");
            times.Add("from import to the answer of the first reading", milliseconds);
            report.Details.Add(times);
        }

        private static DtlsClientOptions Options()
        {
            DtlsClientOptions options = LoopbackSession.PatientOptions();
            options.StateKey = new byte[32];
            return options;
        }

        private static int StateLength(bool keepsSessions, int cidLength)
        {
            using var server = new ScriptedServer(new ServerSettings { KeepsSessions = keepsSessions, ConnectionId = new byte[cidLength] });
            var link = new VirtualLink(new DtlsConnection(Options()), server);
            if (!link.Connect())
            {
                throw new InvalidOperationException(link.Describe());
            }

            return Require(link.Client.ExportSession(new byte[DtlsConnection.MaxSessionStateLength], 0));
        }

        private static (int Datagrams, long Bytes, double Milliseconds) Wake()
        {
            using var server = new ScriptedServer(new ServerSettings { Echo = true, ConnectionId = new byte[8] });
            using var host = new UdpServerHost(server);
            bool isOver = false;
            var thread = new Thread(() => host.RunUntil(() => Volatile.Read(ref isOver), TimeSpan.FromMinutes(2))) { IsBackground = true };
            thread.Start();
            var endPoint = new IPEndPoint(IPAddress.Loopback, host.Port);
            byte[] message = new byte[MessageLength];
            byte[] state = new byte[DtlsConnection.MaxSessionStateLength];
            var times = new List<double>();
            (int Datagrams, long Bytes) result = default;
            var client = new DtlsClient(Options());
            RequireOk(client.Connect(endPoint));
            for (int wake = 0; wake < Wakes; wake++)
            {
                int length = Require(client.ExportSession(state, 0));
                client.Dispose();
                client = new DtlsClient(Options());
                var clock = Stopwatch.StartNew();
                RequireOk(client.ImportSession(state, 0, length));
                RequireOk(client.Connect(endPoint));
                Require(client.Connection.ReserveSequences(state, 0));
                client.Connection.ConfirmReservation();
                RequireOk(client.Send(message, 0, message.Length));
                Require(client.Receive(message, 0, message.Length, 10_000));
                times.Add(clock.Elapsed.TotalMilliseconds);
                result = (client.DatagramsSent + client.DatagramsReceived, client.BytesSent);
            }

            client.Dispose();
            Volatile.Write(ref isOver, true);
            thread.Join();
            if (server.Violations.Count > 0 || server.HandshakesCompleted != 1)
            {
                throw new InvalidOperationException("the session did not go on: " + string.Join("; ", server.Violations));
            }

            times.Sort();
            return (result.Datagrams, result.Bytes, times[Wakes / 2]);
        }

        private static void RequireOk(DtlsStatus status)
        {
            Require(status == DtlsStatus.Ok ? 1 : -(int)status);
        }

        private static int Require(int result)
        {
            return result > 0 ? result : throw new InvalidOperationException("what is measured went wrong: " + (DtlsStatus)(-result));
        }
    }
}
