// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>
    /// Option numbers (RFC 7252 section 5.10) and the encoding of options (section 3.1). Odd numbers are
    /// critical.
    /// </summary>
    public static class CoapOption
    {
        /// <summary>Uri-Host.</summary>
        public const int UriHost = 3;

        /// <summary>Uri-Path, one per segment.</summary>
        public const int UriPath = 11;

        /// <summary>Content-Format.</summary>
        public const int ContentFormat = 12;

        /// <summary>Max-Age in seconds.</summary>
        public const int MaxAge = 14;

        /// <summary>Uri-Query, one per argument.</summary>
        public const int UriQuery = 15;

        /// <summary>Accept.</summary>
        public const int Accept = 17;

        /// <summary>Most bytes that the header of an option takes.</summary>
        public const int MaxHeaderLength = 5;

        /// <summary>Writes the header of an option in its shortest form.</summary>
        /// <param name="buffer">Caller's array, with room for <see cref="MaxHeaderLength"/> bytes.</param>
        /// <param name="position">Where to write.</param>
        /// <param name="delta">Option number less that of the option before it, 0 to 65535.</param>
        /// <param name="length">Bytes of the value that the caller writes next, 0 to 65804.</param>
        /// <returns>The position behind the header.</returns>
        public static int WriteHeader(byte[] buffer, int position, int delta, int length)
        {
            int first = position++;
            int nibbles;
            if (delta < 13)
            {
                nibbles = delta << 4;
            }
            else
            {
                nibbles = delta < 269 ? 0xD0 : 0xE0;
                position = WriteExtended(buffer, position, delta);
            }

            if (length < 13)
            {
                nibbles |= length;
            }
            else
            {
                nibbles |= length < 269 ? 13 : 14;
                position = WriteExtended(buffer, position, length);
            }

            buffer[first] = (byte)nibbles;
            return position;
        }

        /// <summary>Writes an option with an unsigned value in its shortest form (RFC 7252 section 3.2).</summary>
        /// <param name="buffer">Caller's array, with room for <see cref="MaxHeaderLength"/> and 2 bytes.</param>
        /// <param name="position">Where to write.</param>
        /// <param name="delta">Option number less that of the option before it, 0 to 65535.</param>
        /// <param name="value">The value, 0 to 65535; 0 takes no bytes.</param>
        /// <returns>The position behind the option.</returns>
        public static int WriteUInt16(byte[] buffer, int position, int delta, int value)
        {
            int length = value == 0 ? 0 : value < 256 ? 1 : 2;
            position = WriteHeader(buffer, position, delta, length);
            if (length == 2)
            {
                buffer[position++] = (byte)(value >> 8);
            }

            if (length != 0)
            {
                buffer[position++] = (byte)value;
            }

            return position;
        }

        private static int WriteExtended(byte[] buffer, int position, int value)
        {
            if (value < 269)
            {
                buffer[position] = (byte)(value - 13);
                return position + 1;
            }

            value -= 269;
            buffer[position] = (byte)(value >> 8);
            buffer[position + 1] = (byte)value;
            return position + 2;
        }
    }
}
