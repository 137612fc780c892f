// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    // The outgoing half: building the request, tokens and message IDs, the end of an exchange.
    public sealed partial class CoapEngine
    {
        private const int Version1 = 0x40;
        private const int TypeShift = 4;

        // A request that nobody answers: the exchange ends when it is sent.
        private bool _isUnanswered;

        internal static int CheckRange(int value, int minimum, int maximum)
        {
            if (value < minimum || value > maximum)
            {
                throw new ArgumentOutOfRangeException();
            }

            return value;
        }

        /// <summary>Starts the life of one message of the exchange.</summary>
        private CoapStatus BeginMessage(long nowMilliseconds)
        {
            if (!TakeMessageId(nowMilliseconds))
            {
                return End(CoapStatus.MessageIdsExhausted);
            }

            CoapRequest request = _request;
            CoapObservation observation = _observation;
            if (observation != null && observation.Token != _token)
            {
                observation.Token = _token;
                observation = null;
            }

            // The kept token of an observation was counted when it was new.
            if (observation == null)
            {
                _nextToken++;
            }

            _isUnanswered = false;
            if (request == null || request.IsConfirmable)
            {
                // RFC 7252 section 4.2: ACK_TIMEOUT to ACK_TIMEOUT times ACK_RANDOM_FACTOR.
                _timeout = _ackTimeout + _random.Next(_ackTimeoutSpread + 1);
                _deadline = nowMilliseconds + _timeout;
                _attempts = 0;
                _state = CoapExchangeState.AwaitingAcknowledgement;
            }
            else
            {
                _isUnanswered = IsResponseUnwanted;
                _deadline = nowMilliseconds + ResponseTimeout;
                _state = CoapExchangeState.AwaitingResponse;
                // RFC 7252 section 4.7: until something comes back.
                _probeAt = nowMilliseconds + (_requestLength * 1000L / _probingRate);
            }

            _isRequestPending = true;
            _status = CoapStatus.Pending;
            return CoapStatus.Pending;
        }

        private int ResponseTimeout
        {
            get { return _request.WaitMilliseconds < 0 ? _responseTimeout : _request.WaitMilliseconds; }
        }

        private bool IsResponseUnwanted
        {
            get { return _request.NoResponse > 0 && _request.WaitMilliseconds <= 0 && _request.Source == null; }
        }

        /// <summary>Writes the request at 0; <c>false</c> when it does not fit.</summary>
        private bool BuildRequest()
        {
            byte[] output = _output;
            CoapRequest request = _request;
            int length = HeaderLength;
            int first = Version1;
            output[1] = CoapCode.Empty;
            if (request != null)
            {
                long token = _token;
                int tokenLength = _minTokenLength;
                while (tokenLength < 8 && (token >> (tokenLength << 3)) != 0)
                {
                    tokenLength++;
                }

                first |= tokenLength | (request.IsConfirmable ? 0 : (int)CoapMessageType.NonConfirmable << TypeShift);
                length += tokenLength;
                BigEndian.Write(output, HeaderLength, token, tokenLength);
                output[1] = (byte)request.Method;
                length = BuildBody(length);
            }

            output[0] = (byte)first;
            BigEndian.Write(output, MessageIdOffset, _messageId, 2);
            _requestLength = length;
            _isRequestBuilt = true;
            return length != 0;
        }

        /// <summary>Writes options and payload; returns the length of the message, 0 when it does not fit.</summary>
        private int BuildBody(int position)
        {
            CoapRequest request = _request;
            CoapResource resource = request.Resource;
            CoapOptionWriter writer = _writer;
            writer.Begin(_output, position, _messageLimit, request);
            byte[] options = resource.Options;
            writer.WriteList(CoapOption.UriHost, options, 0, resource.HostEnd);
            writer.WriteUInt(CoapOption.Observe, _observe);
            writer.WriteList(CoapOption.UriPath, options, resource.HostEnd, resource.PathEnd);
            if (!_isBodySent || IsBodyRepeated)
            {
                writer.WriteUInt(CoapOption.ContentFormat, request.ContentFormat);
            }

            writer.WriteList(CoapOption.UriQuery, options, resource.PathEnd, options.Length);
            writer.WriteUInt(CoapOption.Accept, request.Accept);
            int payloadCount = WriteBlockOptions(writer);
            if (_echoLength != 0)
            {
                writer.WriteBytes(CoapOption.Echo, _echo, 0, _echoLength);
            }

            writer.WriteUInt(CoapOption.NoResponse, request.NoResponse);
            if (_requestTag != 0 && _isBlock1)
            {
                writer.WriteUInt(CoapOption.RequestTag, _requestTag);
            }

            writer.WriteAdded(int.MaxValue);
            position = writer.Position;
            if (writer.IsFull || payloadCount < 0 || (payloadCount != 0 && payloadCount >= _messageLimit - position))
            {
                return 0;
            }

            if (payloadCount != 0)
            {
                _output[position++] = 0xFF;
                if (request.Source != null)
                {
                    request.Source.Read(_block1Position, _output, position, payloadCount);
                }
                else
                {
                    Array.Copy(request.Payload, request.PayloadOffset, _output, position, payloadCount);
                }
            }

            return position + payloadCount;
        }

        /// <summary>The token of the next message, which counts as used only when the message is begun.</summary>
        private long MakeToken()
        {
            if (HasProtectedChannel)
            {
                return _nextToken;
            }

            // RFC 7252 section 5.3.1: at least 32 random bits. The counter keeps tokens apart for certain.
            return ((long)_random.Next() << 32) | ((long)_random.Next(0x100) << 24) | (_nextToken & 0xFFFFFF);
        }

        /// <summary>
        /// Uses up <see cref="_messageId"/>. RFC 7252 section 4.4: no message ID is used again within
        /// EXCHANGE_LIFETIME. The IDs form two halves; a half may be entered again when that time has passed
        /// since its last ID was used, which is stricter than the rule and needs no memory per ID.
        /// </summary>
        private bool TakeMessageId(long nowMilliseconds)
        {
            int messageId = _messageId;
            int half = messageId / MessageIdHalf;
            int indexInHalf = messageId & (MessageIdHalf - 1);
            if (indexInHalf == 0 && nowMilliseconds - _halfLeftAt[half] < _exchangeLifetime)
            {
                return false;
            }

            if (indexInHalf == MessageIdHalf - 1)
            {
                _halfLeftAt[half] = nowMilliseconds;
            }

            _nextMessageId = (messageId + 1) & 0xFFFF;
            return true;
        }

        private CoapStatus End(CoapStatus status)
        {
            _status = status;
            _state = status == CoapStatus.Ok || status == CoapStatus.Sent ? CoapExchangeState.Completed : CoapExchangeState.Failed;
            _isRequestPending = false;
            if (status != CoapStatus.Ok)
            {
                // What came before a failure is no response.
                ClearResult();
            }

            EndBlocks();
            _request = null;
            _observation = null;
            return status;
        }

        private void ClearResult()
        {
            _responseCode = 0;
            _payloadOffset = 0;
            _payloadLength = 0;
            _responseContentFormat = CoapContentFormat.None;
            _freshSeconds = DefaultMaxAge;
            _hasMore = false;
            _message = null;
        }
    }
}
