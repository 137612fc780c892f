// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.ComponentModel;
using System.Diagnostics;
using NanoDtls.Live.Tests;

namespace NanoDtls.Bench.Wire.Capture
{
    /// <summary>Has Wireshark's dissectors count a capture too, and say what it was: nothing here is believed that this program counted alone.</summary>
    internal static class Tshark
    {
        private const int ServerPort = 20220;
        private const int ClientPort = 50000;
        private const int UdpHeader = 8;
        private const string ClientKeyExchange = "16";
        private const string ApplicationData = "23";
        private const string Suite = "0xc0a8";

        /// <summary>Checks a handshake.</summary>
        /// <param name="connection">What was captured.</param>
        /// <param name="isResumed">Whether it has to be one without a key exchange.</param>
        /// <returns><c>false</c> when there is no tshark.</returns>
        /// <exception cref="InvalidOperationException">tshark sees something else.</exception>
        public static bool Check(WireConnection connection, bool isResumed)
        {
            string path = Path.GetTempFileName();
            try
            {
                CapturedDatagram[] datagrams = connection.Handshake.Concat(connection.Behind).ToArray();
                PcapFile.Write(path, datagrams, ClientPort, ServerPort);
                List<string[]> packets = Run(
                    "-r", path, "-n", "-d", "udp.port==" + ServerPort + ",dtls", "-T", "fields", "-E", "separator=;", "-E", "aggregator=,",
                    "-e", "udp.dstport", "-e", "udp.length", "-e", "dtls.handshake.type", "-e", "dtls.handshake.ciphersuite", "-e", "dtls.record.content_type")
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => line.Split(';'))
                    .ToList();
                bool IsFromClient(string[] packet) => packet[0] == ServerPort.ToString();
                bool IsHandshake(string[] packet) => !packet[4].Split(',').Contains(ApplicationData);
                int Bytes(bool fromClient) => packets.Where(packet => IsHandshake(packet) && IsFromClient(packet) == fromClient).Sum(packet => int.Parse(packet[1], null) - UdpHeader);
                string[][] readings = packets.Where(packet => !IsHandshake(packet)).ToArray();
                bool hasReadings = readings.Select(packet => int.Parse(packet[1], null) - UdpHeader).SequenceEqual(connection.Behind.Select(datagram => datagram.Data.Length));
                bool hasKeyExchange = packets.Any(packet => IsFromClient(packet) && packet[2].Split(',').Contains(ClientKeyExchange));
                bool hasSuite = packets.Any(packet => !IsFromClient(packet) && packet[3].Split(',').Contains(Suite));
                if (packets.Count != datagrams.Length || Bytes(true) != connection.ClientBytes || Bytes(false) != connection.ServerBytes || !hasReadings || hasKeyExchange == isResumed || !hasSuite)
                {
                    throw new InvalidOperationException(
                        "tshark sees " + packets.Count + " datagrams, " + Bytes(true) + " bytes from the client, " + Bytes(false) + " from the server, the readings: " + hasReadings + ", a key exchange: " + hasKeyExchange
                            + ", the suite: " + hasSuite + Environment.NewLine + string.Join(Environment.NewLine, packets.Select(packet => string.Join(" ", packet))));
                }

                return true;
            }
            catch (Win32Exception)
            {
                return false;
            }
            finally
            {
                File.Delete(path);
            }
        }

        private static string Run(params string[] arguments)
        {
            var start = new ProcessStartInfo("tshark", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException("tshark failed: " + errors.Result);
        }
    }
}
