// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>Reads a ServerHello (RFC 5246 section 7.4.1.3) against what the ClientHello offered.</summary>
    internal static class ServerHelloReader
    {
        /// <summary>Where server_random stands in the body.</summary>
        internal const int RandomOffset = 2;

        /// <summary>Bit of the result: the server echoed extended_master_secret.</summary>
        internal const int ExtendedMasterSecretFlag = 0x10000;

        /// <summary>Bit of the result: the server echoed max_fragment_length.</summary>
        internal const int MaxFragmentLengthFlag = 0x20000;

        private const int RenegotiationInfoFlag = 0x40000;

        private const int SessionIdOffset = RandomOffset + HandshakeCodec.RandomLength;
        private const int MaxSessionIdLength = 32;

        /// <summary>Checks the body of a ServerHello.</summary>
        /// <param name="buffer">Array with the whole body.</param>
        /// <param name="offset">First byte of the body.</param>
        /// <param name="length">Bytes of the body.</param>
        /// <param name="offer">The ClientHello's bytes from its cipher_suites on.</param>
        /// <param name="maxFragmentLength">Offered max_fragment_length code, 0 for none.</param>
        /// <returns>The suite and the flags above, or the negated alert that the RFC names.</returns>
        internal static int Read(byte[] buffer, int offset, int length, byte[] offer, int maxFragmentLength)
        {
            // Suite and compression method follow the session ID.
            if (length < SessionIdOffset + 4)
            {
                return -(int)DtlsAlert.DecodeError;
            }

            if (buffer[offset] != RecordLayer.VersionMajor || buffer[offset + 1] != RecordLayer.VersionMinor)
            {
                return -(int)DtlsAlert.ProtocolVersion;
            }

            int sessionIdLength = buffer[offset + SessionIdOffset];
            if (sessionIdLength > MaxSessionIdLength || length < SessionIdOffset + 4 + sessionIdLength)
            {
                return -(int)DtlsAlert.DecodeError;
            }

            int position = offset + SessionIdOffset + 1 + sessionIdLength;
            int suite = HandshakeCodec.ReadUInt16(buffer, position);
            if (!IsOffered(offer, suite) || buffer[position + 2] != 0)
            {
                return -(int)DtlsAlert.IllegalParameter;
            }

            return ReadExtensions(buffer, position + 3, offset + length, suite, maxFragmentLength);
        }

        private static bool IsOffered(byte[] offer, int suite)
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

        private static int ReadExtensions(byte[] buffer, int position, int end, int result, int maxFragmentLength)
        {
            // RFC 5246 section 7.4.1.3: no bytes at all means no extensions.
            if (position == end)
            {
                return result;
            }

            // RFC 5246 section 7.4.1.4: the block ends the message, to the byte.
            if (end - position < 2 || HandshakeCodec.ReadUInt16(buffer, position) != end - position - 2)
            {
                return -(int)DtlsAlert.DecodeError;
            }

            position += 2;
            while (position < end)
            {
                if (end - position < 4)
                {
                    return -(int)DtlsAlert.DecodeError;
                }

                int type = HandshakeCodec.ReadUInt16(buffer, position);
                int length = HandshakeCodec.ReadUInt16(buffer, position + 2);
                position += 4;
                if (length > end - position)
                {
                    return -(int)DtlsAlert.DecodeError;
                }

                int flag;
                if (type == ExtensionType.ExtendedMasterSecret)
                {
                    flag = ExtendedMasterSecretFlag;
                    if (length != 0)
                    {
                        return -(int)DtlsAlert.DecodeError;
                    }
                }
                else if (type == ExtensionType.RenegotiationInfo)
                {
                    // RFC 5746 section 3.4: exactly an empty renegotiated_connection.
                    flag = RenegotiationInfoFlag;
                    if (length != 1 || buffer[position] != 0)
                    {
                        return -(int)DtlsAlert.HandshakeFailure;
                    }
                }
                else if (type == ExtensionType.MaxFragmentLength && maxFragmentLength != 0)
                {
                    flag = MaxFragmentLengthFlag;
                    if (length != 1)
                    {
                        return -(int)DtlsAlert.DecodeError;
                    }

                    // RFC 6066 section 4: the answer repeats the offer.
                    if (buffer[position] != maxFragmentLength)
                    {
                        return -(int)DtlsAlert.IllegalParameter;
                    }
                }
                else
                {
                    // RFC 5246 section 7.4.1.4: nothing that was not offered.
                    return -(int)DtlsAlert.UnsupportedExtension;
                }

                if ((result & flag) != 0)
                {
                    return -(int)DtlsAlert.DecodeError;
                }

                result |= flag;
                position += length;
            }

            return result;
        }
    }
}
