// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Buffers.Binary;
using System.Text;

namespace SensorNode.Desktop.Server
{
    /// <summary>One CoAP message (RFC 7252 section 3).</summary>
    internal sealed class CoapMessage
    {
        private const int Version = 1;
        private const int HeaderLength = 4;
        private const int MaxTokenLength = 8;
        private const byte PayloadMarker = 0xFF;

        private readonly List<(int Number, byte[] Value)> _options = [];

        private CoapMessage(CoapType type, CoapCode code, int messageId, byte[] token)
        {
            Type = type;
            Code = code;
            MessageId = messageId;
            Token = token;
        }

        internal CoapType Type { get; }

        internal CoapCode Code { get; }

        internal int MessageId { get; }

        internal byte[] Token { get; }

        internal byte[] Payload { get; private set; } = [];

        /// <summary>Options in the order of the message.</summary>
        internal IReadOnlyList<(int Number, byte[] Value)> Options => _options;

        /// <summary>Whether the code is of class 0 and not empty.</summary>
        internal bool IsRequest => Code != CoapCode.Empty && (int)Code >> 5 == 0;

        /// <summary>Uri-Path as one string with a leading slash; segments keep their own slashes escaped.</summary>
        internal string Path
        {
            get
            {
                IEnumerable<string> segments = _options
                    .Where(option => option.Number == (int)CoapOption.UriPath)
                    .Select(option => Encoding.UTF8.GetString(option.Value).Replace("/", "%2F", StringComparison.Ordinal));
                return "/" + string.Join('/', segments);
            }
        }

        /// <summary>The first value of a uint option (RFC 7252 section 3.2), or -1 when it is absent or too long.</summary>
        internal int UintOption(CoapOption number)
        {
            foreach ((int candidate, byte[] value) in _options)
            {
                if (candidate == (int)number)
                {
                    return value.Length > 3 ? -1 : value.Aggregate(0, (result, octet) => (result << 8) | octet);
                }
            }

            return -1;
        }

        /// <summary>A message without a body.</summary>
        internal static byte[] Encode(CoapType type, CoapCode code, int messageId, byte[] token)
        {
            byte[] message = new byte[HeaderLength + token.Length];
            message[0] = (byte)((Version << 6) | ((int)type << 4) | token.Length);
            message[1] = (byte)code;
            BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)messageId);
            token.CopyTo(message, HeaderLength);
            return message;
        }

        /// <summary>A message with options and a body.</summary>
        /// <param name="options">In ascending order; values under 13 bytes, numbers less than 269 apart.</param>
        internal static byte[] Encode(CoapType type, CoapCode code, int messageId, byte[] token, IReadOnlyList<(int Number, byte[] Value)> options, ReadOnlySpan<byte> payload)
        {
            List<byte> message = [.. Encode(type, code, messageId, token)];
            int last = 0;
            foreach ((int number, byte[] value) in options)
            {
                int delta = number - last;
                message.Add((byte)((Math.Min(delta, 13) << 4) | value.Length));
                if (delta >= 13)
                {
                    message.Add((byte)(delta - 13));
                }

                message.AddRange(value);
                last = number;
            }

            if (!payload.IsEmpty)
            {
                message.Add(PayloadMarker);
                message.AddRange(payload);
            }

            return [.. message];
        }

        /// <summary>A uint in its shortest form (RFC 7252 section 3.2).</summary>
        internal static byte[] Uint(int value)
        {
            byte[] bytes = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, value);
            return bytes.SkipWhile(octet => octet == 0).ToArray();
        }

        /// <summary>Whether there is a header of the version that this server speaks (RFC 7252 section 3).</summary>
        internal static bool HasHeader(ReadOnlySpan<byte> datagram)
        {
            return datagram.Length >= HeaderLength && datagram[0] >> 6 == Version;
        }

        /// <summary>Type of a message with a header, also of a malformed one.</summary>
        internal static CoapType TypeOf(ReadOnlySpan<byte> datagram) => (CoapType)((datagram[0] >> 4) & 3);

        /// <summary>Message ID of a message with a header, also of a malformed one.</summary>
        internal static int MessageIdOf(ReadOnlySpan<byte> datagram) => BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);

        /// <summary>Decodes a message with a header.</summary>
        /// <returns><c>null</c> on a message format error (RFC 7252 section 3).</returns>
        internal static CoapMessage? Decode(ReadOnlySpan<byte> datagram)
        {
            int tokenLength = datagram[0] & 15;
            if (tokenLength > MaxTokenLength || datagram.Length < HeaderLength + tokenLength)
            {
                return null;
            }

            var code = (CoapCode)datagram[1];
            if (code == CoapCode.Empty && datagram.Length > HeaderLength)
            {
                return null;
            }

            byte[] token = datagram.Slice(HeaderLength, tokenLength).ToArray();
            var message = new CoapMessage(TypeOf(datagram), code, MessageIdOf(datagram), token);
            return message.DecodeBody(datagram[(HeaderLength + tokenLength)..]) ? message : null;
        }

        private bool DecodeBody(ReadOnlySpan<byte> rest)
        {
            int number = 0;
            while (!rest.IsEmpty && rest[0] != PayloadMarker)
            {
                int delta = rest[0] >> 4;
                int length = rest[0] & 15;
                rest = rest[1..];
                if (!Extend(ref delta, ref rest) || !Extend(ref length, ref rest) || length > rest.Length)
                {
                    return false;
                }

                number += delta;
                _options.Add((number, rest[..length].ToArray()));
                rest = rest[length..];
            }

            if (rest.IsEmpty)
            {
                return true;
            }

            Payload = rest[1..].ToArray();

            // RFC 7252 section 3: a marker followed by nothing is a format error.
            return Payload.Length > 0;
        }

        // RFC 7252 section 3.1: 13 and 14 announce one and two bytes more, 15 is reserved.
        private static bool Extend(ref int value, ref ReadOnlySpan<byte> rest)
        {
            int size = value < 13 ? 0 : value - 12;
            if (size > 2 || size > rest.Length)
            {
                return false;
            }

            if (size == 1)
            {
                value = 13 + rest[0];
            }
            else if (size == 2)
            {
                value = 269 + BinaryPrimitives.ReadUInt16BigEndian(rest);
            }

            rest = rest[size..];
            return true;
        }
    }
}
