// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    // Reading a response, and what it asks of the client.
    public sealed partial class CoapEngine
    {
        private const int DefaultMaxAge = 60;
        private const int MaxEchoLength = 40;

        // A server whose clock runs away must not keep the client busy for ever.
        private const int MaxEchoRepeats = 2;

        private readonly byte[] _echo;
        private int _echoLength;
        private int _echoRepeats;

        // What ReadOptions found, -1 for an option that is not there.
        private int _contentFormat;
        private int _maxAge;
        private int _observeValue;
        private int _block1;
        private int _block2;
        private int _receivedEchoOffset;
        private int _receivedEchoLength;
        private long _receivedETag;
        private int _receivedETagLength;

        // Where the response is, for FindOption.
        private byte[] _message;
        private int _messageOffset;
        private int _messageCount;

        private int _responseCode;
        private int _payloadOffset;
        private int _payloadLength;
        private int _responseContentFormat;
        private int _freshSeconds;

        /// <summary>Code of the response, see <see cref="CoapCode"/>; 0 when there is none.</summary>
        public int ResponseCode
        {
            get { return _responseCode; }
        }

        /// <summary>Position of the response's payload in the array given to <see cref="ProcessMessage"/>.</summary>
        public int PayloadOffset
        {
            get { return _payloadOffset; }
        }

        /// <summary>Bytes of the response's payload.</summary>
        public int PayloadLength
        {
            get { return _payloadLength; }
        }

        /// <summary>Content-Format of the response, or <see cref="CoapContentFormat.None"/>.</summary>
        public int ResponseContentFormat
        {
            get { return _responseContentFormat; }
        }

        /// <summary>Seconds that the response stays fresh, 60 when it does not say (RFC 7252 section 5.10.5).</summary>
        public int MaxAge
        {
            get { return _freshSeconds; }
        }

        /// <summary>Whether the response's payload is a text for humans in UTF-8 that explains an error (RFC 7252 section 5.5.2).</summary>
        public bool IsDiagnosticPayload
        {
            get { return _responseCode >= CoapCode.BadRequest && _responseContentFormat == CoapContentFormat.None && _payloadLength != 0; }
        }

        /// <summary>Bytes of the option that <see cref="FindOption"/> found.</summary>
        public int OptionLength
        {
            get { return _reader.OptionLength; }
        }

        /// <summary>Looks for an option of the response, such as Location-Path or Size1; valid as long as its payload.</summary>
        /// <param name="number">Option number, see <see cref="CoapOption"/>.</param>
        /// <param name="index">Which one of several with that number, from 0.</param>
        /// <returns>Position of its value in the array given to <see cref="ProcessMessage"/>, or -1.</returns>
        public int FindOption(int number, int index)
        {
            if (_message == null)
            {
                return -1;
            }

            CoapMessageReader reader = _reader;
            reader.ReadHeader(_message, _messageOffset, _messageCount);
            while (reader.ReadOption())
            {
                if (reader.OptionNumber == number && index-- == 0)
                {
                    return reader.OptionOffset;
                }
            }

            return -1;
        }

        /// <summary>Reads a response that matches the exchange.</summary>
        private bool ProcessResponse(byte[] buffer, long nowMilliseconds)
        {
            if (!ReadOptions(buffer))
            {
                if (_lastDropReason == CoapDropReason.CriticalOption)
                {
                    // RFC 7252 section 5.4.1. Waiting on would only fetch the same response again.
                    End(CoapStatus.BadOption);
                }

                return false;
            }

            CoapMessageReader reader = _reader;
            int code = reader.Code;
            if (reader.Type == CoapMessageType.Confirmable)
            {
                _separateIds[_separateIndex] = reader.MessageId + 1;
                _separateIndex = (_separateIndex + 1) & (SeparateIdCount - 1);
                Reply(CoapMessageType.Acknowledgement);
            }

            if (_observe == Deregister && _observeValue >= 0)
            {
                // A notification that crossed the cancellation.
                return Drop(CoapDropReason.Stale);
            }

            if (code == CoapCode.Unauthorized && _receivedEchoLength != 0 && _echoRepeats < MaxEchoRepeats)
            {
                // RFC 9175 section 2.3: the server wants to see that the request is fresh.
                _echoRepeats++;
                _echoLength = _receivedEchoLength;
                Array.Copy(buffer, _receivedEchoOffset, _echo, 0, _echoLength);
                ContinueExchange(nowMilliseconds);
                return true;
            }

            _echoLength = 0;
            TakeResponse(buffer);
            // RFC 8516 section 3: Max-Age has its default. RFC 7252 section 5.9.3.4: a 5.03 has to say how long.
            if (code == CoapCode.TooManyRequests || (code == CoapCode.ServiceUnavailable && _maxAge >= 0))
            {
                _busyResource = _request.Resource;
                _busyUntil = nowMilliseconds + (MaxAge * 1000L);
            }

            if ((_request.Source != null && !_isBodySent && ContinueBody(code, nowMilliseconds))
                || ContinueResponse(buffer, code, nowMilliseconds))
            {
                return true;
            }

            CoapObservation observation = _observation;
            End(CoapStatus.Ok);
            if (observation != null)
            {
                Notify(observation, buffer, CoapCode.ClassOf(code) == 2 && _observeValue >= 0, nowMilliseconds);
            }

            return true;
        }

        /// <summary>Makes the message just read the one that the properties describe.</summary>
        private void TakeResponse(byte[] buffer)
        {
            _responseCode = _reader.Code;
            _payloadOffset = _reader.PayloadOffset;
            _payloadLength = _reader.PayloadLength;
            _responseContentFormat = _contentFormat;
            _freshSeconds = _maxAge < 0 ? DefaultMaxAge : _maxAge;
            _message = buffer;
        }

        /// <summary>Reads all options; <c>false</c> when the message is rejected.</summary>
        private bool ReadOptions(byte[] buffer)
        {
            CoapMessageReader reader = _reader;
            bool isCritical = false;
            _contentFormat = CoapContentFormat.None;
            _maxAge = -1;
            _observeValue = -1;
            _block1 = -1;
            _block2 = -1;
            _receivedEchoLength = 0;
            _receivedETagLength = 0;
            _receivedETag = 0;
            while (reader.ReadOption())
            {
                // RFC 7252 sections 5.4.3 and 5.4.5: one of a wrong length, or one too many, is an option not
                // understood: ignored when elective.
                isCritical |= !TakeOption(buffer) && (reader.OptionNumber & 1) != 0;
            }

            if (reader.Error != CoapDropReason.None)
            {
                return Reject(reader.Error);
            }

            // RFC 7959 section 2.2: the size exponent 7 is reserved.
            isCritical |= (_block2 >= 0 && (_block2 & 7) == AnyBlock) || (_block1 >= 0 && (_block1 & 7) == AnyBlock);
            return !isCritical || Reject(CoapDropReason.CriticalOption);
        }

        /// <summary>Reads the option that the reader is at; <c>false</c> when it is not understood.</summary>
        private bool TakeOption(byte[] buffer)
        {
            switch (_reader.OptionNumber)
            {
                case CoapOption.ETag:
                    return ReadETag(buffer);
                case CoapOption.Observe:
                    return ReadUInt(buffer, ref _observeValue, 3);
                case CoapOption.ContentFormat:
                    return ReadUInt(buffer, ref _contentFormat, 2);
                case CoapOption.MaxAge:
                    return ReadUInt(buffer, ref _maxAge, 4);
                case CoapOption.Block2:
                    return ReadUInt(buffer, ref _block2, 3);
                case CoapOption.Block1:
                    return ReadUInt(buffer, ref _block1, 3);
                case CoapOption.Echo:
                    return ReadEcho();
                default:
                    return false;
            }
        }

        /// <summary>Notes where the first Echo value is, of up to 40 bytes (RFC 9175 section 2.2.1).</summary>
        private bool ReadEcho()
        {
            if (_receivedEchoLength != 0 || _reader.OptionLength > MaxEchoLength)
            {
                return false;
            }

            _receivedEchoLength = _reader.OptionLength;
            _receivedEchoOffset = _reader.OptionOffset;
            return true;
        }

        /// <summary>
        /// Reads an option of up to 4 bytes (RFC 7252 section 3.2), unless there was one before or it is too long. Over
        /// 31 bits it counts as the largest int.
        /// </summary>
        private bool ReadUInt(byte[] buffer, ref int option, int maxLength)
        {
            int length = _reader.OptionLength;
            if (option >= 0 || length > maxLength)
            {
                return false;
            }

            long value = BigEndian.Read(buffer, _reader.OptionOffset, length);
            option = value > int.MaxValue ? int.MaxValue : (int)value;
            return true;
        }

        /// <summary>Reads the first ETag, of up to 8 bytes (RFC 7252 section 5.10.6), as a number.</summary>
        private bool ReadETag(byte[] buffer)
        {
            int length = _reader.OptionLength;
            if (_receivedETagLength != 0 || length > MaxETagLength)
            {
                return false;
            }

            _receivedETagLength = length;
            _receivedETag = BigEndian.Read(buffer, _reader.OptionOffset, length);
            return true;
        }
    }
}
