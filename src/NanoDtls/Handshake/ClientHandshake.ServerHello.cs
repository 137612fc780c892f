// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <content>Reads a ServerHello (RFC 5246 section 7.4.1.3) against what the ClientHello offered.</content>
    internal sealed partial class ClientHandshake
    {
        /// <summary>
        /// Largest plaintext of a record: what the server agreed to, <see cref="int.MaxValue"/> when it said nothing; of an open
        /// connection what both keep to.
        /// </summary>
        internal int Limit;

        // What an answer has no data for.
        private const int EmptyExtensions =
            ServerHello.ExtendedMasterSecret | ServerHello.ServerName | ServerHello.SessionTicket | ServerHello.ReturnRoutabilityCheck;

        // An agreement is a suite at least; alerts are one byte.
        private const int MinAgreement = 0x100;

        // RFC 8449 section 4.
        private const int MinRecordSizeLimit = 64;

        // In the body of a ServerHello, behind the version.
        private const int ServerRandomOffset = 2;
        private const int ServerSessionIdOffset = ServerRandomOffset + HandshakeCodec.RandomLength + 1;

        /// <summary>Reads the body of a ServerHello.</summary>
        /// <param name="buffer">Array with the whole body.</param>
        /// <param name="offset">First byte of the body.</param>
        /// <param name="length">Bytes of the body.</param>
        /// <returns>Suite and bits of <see cref="ServerHello"/>, or below 256 the alert that the RFC names.</returns>
        internal int ReadServerHello(byte[] buffer, int offset, int length)
        {
            // Suite and compression method follow the session ID.
            if (length < ServerSessionIdOffset + 3)
            {
                return (int)DtlsAlert.DecodeError;
            }

            if (buffer[offset] != RecordLayer.VersionMajor || buffer[offset + 1] != RecordLayer.VersionMinor)
            {
                return (int)DtlsAlert.ProtocolVersion;
            }

            int sessionIdLength = buffer[offset + ServerSessionIdOffset - 1];
            if (sessionIdLength > SessionState.MaxSessionIdLength || length < ServerSessionIdOffset + 3 + sessionIdLength)
            {
                return (int)DtlsAlert.DecodeError;
            }

            int end = offset + length;
            int position = offset + ServerSessionIdOffset + sessionIdLength;
            int suite = (buffer[position] << 8) | buffer[position + 1];
            if (!IsOffered(suite) || buffer[position + 2] != 0)
            {
                return (int)DtlsAlert.IllegalParameter;
            }

            // RFC 5246 section 7.4.1.3: no bytes at all means no extensions. Section 7.4.1.4: else the block ends the
            // message, to the byte.
            Limit = int.MaxValue;
            position += 3;
            if (position == end)
            {
                return suite;
            }

            if (end - position < 2 || ((buffer[position] << 8) | buffer[position + 1]) != end - position - 2)
            {
                return (int)DtlsAlert.DecodeError;
            }

            return ReadExtensions(buffer, position + 2, end, suite);
        }

        /// <summary>Whether a suite is one of those that are offered.</summary>
        internal bool IsOffered(int suite)
        {
            // The last entry is the signalling value 0x00FF, which is not a suite.
            byte[] session = Session;
            int end = SessionState.Offer + ((session[SessionState.Offer] << 8) | session[SessionState.Offer + 1]);
            for (int i = SessionState.Offer + 2; i < end; i += 2)
            {
                if (((session[i] << 8) | session[i + 1]) == suite)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Reads the extensions.</summary>
        /// <returns>As <see cref="ReadServerHello"/>.</returns>
        private int ReadExtensions(byte[] buffer, int position, int end, int suite)
        {
            int flags = suite;
            int offered = Offered | ServerHello.RenegotiationInfo;
            int last = end - 4;
            while (position < end)
            {
                if (position > last)
                {
                    return (int)DtlsAlert.DecodeError;
                }

                // Read in place: these are half of what a ServerHello costs.
                int flag = ServerHello.FlagOf((buffer[position] << 8) | buffer[position + 1]) & offered;
                int length = (buffer[position + 2] << 8) | buffer[position + 3];
                position += 4;
                if (length > end - position)
                {
                    return (int)DtlsAlert.DecodeError;
                }

                if (flag == 0)
                {
                    // RFC 5246 section 7.4.1.4: nothing that was not offered.
                    return (int)DtlsAlert.UnsupportedExtension;
                }

                if ((flags & flag) != 0)
                {
                    return (int)DtlsAlert.DecodeError;
                }

                if ((flag & EmptyExtensions) == 0)
                {
                    int alert = ReadExtension(buffer, position, length, flag);
                    if (alert != Continue)
                    {
                        return alert;
                    }
                }
                else if (length != 0)
                {
                    return (int)DtlsAlert.DecodeError;
                }

                flags |= flag;
                position += length;
            }

            // RFC 8449 section 5: never both. RFC 9853 section 3: return routability is for Connection IDs.
            int both = ServerHello.MaxFragmentLength | ServerHello.RecordSizeLimit;
            int routability = ServerHello.ConnectionId | ServerHello.ReturnRoutabilityCheck;
            return (flags & both) == both || (flags & routability) == ServerHello.ReturnRoutabilityCheck
                ? (int)DtlsAlert.IllegalParameter
                : flags;
        }

        /// <returns>An alert or <see cref="Continue"/>.</returns>
        private int ReadExtension(byte[] buffer, int position, int length, int flag)
        {
            if (flag == ServerHello.RenegotiationInfo)
            {
                // RFC 5746 section 3.4: exactly an empty renegotiated_connection.
                return length == 1 && buffer[position] == 0 ? Continue : (int)DtlsAlert.HandshakeFailure;
            }

            if (flag == ServerHello.ConnectionId)
            {
                return ReadConnectionId(buffer, position, length);
            }

            if (flag == ServerHello.MaxFragmentLength)
            {
                // RFC 6066 section 4: the answer repeats the offer.
                int code = HandshakeOffer.FragmentLengthCode(Offered);
                Limit = HandshakeOffer.FragmentLength(code);
                return length != 1 ? (int)DtlsAlert.DecodeError
                    : buffer[position] != code ? (int)DtlsAlert.IllegalParameter
                    : Continue;
            }

            if (length != 2)
            {
                return (int)DtlsAlert.DecodeError;
            }

            Limit = HandshakeCodec.ReadUInt16(buffer, position);
            return Limit < MinRecordSizeLimit ? (int)DtlsAlert.IllegalParameter : Continue;
        }

        /// <summary>RFC 9146 section 3: one Connection ID behind its length, which may be none to send with.</summary>
        private int ReadConnectionId(byte[] buffer, int position, int length)
        {
            if (length == 0 || length != 1 + buffer[position])
            {
                return (int)DtlsAlert.DecodeError;
            }

            // The RFC has up to 255 bytes: more than records keep room for here, and than any server was seen to ask for.
            if (length > 1 + DtlsCrypto.MaxCidLength)
            {
                return (int)DtlsAlert.IllegalParameter;
            }

            _records.SetPeerCid(buffer, position + 1, length - 1);
            return Continue;
        }
    }
}
