// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench;
using NanoDtls.Bench.Reporting;

namespace NanoDtls.Fleet
{
    /// <summary>Runs everything and makes tables of it.</summary>
    internal static class FleetReport
    {
        private const int QuickNodes = 1000;
        private const int FullNodes = 10_000;
        private const int BouncyCastleNodes = 1000;
        private const int HandshakesAtOnce = 32;
        private const int ReportsAtOnce = 64;
        private const int Away = 3000;

        // Half a minute: what a fleet of 10,000 may take to come back without anybody noticing.
        private const int Spread = 30_000;
        private const int FirstPause = 1000;
        private const int LongestPause = 60_000;
        private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

        public static MeterReport Measure(bool isQuick)
        {
            var report = new MeterReport("A fleet");
            int nodes = isQuick ? QuickNodes : FullNodes;
            report.Figures.Add(new Figure(
                "fleet.bytes_per_node",
                Math.Round(NodeMemory.Measure(nodes, nodes / 50)),
                "bytes",
                "Managed heap of a node on 64-bit .NET, of " + nodes.ToString("#,0", null) + " that were weighed together: DtlsConnection with default options, a SoftwareCrypto of its own, and the state of its reports"));

            var table = new ReportTable(
                "Nodes over UDP on this machine",
                "Each node is an engine on a UDP port of its own, all in one thread of one process; the server shares the machine. A reading is a confirmable CoAP PUT of 27 bytes and its "
                    + "acknowledgement, " + ReportsAtOnce + " nodes at a time; handshakes " + HandshakesAtOnce + " at a time. A server in this process has no processor time of its own to tell. Times depend on the machine and on its load.",
                "Server", "Nodes", "Handshakes/s", "Readings/s", "Server CPU, us per handshake", "us per reading", "Server memory, bytes per session");
            double service = AddLibcoap(report, table, nodes, out SwarmRun[] storms);
            if (!isQuick)
            {
                AddBouncyCastle(table, BouncyCastleNodes);
                report.Tables.Add(table);
                report.Tables.Add(RealStorm(report, nodes, storms));
                report.Tables.Add(SimulatedStorm(report, nodes, service));
            }
            else
            {
                report.Tables.Add(table);
            }

            return report;
        }

        /// <returns>Microseconds of the server's processor for a datagram of a handshake, with few sessions.</returns>
        private static double AddLibcoap(MeterReport report, ReportTable table, int nodes, out SwarmRun[] storms)
        {
            // The largest count last: its sessions stay for the storm.
            double service = 0;
            storms = Array.Empty<SwarmRun>();
            foreach (int count in new[] { Math.Min(nodes, QuickNodes), nodes }.Distinct())
            {
                var server = new LibcoapServer();
                try
                {
                    using var swarm = new Swarm(count, server.EndPoint);
                    long memory = server.Memory;
                    double before = server.ProcessorSeconds;
                    SwarmRun connect = swarm.Run(new ConnectTask(_ => 0), HandshakesAtOnce, s_limit);
                    double connected = server.ProcessorSeconds;
                    memory = server.Memory - memory;
                    Require(connect, count, "handshakes with libcoap");

                    // Processor time is told in steps of 10 ms: as many readings as make that little.
                    int rounds = FullNodes / count;
                    double seconds = 0;
                    for (int round = 0; round < rounds; round++)
                    {
                        SwarmRun run = swarm.Run(new ReportTask(), ReportsAtOnce, s_limit);
                        Require(run, count, "readings to libcoap");
                        seconds += run.Seconds;
                    }

                    double reported = server.ProcessorSeconds;
                    double handshake = (connected - before) / count * 1e6;
                    service = service == 0 ? handshake / 3 : service;
                    double reading = (reported - connected) / (rounds * count) * 1e6;
                    table.Add("libcoap 4.3 on OpenSSL", count, Math.Round(count / connect.Seconds), Math.Round(rounds * count / seconds), Math.Round(handshake), Math.Round(reading), memory / count);
                    AddFigures(report, count, handshake, reading, memory / count);
                    if (count == FullNodes)
                    {
                        storms = new[] { Restart(swarm, ref server, WithoutJitter), Restart(swarm, ref server, WithJitter) };
                    }
                }
                finally
                {
                    server.Dispose();
                }
            }

            return service;
        }

