// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    // The fields of a record (RFC 8428 sections 4.1 and 4.2), by their CBOR labels (section 6).
    public sealed partial class SenMlCborWriter
    {
        private const int BaseSum = -6;
        private const int BaseValue = -5;
        private const int BaseUnit = -4;
        private const int BaseTime = -3;
        private const int BaseName = -2;
        private const int BaseVersion = -1;
        private const int Name = 0;
        private const int Unit = 1;
        private const int Value = 2;
        private const int StringValue = 3;
        private const int BooleanValue = 4;
        private const int Sum = 5;
        private const int Time = 6;
        private const int UpdateTime = 7;
        private const int DataValue = 8;

        // A label's bit is 1 << (label + LabelShift).
        private const int LabelShift = 6;
        private const int AllBaseBits = 0x3F;
        private const int ValueBits = (1 << (Value + LabelShift)) | (1 << (StringValue + LabelShift))
            | (1 << (BooleanValue + LabelShift)) | (1 << (DataValue + LabelShift));

        private const int AnyValueBits = ValueBits | (1 << (Sum + LabelShift))
            | (1 << (BaseValue + LabelShift)) | (1 << (BaseSum + LabelShift));

        // RFC 8428 section 4.4: the version that this is.
        private const int CurrentVersion = 10;

        /// <summary>Writes bn, the start of this and all following names.</summary>
        /// <param name="name">ASCII text; empty to end an earlier base name.</param>
        public void WriteBaseName(byte[] name)
        {
            CheckArray(name);
            if (CheckName(name) && WriteBytes(BaseName, CborEncoder.TextString, name, 0, name.Length))
            {
                _baseNameStart = name.Length == 0 ? -1 : name[0];
            }
        }

        /// <summary>Writes bt, which is added to this and all following times.</summary>
        /// <param name="seconds">Seconds since 1970, or from now when under 2^28 (RFC 8428 section 4.5.3).</param>
        public void WriteBaseTime(long seconds)
        {
            WriteNumber(BaseTime, seconds);
        }

        /// <summary>Writes bt, which is added to this and all following times.</summary>
        /// <param name="seconds">Seconds since 1970, or from now when under 2^28 (RFC 8428 section 4.5.3).</param>
        public void WriteBaseTime(double seconds)
        {
            WriteNumber(BaseTime, seconds);
        }

        /// <summary>Writes bu, the unit of this and all following records that have none.</summary>
        /// <param name="unit">UTF-8 text, such as <c>Cel</c> (RFC 8428 section 12.1).</param>
        public void WriteBaseUnit(byte[] unit)
        {
            CheckArray(unit);
            WriteBytes(BaseUnit, CborEncoder.TextString, unit, 0, unit.Length);
        }

        /// <summary>Writes bv, which is added to this and all following values.</summary>
        /// <param name="value">A finite number.</param>
        public void WriteBaseValue(double value)
        {
            WriteNumber(BaseValue, value);
        }

        /// <summary>Writes bs, which is added to this and all following sums.</summary>
        /// <param name="value">A finite number.</param>
        public void WriteBaseSum(double value)
        {
            WriteNumber(BaseSum, value);
        }

        /// <summary>Writes bver; only in the first record, and needed only for a version before 10 (RFC 8428 section 4.4).</summary>
        /// <param name="version">1 to 10.</param>
        public void WriteBaseVersion(int version)
        {
            if (version < 1 || version > CurrentVersion || _recordCount > 1)
            {
                Fail(SenMlStatus.InvalidValue);
            }

            WriteNumber(BaseVersion, version);
        }

        /// <summary>Writes n, which the base name precedes when it is resolved.</summary>
        /// <param name="name">ASCII text of letters, digits and "-:./_" (RFC 8428 section 4.5.1).</param>
        public void WriteName(byte[] name)
        {
            CheckArray(name);
            if (CheckName(name) && WriteBytes(Name, CborEncoder.TextString, name, 0, name.Length) && name.Length != 0)
            {
                _nameStart = name[0];
            }
        }

        /// <summary>Writes u.</summary>
        /// <param name="unit">UTF-8 text, such as <c>Cel</c> (RFC 8428 section 12.1).</param>
        public void WriteUnit(byte[] unit)
        {
            CheckArray(unit);
            WriteBytes(Unit, CborEncoder.TextString, unit, 0, unit.Length);
        }

        /// <summary>Writes v, an integer.</summary>
        /// <param name="value">Any value.</param>
        public void WriteValue(long value)
        {
            WriteNumber(Value, value);
        }

        /// <summary>
        /// Writes v in its shortest exact form: 21.5 takes 3 bytes, but 21.53 takes 9, or 5 when it comes from
        /// a <c>float</c>; see <see cref="WriteDecimalValue"/>.
        /// </summary>
        /// <param name="value">A finite number.</param>
        public void WriteValue(double value)
        {
            WriteNumber(Value, value);
        }

        /// <summary>
        /// Writes v, a decimal number, exactly: as an integer or float when that is exact and no longer, else
        /// as a decimal fraction, CBOR tag 4 (RFC 8428 section 6), which takes 6 bytes for 21.53.
        /// </summary>
        /// <param name="unscaled">The digits: 2153 for 21.53.</param>
        /// <param name="decimals">How many of them follow the point, 0 to 18.</param>
        public void WriteDecimalValue(long unscaled, int decimals)
        {
            if (decimals < 0 || decimals > 18)
            {
                throw new ArgumentOutOfRangeException(nameof(decimals));
            }

            WriteNumberBytes(Value, CborEncoder.WriteDecimal(_number, 0, unscaled, decimals));
        }

        /// <summary>Writes vs.</summary>
        /// <param name="buffer">Array with UTF-8 text.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes.</param>
        public void WriteStringValue(byte[] buffer, int offset, int count)
        {
            CheckRange(buffer, offset, count);
            WriteBytes(StringValue, CborEncoder.TextString, buffer, offset, count);
        }

        /// <summary>Writes vb.</summary>
        /// <param name="value">The value.</param>
        public void WriteBooleanValue(bool value)
        {
            if (BeginField(BooleanValue, 1))
            {
                _buffer[_length++] = (byte)(value ? CborEncoder.True : CborEncoder.False);
            }
        }

        /// <summary>Writes vd.</summary>
        /// <param name="buffer">Array with any bytes.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes.</param>
        public void WriteDataValue(byte[] buffer, int offset, int count)
        {
            CheckRange(buffer, offset, count);
            WriteBytes(DataValue, CborEncoder.ByteString, buffer, offset, count);
        }

        /// <summary>Writes s, the integrated sum of the values over time.</summary>
        /// <param name="value">A finite number.</param>
        public void WriteSum(double value)
        {
            WriteNumber(Sum, value);
        }

        /// <summary>Writes t.</summary>
        /// <param name="seconds">Seconds since 1970, or from now when under 2^28 with the base time added (RFC 8428 section 4.5.3).</param>
        public void WriteTime(long seconds)
        {
            WriteNumber(Time, seconds);
        }

        /// <summary>Writes t.</summary>
        /// <param name="seconds">Seconds since 1970, or from now when under 2^28 with the base time added (RFC 8428 section 4.5.3).</param>
        public void WriteTime(double seconds)
        {
            WriteNumber(Time, seconds);
        }

        /// <summary>Writes ut, the longest time before the sensor reports again.</summary>
        /// <param name="seconds">Seconds, finite.</param>
        public void WriteUpdateTime(double seconds)
        {
            WriteNumber(UpdateTime, seconds);
        }

        private static void CheckArray(byte[] text)
        {
            if (text == null)
            {
                throw new ArgumentNullException(nameof(text));
            }
        }

        private static void CheckRange(byte[] buffer, int offset, int count)
        {
            if (buffer == null)
            {
                throw new ArgumentNullException(nameof(buffer));
            }

            if (offset < 0 || count < 0 || offset > buffer.Length || count > buffer.Length - offset)
            {
                throw new ArgumentOutOfRangeException(nameof(count));
            }
        }

        private static bool IsLetterOrDigit(int c)
        {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        }

        private bool CheckName(byte[] name)
        {
            for (int i = 0; i < name.Length; i++)
            {
                int c = name[i];

                // "-", ".", "/", the digits and ":" lie together.
                if (!IsLetterOrDigit(c) && !(c >= '-' && c <= ':') && c != '_')
                {
                    Fail(SenMlStatus.InvalidName);
                }
            }

            return Status == SenMlStatus.Ok;
        }

        private void WriteNumber(int label, long value)
        {
            WriteNumberBytes(label, CborEncoder.WriteInteger(_number, 0, value));
        }

        private void WriteNumber(int label, double value)
        {
            // Numbers of SenML are those of JSON, which has neither (RFC 8428 section 5).
            if (double.IsNaN(value) || double.IsInfinity(value))
            {
                Fail(SenMlStatus.InvalidValue);
                return;
            }

            WriteNumberBytes(label, CborEncoder.WriteDouble(_number, 0, value));
        }

        private void WriteNumberBytes(int label, int count)
        {
            if (BeginField(label, count))
            {
                Array.Copy(_number, 0, _buffer, _length, count);
                _length += count;
            }
        }

        private bool WriteBytes(int label, int majorType, byte[] bytes, int offset, int count)
        {
            if (!BeginField(label, CborEncoder.HeadLength(count) + count))
            {
                return false;
            }

            int position = CborEncoder.WriteHead(_buffer, _length, majorType, count);
            Array.Copy(bytes, offset, _buffer, position, count);
            _length = position + count;
            return true;
        }

        /// <summary>Checks and counts a field, and writes its label.</summary>
        private bool BeginField(int label, int valueLength)
        {
            if (!Reserve(1 + valueLength))
            {
                return false;
            }

            if (_mapPosition < 0)
            {
                throw new InvalidOperationException();
            }

            int bit = 1 << (label + LabelShift);
            int excluded = (bit & ValueBits) != 0 ? ValueBits : bit;
            if ((_fields & excluded) != 0)
            {
                Fail(SenMlStatus.DuplicateField);
                return false;
            }

            _fields |= bit;
            _buffer[_mapPosition]++;
            _buffer[_length++] = (byte)(label < 0 ? CborEncoder.NegativeInteger | ~label : label);
            return true;
        }
    }
}
