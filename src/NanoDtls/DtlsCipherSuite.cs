// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>Cipher suites by their IANA code points (RFC 6655 section 4).</summary>
    public enum DtlsCipherSuite
    {
        /// <summary>TLS_PSK_WITH_AES_128_CCM: a 16-byte tag, 37 bytes of overhead a record.</summary>
        PskWithAes128Ccm = 0xC0A4,

        /// <summary>TLS_PSK_WITH_AES_256_CCM, for back ends with AES-256: a 16-byte tag.</summary>
        PskWithAes256Ccm = 0xC0A5,

        /// <summary>TLS_PSK_WITH_AES_128_CCM_8: an 8-byte tag, 29 bytes of overhead a record (RFC 7925 section 4.2).</summary>
        PskWithAes128Ccm8 = 0xC0A8,

        /// <summary>TLS_PSK_WITH_AES_256_CCM_8, for back ends with AES-256: an 8-byte tag.</summary>
        PskWithAes256Ccm8 = 0xC0A9,
    }
}
