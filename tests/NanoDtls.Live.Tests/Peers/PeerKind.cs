// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Live.Tests
{
    /// <summary>The servers that the client is tested against.</summary>
    public enum PeerKind
    {
        /// <summary>OpenSSL's <c>s_server</c>.</summary>
        OpenSsl,

        /// <summary>GnuTLS's <c>gnutls-serv</c>, as an echo server.</summary>
        GnuTls,

        /// <summary>libcoap's server on OpenSSL.</summary>
        LibcoapOpenSsl,

        /// <summary>libcoap's server on GnuTLS.</summary>
        LibcoapGnuTls,

        /// <summary>Mbed TLS 2.28 in the tests' own server, as an echo server.</summary>
        MbedTls,

        /// <summary>BouncyCastle in this process, as an echo server.</summary>
        BouncyCastle,
    }
}
