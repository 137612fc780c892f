// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;

namespace NanoDtls.Live.Tests
{
    /// <summary><c>gnutls-serv</c> that echoes every record.</summary>
    internal sealed class GnuTlsPeer : LivePeer
    {
        /// <summary>Longest record in bytes that comes back in one piece: the server reads into a small buffer.</summary>
        public const int MaxEcho = 254;

        private readonly PeerProcess _process;
        private readonly TempFolder _folder;

        private GnuTlsPeer(PeerProcess process, TempFolder folder, int port)
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

        public static GnuTlsPeer StartServer(PeerSuites suites, int port)
        {
            string ciphers = suites == PeerSuites.Both ? "+AES-128-CCM-8:+AES-128-CCM" : "+AES-128-GCM";
            TempFolder folder = new TempFolder();
            string keys = folder.Write("keys.txt", Credentials.Identity + ":" + Credentials.KeyHex + "\n");
            PeerProcess process = PeerProcess.Start(
                "gnutls-serv",
                first => new[]
                {
                    "--udp", "--echo", "--port", first.ToString(), "--pskpasswd", keys, "--pskhint", Credentials.Hint,
                    // -CIPHER-ALL: NORMAL has GCM and CBC suites, and would never choose CCM.
                    "--priority", "NORMAL:-VERS-ALL:+VERS-DTLS1.2:-KX-ALL:+PSK:-CIPHER-ALL:" + ciphers,
                },
                portCount: 1,
                fixedPort: port,
                environment: null,
                out int bound);
            return new GnuTlsPeer(process, folder, bound);
        }

        /// <summary>Waits until the server said that a client went with a close_notify.</summary>
        public bool WaitForClose(int timeoutMilliseconds)
        {
            return _process.WaitForLog("\nEOF\n", timeoutMilliseconds);
        }

        public override void Dispose()
        {
            _process.Dispose();
            _folder.Dispose();
        }
    }
}
