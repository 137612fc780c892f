// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace NanoDtls.Live.Tests
{
    /// <summary>BouncyCastle's PSK server with the two CCM suites, for one connection.</summary>
    internal sealed class BouncyCastleServer : PskTlsServer
    {
        private readonly int[] _suites;
        private volatile int _alertReceived = -1;

        public BouncyCastleServer(TlsCrypto crypto, int[] suites, TlsPskIdentityManager keys)
            : base(crypto, keys)
        {
            _suites = suites;
        }

        /// <summary>The last alert that the client sent, or -1.</summary>
        public int AlertReceived
        {
            get { return _alertReceived; }
        }

        /// <summary>Whether the handshake ended well.</summary>
        public bool IsComplete { get; private set; }

        /// <summary>Ends handshakes whose client went away, so that the next client gets its turn.</summary>
        public override int GetHandshakeTimeoutMillis()
        {
            return 10000;
        }

        public override void NotifyAlertReceived(short alertLevel, short alertDescription)
        {
            base.NotifyAlertReceived(alertLevel, alertDescription);
            _alertReceived = alertDescription;
        }

        public override void NotifyHandshakeComplete()
        {
            base.NotifyHandshakeComplete();
            IsComplete = true;
        }

        protected override ProtocolVersion[] GetSupportedVersions()
        {
            return ProtocolVersion.DTLSv12.Only();
        }

        protected override int[] GetSupportedCipherSuites()
        {
            return _suites;
        }
    }
}
