// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NanoDtls.Bench.Wire.Capture
{
    /// <summary>What a client said of itself.</summary>
    /// <param name="Version">Its name and version.</param>
    /// <param name="StateBytes">Bytes that it saved to go on with the connection in another object; 0 where it cannot.</param>
    internal sealed record ClientRun(string Version, int StateBytes = 0);

    /// <summary>
    /// Clients to compare on the wire. Each connects with TLS_PSK_WITH_AES_128_CCM_8, sends <see cref="ReadingLength"/> bytes, closes,
    /// and connects again with the session resumed by its ID. Otherwise they have their defaults.
    /// </summary>
    internal static class WireClients
    {
        /// <summary>Bytes of a reading: the CoAP message of temperature and humidity in SenML-CBOR.</summary>
        public const int ReadingLength = 40;

        /// <summary>The client that is measured; the others are its peers.</summary>
        public const string OwnName = "NanoDtls";

        // A server of one client at a time has to notice that the last one closed.
        private const int Pause = 300;
        private const int ToolLimit = 20_000;

        private static readonly string s_reading = new string('x', ReadingLength - 1) + "\n";

        /// <summary>The clients; each gets the server and the credentials.</summary>
        public static IReadOnlyList<(string Name, Func<IPEndPoint, DtlsClientOptions, ClientRun> Run)> All { get; } = new (string, Func<IPEndPoint, DtlsClientOptions, ClientRun>)[]
        {
            (OwnName, RunNanoDtls),
            ("OpenSSL", RunOpenSsl),
            ("GnuTLS", RunGnuTls),
            ("Mbed TLS", RunMbedTls),
            ("BouncyCastle", BouncyCastleWireClient.Run),
        };

        /// <summary>
        /// The first connection goes on in a second object with the state that the first one exported, on the same port, since OpenSSL's server tells
        /// connections by their addresses. The second object then closes it, and resumes.
        /// </summary>
        private static ClientRun RunNanoDtls(IPEndPoint server, DtlsClientOptions options)
        {
            options.StateKey = new byte[32];
            options.LocalPort = FreePort();
            byte[] reading = Encoding.ASCII.GetBytes(s_reading);
            byte[] state = new byte[DtlsConnection.MaxSessionStateLength];
            int length;
            using (var first = new DtlsClient(options))
            {
                Require(first, first.Connect(server));
                Require(first, first.Send(reading, 0, reading.Length));
                length = first.ExportSession(state, 0);
            }

            Thread.Sleep(Pause);
            using var client = new DtlsClient(options);
            Require(client, client.ImportSession(state, 0, length));
            Require(client, client.Connect(server));
            Require(client, client.Connection.ReserveSequences(state, 0) > 0 ? DtlsStatus.Ok : DtlsStatus.StateMissing);
            client.Connection.ConfirmReservation();
            Require(client, client.Send(reading, 0, reading.Length));
            Thread.Sleep(Pause);
            client.Close();
            Thread.Sleep(Pause);

            Require(client, client.Connect(server));
            Require(client, client.Send(reading, 0, reading.Length));
            Thread.Sleep(Pause);
            client.Close();
            Thread.Sleep(Pause);
            return new ClientRun(OwnName, length);
        }

        private static void Require(DtlsClient client, DtlsStatus status)
        {
            if (status != DtlsStatus.Ok)
            {
                throw new InvalidOperationException("NanoDtls: " + status + ", " + client.LastAlert);
            }
        }

        private static int FreePort()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }

        private static ClientRun RunOpenSsl(IPEndPoint server, DtlsClientOptions options)
        {
            string session = Path.GetTempFileName();
            try
            {
                string[] arguments =
                {
                    "s_client", "-dtls1_2", "-connect", server.ToString(), "-psk_identity", Identity(options), "-psk", Convert.ToHexString(options.PskKey),
                    "-cipher", "PSK-AES128-CCM8", "-no_ticket",
                };
                RunTool("openssl", arguments.Append("-sess_out").Append(session));
                RunTool("openssl", arguments.Append("-sess_in").Append(session));
                return new ClientRun(RunTool("openssl", new[] { "version" }).Split('(')[0].Trim());
            }
            finally
            {
                File.Delete(session);
            }
        }

        private static ClientRun RunGnuTls(IPEndPoint server, DtlsClientOptions options)
        {
            RunTool("gnutls-cli", new[]
            {
                "--udp", "--port", server.Port.ToString(), "--pskusername", Identity(options), "--pskkey", Convert.ToHexString(options.PskKey), "--resume",
                "--priority", "NORMAL:-VERS-ALL:+VERS-DTLS1.2:-KX-ALL:+PSK:-CIPHER-ALL:+AES-128-CCM-8:%NO_TICKETS", server.Address.ToString(),
            });
            return new ClientRun("GnuTLS " + RunTool("gnutls-cli", new[] { "--version" }).Split('\n')[0].Split(' ')[^1]);
        }

        private static ClientRun RunMbedTls(IPEndPoint server, DtlsClientOptions options)
        {
            Dictionary<string, string> output = CProgram.Compile("mbedtls_client", CProgram.MbedTls)
                .Run(server.Port.ToString(), Identity(options), Convert.ToHexString(options.PskKey), ReadingLength.ToString());
            return new ClientRun(output["version"], int.Parse(output["state"], null));
        }

        private static string Identity(DtlsClientOptions options) => Encoding.ASCII.GetString(options.PskIdentity);

        /// <summary>Runs a program that takes a reading from its standard input.</summary>
        public static string RunTool(string program, IEnumerable<string> arguments)
        {
            var start = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            try
            {
                process.StandardInput.Write(s_reading);
                process.StandardInput.Flush();
                Thread.Sleep(Pause);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It has ended: what asks for a version reads nothing.
            }

            if (!process.WaitForExit(ToolLimit))
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException(program + " does not end: " + output.Result + errors.Result);
            }

            Thread.Sleep(Pause);
            return output.Result;
        }
    }
}
