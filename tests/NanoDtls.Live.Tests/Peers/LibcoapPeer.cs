// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;

namespace NanoDtls.Live.Tests
{
    /// <summary>libcoap's example server, on OpenSSL or GnuTLS.</summary>
    internal sealed class LibcoapPeer : LivePeer
    {
        // Neither server has an option for cipher suites, but their libraries read a settings file.
        // Level 4 wants 192 bits of security, which no AES-128 suite has.
        private const string OpenSslSettings =
            "openssl_conf = conf\n[conf]\nssl_conf = ssl\n[ssl]\nsystem_default = settings\n"
            + "[settings]\nCipherString = DEFAULT@SECLEVEL=4\n";

        private const string GnuTlsSettings =
            "[overrides]\ntls-disabled-cipher = AES-128-CCM-8\ntls-disabled-cipher = AES-128-CCM\n";

        private readonly PeerProcess _process;
        private readonly TempFolder _folder;

        private LibcoapPeer(PeerProcess process, TempFolder folder, int port)
        {
            _process = process;
            _folder = folder;
            EndPoint = new IPEndPoint(IPAddress.Loopback, port);
        }

        public override IPEndPoint EndPoint { get; }

        public override string Log
        {
            get { return _process.Log; }
        }

        public static LibcoapPeer StartServer(PeerKind kind, PeerSuites suites, int port)
        {
            bool onOpenSsl = kind == PeerKind.LibcoapOpenSsl;
            TempFolder folder = new TempFolder();
            Dictionary<string, string> environment = new Dictionary<string, string>();
            if (suites == PeerSuites.NeitherCcm)
            {
                environment[onOpenSsl ? "OPENSSL_CONF" : "GNUTLS_SYSTEM_PRIORITY_FILE"] =
                    folder.Write("settings.conf", onOpenSsl ? OpenSslSettings : GnuTlsSettings);
            }

            // An identity that is not in the file gets the key of -k: a key that no client of the tests has.
            string keys = folder.Write("keys.txt", string.Join(',', Credentials.Hint, Credentials.Identity, Credentials.KeyText) + "\n");
            PeerProcess process = PeerProcess.Start(
                onOpenSsl ? "coap-server-openssl" : "coap-server-gnutls",
                first => new[]
                {
                    "-A", "127.0.0.1", "-p", first.ToString(), "-h", Credentials.Hint, "-i", keys, "-k", "key-of-nobody-xx",
                    // Level 7 tells when a session begins and ends.
                    "-v", "7",
                },
                // Plain CoAP on the first port, coaps on the second.
                portCount: 2,
                fixedPort: port,
                environment: environment,
                out int bound);
            return new LibcoapPeer(process, folder, bound);
        }

        /// <summary>Waits until the server logged that a DTLS session was closed.</summary>
        public bool WaitForSessionEnd(int timeoutMilliseconds)
        {
            // COAP_EVENT_DTLS_CLOSED
            return _process.WaitForLog("EVENT: 0x0000", timeoutMilliseconds);
        }

        public override void Dispose()
        {
            _process.Dispose();
            _folder.Dispose();
        }
    }
}
