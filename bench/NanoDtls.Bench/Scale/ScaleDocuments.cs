// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using System.Text;
using NanoDtls.Bench.Reporting;

namespace NanoDtls.Bench.Scale
{
    /// <summary>The parts of docs/server-setup.md and docs/scale.md that are computed from the results.</summary>
    internal static class ScaleDocuments
    {
        private const string Begin = "<!-- computed by bench/run.sh: ";
        private const string End = "<!-- end of what is computed -->";
        private const double Minute = 60;
        private const double Hour = 3600;

        private static readonly string[] s_times = { "fleet.restart_s", "fleet.restart_s_spread", "fleet.storm_s", "fleet.storm_s_spread" };

        // Besides those of the fleet.
        private static readonly string[] s_keys = { "handshake.client_bytes", "handshake.server_bytes", "handshake.datagrams", "record.overhead", "wake.bytes", "coap.senml_bytes" };

        /// <summary>The documents, as paths below the root.</summary>
        public static IReadOnlyList<string> Paths { get; } = new[] { "docs/server-setup.md", "docs/scale.md" };

        /// <summary>What they are computed from: the figures of the last run that measured everything, since a quick one has no fleet of 10,000.</summary>
        public static readonly string Source = Repository.At("bench/fleet.json");

        /// <summary>Writes them anew, and what they were computed from.</summary>
        /// <param name="verdicts">Of a run that measured everything.</param>
        public static void Write(IEnumerable<Verdict> verdicts)
        {
            ResultsJson.Write(Source, verdicts.Where(verdict => s_keys.Contains(verdict.Figure.Key) || verdict.Figure.Key.StartsWith("fleet.", StringComparison.Ordinal)));
            WriteFromSource();
        }

        /// <summary>Writes them anew from what the last such run left.</summary>
        public static void WriteFromSource()
        {
            Dictionary<string, double> figures = ResultsJson.Read(Source);
            foreach (string path in Paths)
            {
                string full = Repository.At(path);
                File.WriteAllText(full, Fill(File.ReadAllText(full), figures));
            }
        }

        /// <summary>A document with its computed parts made anew; each begins with a comment that names it.</summary>
        /// <exception cref="InvalidOperationException">A part has no end, or a name that is not known, or a figure was not measured.</exception>
        public static string Fill(string document, IReadOnlyDictionary<string, double> figures)
        {
            var nodes = new MillionNodes(figures);
            var text = new StringBuilder();
            int position = 0;
            int begin;
            while ((begin = document.IndexOf(Begin, position, StringComparison.Ordinal)) >= 0)
            {
                int name = begin + Begin.Length;
                int close = document.IndexOf(" -->", name, StringComparison.Ordinal);
                int end = document.IndexOf(End, name, StringComparison.Ordinal);
                if (close < 0 || end < close)
                {
                    throw new InvalidOperationException("a computed part has no end");
                }

                string content = document[name..close] switch
                {
                    "a million nodes" => Readings(nodes),
                    "after a restart" => Restart(nodes),
                    "measured" => Measured(nodes),
                    "storms" => Storms(nodes),
                    _ => throw new InvalidOperationException("no computed part is called " + document[name..close]),
                };
                text.Append(document, position, close + 4 - position).Append("\n\n").Append(content).Append('\n');
                position = end;
            }

            return text.Append(document, position, document.Length - position).ToString();
        }

        private static string Readings(MillionNodes nodes)
        {
            ServerLoad[] loads = { nodes.Kept(Minute), nodes.Fresh(Minute), nodes.Kept(Hour), nodes.Fresh(Hour) };
            var text = new StringBuilder("| A million nodes | every minute, sessions kept | every minute, a full handshake each | every hour, sessions kept | every hour, a full handshake each |\n|---|--:|--:|--:|--:|\n");
            Row("cores that it keeps busy", load => Number(load.Cores));
            Row("datagrams a second, both ways", load => Number(load.Datagrams));
            Row("network, both ways, Mbit/s", load => Number(load.Megabits));
            Row("memory of sessions, GB", load => Number(load.Gigabytes));
            return text.ToString();

            void Row(string what, Func<ServerLoad, string> value) => text.Append("| ").Append(what).Append(" | ").AppendJoin(" | ", loads.Select(value)).Append(" |\n");
        }

        private static string Restart(MillionNodes nodes)
        {
            return "```\n"
                + Number(MillionNodes.Cores) + " cores x 1/3 / " + Number(nodes.Figure("fleet.server_us_per_handshake")) + " us = " + Number(nodes.HandshakesPerSecond) + " handshakes a second\n"
                + "1,000,000 nodes / " + Number(nodes.HandshakesPerSecond) + " = " + Number(nodes.RestartSeconds) + " s at the least\n```\n";
        }

        private static string Measured(MillionNodes nodes)
        {
            var text = new StringBuilder("| What | Value |\n|---|--:|\n");
            Row("libcoap on OpenSSL, processor time of a full handshake, 1,000 sessions in the process", "fleet.server_us_per_handshake", "us");
            Row("... of a confirmable reading and its acknowledgement", "fleet.server_us_per_reading", "us");
            Row("... of a handshake with 10,000 sessions in the process", "fleet.server_us_per_handshake_10000", "us");
            Row("... of a reading with 10,000 sessions", "fleet.server_us_per_reading_10000", "us");
            Row("... memory of a session", "fleet.server_bytes_per_session", "bytes");
            Row("a node in the fleet tool: engine with SoftwareCrypto on 64-bit .NET", "fleet.bytes_per_node", "bytes");
            return text.ToString();

            void Row(string what, string key, string unit) => text.Append(CultureInfo.InvariantCulture, $"| {what} | {Number(nodes.Figure(key))} {unit} |\n");
        }

        private static string Storms(MillionNodes nodes)
        {
            var text = new StringBuilder("| 10,000 nodes come back | all at once | at random within 30 s |\n|---|--:|--:|\n");
            Row("libcoap, real time: the last one connected after, s", "fleet.restart_s");
            Row("... datagrams that a node sent", "fleet.restart_datagrams");
            Row("a server of 2,000 datagrams a second, virtual time: the last one after, s", "fleet.storm_s");
            Row("... datagrams that a node sent", "fleet.storm_datagrams");
            Row("... most that reached it within a second", "fleet.storm_peak");
            Row("... lost because its buffer was full", "fleet.storm_lost");
            return text.ToString();

            void Row(string what, string key) => text.Append("| ").Append(what).Append(" | ").Append(Cell(key)).Append(" | ").Append(Cell(key + "_spread")).Append(" |\n");

            // A storm in which some never came back has no time.
            string Cell(string key) => s_times.Contains(key) && !nodes.Has(key) ? "never" : Number(nodes.Figure(key));
        }

        /// <summary>Two or three digits that count: what was computed is no more exact than that.</summary>
        private static string Number(double value)
        {
            return value < 10 ? value.ToString("G2", CultureInfo.InvariantCulture) : value < 1000 ? value.ToString("0", CultureInfo.InvariantCulture) : (Math.Round(value / 100) * 100).ToString("#,0", CultureInfo.InvariantCulture);
        }
    }
}
