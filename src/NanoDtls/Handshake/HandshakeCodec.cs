// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// The handshake header (RFC 6347 section 4.2.2): type 1, length 3, message_seq 2, fragment_offset 3,
    /// fragment_length 3.
    /// </summary>
    internal static class HandshakeCodec
    {
        internal const int HeaderLength = 12;
        internal const int SequenceOffset = 4;
        internal const int FragmentOffsetOffset = 6;
        internal const int FragmentLengthOffset = 9;
        internal const int VerifyDataLength = 12;
        internal const int RandomLength = 32;

        /// <summary>Writes the header of an unfragmented message of less than 64 KB.</summary>
        internal static void WriteHeader(byte[] buffer, int offset, int type, int length, int sequence)
        {
            Array.Clear(buffer, offset, HeaderLength);
            buffer[offset] = (byte)type;
            buffer[offset + 2] = (byte)(length >> 8);
            buffer[offset + 3] = (byte)length;
            buffer[offset + 5] = (byte)sequence;
            Array.Copy(buffer, offset + 1, buffer, offset + FragmentLengthOffset, 3);
        }

        internal static int ReadUInt16(byte[] buffer, int offset)
        {
            return (buffer[offset] << 8) | buffer[offset + 1];
        }

        internal static int ReadUInt24(byte[] buffer, int offset)
        {
            return (buffer[offset] << 16) | (buffer[offset + 1] << 8) | buffer[offset + 2];
        }

        internal static void WriteUInt24(byte[] buffer, int offset, int value)
        {
            buffer[offset] = (byte)(value >> 16);
            buffer[offset + 1] = (byte)(value >> 8);
            buffer[offset + 2] = (byte)value;
        }
    }
}
