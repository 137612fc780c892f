// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net.Sockets;

namespace NanoDtls
{
    /// <summary>
    /// Settings of a connection. The constructor that takes them validates and copies them; later
    /// changes have no effect, and the caller may clear <see cref="PskKey"/> as soon as it returns.
    /// </summary>
    public class DtlsClientOptions
    {
        /// <summary>Creates options with the defaults named at each property.</summary>
        public DtlsClientOptions()
        {
            CipherSuites = new DtlsCipherSuite[] { DtlsCipherSuite.PskWithAes128Ccm8, DtlsCipherSuite.PskWithAes128Ccm };
            MaxRecordPayload = 512;
            HandshakeTimeoutMilliseconds = 60000;
            InitialRetransmitMilliseconds = 1000;
            MaxRetransmitMilliseconds = 60000;
            RequireExtendedMasterSecret = true;
            AddressFamily = AddressFamily.InterNetwork;
        }

        /// <summary>PSK identity, 1 to 128 bytes; UTF-8 when it is text (RFC 4279 sections 5.1 and 5.3).</summary>
        public byte[] PskIdentity { get; set; }

        /// <summary>
        /// Pre-shared key, 16 to 64 bytes of any value (RFC 4279 section 5.3, RFC 7925 section 20);
        /// 1 to 64 with <see cref="AllowWeakPsk"/>.
        /// </summary>
        public byte[] PskKey { get; set; }

        /// <summary>Accepts keys under 16 bytes. Default <c>false</c>.</summary>
        public bool AllowWeakPsk { get; set; }

        /// <summary>Offered suites, most preferred first, no repeats. Default CCM_8, then CCM.</summary>
        public DtlsCipherSuite[] CipherSuites { get; set; }

        /// <summary>
        /// Crypto back end, used by one connection at a time. Default <c>null</c>: a new
        /// <see cref="SoftwareCrypto"/>.
        /// </summary>
        public DtlsCrypto Crypto { get; set; }

        /// <summary>
        /// Largest application payload of one record in bytes, 64 to 16384, default 512. Sizes every
        /// buffer; from 512 on it is offered to the server as max_fragment_length (RFC 6066 section 4).
        /// </summary>
        public int MaxRecordPayload { get; set; }

        /// <summary>Longest time a handshake may take, in milliseconds, 1 or more. Default 60000.</summary>
        public int HandshakeTimeoutMilliseconds { get; set; }

        /// <summary>First retransmission time-out in milliseconds, 1 or more. Default 1000 (RFC 6347 section 4.2.4.1).</summary>
        public int InitialRetransmitMilliseconds { get; set; }

        /// <summary>
        /// Cap of the doubled retransmission time-out in milliseconds, not below
        /// <see cref="InitialRetransmitMilliseconds"/>. Default 60000.
        /// </summary>
        public int MaxRetransmitMilliseconds { get; set; }

        /// <summary>
        /// Refuses servers that do not support the extended master secret (RFC 7627 section 5.2).
        /// Default <c>true</c>. It is offered in any case.
        /// </summary>
        public bool RequireExtendedMasterSecret { get; set; }

        /// <summary>
        /// Address family of the socket that <see cref="DtlsClient"/> creates. Default
        /// <see cref="System.Net.Sockets.AddressFamily.InterNetwork"/>; <c>InterNetworkV6</c> needs
        /// firmware with IPv6. The engine itself does not use it.
        /// </summary>
        public AddressFamily AddressFamily { get; set; }
    }
}
