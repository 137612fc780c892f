// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>Numbers in network byte order.</summary>
    internal static class BigEndian
    {
        /// <summary>Writes the last bytes of a number.</summary>
        /// <returns>The position behind them.</returns>
        internal static int Write(byte[] buffer, int position, long value, int count)
        {
            for (int i = position + count - 1; i >= position; i--)
            {
                buffer[i] = (byte)value;
                value >>= 8;
            }

            return position + count;
        }

        /// <summary>Reads a number of up to 8 bytes.</summary>
        internal static long Read(byte[] buffer, int position, int count)
        {
            long value = 0;
            for (int end = position + count; position < end; position++)
            {
                value = (value << 8) | buffer[position];
            }

            return value;
        }
    }
}
