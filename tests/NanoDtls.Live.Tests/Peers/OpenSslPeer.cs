// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Text;

namespace NanoDtls.Live.Tests
{
    /// <summary>
    /// <c>openssl s_server</c> for one client: prints what it receives, sends what it is given on
    /// standard input, and ends with code 0 after the client's close_notify.
    /// </summary>
    internal sealed class OpenSslPeer : LivePeer
    {
        private readonly PeerProcess _process;

        private OpenSslPeer(PeerProcess process, int port)
        {
            _process = process;
            EndPoint = new IPEndPoint(IPAddress.Loopback, port);
        }

        public override IPEndPoint EndPoint { get; }

        public override string Log
        {
            get { return _process.Log; }
        }

        public static OpenSslPeer StartServer(PeerSuites suites, int port)
        {
            string ciphers = suites == PeerSuites.Both
                ? "PSK-AES128-CCM8:PSK-AES128-CCM"
                : "PSK-AES128-GCM-SHA256:PSK-AES128-CBC-SHA256";
            PeerProcess process = PeerProcess.Start(
                "openssl",
                first => new[]
                {
                    "s_server", "-dtls1_2", "-accept", "127.0.0.1:" + first, "-nocert", "-naccept", "1",
                    "-psk_identity", Credentials.Identity, "-psk", Credentials.KeyHex, "-cipher", ciphers,
                    // Quiet: nothing but the clients' data on standard output, no command letters in
                    // the input. It also ignores the end of the input, which the last option undoes.
                    "-quiet", "-no_ign_eof",
                },
                portCount: 1,
                fixedPort: port,
                environment: null,
                out int bound);
            return new OpenSslPeer(process, bound);
        }

        /// <summary>Has the server send a line, as one record, to the client.</summary>
        public void SendLine(string line)
        {
            _process.Write(Encoding.Latin1.GetBytes(line + "\n"));
        }

        /// <summary>The next line that the server received.</summary>
        public string ReceiveLine(int timeoutMilliseconds)
        {
            return _process.ReadLine(timeoutMilliseconds);
        }

        /// <summary>Has the server close the connection.</summary>
        public void CloseConnection()
        {
            _process.CloseInput();
        }

        /// <summary>Waits for the server's end; code 0 tells that its one client went with a close_notify.</summary>
        public int WaitForExit(int timeoutMilliseconds)
        {
            return _process.WaitForExit(timeoutMilliseconds);
        }

        public override void Dispose()
        {
            _process.Dispose();
        }
    }
}
