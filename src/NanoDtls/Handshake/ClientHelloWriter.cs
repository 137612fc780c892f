// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// Lays out a ClientHello (RFC 6347 section 4.2.1): version 2, random 32, session_id, cookie, then the
    /// part that never changes: cipher_suites, compression_methods and extensions. A session ticket stands
    /// behind all of it, in the last extension, and is not copied here.
    /// </summary>
    internal static class ClientHelloWriter
    {
        internal const int MaxCookieLength = 255;

        /// <summary>From the start of the message to the session ID.</summary>
        internal const int SessionIdOffset = RandomOffset + HandshakeCodec.RandomLength + 1;

        private const int Message = RecordLayer.HeaderLength;
        private const int RandomOffset = HandshakeCodec.HeaderLength + 2;

        // RFC 5746 section 3.3: TLS_EMPTY_RENEGOTIATION_INFO_SCSV, sent in place of the extension.
        private const int RenegotiationScsvLow = 0xFF;

        /// <summary>Bytes of the part that every ClientHello of a connection ends with.</summary>
        internal static int OfferLength(DtlsClientOptions options, int offered)
        {
            // cipher_suites with the signalling value, compression_methods, extensions.
            return 2 + (2 * options.CipherSuites.Length) + 2 + 2 + 2 + 4
                + ((offered & ServerHello.MaxFragmentLength) == 0 ? 0 : 5)
                + ((offered & ServerHello.RecordSizeLimit) == 0 ? 0 : 6)
                + ((offered & ServerHello.ServerName) == 0 ? 0 : 9 + options.ServerName.Length)
                + ((offered & ServerHello.ConnectionId) == 0 ? 0 : 5 + options.ConnectionId.Length)
                + ((offered & ServerHello.ReturnRoutabilityCheck) == 0 ? 0 : 4)
                + ((offered & ServerHello.SessionTicket) == 0 ? 0 : 4);
        }

        /// <summary>Writes the part that every ClientHello of a connection ends with. Runs once.</summary>
        /// <param name="session">Array that ends with <see cref="OfferLength"/> zeros for it.</param>
        /// <param name="options">Suites, record size, server name and Connection ID.</param>
        /// <param name="offered">What to offer.</param>
        /// <returns>The offer, with the place of the Connection ID.</returns>
        internal static int WriteOffer(byte[] session, DtlsClientOptions options, int offered)
        {
            DtlsCipherSuite[] suites = options.CipherSuites;
            int start = SessionState.Offer;
            int position = start + 2;
            int cidOffset = 0;
            for (int i = 0; i < suites.Length; i++)
            {
                WriteUInt16(session, position, (int)suites[i]);
                position += 2;
            }

            session[start + 1] = (byte)(position - start);
            session[position + 1] = RenegotiationScsvLow;

            // One compression method, null. RFC 7925 section 8.
            session[position + 2] = 1;
            position += 4;
            WriteUInt16(session, position, session.Length - position - 2);
            position = WriteExtension(session, position + 2, ExtensionType.ExtendedMasterSecret, 0);
            if ((offered & ServerHello.MaxFragmentLength) != 0)
            {
                position = WriteExtension(session, position, ExtensionType.MaxFragmentLength, 1);
                session[position - 1] = (byte)HandshakeOffer.FragmentLengthCode(offered);
            }

            if ((offered & ServerHello.RecordSizeLimit) != 0)
            {
                position = WriteExtension(session, position, ExtensionType.RecordSizeLimit, 2);
                WriteUInt16(session, position - 2, options.MaxRecordPayload);
            }

            if ((offered & ServerHello.ServerName) != 0)
            {
                // RFC 6066 section 3: a list of one host_name.
                string serverName = options.ServerName;
                int length = serverName.Length;
                position = WriteExtension(session, position, ExtensionType.ServerName, 5 + length);
                WriteUInt16(session, position - length - 5, 3 + length);
                WriteUInt16(session, position - length - 2, length);
                for (int i = 0; i < length; i++)
                {
                    session[position - length + i] = (byte)serverName[i];
                }
            }

            if ((offered & ServerHello.ConnectionId) != 0)
            {
                int length = options.ConnectionId.Length;
                position = WriteExtension(session, position, ExtensionType.ConnectionId, 1 + length);
                cidOffset = position - length;
                session[cidOffset - 1] = (byte)length;
                Array.Copy(options.ConnectionId, 0, session, cidOffset, length);
            }

            if ((offered & ServerHello.ReturnRoutabilityCheck) != 0)
            {
                position = WriteExtension(session, position, ExtensionType.ReturnRoutabilityCheck, 0);
            }

            // The last one, because the ticket follows.
            if ((offered & ServerHello.SessionTicket) != 0)
            {
                WriteExtension(session, position, ExtensionType.SessionTicket, 0);
            }

            return HandshakeOffer.WithCid(offered, cidOffset == 0 ? 0 : cidOffset - start);
        }

        /// <summary>Where the cookie stands, from the start of the message.</summary>
        internal static int CookieOffset(int sessionIdLength)
        {
            return SessionIdOffset + sessionIdLength + 1;
        }

        /// <summary>Writes the message behind the header of a record, around the cookie that is in its place already.</summary>
        /// <param name="buffer">Array with the record.</param>
        /// <param name="cookie">Where the cookie stands in it.</param>
        /// <param name="cookieLength">Bytes of the cookie.</param>
        /// <param name="session">Client random, session ID and the part made by <see cref="WriteOffer"/>.</param>
        /// <param name="sequence">message_seq.</param>
        /// <param name="ticketLength">Bytes of the ticket that is to follow.</param>
        /// <returns>Length of the message with its header, without the ticket.</returns>
        internal static int Write(byte[] buffer, int cookie, int cookieLength, byte[] session, int sequence, int ticketLength)
        {
            int offerOffset = cookie + cookieLength;
            int sessionIdLength = cookie - Message - SessionIdOffset - 1;
            int offerLength = session.Length - SessionState.Offer;
            int length = offerOffset + offerLength - Message;
            HandshakeCodec.WriteHeader(
                buffer, Message, HandshakeType.ClientHello, length - HandshakeCodec.HeaderLength + ticketLength, sequence);
            buffer[Message + HandshakeCodec.HeaderLength] = RecordLayer.VersionMajor;
            buffer[Message + HandshakeCodec.HeaderLength + 1] = RecordLayer.VersionMinor;
            Array.Copy(session, SessionState.ClientRandom, buffer, Message + RandomOffset, HandshakeCodec.RandomLength);
            buffer[Message + SessionIdOffset - 1] = (byte)sessionIdLength;
            Array.Copy(session, SessionState.SessionId, buffer, Message + SessionIdOffset, sessionIdLength);
            buffer[cookie - 1] = (byte)cookieLength;
            Array.Copy(session, SessionState.Offer, buffer, offerOffset, offerLength);
            if (ticketLength != 0)
            {
                // The extensions follow suites and compression method.
                int extensions = HandshakeCodec.ReadUInt16(session, SessionState.Offer) + 4;
                WriteUInt16(buffer, offerOffset + extensions, offerLength - extensions - 2 + ticketLength);
                WriteUInt16(buffer, Message + length - 2, ticketLength);
            }

            return length;
        }

        private static int WriteExtension(byte[] buffer, int offset, int type, int length)
        {
            WriteUInt16(buffer, offset, type);
            WriteUInt16(buffer, offset + 2, length);
            return offset + 4 + length;
        }

        private static void WriteUInt16(byte[] buffer, int offset, int value)
        {
            buffer[offset] = (byte)(value >> 8);
            buffer[offset + 1] = (byte)value;
        }
    }
}
