// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    // Block-wise transfers (RFC 7959): each block is a message exchange of its own, and all of them are one
    // request to the caller. Positions are in bytes, so that a block size can shrink on the way.
    public sealed partial class CoapEngine
    {
        private const int MaxETagLength = 8;
        private const int LargestBlock = 6;
        private const int AnyBlock = 7;
        private const int MoreBit = 8;
        private const int MaxBlockNumber = 0xFFFFF;

        // What a response with a block may have in front of it: header, long token, the usual options, the marker.
        private const int ResponseOverhead = 40;

        // What may follow the Block1 option in a request, Echo aside: its own 5 bytes, Size1, No-Response, Request-Tag
        // and the marker.
        private const int Block1Overhead = 20;

        // How often a body is begun again because the resource changed or the server lost a part.
        private const int MaxRestarts = 3;

        private long _etag;
        private int _etagLength;
        private int _restarts;

        // The block of the request's body that is under way; AnyBlock as long as no size was agreed on.
        private bool _isBlock1;
        private bool _isBodySent;
        private int _block1Position;
        private int _block1Count;
        private int _block1Size;

        // The block of the response's body that is asked for.
        private int _block2Position;
        private int _block2Size;

        // Tells a body from one that was given up before in this session (RFC 9175 section 3.3); 0 for no such need.
        private int _requestTag;

        private bool _hasMore;

        /// <summary>Whether the payload is only the first block of a longer body (RFC 7959 section 2.2).</summary>
        public bool HasMore
        {
            get { return _hasMore; }
        }

        /// <summary>
        /// RFC 7959 section 2.7: a further block is asked for without the body, but what FETCH asks for is in its body.
        /// </summary>
        private bool IsBodyRepeated
        {
            get { return _request.Method == CoapMethod.Fetch && _request.Source == null; }
        }

        private void BeginBlocks()
        {
            _isBlock1 = false;
            _isBodySent = false;
            _block1Position = 0;
            _block1Size = AnyBlock;
            _block2Position = 0;
            _restarts = 0;
            _block2Size = Fit(LargestBlock, _messageLimit - ResponseOverhead);
        }

        /// <summary>The largest block, as its exponent, that is no larger than a size and fits into the room.</summary>
        private static int Fit(int size, int room)
        {
            while (size > 0 && (16 << size) > room)
            {
                size--;
            }

            return size;
        }

        /// <summary>A body that was cut off may be on the server still: the next one gets a tag of its own.</summary>
        private void EndBlocks()
        {
            if (_isBlock1)
            {
                _isBlock1 = false;
                _requestTag++;
            }
        }

        /// <summary>Writes Block2, Block1 and Size1; returns the bytes of payload that the message takes, -1 for a body that is too long.</summary>
        private int WriteBlockOptions(CoapOptionWriter writer)
        {
            CoapRequest request = _request;
            CoapBlockSource source = request.Source;
            if (request.Sink != null && (_isBodySent || source == null))
            {
                // RFC 7959 section 2.4: with the first request it asks for blocks that fit.
                writer.WriteUInt(CoapOption.Block2, ((_block2Position >> (_block2Size + 4)) << 4) | _block2Size);
            }

            if (_isBodySent || source == null)
            {
                return !_isBodySent || IsBodyRepeated ? request.PayloadCount : 0;
            }

            int left = source.Length - _block1Position;
            int room = _messageLimit - writer.Position - Block1Overhead - (_echoLength == 0 ? 0 : _echoLength + 3);
            int size = _block1Size;
            if (size == AnyBlock)
            {
                if (left <= room)
                {
                    _block1Count = left;
                    return left;
                }

                size = LargestBlock;
            }

            size = Fit(size, room);
            if (_block1Position >> (size + 4) > MaxBlockNumber)
            {
                return -1;
            }

            bool isMore = left > 16 << size;
            _block1Size = size;
            _block1Count = isMore ? 16 << size : left;
            _isBlock1 = true;
            writer.WriteUInt(CoapOption.Block1, ((_block1Position >> (size + 4)) << 4) | (isMore ? MoreBit : 0) | size);
            if (_block1Position == 0)
            {
                writer.WriteUInt(CoapOption.Size1, source.Length);
            }

            return _block1Count;
        }

        /// <summary>Reads the response to a block of the request's body; <c>true</c> when the exchange goes on or has failed.</summary>
        private bool ContinueBody(int code, long nowMilliseconds)
        {
            bool isLast = _block1Position + _block1Count >= _request.Source.Length;
            int block = _block1;
            int size = block & 7;
            if (!_isBlock1)
            {
                // It went out in one message, which the server can find too large.
                if (code != CoapCode.RequestEntityTooLarge || block < 0 || (16 << size) >= _block1Count)
                {
                    return false;
                }

                _block1Size = size;
                return Restart(nowMilliseconds);
            }

            if (block >= 0 && (block >> 4) != _block1Position >> (_block1Size + 4))
            {
                return Fail();
            }

            if (code == CoapCode.Continue || (CoapCode.ClassOf(code) == 2 && !isLast))
            {
                if (block < 0 || isLast)
                {
                    return Fail();
                }

                // RFC 7959 section 2.5: the smaller size counts from the next block on.
                _block1Position += _block1Count;
                _block1Size = Fit(_block1Size, 16 << size);
                ContinueExchange(nowMilliseconds);
                return true;
            }

            if (code == CoapCode.RequestEntityTooLarge && block >= 0 && size < _block1Size && _block1Position == 0)
            {
                // RFC 7959 section 2.9.3: the block, not the body, is too large.
                _block1Size = size;
                return Restart(nowMilliseconds);
            }

            if (code == CoapCode.RequestEntityIncomplete && _block1Position != 0 && _restarts < MaxRestarts)
            {
                return Restart(nowMilliseconds);
            }

            // The server answered for the whole body: nothing of it is left there.
            _isBlock1 = false;
            return false;
        }

        /// <summary>Hands on a block of the response's body; <c>true</c> when the exchange goes on or has failed.</summary>
        private bool ContinueResponse(byte[] buffer, int code, long nowMilliseconds)
        {
            // A body in one message is like a block that is larger than any message.
            int block = _block2 < 0 ? AnyBlock : _block2;
            bool isMore = (block & MoreBit) != 0;
            int size = 16 << (block & 7);
            CoapRequest request = _request;
            CoapBlockSink sink = request.Sink;
            int count = _payloadLength;
            if (count > size || (isMore && count != size))
            {
                // RFC 7959 section 2.2: all blocks but the last are full.
                return Fail();
            }

            if (sink == null || CoapCode.ClassOf(code) != 2)
            {
                _hasMore = isMore;
                return false;
            }

            if (_block2Position != 0 && (_etag != _receivedETag || _etagLength != _receivedETagLength))
            {
                // RFC 7959 section 2.4: another representation; its blocks do not fit to those before. Only a request
                // without effect may be made again for it.
                if (request.Method != CoapMethod.Get && request.Method != CoapMethod.Fetch)
                {
                    return Fail();
                }

                _isBodySent = false;
                _block1Position = 0;
                _block2Position = 0;
                return Restart(nowMilliseconds);
            }

            int position = (block >> 4) * size;
            if (position != _block2Position)
            {
                return Fail();
            }

            int room = sink.MaxLength - position;
            if (count > room || (isMore && count == room))
            {
                End(CoapStatus.BodyTooLong);
                return true;
            }

            _etag = _receivedETag;
            _etagLength = _receivedETagLength;
            if (!sink.Write(position, buffer, _payloadOffset, count))
            {
                End(CoapStatus.Cancelled);
                return true;
            }

            if (!isMore)
            {
                return false;
            }

            _isBodySent = true;
            _observe = NoObserve;
            _observation = null;
            _block2Position = position + count;
            _block2Size = Fit(_block2Size, size);
            ContinueExchange(nowMilliseconds);
            return true;
        }

        /// <summary>Begins a body again, as often as is sensible.</summary>
        private bool Restart(long nowMilliseconds)
        {
            if (_restarts++ == MaxRestarts)
            {
                return Fail();
            }

            if (_isBlock1)
            {
                EndBlocks();
                _block1Position = 0;
            }

            ContinueExchange(nowMilliseconds);
            return true;
        }

        private bool Fail()
        {
            End(CoapStatus.TransferFailed);
            return true;
        }
    }
}
