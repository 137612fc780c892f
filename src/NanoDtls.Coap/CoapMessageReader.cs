// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>
    /// Reads one message in place: header and token at once, then option by option up to the payload. It
    /// keeps positions in the caller's array only, and no input makes it throw or allocate.
    /// </summary>
    public sealed class CoapMessageReader
    {
        private byte[] _buffer;
        private int _position;
        private int _end;

        /// <summary>Why the message is malformed; <see cref="CoapDropReason.None"/> as long as it is not.</summary>
        public CoapDropReason Error { get; private set; }

        /// <summary>Type of the message.</summary>
        public CoapMessageType Type { get; private set; }

        /// <summary>Code, 0 to 255, see <see cref="CoapCode"/>.</summary>
        public int Code { get; private set; }

        /// <summary>Message ID, 0 to 65535; -1 when the message has no header of version 1.</summary>
        public int MessageId { get; private set; }

        /// <summary>Position of the token in the array.</summary>
        public int TokenOffset { get; private set; }

        /// <summary>Bytes of the token, 0 to 8.</summary>
        public int TokenLength { get; private set; }

        /// <summary>Number of the option that <see cref="ReadOption"/> found, 0 to 65535.</summary>
        public int OptionNumber { get; private set; }

        /// <summary>Position of that option's value.</summary>
        public int OptionOffset { get; private set; }

        /// <summary>Bytes of that option's value.</summary>
        public int OptionLength { get; private set; }

        /// <summary>Position of the payload, valid when <see cref="ReadOption"/> returned <c>false</c> without an error.</summary>
        public int PayloadOffset { get; private set; }

        /// <summary>Bytes of the payload, 0 when there is none.</summary>
        public int PayloadLength { get; private set; }

        /// <summary>Reads header and token (RFC 7252 section 3).</summary>
        /// <param name="buffer">Caller's array; it is used until the next call of this method.</param>
        /// <param name="offset">First byte of the message.</param>
        /// <param name="count">Bytes of the message.</param>
        /// <returns><c>false</c> when malformed; <see cref="Error"/> says why.</returns>
        public bool ReadHeader(byte[] buffer, int offset, int count)
        {
            _buffer = buffer;
            Error = CoapDropReason.None;
            MessageId = -1;
            OptionNumber = 0;
            if (count < 4)
            {
                return Fail(CoapDropReason.TooShort);
            }

            int first = buffer[offset];
            if ((first >> 6) != 1)
            {
                return Fail(CoapDropReason.Version);
            }

            int code = buffer[offset + 1];
            int tokenLength = first & 0x0F;
            Type = (CoapMessageType)((first >> 4) & 3);
            Code = code;
            MessageId = (buffer[offset + 2] << 8) | buffer[offset + 3];
            if (code == CoapCode.Empty && (tokenLength != 0 || count != 4))
            {
                return Fail(CoapDropReason.EmptyWithContent);
            }

            if (tokenLength > 8 || tokenLength > count - 4)
            {
                return Fail(CoapDropReason.TokenLength);
            }

            TokenOffset = offset + 4;
            TokenLength = tokenLength;
            _position = offset + 4 + tokenLength;
            _end = offset + count;
            PayloadOffset = _end;
            PayloadLength = 0;
            return true;
        }

        /// <summary>Moves to the next option (RFC 7252 section 3.1), or to the payload behind the last one.</summary>
        /// <returns>
        /// <c>true</c> when there is an option; <c>false</c> at the end, or when the message is malformed
        /// (<see cref="Error"/>).
        /// </returns>
        public bool ReadOption()
        {
            if (_position >= _end)
            {
                return false;
            }

            int first = _buffer[_position++];
            if (first == 0xFF)
            {
                PayloadOffset = _position;
                PayloadLength = _end - _position;
                _position = _end;
                return PayloadLength == 0 && Fail(CoapDropReason.EmptyPayload);
            }

            int delta = first >> 4;
            if (delta > 12)
            {
                delta = ReadExtended(delta);
            }

            int length = first & 0x0F;
            if (length > 12)
            {
                length = ReadExtended(length);
            }

            int number = OptionNumber + delta;
            if (delta < 0 || length < 0 || length > _end - _position || number > 0xFFFF)
            {
                return Fail(CoapDropReason.OptionFormat);
            }

            OptionNumber = number;
            OptionOffset = _position;
            OptionLength = length;
            _position += length;
            return true;
        }

        private int ReadExtended(int nibble)
        {
            int position = _position;
            if (nibble == 13 && position < _end)
            {
                _position = position + 1;
                return 13 + _buffer[position];
            }

            if (nibble == 14 && position + 1 < _end)
            {
                _position = position + 2;
                return 269 + ((_buffer[position] << 8) | _buffer[position + 1]);
            }

            return -1;
        }

        private bool Fail(CoapDropReason reason)
        {
            Error = reason;
            _position = _end;
            return false;
        }
    }
}
