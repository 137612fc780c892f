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

        public static void Measure(MeterReport report)
        {
            bool isChecked = true;
            var rows = new List<(ClientRun Client, WireConnection Full, WireConnection Resumed)>();
            foreach (var (name, run) in WireClients.All)
            {
                var (client, connections) = Capture(run);
                WireConnection full = connections[0];
                WireConnection resumed = connections[1];
                isChecked &= Tshark.Check(full, isResumed: false) && Tshark.Check(resumed, isResumed: true);
                rows.Add((client, full, resumed));
                if (name != WireClients.OwnName)
                {
                    report.Figures.Add(new Figure(
                        "handshake.client_bytes." + name.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant(),
                        full.ClientBytes,
                        "bytes",
                        "UDP payload from client to server in a full handshake of " + client.Version + " with OpenSSL's server, identity of 15 bytes, cookie of 20"));
                }
            }

            var table = new ReportTable(
                "Clients next to each other",
                "Each with its defaults but for suite, version and tickets: TLS_PSK_WITH_AES_128_CCM_8, DTLS 1.2, sessions by ID, identity of 15 bytes, OpenSSL's server "
                    + "(cookie of 20 bytes) over UDP. UDP payload; close_notify is not in it. A reading is a record of " + WireClients.ReadingLength + " bytes. A restored session goes on in another object, as after "
                    + "a deep sleep, with the state that the first one saved, here with what a resumption needs too: its reading is the first datagram, and the server decrypted it. Mbed TLS saves its context in the clear and leaves it to the caller that no "
                    + "state is used twice. The others can resume a session, not go on with one. Connection ID adds 9 bytes to a reading, see Deep sleep. "
                    + (isChecked ? "tshark counted the same datagrams and bytes in the same captures, both ways." : "Without tshark, which was not installed to count them again."),
                "Client",
                "Full: bytes out",
                "in",
                "datagrams",
                "Resumed: bytes out",
                "in",
                "datagrams",
                "Reading: bytes out",
                "Restored, with a reading: bytes out",
                "datagrams",
                "State, bytes");
            foreach (var (client, full, resumed) in rows)
            {
                bool isRestored = client.StateBytes > 0;
                table.Add(
                    client.Version, full.ClientBytes, full.ServerBytes, full.Handshake.Count, resumed.ClientBytes, resumed.ServerBytes, resumed.Handshake.Count, resumed.Reading!.Data.Length,
                    isRestored ? full.Behind[^1].Data.Length : "", isRestored ? full.Behind.Count - 1 : "", isRestored ? client.StateBytes : "");
            }

            report.Tables.Add(table);
        }

        private static (ClientRun Client, List<WireConnection> Connections) Capture(Func<System.Net.IPEndPoint, DtlsClientOptions, ClientRun> run)
        {
            for (int attempt = 1; ; attempt++)
            {
                using var server = new OpenSslServer(LoopbackSession.Options());
                using var relay = new CaptureRelay(server.EndPoint);
                ClientRun client = run(relay.EndPoint, LoopbackSession.PatientOptions());
                List<WireConnection> connections = relay.Stop().SelectMany(WireConnection.Split).ToList();
                bool isComplete = connections.Count == 2 && connections[1].Reading != null && connections.All(connection => connection.IsUndisturbed);

                // What a client sends in the session that it restored has to arrive there too.
                bool isRestored = client.StateBytes == 0 || (isComplete && connections[0].Behind.Count == 2 && server.Lines == 3);
                if (isComplete && isRestored)
                {
                    return (client, connections);
                }

                if (attempt == Attempts)
                {
                    throw new InvalidOperationException(client.Version + ": " + connections.Count + " connections, " + server.Lines + " readings, or datagrams sent again");
                }
            }
        }
    }
}
