// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace SensorNode.Desktop.Server
{
    /// <summary>What one session of the server agrees to: DTLS 1.2 and the given suites, the client's preference first.</summary>
    internal sealed class PskTlsPolicy : PskTlsServer
    {
        private const int HandshakeTimeoutMilliseconds = 60000;

        private readonly int[] _cipherSuites;
        private readonly byte[]? _connectionId;

        /// <summary>Creates the policy of one session.</summary>
        /// <param name="crypto">BouncyCastle's crypto.</param>
        /// <param name="identities">The known identities.</param>
        /// <param name="cipherSuites">IANA code points of the accepted suites.</param>
        /// <param name="connectionId">Connection ID that the client is asked to use (RFC 9146); <c>null</c> for none at all.</param>
        internal PskTlsPolicy(TlsCrypto crypto, PskIdentities identities, int[] cipherSuites, byte[]? connectionId)
            : base(crypto, identities)
        {
            _cipherSuites = cipherSuites;
            _connectionId = connectionId;
        }

        /// <summary>A client that fell silent must not keep its thread for ever.</summary>
        public override int GetHandshakeTimeoutMillis() => HandshakeTimeoutMilliseconds;

        /// <inheritdoc/>
        protected override byte[]? GetNewConnectionID() => _connectionId;

        /// <inheritdoc/>
        protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

        /// <inheritdoc/>
        protected override int[] GetSupportedCipherSuites() => _cipherSuites;

        /// <inheritdoc/>
        protected override bool PreferLocalCipherSuites() => false;
    }
}
