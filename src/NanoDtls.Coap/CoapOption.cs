// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>
    /// Option numbers (RFC 7252 section 5.10, RFC 7641, 7959, 7967, 8768, 9175) and the encoding of options
    /// (RFC 7252 section 3.1). Odd numbers are critical.
    /// </summary>
    public static class CoapOption
    {
        /// <summary>If-Match.</summary>
        public const int IfMatch = 1;

        /// <summary>Uri-Host.</summary>
        public const int UriHost = 3;

        /// <summary>ETag.</summary>
        public const int ETag = 4;

        /// <summary>If-None-Match, without a value.</summary>
        public const int IfNoneMatch = 5;

        /// <summary>Observe (RFC 7641 section 2).</summary>
        public const int Observe = 6;

        /// <summary>Location-Path, one per segment.</summary>
        public const int LocationPath = 8;

        /// <summary>Uri-Path, one per segment.</summary>
        public const int UriPath = 11;

        /// <summary>Content-Format.</summary>
        public const int ContentFormat = 12;

        /// <summary>Max-Age in seconds.</summary>
        public const int MaxAge = 14;

        /// <summary>Uri-Query, one per argument.</summary>
        public const int UriQuery = 15;

        /// <summary>Hop-Limit (RFC 8768).</summary>
        public const int HopLimit = 16;

        /// <summary>Accept.</summary>
        public const int Accept = 17;

        /// <summary>Location-Query, one per argument.</summary>
        public const int LocationQuery = 20;

        /// <summary>Block2, of the response's body (RFC 7959 section 2.1).</summary>
        public const int Block2 = 23;

        /// <summary>Block1, of the request's body (RFC 7959 section 2.1).</summary>
        public const int Block1 = 27;

        /// <summary>Size2, an estimate of the response's body in bytes (RFC 7959 section 4).</summary>
        public const int Size2 = 28;

        /// <summary>Size1, the request's body in bytes, or the largest that the server takes (RFC 7959 section 4).</summary>
        public const int Size1 = 60;

        /// <summary>Echo (RFC 9175 section 2.2).</summary>
        public const int Echo = 252;

        /// <summary>No-Response (RFC 7967 section 2).</summary>
        public const int NoResponse = 258;

        /// <summary>Request-Tag (RFC 9175 section 3.2).</summary>
        public const int RequestTag = 292;

        private const long ManagedBelow64 = (1L << UriHost) | (1L << Observe) | (1L << UriPath) | (1L << ContentFormat)
            | (1L << UriQuery) | (1L << Accept) | (1L << Block2) | (1L << Block1) | (1L << Size1);

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

        /// <summary>Whether the client itself writes this option when it is needed.</summary>
        internal static bool IsManaged(int number)
        {
            return number < 64 ? ((ManagedBelow64 >> number) & 1) != 0 : number == Echo || number == NoResponse || number == RequestTag;
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
