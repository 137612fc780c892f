// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    // The incoming half: messages find the exchange or the observation that they belong to.
    public sealed partial class CoapEngine
    {
        private const int SeparateIdCount = 4;

        // Message IDs of the last confirmable responses that were taken, with 1 added; 0 for none.
        private readonly int[] _separateIds;
        private int _separateIndex;

        private CoapDropReason _lastDropReason;
        private int _dropCount;

        /// <summary>Why the last message was not used.</summary>
        public CoapDropReason LastDropReason
        {
            get { return _lastDropReason; }
        }

        /// <summary>Messages that were not used.</summary>
        public int DropCount
        {
            get { return _dropCount; }
        }

        /// <summary>Takes a received message. No content makes it throw or allocate.</summary>
        /// <param name="buffer">Array with the message; may be <see cref="OutputBuffer"/>. The payload of a response stays in it.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes.</param>
        /// <param name="nowMilliseconds">The time.</param>
        /// <returns>
        /// Whether the message moved the exchange on or was a notification; if not, <see cref="LastDropReason"/> says
        /// why. Either way there can be a message to send: see <see cref="GetMessage"/>.
        /// </returns>
        public bool ProcessMessage(byte[] buffer, int offset, int count, long nowMilliseconds)
        {
            CheckBuffer(buffer, offset, count);
            if (buffer == _output)
            {
                _isRequestBuilt = false;
            }

            _lastDropReason = CoapDropReason.None;
            CoapMessageReader reader = _reader;
            if (!reader.ReadHeader(buffer, offset, count))
            {
                return Reject(reader.Error);
            }

            // The server is there: non-confirmable messages are no probes any more.
            _probeAt = LongAgo;
            _messageOffset = offset;
            _messageCount = count;
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

            long token = ReadToken(buffer);
            if (IsExpected(token))
            {
                return ProcessResponse(buffer, nowMilliseconds);
            }

            CoapObservation observation = FindObservation(token);
            if (observation != null)
            {
                return ProcessNotification(observation, buffer, nowMilliseconds);
            }

            if (!isConfirmable || !IsKnownSeparate(reader.MessageId))
            {
                return RejectUnknown();
            }

            // RFC 7252 section 4.5: the acknowledgement was lost; say it again, process nothing.
            Reply(CoapMessageType.Acknowledgement);
            return Drop(CoapDropReason.Duplicate);
        }

        private static bool IsResponse(int code)
        {
            // 2.xx, 4.xx and 5.xx.
            return ((0x34 >> CoapCode.ClassOf(code)) & 1) != 0;
        }

        private bool IsExpected(long token)
        {
            // No exchange and no ping has a request.
            return _request != null && token == _token;
        }

        private bool ProcessAcknowledgementOrReset(byte[] buffer, long nowMilliseconds)
        {
            CoapMessageReader reader = _reader;
            int code = reader.Code;
            bool isReset = reader.Type == CoapMessageType.Reset;

            // RFC 7252 section 4.2: a Reset is empty, an Acknowledgement is empty or a response.
            if (code != CoapCode.Empty && (isReset || !IsResponse(code)))
            {
                return Drop(CoapDropReason.Code);
            }

            if (reader.MessageId != _messageId || (code == CoapCode.Empty && !IsActive))
            {
                return Drop(CoapDropReason.MessageIdMismatch);
            }

            if (code != CoapCode.Empty)
            {
                // Taken behind an empty acknowledgement too: the network may have swapped the two.
                long token = ReadToken(buffer);
                if (IsExpected(token))
                {
                    return ProcessResponse(buffer, nowMilliseconds);
                }

                // A notification that overtook the response to a registration has ended the exchange.
                CoapObservation observation = IsActive ? null : FindObservation(token);
                return observation != null ? ProcessNotification(observation, buffer, nowMilliseconds)
                    : Drop(IsActive ? CoapDropReason.TokenMismatch : CoapDropReason.MessageIdMismatch);
            }

            if (isReset && (_state == CoapExchangeState.AwaitingAcknowledgement || !_request.IsConfirmable))
            {
                // To a ping it is the answer (RFC 7252 section 4.3).
                End(_request == null ? CoapStatus.Ok : CoapStatus.Reset);
                return true;
            }

            // A ping has no other answer.
            if (_state != CoapExchangeState.AwaitingAcknowledgement || _request == null)
            {
                return Drop(CoapDropReason.Duplicate);
            }

            if (IsResponseUnwanted)
            {
                End(CoapStatus.Sent);
                return true;
            }

            // RFC 7252 section 5.2.2: the response comes in a message of its own.
            _state = CoapExchangeState.AwaitingResponse;
            _isRequestPending = false;
            _deadline = nowMilliseconds + ResponseTimeout;
            return true;
        }

        /// <summary>The message's token as a number; -1 when this client never makes such a one (RFC 7252 section 5.3.2).</summary>
        private long ReadToken(byte[] buffer)
        {
            int length = _reader.TokenLength;
            int offset = _reader.TokenOffset;

            // A longer token than the least one never starts with zero: see BuildRequest.
            if (length < _minTokenLength || (length > _minTokenLength && buffer[offset] == 0))
            {
                return -1;
            }

            // No token of this client is below zero.
            return BigEndian.Read(buffer, offset, length);
        }

        private bool IsKnownSeparate(int messageId)
        {
            for (int i = 0; i < SeparateIdCount; i++)
            {
                if (_separateIds[i] == messageId + 1)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Answers a response that nobody waits for.</summary>
        private bool RejectUnknown()
        {
            CoapMessageReader reader = _reader;
            if (reader.Type == CoapMessageType.NonConfirmable)
            {
                while (reader.ReadOption())
                {
                    if (reader.OptionNumber == CoapOption.Observe)
                    {
                        // RFC 7641 section 3.6: this is how the server learns that nobody observes any more.
                        Reply(CoapMessageType.Reset);
                        break;
                    }
                }
            }

            return Reject(CoapDropReason.TokenMismatch);
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
            _lastDropReason = reason;
            _dropCount++;
            return false;
        }

        /// <summary>Prepares an empty message that answers the one just read.</summary>
        private void Reply(CoapMessageType type)
        {
            byte[] output = _output;
            int position = output.Length - HeaderLength;
            output[position] = (byte)(Version1 | ((int)type << TypeShift));
            output[position + 1] = CoapCode.Empty;
            BigEndian.Write(output, position + MessageIdOffset, _reader.MessageId, 2);
            _isReplyPending = true;
        }
    }
}
