// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>Alert descriptions (RFC 5246 section 7.2, RFC 4279 section 6, RFC 6066 section 9).</summary>
    public enum DtlsAlert
    {
        /// <summary>No alert was received or sent.</summary>
        None = -1,

        /// <summary>The sender closes the connection.</summary>
        CloseNotify = 0,

        /// <summary>A message came that does not belong here.</summary>
        UnexpectedMessage = 10,

        /// <summary>A record could not be verified.</summary>
        BadRecordMac = 20,

        /// <summary>A record was longer than allowed.</summary>
        RecordOverflow = 22,

        /// <summary>No acceptable set of parameters.</summary>
        HandshakeFailure = 40,

        /// <summary>A field is out of range or contradicts another.</summary>
        IllegalParameter = 47,

        /// <summary>Access was refused by policy.</summary>
        AccessDenied = 49,

        /// <summary>A message could not be decoded.</summary>
        DecodeError = 50,

        /// <summary>A cryptographic check of the handshake failed.</summary>
        DecryptError = 51,

        /// <summary>The protocol version is recognised but not supported.</summary>
        ProtocolVersion = 70,

        /// <summary>The server requires stronger parameters.</summary>
        InsufficientSecurity = 71,

        /// <summary>An internal error, unrelated to the peer.</summary>
        InternalError = 80,

        /// <summary>The handshake is cancelled for a reason outside the protocol.</summary>
        UserCanceled = 90,

        /// <summary>Renegotiation is refused; always a warning.</summary>
        NoRenegotiation = 100,

        /// <summary>An extension was answered that was not offered.</summary>
        UnsupportedExtension = 110,

        /// <summary>The server does not know the PSK identity.</summary>
        UnknownPskIdentity = 115,
    }
}
