// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Bench.Scale
{
    /// <summary>What a way to report asks of the servers, all nodes together.</summary>
    /// <param name="Cores">Processors that it keeps busy.</param>
    /// <param name="Datagrams">A second, both ways.</param>
    /// <param name="Megabits">A second, both ways, IP and UDP headers included.</param>
    /// <param name="Gigabytes">Memory of the sessions that there are at a time.</param>
    internal sealed record ServerLoad(double Cores, double Datagrams, double Megabits, double Gigabytes);

    /// <summary>A fleet of a million, by arithmetic on figures that were measured with one of at most 10,000.</summary>
    internal sealed class MillionNodes
    {
        public const double Nodes = 1_000_000;

        /// <summary>Of a server, for the storm after a restart.</summary>
        public const double Cores = 4;

        /// <summary>What of them may go into handshakes.</summary>
        public const double Share = 1.0 / 3;

        /// <summary>RFC 7252 section 4.8.2, MAX_TRANSMIT_SPAN: how long a node may send a reading again.</summary>
        public const double SecondsOfASession = 45;

        private const double IpUdp = 28;

        // An acknowledgement with a response code and a token of 2 bytes (RFC 7252 section 3).
        private const double CoapAnswer = 6;
        private const double Micro = 1e-6;
        private const double Mega = 1e6;
        private const double Giga = 1e9;

        private readonly IReadOnlyDictionary<string, double> _figures;

        /// <param name="figures">bench/fleet.json.</param>
        public MillionNodes(IReadOnlyDictionary<string, double> figures)
        {
            _figures = figures;
        }

        /// <summary>Handshakes a second that the server of <see cref="Cores"/> can do with its <see cref="Share"/>.</summary>
        public double HandshakesPerSecond => Cores * Share / (Figure("fleet.server_us_per_handshake") * Micro);

        /// <summary>Until all have shaken hands again, when nothing goes wrong.</summary>
        public double RestartSeconds => Nodes / HandshakesPerSecond;

        /// <summary>A session for each node, kept from reading to reading.</summary>
        /// <param name="interval">Seconds between two readings of a node.</param>
        public ServerLoad Kept(double interval)
        {
            double rate = Nodes / interval;
            double bytes = Figure("wake.bytes") + CoapAnswer + Figure("record.overhead") + (2 * IpUdp);
            return new ServerLoad(
                rate * Figure("fleet.server_us_per_reading") * Micro, rate * 2, rate * bytes * 8 / Mega, Nodes * Figure("fleet.server_bytes_per_session") / Giga);
        }

        /// <summary>A full handshake for each reading.</summary>
        /// <param name="interval">Seconds between two readings of a node.</param>
        public ServerLoad Fresh(double interval)
        {
            double rate = Nodes / interval;
            double datagrams = Figure("handshake.datagrams") + 2;
            double bytes = Figure("handshake.client_bytes") + Figure("handshake.server_bytes") + Figure("coap.senml_bytes") + CoapAnswer + (2 * Figure("record.overhead")) + (datagrams * IpUdp);
            return new ServerLoad(
                rate * (Figure("fleet.server_us_per_handshake") + Figure("fleet.server_us_per_reading")) * Micro,
                rate * datagrams,
                rate * bytes * 8 / Mega,
                rate * SecondsOfASession * Figure("fleet.server_bytes_per_session") / Giga);
        }

        /// <summary>Whether a figure was measured.</summary>
        public bool Has(string key) => _figures.ContainsKey(key);

        /// <summary>A figure that was measured.</summary>
        /// <exception cref="InvalidOperationException">It was not.</exception>
        public double Figure(string key)
        {
            return _figures.TryGetValue(key, out double value) ? value : throw new InvalidOperationException("bench/fleet.json has no " + key + ": run ./bench/run.sh first");
        }
    }
}