        private static void AddFigures(MeterReport report, int sessions, double handshake, double reading, long memory)
        {
            string suffix = sessions == QuickNodes ? "" : "_" + sessions.ToString(null, System.Globalization.CultureInfo.InvariantCulture);
            string server = ": libcoap's example server on OpenSSL with " + sessions.ToString("#,0", null) + " sessions";
            report.Figures.Add(new Figure("fleet.server_us_per_handshake" + suffix, Math.Round(handshake), "us", "Processor time of the server for a full handshake" + server));
            report.Figures.Add(new Figure("fleet.server_us_per_reading" + suffix, Math.Round(reading), "us", "Processor time of the server for a confirmable reading and its acknowledgement" + server));
            if (sessions == QuickNodes)
            {
                report.Figures.Add(new Figure("fleet.server_bytes_per_session", memory, "bytes", "Memory of a session" + server));
            }
        }

        /// <summary>How a storm went, for the documents; without a time where not all came back.</summary>
        private static void AddStormFigures(MeterReport report, string name, string suffix, string what, double seconds, double datagrams)
        {
            if (!double.IsInfinity(seconds))
            {
                report.Figures.Add(new Figure(name + "_s" + suffix, Math.Round(seconds, 1), "s", "Until the last of 10,000 nodes was connected again, " + what));
            }

            report.Figures.Add(new Figure(name + "_datagrams" + suffix, Math.Round(datagrams, 1), "datagrams", "Sent by a node meanwhile, " + what));
        }

        private static void AddBouncyCastle(ReportTable table, int nodes)
        {
            using var server = new BouncyCastleServer();
            using var swarm = new Swarm(nodes, server.EndPoint);
            SwarmRun connect = swarm.Run(new ConnectTask(_ => 0), HandshakesAtOnce, s_limit);
            SwarmRun reading = swarm.Run(new ReportTask(), ReportsAtOnce, s_limit);
            Require(connect, nodes, "handshakes with BouncyCastle");
            Require(reading, nodes, "readings to BouncyCastle");
            table.Add("BouncyCastle, in process, a thread for each session", nodes, Math.Round(nodes / connect.Seconds), Math.Round(nodes / reading.Seconds), "", "", "");
        }

        /// <summary>Kills the server and starts it again; the nodes notice at once and come back as their policy says.</summary>
        private static SwarmRun Restart(Swarm swarm, ref LibcoapServer server, Func<FleetNode, long> pause)
        {
            int port = server.Port;
            server.Dispose();
            swarm.Forget();
            server = new LibcoapServer(port);
            return swarm.Run(new ConnectTask(pause), swarm.Count, s_limit);
        }

        private static long WithoutJitter(FleetNode node) => node.Attempts == 0 ? 0 : Backoff(node.Attempts);

        private static long WithJitter(FleetNode node) => node.Attempts == 0 ? Random.Shared.Next(Spread) : Shorten(Backoff(node.Attempts));

        private static long Backoff(int attempts) => Math.Min(LongestPause, FirstPause << Math.Min(attempts - 1, 10));

        private static long Shorten(long pause) => pause - Random.Shared.NextInt64((pause / 2) + 1);

        private static ReportTable RealStorm(MeterReport report, int nodes, SwarmRun[] storms)
        {
            var table = new ReportTable(
                "All nodes come back after a restart of the server: libcoap, real time",
                "The server process was killed and started again; then all nodes begin a handshake, at once or spread at random over " + (Spread / 1000) + " s. Plot: fleet-restart.svg.",
                "Nodes", "First attempt", "Half connected, s", "99 %, s", "All, s", "Datagrams of a node");
            Add(table, nodes, "at once", storms[0].Until(0.5, nodes), storms[0].Until(0.99, nodes), storms[0].Until(1, nodes), storms[0].Sent);
            Add(table, nodes, "spread", storms[1].Until(0.5, nodes), storms[1].Until(0.99, nodes), storms[1].Until(1, nodes), storms[1].Sent);
            AddStormFigures(report, "fleet.restart", "", "libcoap's server restarted, all at once, real time", storms[0].Until(1, nodes), (double)storms[0].Sent / nodes);
            AddStormFigures(report, "fleet.restart", "_spread", "libcoap's server restarted, at random within 30 s, real time", storms[1].Until(1, nodes), (double)storms[1].Sent / nodes);
            Plot.Write(
                Repository.At("bench/fleet-restart.svg"),
                nodes.ToString("#,0", null) + " nodes after a restart of libcoap's server, real time",
                "nodes connected",
                ("all at once", Plot.Cumulative(storms[0].DoneAt)),
                ("spread over 30 s", Plot.Cumulative(storms[1].DoneAt)));
            return table;
        }

