// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;

namespace NanoDtls.Coap.Tests.Support
{
    /// <summary>
    /// A CoAP message as the tests see it: an encoder and a decoder of RFC 7252 section 3 that share no code
    /// with the library.
    /// </summary>
    internal sealed class WireMessage
    {
        public CoapMessageType Type { get; init; }

        public int Code { get; init; }

        public int MessageId { get; init; }

        public byte[] Token { get; init; } = [];

        public List<(int Number, byte[] Value)> Options { get; } = [];

        public byte[] Payload { get; init; } = [];

        public static WireMessage Response(CoapMessageType type, int code, int messageId, byte[] token, string payload = "")
        {
            return new WireMessage { Type = type, Code = code, MessageId = messageId, Token = token, Payload = Encoding.UTF8.GetBytes(payload) };
        }

        public WireMessage With(int number, params byte[] value)
        {
            Options.Add((number, value));
            return this;
        }

        public byte[] Encode()
        {
            List<byte> bytes = [(byte)(0x40 | ((int)Type << 4) | Token.Length), (byte)Code, (byte)(MessageId >> 8), (byte)MessageId, .. Token];
            int last = 0;
            foreach ((int number, byte[] value) in Options)
            {
                (int deltaNibble, byte[] deltaMore) = Extend(number - last);
                (int lengthNibble, byte[] lengthMore) = Extend(value.Length);
                bytes.Add((byte)((deltaNibble << 4) | lengthNibble));
                bytes.AddRange(deltaMore);
                bytes.AddRange(lengthMore);
                bytes.AddRange(value);
                last = number;
            }

            if (Payload.Length != 0)
            {
                bytes.Add(0xFF);
                bytes.AddRange(Payload);
            }

            return [.. bytes];
        }

        public static WireMessage Decode(byte[] bytes)
        {
            Assert.AreEqual(1, bytes[0] >> 6, "version");
            int position = 4 + (bytes[0] & 15);
            List<(int, byte[])> options = [];
            int number = 0;
            while (position < bytes.Length && bytes[position] != 0xFF)
            {
                int first = bytes[position++];
                number += ReadExtended(first >> 4, bytes, ref position);
                int length = ReadExtended(first & 15, bytes, ref position);
                options.Add((number, bytes[position..(position + length)]));
                position += length;
            }

            if (position < bytes.Length)
            {
                position++;
                Assert.IsLessThan(bytes.Length, position, "payload marker without payload");
            }

            WireMessage message = new()
            {
                Type = (CoapMessageType)((bytes[0] >> 4) & 3),
                Code = bytes[1],
                MessageId = (bytes[2] << 8) | bytes[3],
                Token = bytes[4..(4 + (bytes[0] & 15))],
                Payload = bytes[position..],
            };
            message.Options.AddRange(options);
            return message;
        }

        /// <summary>The options as text: "3=example.net 11=s 11=1".</summary>
        public string OptionText()
        {
            return string.Join(' ', Options.Select(o => $"{o.Number}={Encoding.UTF8.GetString(o.Value)}"));
        }

        private static (int Nibble, byte[] More) Extend(int value)
        {
            return value switch
            {
                < 13 => (value, []),
                < 269 => (13, [(byte)(value - 13)]),
                _ => (14, [(byte)((value - 269) >> 8), (byte)(value - 269)]),
            };
        }

        private static int ReadExtended(int nibble, byte[] bytes, ref int position)
        {
            switch (nibble)
            {
                case 13:
                    return 13 + bytes[position++];
                case 14:
                    position += 2;
                    return 269 + (bytes[position - 2] << 8) + bytes[position - 1];
                case 15:
                    throw new AssertFailedException("reserved nibble");
                default:
                    return nibble;
            }
        }
    }
}
