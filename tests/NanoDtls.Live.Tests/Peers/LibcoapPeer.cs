// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Live.Tests
{
    /// <summary>libcoap's example server, on OpenSSL or GnuTLS.</summary>
    internal sealed class LibcoapPeer : ProcessPeer
    {
        // Neither server has an option for cipher suites, but their libraries read a settings file.
        // Level 4 wants 192 bits of security, which no AES-128 suite has.
        private const string OpenSslSettings =
            "openssl_conf = conf\n[conf]\nssl_conf = ssl\n[ssl]\nsystem_default = settings\n"
            + "[settings]\nCipherString = DEFAULT@SECLEVEL=4\n";

        private const string GnuTlsSettings =
            "[overrides]\ntls-disabled-cipher = AES-128-CCM-8\ntls-disabled-cipher = AES-128-CCM\n";

        public LibcoapPeer(PeerKind kind, PeerSettings settings)
            : base(settings.Port, folder => Command(kind == PeerKind.LibcoapOpenSsl, settings, folder))
        {
        }

        public static LibcoapPeer StartServer(PeerKind kind, PeerSuites suites, int port)
        {
            return new LibcoapPeer(kind, new PeerSettings { Suites = suites, Port = port });
        }

        /// <summary>Waits until the server logged that a DTLS session was closed.</summary>
        public bool WaitForSessionEnd(int timeoutMilliseconds)
        {
            // COAP_EVENT_DTLS_CLOSED
            return WaitForLog("EVENT: 0x0000", timeoutMilliseconds);
        }

        private static PeerCommand Command(bool isOnOpenSsl, PeerSettings settings, TempFolder folder)
        {
            var environment = new Dictionary<string, string>();
            if (settings.Suites == PeerSuites.NeitherCcm)
            {
                environment[isOnOpenSsl ? "OPENSSL_CONF" : "GNUTLS_SYSTEM_PRIORITY_FILE"] =
                    folder.Write("settings.conf", isOnOpenSsl ? OpenSslSettings : GnuTlsSettings);
            }

            if (!settings.ExtendedMasterSecret)
            {
                environment["OPENSSL_CONF"] = folder.Write("settings.conf", OpenSslPeer.NoExtendedMasterSecret);
            }

            // An identity that is not in the file gets the key of -k: a key that no client of the tests has.
            string keys = folder.Write("keys.txt", string.Join(',', settings.Hint, Credentials.Identity, Credentials.KeyText) + "\n");
            string[] notifications = settings.NonConfirmableNotifications ? new[] { "-N" } : Array.Empty<string>();
            return new PeerCommand(
                isOnOpenSsl ? "coap-server-openssl" : "coap-server-gnutls",
                first => notifications.Concat(new[]
                {
                    "-A", "127.0.0.1", "-p", first.ToString(), "-h", settings.Hint ?? "", "-i", keys, "-k", "key-of-nobody-xx",
                    // Resources can be made by PUT.
                    "-d", "100",
                    // Level 7 tells when a session begins and ends.
                    "-v", "7",
                }).ToArray())
            {
                // Plain CoAP on the first port, coaps on the second.
                PortCount = 2,
                Environment = environment,
            };
        }
    }
}
