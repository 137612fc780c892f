// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>How the timers of a handshake run.</summary>
    public enum DtlsRetransmission
    {
        /// <summary>
        /// The default. The first flight waits 1 s; the round trip measured on the cookie exchange then sets the
        /// timers as RFC 6298 section 2 does, not under 75 ms. Each interval is waited twice and then doubled, up to 4 s, with
        /// jitter of up to a quarter: half of the datagrams may get lost and most handshakes still end within seconds. After
        /// 32 transmissions in a handshake nothing is repeated any more.
        /// </summary>
        Adaptive = 0,

        /// <summary>RFC 6347 section 4.2.4.1: 1 s, doubled up to 60 s.</summary>
        Rfc6347 = 1,

        /// <summary>RFC 7925 section 11, for networks of constrained nodes: 9 s, doubled up to 60 s.</summary>
        Rfc7925 = 2,
    }
}
