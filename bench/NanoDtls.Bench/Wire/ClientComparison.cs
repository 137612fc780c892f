// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Reporting;
using NanoDtls.Bench.Wire.Capture;

namespace NanoDtls.Bench.Wire
{
    /// <summary>NanoDtls and other clients with the same server, captured in the same run.</summary>
    internal static class ClientComparison
    {
        private const int Attempts = 3;

        public static ReportTable Measure()
        {
            bool isChecked = true;
            var rows = new List<(string Name, WireConnection Full, WireConnection Resumed, int Reading)>();
            foreach (var (_, run) in WireClients.All)
            {
                var (version, connections) = Capture(run);
                WireConnection full = connections[0];
                WireConnection resumed = connections[1];
                isChecked &= Tshark.Check(full, isResumed: false) && Tshark.Check(resumed, isResumed: true);
                rows.Add((version, full, resumed, resumed.Reading!.Data.Length));
            }

            var table = new ReportTable(
                "Clients next to each other",
                "Each with its defaults but for suite, version and tickets: TLS_PSK_WITH_AES_128_CCM_8, DTLS 1.2, sessions by ID, identity of 15 bytes, OpenSSL's server "
                    + "(cookie of 20 bytes) over UDP. UDP payload; close_notify is not in it. A reading is a record of " + WireClients.ReadingLength + " bytes; a restored session has no handshake at all, see Deep sleep. "
                    + (isChecked ? "tshark counted the same in the same captures." : "Without tshark, which was not installed to count them again."),
                "Client",
                "Full: bytes out",
                "in",
                "datagrams",
                "Resumed: bytes out",
                "in",
                "datagrams",
                "Reading: bytes out");
            foreach (var (name, full, resumed, reading) in rows)
            {
                table.Add(name, full.ClientBytes, full.ServerBytes, full.Handshake.Count, resumed.ClientBytes, resumed.ServerBytes, resumed.Handshake.Count, reading);
            }

            return table;
        }

        private static (string Version, List<WireConnection> Connections) Capture(Func<System.Net.IPEndPoint, DtlsClientOptions, string> run)
        {
            for (int attempt = 1; ; attempt++)
            {
                using var server = new OpenSslServer(LoopbackSession.Options());
                using var relay = new CaptureRelay(server.EndPoint);
                string version = run(relay.EndPoint, LoopbackSession.PatientOptions());
                List<WireConnection> connections = relay.Stop().SelectMany(WireConnection.Split).ToList();
                bool isComplete = connections.Count == 2 && connections[1].Reading != null && connections.All(connection => connection.IsUndisturbed);
                if (isComplete)
                {
                    return (version, connections);
                }

                if (attempt == Attempts)
                {
                    throw new InvalidOperationException(version + ": " + connections.Count + " connections, or datagrams sent again");
                }
            }
        }
    }
}
