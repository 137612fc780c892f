// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Live.Tests
{
    /// <summary>Mbed TLS 2.28, in the echo server of <c>tests/peers/mbedtls_server.c</c>: one client after the other.</summary>
    internal sealed class MbedTlsPeer : ProcessPeer
    {
        public MbedTlsPeer(PeerSettings settings)
            : base(settings.Port, _ => Command(settings))
        {
        }

        /// <summary>Waits until the server said that a client went with a close_notify.</summary>
        public bool WaitForClose(int timeoutMilliseconds)
        {
            return WaitForLog("\nclosed", timeoutMilliseconds);
        }

        private static PeerCommand Command(PeerSettings settings)
        {
            var options = new List<string>();
            switch (settings.Suites)
            {
                case PeerSuites.NeitherCcm:
                    options.Add("gcm");
                    break;
                case PeerSuites.Aes256:
                    options.Add("aes256");
                    break;
            }

            if (!settings.ExtendedMasterSecret)
            {
                options.Add("no-ems");
            }

            if (settings.Sessions != PeerSessions.None)
            {
                options.Add(settings.Sessions == PeerSessions.Ids ? "cache" : "tickets");
            }

            return new PeerCommand(
                MbedTlsProgram.Path,
                port => [port.ToString(), Credentials.Identity, Credentials.KeyHex, .. options]);
        }
    }
}
