// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Text;

namespace NanoDtls.Coap
{
    /// <summary>
    /// Writes SenML packs in JSON (RFC 8428 section 5; Content-Format <see cref="CoapContentFormat.SenMlJson"/>), for
    /// servers that take nothing else: it is longer than CBOR and takes the processor longer.
    /// </summary>
    public sealed class SenMlJsonWriter : SenMlWriter
    {
        // Each 4 bytes, by label, from -6 on (RFC 8428 section 6, table 4).
        private const string LabelText = "bs  bv  bu  bt  bn  bvern   u   v   vs  vb  s   t   ut  vd  ";
        private const string BooleanText = "falsetrue";
        private const int LabelWidth = 4;

        // Beyond this, doubles have no 15 digits that are all their own.
        private const double MaxExact = 1e15;

        private readonly byte[] _labels;
        private readonly byte[] _booleans;
        private readonly byte[] _base64;
        private bool _isFirst;

        /// <summary>Creates a writer and begins a pack.</summary>
        /// <param name="buffer">Array for the packs, from its first byte on; 16 bytes or more. It stays the caller's.</param>
        public SenMlJsonWriter(byte[] buffer)
            : base(buffer)
        {
            _labels = Encoding.UTF8.GetBytes(LabelText);
            _booleans = Encoding.UTF8.GetBytes(BooleanText);
            // RFC 4648 section 5, the alphabet for URLs.
            _base64 = Encoding.UTF8.GetBytes("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
        }

        internal override void OpenRecord()
        {
            if (RecordCount > 1)
            {
                Put(',');
            }

            Put('{');
            _isFirst = true;
        }

        internal override void CloseRecord()
        {
            Put('}');
        }

        internal override void ClosePack()
        {
            Buffer[0] = (byte)'[';
            Put(']');
        }

        internal override void PutLabel(int label)
        {
            if (!_isFirst)
            {
                Put(',');
            }

            _isFirst = false;
            Put('"');
            int start = (label + LabelShift) * LabelWidth;
            for (int i = start; i < start + LabelWidth && _labels[i] != ' '; i++)
            {
                Put(_labels[i]);
            }

            Put('"');
            Put(':');
        }

        internal override void PutInteger(long value)
        {
            PutDecimal(value, 0);
        }

        internal override void PutDouble(double value)
        {
            // Nothing but powers of ten bring the very large and the very small into the range of the digits below.
            int exponent = 0;
            double size = value < 0 ? -value : value;
            for (; size >= long.MaxValue; size /= 10)
            {
                exponent++;
            }

            for (; size < 1e-5 && size != 0; size *= 10)
            {
                exponent--;
            }

            // The decimal of at most 15 digits that is this number: they and the power are exact, so the quotient is what
            // a reader makes of them. If there is none, 17 digits, which are off by the last bit at most.
            int decimals = 0;
            double power = 1;
            double scaled = size;
            while (scaled < MaxExact && (long)(scaled + 0.5) / power != size)
            {
                power *= 10;
                decimals++;
                scaled = size * power;
            }

            if (scaled < MaxExact)
            {
                scaled += 0.5;
            }
            else if ((long)size != size)
            {
                scaled = size * (power * 10);
                decimals++;
            }

            long digits = (long)scaled;
            PutDecimal(value < 0 ? -digits : digits, decimals);
            if (exponent != 0)
            {
                Put('e');
                PutDecimal(exponent, 0);
            }
        }

        internal override void PutDecimal(long unscaled, int decimals)
        {
            while (decimals > 0 && unscaled % 10 == 0)
            {
                unscaled /= 10;
                decimals--;
            }

            if (unscaled < 0)
            {
                Put('-');
            }

            // Below zero, where there is one number more. At least one digit stands before the point.
            long rest = unscaled < 0 ? unscaled : -unscaled;
            long power = 1;
            int digits = 1;
            while (rest / power <= -10)
            {
                power *= 10;
                digits++;
            }

            for (int place = digits > decimals ? digits : decimals + 1; place > 0; place--)
            {
                if (place == decimals)
                {
                    Put('.');
                }

                if (place > digits)
                {
                    Put('0');
                    continue;
                }

                Put('0' - (int)(rest / power));
                rest %= power;
                power /= 10;
            }
        }

        internal override void PutText(byte[] bytes, int offset, int count)
        {
            Put('"');
            for (int i = offset; i < offset + count; i++)
            {
                int c = bytes[i];
                if (c < ' ')
                {
                    // RFC 8259 section 7.
                    Put('\\');
                    Put('u');
                    Put('0');
                    Put('0');
                    Put('0' + (c >> 4));
                    c &= 15;
                    c += c < 10 ? '0' : 'a' - 10;
                }
                else if (c == '"' || c == '\\')
                {
                    Put('\\');
                }

                Put(c);
            }

            Put('"');
        }

        internal override void PutData(byte[] bytes, int offset, int count)
        {
            // RFC 8428 section 4.2: base64 for URLs, without padding.
            Put('"');
            int bits = 0;
            int bitCount = 0;
            for (int i = offset; i < offset + count; i++)
            {
                bits = ((bits << 8) | bytes[i]) & 0xFFFF;
                bitCount += 8;
                while (bitCount >= 6)
                {
                    bitCount -= 6;
                    Put(_base64[(bits >> bitCount) & 0x3F]);
                }
            }

            if (bitCount != 0)
            {
                Put(_base64[(bits << (6 - bitCount)) & 0x3F]);
            }

            Put('"');
        }

        internal override void PutBoolean(bool value)
        {
            for (int i = value ? 5 : 0; i < (value ? 9 : 5); i++)
            {
                Put(_booleans[i]);
            }
        }

        private void Put(int c)
        {
            int position = Take(1);
            if (position >= 0)
            {
                Buffer[position] = (byte)c;
            }
        }
    }
}
