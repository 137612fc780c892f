// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// Lays out a ClientHello (RFC 6347 section 4.2.1): version 2, random 32, session_id, cookie, then the
    /// part that never changes: cipher_suites, compression_methods and extensions.
    /// </summary>
    internal static class ClientHelloWriter
    {
        internal const int MaxCookieLength = 255;

        /// <summary>From the start of the message to client_random.</summary>
        internal const int RandomOffset = HandshakeCodec.HeaderLength + 2;

        /// <summary>From the start of the message to the cookie's length byte; session_id is empty.</summary>
        internal const int CookieLengthOffset = RandomOffset + HandshakeCodec.RandomLength + 1;

        /// <summary>From the start of the message to the cookie.</summary>
        internal const int CookieOffset = CookieLengthOffset + 1;

        // RFC 5746 section 3.3: TLS_EMPTY_RENEGOTIATION_INFO_SCSV, sent in place of the extension.
        private const int RenegotiationScsvLow = 0xFF;

        /// <summary>Bytes of the part that every ClientHello of a connection ends with.</summary>
        internal static int OfferLength(int suiteCount, int maxFragmentLength)
        {
            // cipher_suites with the signalling value, compression_methods, extensions.
            return 2 + (2 * suiteCount) + 2 + 2 + 2 + 4 + (maxFragmentLength == 0 ? 0 : 5);
        }

        /// <summary>Completes the message around the random and the cookie that are in place.</summary>
        /// <param name="buffer">Array with the message.</param>
        /// <param name="offset">First byte of the handshake header.</param>
        /// <param name="cookieLength">Bytes of the cookie.</param>
        /// <param name="sequence">message_seq.</param>
        /// <param name="offer">The part made by <see cref="WriteOffer"/>.</param>
        /// <returns>Length of the message with its header.</returns>
        internal static int Write(byte[] buffer, int offset, int cookieLength, int sequence, byte[] offer)
        {
            int offerOffset = CookieOffset + cookieLength;
            int length = offerOffset + offer.Length;
            HandshakeCodec.WriteHeader(buffer, offset, HandshakeType.ClientHello, length - HandshakeCodec.HeaderLength, sequence);
            buffer[offset + HandshakeCodec.HeaderLength] = RecordLayer.VersionMajor;
            buffer[offset + HandshakeCodec.HeaderLength + 1] = RecordLayer.VersionMinor;
            buffer[offset + CookieLengthOffset - 1] = 0;
            buffer[offset + CookieLengthOffset] = (byte)cookieLength;
            Array.Copy(offer, 0, buffer, offset + offerOffset, offer.Length);
            return length;
        }

        /// <summary>Writes the part that every ClientHello of a connection ends with. Runs once.</summary>
        /// <param name="offer">Zeros, <see cref="OfferLength"/> bytes.</param>
        /// <param name="suites">Offered suites.</param>
        /// <param name="maxFragmentLength">max_fragment_length code, 0 to leave the extension out.</param>
        internal static void WriteOffer(byte[] offer, DtlsCipherSuite[] suites, int maxFragmentLength)
        {
            int position = 2;
            for (int i = 0; i < suites.Length; i++)
            {
                int suite = (int)suites[i];
                offer[position++] = (byte)(suite >> 8);
                offer[position++] = (byte)suite;
            }

            offer[1] = (byte)position;
            offer[position + 1] = RenegotiationScsvLow;

            // One compression method, null. RFC 7925 section 8.
            offer[position + 2] = 1;
            position += 4;
            offer[position + 1] = (byte)(offer.Length - position - 2);
            offer[position + 3] = ExtensionType.ExtendedMasterSecret;
            position += 6;
            if (maxFragmentLength != 0)
            {
                offer[position + 1] = ExtensionType.MaxFragmentLength;
                offer[position + 3] = 1;
                offer[position + 4] = (byte)maxFragmentLength;
            }
        }
    }
}
