// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    /// <summary>
    /// Writes the options of a request in the order of their numbers, those that the caller added between the
    /// others. What does not fit sets <see cref="IsFull"/> and is left out.
    /// </summary>
    internal sealed class CoapOptionWriter
    {
        // Where the next byte goes, and whether an option was left out: fields, because an accessor costs as much as
        // what it does.
        internal int Position;
        internal bool IsFull;

        private byte[] _buffer;
        private int _limit;
        private int _last;
        private CoapRequest _request;
        private int _added;

        /// <param name="buffer">Array of the message.</param>
        /// <param name="position">First byte of the options.</param>
        /// <param name="limit">Byte behind the longest message; the array has <see cref="CoapOption.MaxHeaderLength"/> bytes more.</param>
        /// <param name="request">Has the added options.</param>
        internal void Begin(byte[] buffer, int position, int limit, CoapRequest request)
        {
            _buffer = buffer;
            Position = position;
            _limit = limit;
            _last = 0;
            _request = request;
            _added = 0;
            IsFull = position > limit;
        }

        /// <summary>Writes an option with an unsigned value in its shortest form (RFC 7252 section 3.2); none below 0.</summary>
        internal void WriteUInt(int number, int value)
        {
            if (value < 0)
            {
                return;
            }

            int length = value == 0 ? 0 : value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x1000000 ? 3 : 4;
            WriteAdded(number);
            if (Advance(number, length))
            {
                Position = BigEndian.Write(_buffer, Position, value, length);
            }
        }

        internal void WriteBytes(int number, byte[] value, int offset, int count)
        {
            WriteAdded(number);
            Append(number, value, offset, count);
        }

        /// <summary>Writes options of one number from a list, in which each value stands behind a byte with its length.</summary>
        internal void WriteList(int number, byte[] list, int start, int end)
        {
            while (start < end)
            {
                int length = list[start++];
                WriteBytes(number, list, start, length);
                start += length;
            }
        }

        /// <summary>Writes the added options that come before a number.</summary>
        internal void WriteAdded(int before)
        {
            CoapRequest request = _request;
            while (_added < request.OptionCount && request.OptionNumbers[_added] < before)
            {
                byte[] value = request.OptionValues[_added];
                Append(request.OptionNumbers[_added], value, 0, value.Length);
                _added++;
            }
        }

        private void Append(int number, byte[] value, int offset, int count)
        {
            if (Advance(number, count))
            {
                Array.Copy(value, offset, _buffer, Position, count);
                Position += count;
            }
        }

        /// <summary>Writes the header of an option; <c>false</c> when the option does not fit.</summary>
        private bool Advance(int number, int length)
        {
            if (IsFull)
            {
                return false;
            }

            // The array has room for one header behind the limit.
            int position = CoapOption.WriteHeader(_buffer, Position, number - _last, length);
            IsFull = length > _limit - position;
            Position = position;
            _last = number;
            return !IsFull;
        }
    }
}
