// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    // The incoming half: matching messages to the exchange, and reading the response.
    public sealed partial class CoapEngine
    {
        private const int DefaultMaxAge = 60;

        // Message ID of the last separate response that was taken, -1 for none.
        private int _lastSeparateId;

        /// <summary>Code of the response, see <see cref="CoapCode"/>; 0 when there is none.</summary>
        public int ResponseCode { get; private set; }

        /// <summary>Position of the response's payload in the array given to <see cref="ProcessMessage"/>.</summary>
        public int PayloadOffset { get; private set; }

        /// <summary>Bytes of the response's payload.</summary>
        public int PayloadLength { get; private set; }

        /// <summary>Content-Format of the response, or <see cref="CoapContentFormat.None"/>.</summary>
        public int ResponseContentFormat { get; private set; }

        /// <summary>Seconds that the response stays fresh, 60 when it does not say (RFC 7252 section 5.10.5).</summary>
        public int MaxAge { get; private set; }

        /// <summary>Whether the response's payload is a text for humans in UTF-8 that explains an error (RFC 7252 section 5.5.2).</summary>
        public bool IsDiagnosticPayload
        {
            get { return ResponseCode >= CoapCode.BadRequest && ResponseContentFormat == CoapContentFormat.None && PayloadLength != 0; }
        }

        /// <summary>Why the last message was not used.</summary>
        public CoapDropReason LastDropReason { get; private set; }

        /// <summary>Messages that were not used.</summary>
        public int DropCount { get; private set; }

        /// <summary>Takes a received message. No content makes it throw or allocate.</summary>
        /// <param name="buffer">Array with the message; may be <see cref="OutputBuffer"/>. The payload of a response stays in it.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes.</param>
        /// <param name="nowMilliseconds">The time.</param>
        /// <returns>
        /// Whether the message moved the exchange on; if not, <see cref="LastDropReason"/> says why. Either
        /// way there can be a message to send: see <see cref="GetMessage"/>.
        /// </returns>
        public bool ProcessMessage(byte[] buffer, int offset, int count, long nowMilliseconds)
        {
            CheckBuffer(buffer, offset, count);
            if (buffer == _output)
            {
                _isRequestBuilt = false;
            }

            LastDropReason = CoapDropReason.None;
            CoapMessageReader reader = _reader;
            if (!reader.ReadHeader(buffer, offset, count))
            {
                return Reject(reader.Error);
            }

            if (reader.Type >= CoapMessageType.Acknowledgement)
            {
                return ProcessAcknowledgementOrReset(buffer, nowMilliseconds);
            }

            bool isConfirmable = reader.Type == CoapMessageType.Confirmable;
            int code = reader.Code;
            if (!IsResponse(code))
            {
                return Reject(
                    code == CoapCode.Empty ? (isConfirmable ? CoapDropReason.Ping : CoapDropReason.EmptyNonConfirmable)
                    : CoapCode.ClassOf(code) == 0 ? CoapDropReason.Request
                    : CoapDropReason.Code);
            }

            if (IsActive && !_isPing && IsTokenEqual(buffer))
            {
                return ProcessResponse(buffer);
            }

            if (isConfirmable && reader.MessageId == _lastSeparateId)
            {
                // RFC 7252 section 4.5: the acknowledgement was lost; say it again, process nothing.
                Reply(CoapMessageType.Acknowledgement);
                return Drop(CoapDropReason.Duplicate);
            }

            return Reject(CoapDropReason.TokenMismatch);
        }

        private static bool IsResponse(int code)
        {
            int codeClass = CoapCode.ClassOf(code);
            return codeClass == 2 || codeClass == 4 || codeClass == 5;
        }

        private bool ProcessAcknowledgementOrReset(byte[] buffer, long nowMilliseconds)
        {
            CoapMessageReader reader = _reader;
            if (!IsActive || reader.MessageId != _messageId)
            {
                return Drop(CoapDropReason.MessageIdMismatch);
            }

            bool isWaiting = _state == CoapExchangeState.AwaitingAcknowledgement;
            if (reader.Code == CoapCode.Empty)
            {
                if (!isWaiting)
                {
                    return Drop(CoapDropReason.Duplicate);
                }

                if (reader.Type == CoapMessageType.Reset)
                {
                    // To a ping it is the answer (RFC 7252 section 4.3).
                    End(_isPing ? CoapStatus.Ok : CoapStatus.Reset);
                    return true;
                }

                // RFC 7252 section 5.2.2: the response comes in a message of its own.
                _state = CoapExchangeState.AwaitingResponse;
                _isRequestPending = false;
                _deadline = nowMilliseconds + _responseTimeout;
                return true;
            }

            // RFC 7252 section 4.2: a Reset is empty, an Acknowledgement is empty or a response.
            if (reader.Type == CoapMessageType.Reset || !IsResponse(reader.Code))
            {
                return Drop(CoapDropReason.Code);
            }

            // Taken behind an empty acknowledgement too: the network may have swapped the two.
            return !_isPing && IsTokenEqual(buffer) ? ProcessResponse(buffer) : Drop(CoapDropReason.TokenMismatch);
        }

        /// <summary>Reads a response that matches the exchange.</summary>
        private bool ProcessResponse(byte[] buffer)
        {
            CoapMessageReader reader = _reader;
            int contentFormat = CoapContentFormat.None;
            int maxAge = -1;
            bool isCritical = false;
            while (reader.ReadOption())
            {
                int number = reader.OptionNumber;
                int length = reader.OptionLength;

                // RFC 7252 sections 5.4.3 and 5.4.5: one of a wrong length, or one too many, is an option not
                // understood; these two are elective and then ignored.
                if (number == CoapOption.ContentFormat)
                {
                    if (contentFormat < 0 && length <= 2)
                    {
                        contentFormat = ReadUInt(buffer, reader.OptionOffset, length);
                    }
                }
                else if (number == CoapOption.MaxAge)
                {
                    if (maxAge < 0 && length <= 4)
                    {
                        maxAge = ReadUInt(buffer, reader.OptionOffset, length);
                    }
                }
                else if ((number & 1) != 0)
                {
                    isCritical = true;
                }
            }

            if (reader.Error != CoapDropReason.None)
            {
                return Reject(reader.Error);
            }

            if (isCritical)
            {
                // RFC 7252 section 5.4.1. Waiting on would only fetch the same response again.
                End(CoapStatus.BadOption);
                return Reject(CoapDropReason.CriticalOption);
            }

            if (reader.Type == CoapMessageType.Confirmable)
            {
                _lastSeparateId = reader.MessageId;
                Reply(CoapMessageType.Acknowledgement);
            }

            ResponseCode = reader.Code;
            PayloadOffset = reader.PayloadOffset;
            PayloadLength = reader.PayloadLength;
            ResponseContentFormat = contentFormat;
            MaxAge = maxAge < 0 ? DefaultMaxAge : maxAge;
            End(CoapStatus.Ok);
            return true;
        }

        /// <summary>Reads a uint of up to 4 bytes (RFC 7252 section 3.2); over 31 bits it counts as the largest int.</summary>
        private static int ReadUInt(byte[] buffer, int offset, int length)
        {
            int value = 0;
            for (int i = 0; i < length; i++)
            {
                value = (value << 8) | buffer[offset + i];
            }

            return value < 0 ? int.MaxValue : value;
        }

        /// <summary>Whether the message has the outstanding token, length included (RFC 7252 section 5.3.2).</summary>
        private bool IsTokenEqual(byte[] buffer)
        {
            int length = _reader.TokenLength;
            if (length < _minTokenLength)
            {
                return false;
            }

            int offset = _reader.TokenOffset;

            // A longer token than the least one never starts with zero: see BuildRequest.
            if (length > _minTokenLength && buffer[offset] == 0)
            {
                return false;
            }

            long token = 0;
            for (int i = 0; i < length; i++)
            {
                token = (token << 8) | buffer[offset + i];
            }

            return token == _token;
        }

        /// <summary>RFC 7252 sections 4.2 and 4.3: what cannot be processed is reset when confirmable, else ignored.</summary>
        private bool Reject(CoapDropReason reason)
        {
            if (_reader.MessageId >= 0 && _reader.Type == CoapMessageType.Confirmable)
            {
                Reply(CoapMessageType.Reset);
            }

            return Drop(reason);
        }

        private bool Drop(CoapDropReason reason)
        {
            LastDropReason = reason;
            DropCount++;
            return false;
        }

        /// <summary>Prepares an empty message that answers the one just read.</summary>
        private void Reply(CoapMessageType type)
        {
            byte[] output = _output;
            int position = output.Length - HeaderLength;
            int messageId = _reader.MessageId;
            output[position] = (byte)(0x40 | ((int)type << 4));
            output[position + 1] = CoapCode.Empty;
            output[position + 2] = (byte)(messageId >> 8);
            output[position + 3] = (byte)messageId;
            _isReplyPending = true;
        }
    }
}
