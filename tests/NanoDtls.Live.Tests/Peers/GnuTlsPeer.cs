// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Live.Tests
{
    /// <summary><c>gnutls-serv</c> that echoes every record.</summary>
    internal sealed class GnuTlsPeer : ProcessPeer
    {
        /// <summary>Longest record in bytes that comes back in one piece: the server reads into a small buffer.</summary>
        public const int MaxEcho = 254;

        public GnuTlsPeer(PeerSettings settings)
            : base(settings.Port, folder => Command(settings, folder))
        {
        }

        public static GnuTlsPeer StartServer(PeerSuites suites, int port)
        {
            return new GnuTlsPeer(new PeerSettings { Suites = suites, Port = port });
        }

        /// <summary>Waits until the server said that a client went with a close_notify.</summary>
        public bool WaitForClose(int timeoutMilliseconds)
        {
            return WaitForLog("\nEOF\n", timeoutMilliseconds);
        }

        private static PeerCommand Command(PeerSettings settings, TempFolder folder)
        {
            string ciphers = settings.Suites switch
            {
                PeerSuites.Both => "+AES-128-CCM-8:+AES-128-CCM",
                PeerSuites.Aes256 => "+AES-256-CCM-8:+AES-256-CCM",
                _ => "+AES-128-GCM",
            };
            // -CIPHER-ALL: NORMAL has GCM and CBC suites, and would never choose CCM. Without ALLOW_SMALL_RECORDS a
            // record_size_limit under 512 is ignored.
            string priority = "NORMAL:-VERS-ALL:+VERS-DTLS1.2:-KX-ALL:+PSK:-CIPHER-ALL:" + ciphers + ":%ALLOW_SMALL_RECORDS"
                + (settings.ExtendedMasterSecret ? "" : ":%NO_SESSION_HASH");
            string keys = folder.Write("keys.txt", Credentials.Identity + ":" + Credentials.KeyHex + "\n");
            var options = new List<string> { "--udp", "--echo", "--pskpasswd", keys, "--priority", priority };
            if (settings.Hint != null)
            {
                options.AddRange(["--pskhint", settings.Hint]);
            }

            if (settings.Sessions != PeerSessions.Ids)
            {
                options.Add("--nodb");
            }

            if (settings.Sessions != PeerSessions.Tickets)
            {
                options.Add("--noticket");
            }

            if (settings.ServerName != null)
            {
                options.AddRange(["--sni-hostname", settings.ServerName, "--sni-hostname-fatal"]);
            }

            return new PeerCommand("gnutls-serv", port => ["--port", port.ToString(), .. options]);
        }
    }
}