        private static ReportTable SimulatedStorm(MeterReport report, int nodes, double service)
        {
            // 212,992 bytes, Linux' default of a socket's buffer, in units of the 768 bytes that it charges for a small datagram.
            var storm = new Storm(nodes, Away, (int)Math.Max(1, Math.Round(service)), QueueLength: 277, LatencyMilliseconds: 20);
            var slow = storm with { ServiceMicroseconds = 500 };
            var table = new ReportTable(
                "The same on a virtual clock",
                "The engine's own timers; a server that stays away for " + (Away / 1000) + " s, needs the time below for a datagram, and loses what its socket cannot keep (" + storm.QueueLength
                    + " datagrams); 20 ms each way. Jitter: the first attempt at random within " + (Spread / 1000) + " s, later pauses shortened by up to half. Plots: fleet-storm.svg, fleet-load.svg.",
                "us per datagram", "First attempt", "Half connected, s", "99 %, s", "All, s", "Datagrams of a node", "Peak, datagrams/s", "Lost in the queue");
            var curves = new List<(string, StormResult)>();
            foreach (Storm measures in new[] { storm, slow })
            {
                var random = new Random(1);
                StormResult atOnce = StormSimulation.Run(measures, (_, attempt) => attempt == 0 ? 0 : Backoff(attempt));
                StormResult spread = StormSimulation.Run(measures, (_, attempt) => attempt == 0 ? random.Next(Spread) : Shorten(Backoff(attempt)));
                AddStorm(table, measures, "at once", atOnce);
                AddStorm(table, measures, "spread", spread);
                curves.Add(("at once", atOnce));
                curves.Add(("spread over 30 s", spread));
            }

            // The slow server is the one that shows something.
            var shown = curves.TakeLast(2).ToList();
            foreach ((string name, StormResult result) in shown)
            {
                string suffix = name == "at once" ? "" : "_spread";
                string what = "a server of 2,000 datagrams a second, " + name + ", virtual time";
                AddStormFigures(report, "fleet.storm", suffix, what, result.DoneAt.Count == nodes ? result.DoneAt[^1] : double.PositiveInfinity, (double)result.Sent / nodes);
                report.Figures.Add(new Figure("fleet.storm_peak" + suffix, result.Peak, "datagrams", "Most that reached the server within a second, " + what));
                report.Figures.Add(new Figure("fleet.storm_lost" + suffix, result.Overflows, "datagrams", "Lost because its socket's buffer was full, " + what));
            }

            Plot.Write(
                Repository.At("bench/fleet-storm.svg"),
                nodes.ToString("#,0", null) + " nodes, a server of 2,000 datagrams a second, virtual time",
                "nodes connected",
                shown.Select(curve => (curve.Item1, Plot.Cumulative(curve.Item2.DoneAt))).ToArray());
            Plot.Write(
                Repository.At("bench/fleet-load.svg"),
                "Load of a server of 2,000 datagrams a second: " + nodes.ToString("#,0", null) + " nodes, virtual time",
                "datagrams a second",
                shown.Select(curve => (curve.Item1, Load(curve.Item2))).ToArray());
            return table;
        }

        private static IEnumerable<(double Seconds, double Value)> Load(StormResult result)
        {
            int end = (int)Math.Ceiling(result.DoneAt[^1]) + 1;
            return result.Arrivals.Take(end).Select((count, second) => ((double)second, (double)count));
        }

        private static void AddStorm(ReportTable table, Storm storm, string start, StormResult result)
        {
            var run = new SwarmRun(0, result.Sent, result.DoneAt);
            table.Add(
                storm.ServiceMicroseconds, start, Time(run.Until(0.5, storm.Nodes)), Time(run.Until(0.99, storm.Nodes)), Time(run.Until(1, storm.Nodes)),
                Math.Round((double)result.Sent / storm.Nodes, 1), result.Peak, result.Overflows);
        }

        private static void Add(ReportTable table, int nodes, string start, double half, double most, double all, long sent)
        {
            table.Add(nodes, start, Time(half), Time(most), Time(all), Math.Round((double)sent / nodes, 1));
        }

        private static object Time(double seconds) => double.IsInfinity(seconds) ? "never" : Math.Round(seconds, 1);

        private static void Require(SwarmRun run, int nodes, string what)
        {
            if (run.DoneAt.Count != nodes)
            {
                throw new InvalidOperationException("only " + run.DoneAt.Count + " of " + nodes + " " + what);
            }
        }
    }
}
