// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    // The outgoing half: building the request, message IDs, the end of an exchange.
    public sealed partial class CoapEngine
    {
        private static void CheckRange(int value, int minimum, int maximum)
        {
            if (value < minimum || value > maximum)
            {
                throw new ArgumentOutOfRangeException();
            }
        }

        /// <summary>Writes the request at 0; <c>false</c> when it does not fit.</summary>
        private bool BuildRequest()
        {
            byte[] output = _output;
            if (_isPing)
            {
                output[0] = 0x40;
                output[1] = CoapCode.Empty;
                output[2] = (byte)(_messageId >> 8);
                output[3] = (byte)_messageId;
                _requestLength = HeaderLength;
                _isRequestBuilt = true;
                return true;
            }

            long token = _token;
            int tokenLength = _minTokenLength;
            while (tokenLength < 8 && (token >> (tokenLength << 3)) != 0)
            {
                tokenLength++;
            }

            int position = HeaderLength + tokenLength;
            if (_resource.OptionsLength > _maxMessage - position)
            {
                return false;
            }

            output[0] = (byte)(0x40 | tokenLength);
            output[1] = (byte)_method;
            output[2] = (byte)(_messageId >> 8);
            output[3] = (byte)_messageId;
            for (int i = position - 1; i >= HeaderLength; i--)
            {
                output[i] = (byte)token;
                token >>= 8;
            }

            position = _resource.WriteOptions(output, position, _contentFormat, _accept);
            int count = _payloadCount;
            if (count != 0)
            {
                if (count >= _maxMessage - position)
                {
                    return false;
                }

                output[position++] = 0xFF;
                Array.Copy(_payload, _payloadOffset, output, position, count);
                position += count;
            }

            _requestLength = position;
            _isRequestBuilt = true;
            return position <= _maxMessage;
        }

        /// <summary>
        /// Uses up <see cref="_messageId"/>. RFC 7252 section 4.4: no message ID is used again within
        /// EXCHANGE_LIFETIME. The IDs form two halves; a half may be entered again when that time has passed
        /// since its last ID was used, which is stricter than the rule and needs no memory per ID.
        /// </summary>
        private bool TakeMessageId(long nowMilliseconds)
        {
            int messageId = _messageId;
            bool isHigh = messageId >= MessageIdHalf;
            int indexInHalf = messageId & (MessageIdHalf - 1);
            if (indexInHalf == 0)
            {
                long leftAt = isHigh ? _highHalfLeftAt : _lowHalfLeftAt;
                if (nowMilliseconds - leftAt < _exchangeLifetime)
                {
                    return false;
                }
            }
            else if (indexInHalf == MessageIdHalf - 1)
            {
                if (isHigh)
                {
                    _highHalfLeftAt = nowMilliseconds;
                }
                else
                {
                    _lowHalfLeftAt = nowMilliseconds;
                }
            }

            _nextMessageId = (messageId + 1) & 0xFFFF;
            return true;
        }

        private CoapStatus Begin(long nowMilliseconds)
        {
            if (!TakeMessageId(nowMilliseconds))
            {
                return End(CoapStatus.MessageIdsExhausted);
            }

            // RFC 7252 section 4.2: ACK_TIMEOUT to ACK_TIMEOUT times ACK_RANDOM_FACTOR.
            _timeout = _ackTimeout + _random.Next(_ackTimeoutSpread + 1);
            _deadline = nowMilliseconds + _timeout;
            _isRequestPending = true;
            _state = CoapExchangeState.AwaitingAcknowledgement;
            Status = CoapStatus.Pending;
            return CoapStatus.Pending;
        }

        private CoapStatus End(CoapStatus status)
        {
            Status = status;
            _state = status == CoapStatus.Ok ? CoapExchangeState.Completed : CoapExchangeState.Failed;
            _isRequestPending = false;
            _resource = null;
            _payload = null;
            return status;
        }

        private void ClearResult()
        {
            ResponseCode = 0;
            PayloadOffset = 0;
            PayloadLength = 0;
            ResponseContentFormat = CoapContentFormat.None;
            MaxAge = DefaultMaxAge;
            Retransmissions = 0;
        }
    }
}
