// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Energy
{
    /// <summary>All that a reading takes between joining the network and going to sleep.</summary>
    /// <param name="Name">What it is.</param>
    /// <param name="RoundTrips">How often the node waits for the server.</param>
    /// <param name="PacketsOut">IP packets that it sends.</param>
    /// <param name="PacketsIn">IP packets that it receives.</param>
    /// <param name="BytesOut">Their payload behind the transport's header.</param>
    /// <param name="BytesIn">The same of the other direction.</param>
    /// <param name="HeaderBytes">IP and transport header of a packet.</param>
    /// <param name="Instructions">IL that the node executes.</param>
    internal sealed record Exchange(
        string Name, int RoundTrips, double PacketsOut, double PacketsIn, double BytesOut, double BytesIn, int HeaderBytes, double Instructions)
    {
        private const int IpUdp = 28;
        private const int IpTcp = 40;

        // RFC 7252 section 3: an acknowledgement with a response code and a token of 2 bytes.
        private const int CoapAnswer = 6;

        // Level and description of an alert (RFC 5246 section 7.2).
        private const int CloseNotify = 2;

        /// <summary>The ways to send a reading that are compared, from the measured figures.</summary>
        /// <param name="figures">bench/results.json.</param>
        /// <param name="isNative">Crypto in the firmware's native code, which is not counted, in place of SoftwareCrypto.</param>
        public static IReadOnlyList<Exchange> All(Figures figures, bool isNative)
        {
            double overhead = figures["record.overhead"];
            double readingOut = figures["coap.senml_bytes"] + overhead;
            double readingIn = CoapAnswer + overhead;

            // A session that ends says so; one that is kept does not.
            double close = CloseNotify + overhead;

            // The round trip's own IL is crypto apart; the records of 64 bytes stand for what SoftwareCrypto adds to both of its records.
            double crypto = isNative
                ? 0
                : figures["il.executed.send64_software"] - figures["il.executed.send64"] + figures["il.executed.receive64_software"] - figures["il.executed.receive64"];
            double reading = figures["il.executed.coap_round_trip"] + crypto;
            string suffix = isNative ? "" : "_software";
            double handshake = figures["il.executed.handshake" + suffix];
            double resumed = figures["il.executed.resumed" + suffix];
            double full = figures["handshake.datagrams"] / 2;
            double resumedOut = Math.Ceiling(figures["resumed.datagrams"] / 2);
            return new[]
            {
                new Exchange(
                    "DTLS, full handshake each time", 4, full + 2, full + 1,
                    figures["handshake.client_bytes"] + readingOut + close, figures["handshake.server_bytes"] + readingIn, IpUdp, handshake + reading),
                new Exchange(
                    "DTLS, resumed by session ID", 3, resumedOut + 2, figures["resumed.datagrams"] - resumedOut + 1,
                    figures["resumed.client_bytes"] + readingOut + close, figures["resumed.server_bytes"] + readingIn, IpUdp, resumed + reading),
                new Exchange(
                    "DTLS, restored with Connection ID", 1, 1, 1,
                    figures["wake.bytes"], readingIn, IpUdp, figures["il.executed.wake" + suffix] + reading),
                Mqtt(figures, handshake, reading),
            };
        }

        /// <summary>
        /// TLS 1.2 with the same suite over TCP, one QoS 1 PUBLISH of the same SenML pack. Sizes of MQTT 3.1.1 and of TCP by
        /// their specifications, of TLS by measurement; the instructions are those of the DTLS handshake, which has the same crypto.
        /// </summary>
        private static Exchange Mqtt(Figures figures, double handshake, double reading)
        {
            // Header, explicit nonce and tag of a TLS record (RFC 6655).
            const int Record = 5 + 8 + 8;

            // A client ID of 15 bytes, a topic of 3, a pack of 27: sections 3.1 to 3.4 and 3.14.
            const int Connect = 2 + 10 + 2 + 15;
            const int ConnAck = 4;
            const int Publish = 2 + 2 + 3 + 2 + 27;
            const int PubAck = 4;
            const int Disconnect = 2;

            // SYN, its ACK, three flights of TLS less one, CONNECT, PUBLISH, DISCONNECT with close_notify and FIN; ACKs ride on data. The node
            // sleeps then: it does not wait for the server's FIN.
            const int PacketsOut = 1 + 1 + 2 + 1 + 1 + 1;

            // SYN and ACK, two flights of TLS, CONNACK, PUBACK.
            const int PacketsIn = 1 + 2 + 1 + 1;

            // SYN, two of TLS, CONNECT, PUBLISH.
            return new Exchange(
                "TLS over TCP, MQTT, connected each time", 5, PacketsOut, PacketsIn,
                figures["tls.client_bytes"] + Connect + Publish + Disconnect + CloseNotify + (4 * Record),
                figures["tls.server_bytes"] + ConnAck + PubAck + (2 * Record),
                IpTcp, handshake + (2 * reading));
        }
    }
}
