// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>What a connection offers in every ClientHello, computed once from the options.</summary>
    internal sealed class HandshakeOffer
    {
        /// <summary>cipher_suites, compression_methods and extensions, as they stand on the wire.</summary>
        internal readonly byte[] Bytes;

        /// <summary>Bits of <see cref="ServerHello"/> for the extensions, and what the properties below are, in the low 16.</summary>
        internal readonly int Offered;

        private const int CidOffsetShift = 3;

        // RFC 6066 section 4: code n stands for 2^(8 + n) bytes, n from 1 to 4.
        private const int MaxFragmentLengthCodes = 4;

        // RFC 5246 section 6.2.1: no record is longer, so nothing needs to be said.
        private const int NoLimit = 16384;

        internal HandshakeOffer(DtlsClientOptions options)
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

            Bytes = new byte[ClientHelloWriter.OfferLength(options, offered)];
            Offered = offered | code | (ClientHelloWriter.WriteOffer(Bytes, options, offered, code) << CidOffsetShift);
        }

        /// <summary>max_fragment_length code, 0 for none.</summary>
        internal int MaxFragmentLength
        {
            get { return Offered & ((1 << CidOffsetShift) - 1); }
        }

        /// <summary>Where the offered Connection ID stands in <see cref="Bytes"/>.</summary>
        internal int CidOffset
        {
            get { return (Offered & 0xFFFF) >> CidOffsetShift; }
        }

        /// <summary>Bytes that a max_fragment_length code stands for.</summary>
        internal static int FragmentLength(int code)
        {
            return 256 << code;
        }
    }
}
