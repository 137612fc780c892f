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
            MaxRetransmitMilliseconds = 60000;
            RequireExtendedMasterSecret = true;
            EnableResumption = true;
            MaxSessionTicket = 512;
            PmtuBackoff = true;
            ConnectionId = new byte[0];
            EncryptState = true;
            SequenceReservation = 1024;
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
        /// buffer. It is offered to the server as max_fragment_length (RFC 6066 section 4), and, where that extension does not
        /// have the value, as record_size_limit (RFC 8449).
        /// </summary>
        public int MaxRecordPayload { get; set; }

        /// <summary>Longest time a handshake may take, in milliseconds, 1 or more. Default 60000.</summary>
        public int HandshakeTimeoutMilliseconds { get; set; }

        /// <summary>How the timers of a handshake run. Default <see cref="DtlsRetransmission.Adaptive"/>.</summary>
        public DtlsRetransmission Retransmission { get; set; }

        /// <summary>
        /// First retransmission time-out in milliseconds. Default 0: what <see cref="Retransmission"/> says, 1 s or 9 s.
        /// </summary>
        public int InitialRetransmitMilliseconds { get; set; }

        /// <summary>
        /// Cap of the doubled retransmission time-out in milliseconds, not below
        /// <see cref="InitialRetransmitMilliseconds"/>, 1 or more. Default 60000. The adaptive profile stops doubling earlier.
        /// </summary>
        public int MaxRetransmitMilliseconds { get; set; }

        /// <summary>
        /// Refuses servers that do not support the extended master secret (RFC 7627 section 5.2).
        /// Default <c>true</c>. It is offered in any case.
        /// </summary>
        public bool RequireExtendedMasterSecret { get; set; }

        /// <summary>
        /// Several identities, in place of <see cref="PskIdentity"/> and <see cref="PskKey"/>, which then stay null.
        /// Kept, not copied. Default <c>null</c>.
        /// </summary>
        public PskStore PskStore { get; set; }

        /// <summary>
        /// Keeps the last session, so that the next handshake takes two flights less where the server agrees
        /// (RFC 5246 section 7.3, RFC 7627 section 5.3). Default <c>true</c>; <c>false</c> saves 48 bytes and leaves no master
        /// secret in memory.
        /// </summary>
        public bool EnableResumption { get; set; }

        /// <summary>
        /// Asks for session tickets (RFC 5077), for servers that keep no sessions themselves. Needs
        /// <see cref="EnableResumption"/>. Default <c>false</c>.
        /// </summary>
        public bool OfferSessionTicket { get; set; }

        /// <summary>
        /// Longest ticket that is kept, in bytes, 32 to 4096, default 512; memory is taken only with
        /// <see cref="OfferSessionTicket"/>. A longer one is refused without harm to the connection.
        /// </summary>
        public int MaxSessionTicket { get; set; }

        /// <summary>
        /// Host name for the server_name extension (RFC 6066 section 3), 1 to 255 ASCII characters. Default <c>null</c>: none.
        /// </summary>
        public string ServerName { get; set; }

        /// <summary>
        /// Largest UDP payload that the path takes, in bytes, 200 to 65507. Default 0: unknown. No datagram gets longer
        /// (RFC 6347 section 4.1.1.1).
        /// </summary>
        public int PathMtu { get; set; }

        /// <summary>
        /// Sends the handshake in datagrams of at most 200 bytes after two retransmissions without an answer
        /// (RFC 6347 section 4.1.1.1). Default <c>true</c>.
        /// </summary>
        public bool PmtuBackoff { get; set; }

        /// <summary>
        /// How many records may fail their tag before the connection is closed with
        /// <see cref="DtlsStatus.ForgeryLimit"/> (RFC 9147 section 4.5.3). Default 0: 2^23 with 16-byte tags, 2^16 with 8-byte
        /// tags, where one forgery in 2^48 connections then succeeds.
        /// </summary>
        public int ForgeryLimit { get; set; }

        /// <summary>
        /// Connection ID that the server's records to this client shall have, up to 32 bytes (RFC 9146 section 3). Default
        /// empty: the server may ask for one, which lets the client change its address, and sends the usual records itself.
        /// <c>null</c>: no Connection IDs at all.
        /// </summary>
        public byte[] ConnectionId { get; set; }

        /// <summary>
        /// Offers to answer the server's return routability checks (RFC 9853), 4 bytes in each ClientHello; needs a
        /// <see cref="ConnectionId"/> that is not null. Up to 10 a second are answered. Default <c>false</c>: a CoAP server checks
        /// a new address by the Echo option (RFC 9175). Set it for servers that check by this extension.
        /// </summary>
        public bool OfferReturnRoutabilityCheck { get; set; }

        /// <summary>
        /// Pads application data in records with a Connection ID to a multiple of so many bytes, its type included, as far as a
        /// record takes it (RFC 9146 section 4): 2 to 1024. Default 0: its length can be seen from outside.
        /// </summary>
        public int RecordPadding { get; set; }

        /// <summary>
        /// Key that protects exported sessions, 16 to 64 bytes: one that only this device has. With an identity of its own the
        /// connection mixes the identity and its pre-shared key in, so that a state of other credentials is refused. Default
        /// <c>null</c>: sessions cannot be exported.
        /// </summary>
        public byte[] StateKey { get; set; }

        /// <summary>Encrypts the keys in exported sessions, which are authenticated in any case. Default <c>true</c>.</summary>
        public bool EncryptState { get; set; }

        /// <summary>
        /// How many sequence numbers a stored reservation is ahead at least, 1 to 1048576; it is rounded up to a
        /// multiple of 256. So often at most is the store written while the connection is in use. Default 1024.
        /// </summary>
        public int SequenceReservation { get; set; }

        /// <summary>
        /// Port that <see cref="DtlsClient"/> sends from, 0 to 65535. Default 0: any. A session that is to go on after a restart
        /// with a server without Connection IDs needs the same one each time. The engine itself does not use it.
        /// </summary>
        public int LocalPort { get; set; }

        /// <summary>
        /// Address family of the socket that <see cref="DtlsClient"/> creates. Default
        /// <see cref="System.Net.Sockets.AddressFamily.InterNetwork"/>; <c>InterNetworkV6</c> needs
        /// firmware with IPv6. The engine itself does not use it.
        /// </summary>
        public AddressFamily AddressFamily { get; set; }
    }
}
