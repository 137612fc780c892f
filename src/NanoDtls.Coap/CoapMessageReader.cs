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

        private CoapDropReason _error;
        private CoapMessageType _type;
        private int _code;
        private int _messageId;
        private int _tokenOffset;
        private int _tokenLength;
        private int _optionNumber;
        private int _optionOffset;
        private int _optionLength;
        private int _payloadOffset;
        private int _payloadLength;

        /// <summary>Why the message is malformed; <see cref="CoapDropReason.None"/> as long as it is not.</summary>
        public CoapDropReason Error
        {
            get { return _error; }
        }

        /// <summary>Type of the message.</summary>
        public CoapMessageType Type
        {
            get { return _type; }
        }

        /// <summary>Code, 0 to 255, see <see cref="CoapCode"/>.</summary>
        public int Code
        {
            get { return _code; }
        }

        /// <summary>Message ID, 0 to 65535; -1 when the message has no header of version 1.</summary>
        public int MessageId
        {
            get { return _messageId; }
        }

        /// <summary>Position of the token in the array.</summary>
        public int TokenOffset
        {
            get { return _tokenOffset; }
        }

        /// <summary>Bytes of the token, 0 to 8.</summary>
        public int TokenLength
        {
            get { return _tokenLength; }
        }

        /// <summary>Number of the option that <see cref="ReadOption"/> found, 0 to 65535.</summary>
        public int OptionNumber
        {
            get { return _optionNumber; }
        }

        /// <summary>Position of that option's value.</summary>
        public int OptionOffset
        {
            get { return _optionOffset; }
        }

        /// <summary>Bytes of that option's value.</summary>
        public int OptionLength
        {
            get { return _optionLength; }
        }

        /// <summary>Position of the payload, valid when <see cref="ReadOption"/> returned <c>false</c> without an error.</summary>
        public int PayloadOffset
        {
            get { return _payloadOffset; }
        }

        /// <summary>Bytes of the payload, 0 when there is none.</summary>
        public int PayloadLength
        {
            get { return _payloadLength; }
        }

        /// <summary>Reads header and token (RFC 7252 section 3).</summary>
        /// <param name="buffer">Caller's array; it is used until the next call of this method.</param>
        /// <param name="offset">First byte of the message.</param>
        /// <param name="count">Bytes of the message.</param>
        /// <returns><c>false</c> when malformed; <see cref="Error"/> says why.</returns>
        public bool ReadHeader(byte[] buffer, int offset, int count)
        {
            _buffer = buffer;
            _error = CoapDropReason.None;
            _messageId = -1;
            _optionNumber = 0;
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
            _type = (CoapMessageType)((first >> 4) & 3);
            _code = code;
            _messageId = (int)BigEndian.Read(buffer, offset + 2, 2);
            if (code == CoapCode.Empty && (tokenLength != 0 || count != 4))
            {
                return Fail(CoapDropReason.EmptyWithContent);
            }

            if (tokenLength > 8 || tokenLength > count - 4)
            {
                return Fail(CoapDropReason.TokenLength);
            }

            _tokenOffset = offset + 4;
            _tokenLength = tokenLength;
            _position = offset + 4 + tokenLength;
            _end = offset + count;
            _payloadOffset = _end;
            _payloadLength = 0;
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
                _payloadOffset = _position;
                _payloadLength = _end - _position;
                _position = _end;
                return _payloadLength == 0 && Fail(CoapDropReason.EmptyPayload);
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

            int number = _optionNumber + delta;
            if (delta < 0 || length < 0 || length > _end - _position || number > 0xFFFF)
            {
                return Fail(CoapDropReason.OptionFormat);
            }

            _optionNumber = number;
            _optionOffset = _position;
            _optionLength = length;
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
                return 269 + (int)BigEndian.Read(_buffer, position, 2);
            }

            return -1;
        }

        private bool Fail(CoapDropReason reason)
        {
            _error = reason;
            _position = _end;
            return false;
        }
    }
}
