// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace NanoDtls.Live.Tests
{
    /// <summary>BouncyCastle's PSK server, for one connection.</summary>
    internal sealed class BouncyCastleServer : PskTlsServer
    {
        private readonly int[] _suites;
        private readonly PeerSettings _settings;
        private readonly Dictionary<string, TlsSession> _sessions;
        private volatile int _alertReceived = -1;

        /// <summary>Creates a server.</summary>
        /// <param name="crypto">Its cryptography.</param>
        /// <param name="suites">What it accepts.</param>
        /// <param name="keys">Whom it knows.</param>
        /// <param name="settings">What else it was told.</param>
        /// <param name="sessions">Sessions by their ID in hexadecimal, shared by the servers of a peer.</param>
        public BouncyCastleServer(
            TlsCrypto crypto, int[] suites, TlsPskIdentityManager keys, PeerSettings settings, Dictionary<string, TlsSession> sessions)
            : base(crypto, keys)
        {
            _suites = suites;
            _settings = settings;
            _sessions = sessions;
        }

        /// <summary>The last alert that the client sent, or -1.</summary>
        public int AlertReceived
        {
            get { return _alertReceived; }
        }

        /// <summary>Whether the handshake ended well.</summary>
        public bool IsComplete { get; private set; }

        /// <summary>What the peer's settings have it export, once the handshake ended well.</summary>
        public byte[] Exported { get; private set; } = [];

        /// <summary>Host names that the client asked for, one a line.</summary>
        public string ServerNames { get; private set; } = "";

        /// <summary>Whether a session was taken up.</summary>
        public bool IsResumed { get; private set; }

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
            IsResumed = m_context.SecurityParameters.IsResumedSession;
            IList<ServerName>? names = m_context.SecurityParameters.ClientServerNames;
            ServerNames = string.Join('\n', names?.Select(name => Encoding.ASCII.GetString(name.NameData)) ?? []);
            TlsSession session = m_context.Session;
            if (_settings.Sessions == PeerSessions.Ids && session != null && session.IsResumable)
            {
                _sessions[Convert.ToHexString(session.SessionID)] = session;
            }

            if (_settings.ExportLabel != null)
            {
                Exported = m_context.ExportKeyingMaterial(_settings.ExportLabel, null, 32);
            }
        }

        public override bool ShouldUseExtendedMasterSecret()
        {
            return _settings.ExtendedMasterSecret;
        }

        public override byte[]? GetNewSessionID()
        {
            return _settings.Sessions == PeerSessions.Ids ? m_context.NonceGenerator.GenerateNonce(32) : null;
        }

        public override TlsSession? GetSessionToResume(byte[] sessionID)
        {
            return _sessions.GetValueOrDefault(Convert.ToHexString(sessionID));
        }

        public override IDictionary<int, byte[]> GetServerExtensions()
        {
            IDictionary<int, byte[]> extensions = base.GetServerExtensions();
            if (_settings.RecordSizeLimit != 0 && m_clientExtensions.ContainsKey(ExtensionType.record_size_limit))
            {
                // RFC 8449 section 5: it takes the place of max_fragment_length.
                extensions.Remove(ExtensionType.max_fragment_length);
                TlsExtensionsUtilities.AddRecordSizeLimitExtension(extensions, _settings.RecordSizeLimit);
            }

            return extensions;
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
