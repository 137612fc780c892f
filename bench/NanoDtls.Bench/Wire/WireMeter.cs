// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Reporting;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Wire
{
    /// <summary>
    /// Counts bytes and datagrams. The figures come from the scripted server, which packs its flights and sends
    /// a cookie of 20 bytes as OpenSSL does, and so are the same everywhere; real clients with a real server are beside them.
    /// </summary>
    internal sealed class WireMeter : Meter
    {
        private const int PayloadLength = 64;

        public override string Title => "On the wire";

        public override void Measure(MeterReport report, BenchOptions options)
        {
            using var server = new ScriptedServer();
            var connection = new DtlsConnection(LoopbackSession.Options());
            var link = new VirtualLink(connection, server);
            if (!link.Connect() || server.Violations.Count > 0)
            {
                throw new InvalidOperationException(link.Describe());
            }

            report.Tables.Add(Flights(link));
            List<int> fromClient = link.SentByClient.Select(sent => sent.Bytes.Length).ToList();
            List<int> fromServer = link.SentByServer.Select(sent => sent.Bytes.Length).ToList();
            report.Figures.Add(new Figure(
                "handshake.client_bytes",
                fromClient.Sum(),
                "bytes",
                "UDP payload from client to server in a full handshake: identity of 15 bytes, cookie of 20, default options"));
            report.Figures.Add(new Figure("handshake.server_bytes", fromServer.Sum(), "bytes", "From server to client in the same handshake"));
            report.Figures.Add(new Figure("handshake.datagrams", fromClient.Count + fromServer.Count, "datagrams", "Both ways in the same handshake"));
            MeasureResumed(report);
            report.Figures.Add(new Figure(
                "record.overhead",
                link.Write(new byte[PayloadLength]) - PayloadLength,
                "bytes",
                "Length of a datagram with one record of application data, less that data, " + connection.CipherSuite));

            if (options.Live)
            {
                ClientComparison.Measure(report);
                TlsHandshake.Measure(report);
            }
        }

        private static void MeasureResumed(MeterReport report)
        {
            using var server = new ScriptedServer(new ServerSettings { KeepsSessions = true });
            var link = new VirtualLink(new DtlsConnection(LoopbackSession.Options()), server);
            bool isConnected = link.Connect();
            link.Close();
            link.Settle();
            int clientBefore = link.SentByClient.Count;
            int serverBefore = link.SentByServer.Count;
            if (!isConnected || !link.Connect() || !link.Client.IsResumed || server.Violations.Count > 0)
            {
                throw new InvalidOperationException("no session was resumed" + Environment.NewLine + link.Describe());
            }

            link.Settle();
            List<int> fromClient = link.SentByClient.Skip(clientBefore).Select(sent => sent.Bytes.Length).ToList();
            List<int> fromServer = link.SentByServer.Skip(serverBefore).Select(sent => sent.Bytes.Length).ToList();
            report.Figures.Add(new Figure(
                "resumed.datagrams", fromClient.Count + fromServer.Count, "datagrams", "Both ways in a handshake that resumes a session by its ID, cookie exchange included"));
            report.Figures.Add(new Figure("resumed.client_bytes", fromClient.Sum(), "bytes", "UDP payload from client to server in the same handshake"));
            report.Figures.Add(new Figure("resumed.server_bytes", fromServer.Sum(), "bytes", "From server to client in the same handshake"));
        }

        private static ReportTable Flights(VirtualLink link)
        {
            var table = new ReportTable("Datagrams of a full handshake", "A record is its content type, epoch and number, and the length of its fragment.", "From", "Bytes", "Records");
            var sent = link.SentByClient.Select(datagram => (From: "client", datagram.Time, datagram.Bytes))
                .Concat(link.SentByServer.Select(datagram => (From: "server", datagram.Time, datagram.Bytes)));
            foreach (var (from, _, bytes) in sent.OrderBy(datagram => datagram.Time))
            {
                table.Add(from, bytes.Length, string.Join("; ", WireRecord.Parse(bytes).Select(Describe)));
            }

            return table;
        }

        private static string Describe(WireRecord record)
        {
            string type = record.Type == Testing.Wire.Handshake ? "handshake" : record.Type == Testing.Wire.ChangeCipherSpec ? "change_cipher_spec" : "type " + record.Type;
            return type + " " + record.Epoch + "." + record.Sequence + ", " + record.Fragment.Length + " bytes";
        }
    }
}
