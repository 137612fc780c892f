// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    /// <summary>
    /// The CBOR (RFC 8949) that SenML needs, each item in its shortest exact form. Stateless; the caller made
    /// sure that there is room for <see cref="MaxNumberLength"/> bytes.
    /// </summary>
    internal static class CborEncoder
    {
        internal const int UnsignedInteger = 0x00;
        internal const int NegativeInteger = 0x20;
        internal const int ByteString = 0x40;
        internal const int TextString = 0x60;
        internal const int Array = 0x80;
        internal const int Map = 0xA0;
        internal const int False = 0xF4;
        internal const int True = 0xF5;

        /// <summary>Most bytes of a number: tag, array head, exponent and a mantissa of 64 bits.</summary>
        internal const int MaxNumberLength = 12;

        private const int DecimalFraction = 0xC4;
        private const int HalfFloat = 0xF9;
        private const int SingleFloat = 0xFA;
        private const int DoubleFloat = 0xFB;

        // Longer than any integer.
        private const int NoInteger = 10;

        /// <summary>Bytes of the head of an item.</summary>
        internal static int HeadLength(long argument)
        {
            if (argument < 24)
            {
                return 1;
            }

            return argument < 0x100 ? 2 : argument < 0x10000 ? 3 : (argument >> 32) == 0 ? 5 : 9;
        }

        /// <summary>Writes major type and argument, 0 or more (RFC 8949 section 3).</summary>
        internal static int WriteHead(byte[] buffer, int position, int majorType, long argument)
        {
            int length = HeadLength(argument);
            if (length == 1)
            {
                buffer[position] = (byte)(majorType | (int)argument);
                return position + 1;
            }

            // The additional information 24, 25, 26, 27 announces 1, 2, 4 or 8 bytes.
            int information = length == 2 ? 24 : length == 3 ? 25 : length == 5 ? 26 : 27;
            buffer[position] = (byte)(majorType | information);
            return BigEndian.Write(buffer, position + 1, argument, length - 1);
        }

        internal static int WriteInteger(byte[] buffer, int position, long value)
        {
            // -1 - n and ~n are the same.
            return value < 0
                ? WriteHead(buffer, position, NegativeInteger, ~value)
                : WriteHead(buffer, position, UnsignedInteger, value);
        }

        /// <summary>
        /// Writes a finite number as an integer or as a half, single or double float, whichever is shortest and
        /// equal to it; an integer when two are.
        /// </summary>
        internal static int WriteDouble(byte[] buffer, int position, double value)
        {
            long integer = 0;
            int integerLength = NoInteger;
            if (IsInteger(value))
            {
                integer = (long)value;
                integerLength = HeadLength(integer < 0 ? ~integer : integer);
                if (integerLength <= 3)
                {
                    return WriteInteger(buffer, position, integer);
                }
            }

            long bits = BitConverter.DoubleToInt64Bits(value);
            long sign = bits < 0 ? 1 : 0;
            long narrow = Narrow(bits, 10, 15);
            if (narrow >= 0)
            {
                buffer[position] = HalfFloat;
                return BigEndian.Write(buffer, position + 1, (sign << 15) | narrow, 2);
            }

            if (integerLength > 5)
            {
                narrow = Narrow(bits, 23, 127);
                if (narrow >= 0)
                {
                    buffer[position] = SingleFloat;
                    return BigEndian.Write(buffer, position + 1, (sign << 31) | narrow, 4);
                }
            }

            if (integerLength != NoInteger)
            {
                return WriteInteger(buffer, position, integer);
            }

            buffer[position] = DoubleFloat;
            return BigEndian.Write(buffer, position + 1, bits, 8);
        }

        /// <summary>
        /// Writes unscaled x 10^-decimals, decimals 0 to 18: as an integer or float when that is exact and
        /// shorter, else as a decimal fraction (RFC 8949 section 3.4.4, which RFC 8428 section 6 allows).
        /// </summary>
        internal static int WriteDecimal(byte[] buffer, int position, long unscaled, int decimals)
        {
            while (decimals > 0 && unscaled % 10 == 0)
            {
                unscaled /= 10;
                decimals--;
            }

            if (decimals == 0)
            {
                return WriteInteger(buffer, position, unscaled);
            }

            // u / 10^d = (u / 5^d) / 2^d is a binary fraction when 5^d divides u.
            long powerOfFive = 1;
            for (int i = 0; i < decimals; i++)
            {
                powerOfFive *= 5;
            }

            long quotient = unscaled / powerOfFive;
            if (quotient * powerOfFive == unscaled && IsInteger(quotient))
            {
                int end = WriteDouble(buffer, position, (double)quotient / (1L << decimals));
                if (end - position <= 3 + HeadLength(unscaled < 0 ? ~unscaled : unscaled))
                {
                    return end;
                }
            }

            buffer[position] = DecimalFraction;
            buffer[position + 1] = Array | 2;
            position = WriteInteger(buffer, position + 2, -decimals);
            return WriteInteger(buffer, position, unscaled);
        }

        /// <summary>Whether the number has no fraction and is small enough for each integer near it to be a double.</summary>
        private static bool IsInteger(double value)
        {
            // Beyond these bounds the cast would not be defined everywhere.
            return value > -9007199254740992.0 && value < 9007199254740992.0 && (long)value == value;
        }

        /// <summary>
        /// A double's bits as those of a shorter IEEE 754 format, without the sign; -1 when it cannot hold the
        /// number exactly.
        /// </summary>
        private static long Narrow(long bits, int fractionBits, int bias)
        {
            long magnitude = bits & long.MaxValue;
            if (magnitude == 0)
            {
                return 0;
            }

            int exponent = (int)(magnitude >> 52) - 1023;
            if (exponent > bias || exponent == -1023)
            {
                return -1;
            }

            int biased = exponent + bias;
            int shift = 52 - fractionBits;
            if (biased < 1)
            {
                // A subnormal number: the fraction moves down instead of the exponent.
                shift += 1 - biased;
                biased = 1;
                if (shift > 52)
                {
                    return -1;
                }
            }

            long significand = (magnitude & 0xFFFFFFFFFFFFF) | 0x10000000000000;
            long shortened = significand >> shift;
            if ((shortened << shift) != significand)
            {
                return -1;
            }

            // The leading one bit, which is not stored, adds the 1 that is missing in the exponent.
            return ((long)(biased - 1) << fractionBits) + shortened;
        }
    }
}
