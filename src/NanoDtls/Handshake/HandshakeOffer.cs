// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// What a connection offers in every ClientHello, in one number: bits of <see cref="ServerHello"/> for the extensions, and in the
    /// low 16 bits the max_fragment_length code and the place of the Connection ID.
    /// </summary>
    internal static class HandshakeOffer
    {
        private const int CidOffsetShift = 3;

        // RFC 6066 section 4: code n stands for 2^(8 + n) bytes, n from 1 to 4.
        private const int MaxFragmentLengthCodes = 4;

        // RFC 5246 section 6.2.1: no record is longer, so nothing needs to be said.
        private const int NoLimit = 16384;

        /// <summary>The offer that the options make, but for the place of the Connection ID.</summary>
        internal static int Of(DtlsClientOptions options)
        {
            int limit = options.MaxRecordPayload;
            int offered = ServerHello.ExtendedMasterSecret;
            int code = limit >= NoLimit ? 0 : MaxFragmentLengthCodes;
            while (code > 0 && FragmentLength(code) > limit)
            {
                code--;
            }

            if (code != 0)
            {
                offered |= ServerHello.MaxFragmentLength;
            }

            // Six bytes that only say something where max_fragment_length has no such value. A server that
            // knows both takes this one (RFC 8449 section 5).
            if (limit < NoLimit && (code == 0 || FragmentLength(code) != limit))
            {
                offered |= ServerHello.RecordSizeLimit;
            }

            if (options.ServerName != null)
            {
                offered |= ServerHello.ServerName;
            }

            if (options.EnableResumption && options.OfferSessionTicket)
            {
                offered |= ServerHello.SessionTicket;
            }

            if (options.ConnectionId != null)
            {
                offered |= ServerHello.ConnectionId;
            }

            if (options.OfferReturnRoutabilityCheck)
            {
                offered |= ServerHello.ReturnRoutabilityCheck;
            }

            return offered | code;
        }

        /// <summary>Adds the place of the Connection ID, from the start of the ClientHello's last part.</summary>
        internal static int WithCid(int offered, int cidOffset)
        {
            return offered | (cidOffset << CidOffsetShift);
        }

        /// <summary>max_fragment_length code, 0 for none.</summary>
        internal static int FragmentLengthCode(int offered)
        {
            return offered & ((1 << CidOffsetShift) - 1);
        }

        /// <summary>Where the offered Connection ID stands in the ClientHello's last part.</summary>
        internal static int CidOffset(int offered)
        {
            return (offered & 0xFFFF) >> CidOffsetShift;
        }

        /// <summary>Bytes that a max_fragment_length code stands for.</summary>
        internal static int FragmentLength(int code)
        {
            return 256 << code;
        }
    }
}
