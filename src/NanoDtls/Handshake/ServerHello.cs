// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>Reads a ServerHello (RFC 5246 section 7.4.1.3) against what the ClientHello offered.</summary>
    internal sealed class ServerHello
    {
        // Bits of Flags and of the offer.
        internal const int ExtendedMasterSecret = 0x10000;
        internal const int MaxFragmentLength = 0x20000;
        internal const int RecordSizeLimit = 0x40000;
        internal const int ServerName = 0x80000;
        internal const int SessionTicket = 0x100000;
        internal const int RenegotiationInfo = 0x200000;
        internal const int ConnectionId = 0x400000;
        internal const int ReturnRoutabilityCheck = 0x800000;

        /// <summary>Where server_random stands in the body.</summary>
        internal const int RandomOffset = 2;

        /// <summary>Suite in the low 16 bits, and a bit for each extension of the answer.</summary>
        internal int Flags;

        /// <summary>The server's record_size_limit.</summary>
        internal int Limit;

        /// <summary>Where the server's Connection ID stands, when there is one.</summary>
        internal int CidOffset;
        internal int CidLength;

        internal int SessionIdOffset;
        internal int SessionIdLength;

        // RFC 8449 section 4.
        private const int MinRecordSizeLimit = 64;

        private const int SessionIdLengthOffset = RandomOffset + HandshakeCodec.RandomLength;

        /// <summary>Reads the body of a ServerHello.</summary>
        /// <param name="buffer">Array with the whole body.</param>
        /// <param name="offset">First byte of the body.</param>
        /// <param name="length">Bytes of the body.</param>
        /// <param name="offer">The ClientHello's bytes from its cipher_suites on.</param>
        /// <param name="offered">Bits of the extensions that were offered.</param>
        /// <param name="maxFragmentLength">Offered max_fragment_length code.</param>
        /// <returns>The alert that the RFC names, or <see cref="ClientHandshake.Continue"/>.</returns>
        internal int Read(byte[] buffer, int offset, int length, byte[] offer, int offered, int maxFragmentLength)
        {
            // Suite and compression method follow the session ID.
            if (length < SessionIdLengthOffset + 4)
            {
                return (int)DtlsAlert.DecodeError;
            }

            if (buffer[offset] != RecordLayer.VersionMajor || buffer[offset + 1] != RecordLayer.VersionMinor)
            {
                return (int)DtlsAlert.ProtocolVersion;
            }

            int sessionIdLength = buffer[offset + SessionIdLengthOffset];
            if (sessionIdLength > SessionState.MaxSessionIdLength || length < SessionIdLengthOffset + 4 + sessionIdLength)
            {
                return (int)DtlsAlert.DecodeError;
            }

            SessionIdOffset = offset + SessionIdLengthOffset + 1;
            SessionIdLength = sessionIdLength;
            int position = SessionIdOffset + sessionIdLength;
            int suite = HandshakeCodec.ReadUInt16(buffer, position);
            if (!IsOffered(offer, suite) || buffer[position + 2] != 0)
            {
                return (int)DtlsAlert.IllegalParameter;
            }

            Flags = suite;
            return ReadExtensions(buffer, position + 3, offset + length, offered | RenegotiationInfo, maxFragmentLength);
        }

        internal static bool IsOffered(byte[] offer, int suite)
        {
            // The last entry is the signalling value 0x00FF, which is not a suite.
            int end = HandshakeCodec.ReadUInt16(offer, 0);
            for (int i = 2; i < end; i += 2)
            {
                if (HandshakeCodec.ReadUInt16(offer, i) == suite)
                {
                    return true;
                }
            }

            return false;
        }

        private static int FlagOf(int type)
        {
            switch (type)
            {
                case ExtensionType.ServerName:
                    return ServerName;
                case ExtensionType.MaxFragmentLength:
                    return MaxFragmentLength;
                case ExtensionType.ExtendedMasterSecret:
                    return ExtendedMasterSecret;
                case ExtensionType.RecordSizeLimit:
                    return RecordSizeLimit;
                case ExtensionType.SessionTicket:
                    return SessionTicket;
                case ExtensionType.RenegotiationInfo:
                    return RenegotiationInfo;
                case ExtensionType.ConnectionId:
                    return ConnectionId;
                case ExtensionType.ReturnRoutabilityCheck:
                    return ReturnRoutabilityCheck;
                default:
                    return 0;
            }
        }

        private int ReadExtensions(byte[] buffer, int position, int end, int offered, int maxFragmentLength)
        {
            // RFC 5246 section 7.4.1.3: no bytes at all means no extensions.
            if (position == end)
            {
                return ClientHandshake.Continue;
            }

            // RFC 5246 section 7.4.1.4: the block ends the message, to the byte.
            if (end - position < 2 || HandshakeCodec.ReadUInt16(buffer, position) != end - position - 2)
            {
                return (int)DtlsAlert.DecodeError;
            }

            position += 2;
            while (position < end)
            {
                if (end - position < 4)
                {
                    return (int)DtlsAlert.DecodeError;
                }

                int flag = FlagOf(HandshakeCodec.ReadUInt16(buffer, position)) & offered;
                int length = HandshakeCodec.ReadUInt16(buffer, position + 2);
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

                if ((Flags & flag) != 0)
                {
                    return (int)DtlsAlert.DecodeError;
                }

                int alert = ReadExtension(buffer, position, length, flag, maxFragmentLength);
                if (alert != ClientHandshake.Continue)
                {
                    return alert;
                }

                Flags |= flag;
                position += length;
            }

            // RFC 8449 section 5: never both. RFC 9853 section 3: return routability is for Connection IDs.
            int both = MaxFragmentLength | RecordSizeLimit;
            return (Flags & both) == both || (Flags & (ConnectionId | ReturnRoutabilityCheck)) == ReturnRoutabilityCheck
                ? (int)DtlsAlert.IllegalParameter
                : ClientHandshake.Continue;
        }

        private int ReadExtension(byte[] buffer, int position, int length, int flag, int maxFragmentLength)
        {
            if (flag == RenegotiationInfo)
            {
                // RFC 5746 section 3.4: exactly an empty renegotiated_connection.
                return length == 1 && buffer[position] == 0 ? ClientHandshake.Continue : (int)DtlsAlert.HandshakeFailure;
            }

            if (flag == ConnectionId)
            {
                return ReadConnectionId(buffer, position, length);
            }

            int expected = flag == MaxFragmentLength ? 1 : flag == RecordSizeLimit ? 2 : 0;
            if (length != expected)
            {
                return (int)DtlsAlert.DecodeError;
            }

            // RFC 6066 section 4: the answer repeats the offer.
            if (flag == MaxFragmentLength && buffer[position] != maxFragmentLength)
            {
                return (int)DtlsAlert.IllegalParameter;
            }

            if (flag == RecordSizeLimit)
            {
                Limit = HandshakeCodec.ReadUInt16(buffer, position);
                if (Limit < MinRecordSizeLimit)
                {
                    return (int)DtlsAlert.IllegalParameter;
                }
            }

            return ClientHandshake.Continue;
        }

        /// <summary>RFC 9146 section 3: one Connection ID behind its length, which may be none to send with.</summary>
        private int ReadConnectionId(byte[] buffer, int position, int length)
        {
            if (length == 0 || length != 1 + buffer[position])
            {
                return (int)DtlsAlert.DecodeError;
            }

            CidOffset = position + 1;
            CidLength = length - 1;

            // The RFC has up to 255 bytes: more than records keep room for here, and than any server was seen to ask for.
            return CidLength > DtlsCrypto.MaxCidLength ? (int)DtlsAlert.IllegalParameter : ClientHandshake.Continue;
        }
    }
}
