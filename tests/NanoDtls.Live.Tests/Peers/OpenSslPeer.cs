// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;

namespace NanoDtls.Live.Tests
{
    /// <summary>
    /// <c>openssl s_server</c>: prints what it receives and sends what it is given on standard input. Without memory for
    /// sessions it serves one client, and ends with code 0 after that one's close_notify.
    /// </summary>
    internal sealed class OpenSslPeer : ProcessPeer
    {
        /// <summary>Settings file that makes OpenSSL a library from before RFC 7627.</summary>
        public const string NoExtendedMasterSecret =
            "openssl_conf = conf\n[conf]\nssl_conf = ssl\n[ssl]\nsystem_default = settings\n[settings]\nOptions = -ExtendedMasterSecret\n";

        public OpenSslPeer(PeerSettings settings)
            : base(settings.Port, folder => Command(settings, folder))
        {
        }

        public static OpenSslPeer StartServer(PeerSuites suites, int port)
        {
            return new OpenSslPeer(new PeerSettings { Suites = suites, Port = port });
        }

        /// <summary>Has the server send a line, as one record, to the client.</summary>
        public void SendLine(string line)
        {
            Process.Write(Encoding.Latin1.GetBytes(line + "\n"));
        }

        /// <summary>The next line that the server received.</summary>
        public string ReceiveLine(int timeoutMilliseconds)
        {
            return Process.ReadLine(timeoutMilliseconds);
        }

        /// <summary>Has the server close the connection.</summary>
        public void CloseConnection()
        {
            Process.CloseInput();
        }

        /// <summary>Waits for the server's end; code 0 tells that its one client went with a close_notify.</summary>
        public int WaitForExit(int timeoutMilliseconds)
        {
            return Process.WaitForExit(timeoutMilliseconds);
        }

        private static PeerCommand Command(PeerSettings settings, TempFolder folder)
        {
            string ciphers = settings.Suites switch
            {
                PeerSuites.Both => "PSK-AES128-CCM8:PSK-AES128-CCM",
                PeerSuites.Aes256 => "PSK-AES256-CCM8:PSK-AES256-CCM",
                _ => "PSK-AES128-GCM-SHA256:PSK-AES128-CBC-SHA256",
            };
            var options = new List<string>
            {
                "-dtls1_2", "-nocert", "-psk_identity", Credentials.Identity, "-psk", Credentials.KeyHex, "-cipher", ciphers,
            };
            if (settings.ExportLabel == null)
            {
                // Quiet: nothing but the clients' data on standard output, no command letters in
                // the input. It also ignores the end of the input, which the last option undoes.
                options.AddRange(["-quiet", "-no_ign_eof"]);
            }
            else
            {
                options.AddRange(["-keymatexport", settings.ExportLabel, "-keymatexportlen", "32"]);
            }

            if (settings.Sessions == PeerSessions.None)
            {
                options.AddRange(["-naccept", "1"]);
            }

            if (settings.Sessions != PeerSessions.Tickets)
            {
                options.Add("-no_ticket");
            }

            if (settings.Sessions != PeerSessions.Ids)
            {
                options.Add("-no_cache");
            }

            if (settings.Hint != null)
            {
                options.AddRange(["-psk_hint", settings.Hint]);
            }

            var environment = new Dictionary<string, string>();
            if (!settings.ExtendedMasterSecret)
            {
                environment["OPENSSL_CONF"] = folder.Write("settings.conf", NoExtendedMasterSecret);
            }

            return new PeerCommand("openssl", port => ["s_server", "-accept", "127.0.0.1:" + port, .. options]) { Environment = environment };
        }
    }
}
