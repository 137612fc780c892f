// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    // The fields of a record (RFC 8428 sections 4.1 and 4.2), by their CBOR labels (section 6), and their rules.
    public abstract partial class SenMlWriter
    {
        internal const int BaseSum = -6;
        internal const int BaseValue = -5;
        internal const int BaseUnit = -4;
        internal const int BaseTime = -3;
        internal const int BaseName = -2;
        internal const int BaseVersion = -1;
        internal const int Name = 0;
        internal const int Unit = 1;
        internal const int Value = 2;
        internal const int StringValue = 3;
        internal const int BooleanValue = 4;
        internal const int Sum = 5;
        internal const int Time = 6;
        internal const int UpdateTime = 7;
        internal const int DataValue = 8;

        // A label's bit is 1 << (label + LabelShift).
        internal const int LabelShift = 6;
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
            if (CheckName(name) && WriteText(BaseName, name, 0, name.Length))
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
            WriteText(BaseUnit, unit, 0, unit.Length);
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
            if (CheckName(name) && WriteText(Name, name, 0, name.Length) && name.Length != 0)
            {
                _nameStart = name[0];
            }
        }

        /// <summary>Writes u.</summary>
        /// <param name="unit">UTF-8 text, such as <c>Cel</c> (RFC 8428 section 12.1).</param>
        public void WriteUnit(byte[] unit)
        {
            CheckArray(unit);
            WriteText(Unit, unit, 0, unit.Length);
        }

        /// <summary>Writes v, an integer.</summary>
        /// <param name="value">Any value.</param>
        public void WriteValue(long value)
        {
            WriteNumber(Value, value);
        }

        /// <summary>
        /// Writes v. In CBOR in its shortest exact form: 21.5 takes 3 bytes, but 21.53 takes 9, or 5 when it comes from
        /// a <c>float</c>; see <see cref="WriteDecimalValue"/>. In JSON with up to 15 digits when these are exact, else
        /// with 17.
        /// </summary>
        /// <param name="value">A finite number.</param>
        public void WriteValue(double value)
        {
            WriteNumber(Value, value);
        }

        /// <summary>
        /// Writes v, a decimal number, exactly. In CBOR as an integer or float when that is exact and no longer, else
        /// as a decimal fraction, tag 4 (RFC 8428 section 6), which takes 6 bytes for 21.53.
        /// </summary>
        /// <param name="unscaled">The digits: 2153 for 21.53.</param>
        /// <param name="decimals">How many of them follow the point, 0 to 18.</param>
        public void WriteDecimalValue(long unscaled, int decimals)
        {
            if (decimals < 0 || decimals > 18)
            {
                throw new ArgumentOutOfRangeException(nameof(decimals));
            }

            if (BeginField(Value))
            {
                PutDecimal(unscaled, decimals);
            }
        }

        /// <summary>Writes vs.</summary>
        /// <param name="buffer">Array with UTF-8 text.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes.</param>
        public void WriteStringValue(byte[] buffer, int offset, int count)
        {
            CoapEngine.CheckBuffer(buffer, offset, count);
            WriteText(StringValue, buffer, offset, count);
        }

        /// <summary>Writes vb.</summary>
        /// <param name="value">The value.</param>
        public void WriteBooleanValue(bool value)
        {
            if (BeginField(BooleanValue))
            {
                PutBoolean(value);
            }
        }

        /// <summary>Writes vd.</summary>
        /// <param name="buffer">Array with any bytes.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes.</param>
        public void WriteDataValue(byte[] buffer, int offset, int count)
        {
            CoapEngine.CheckBuffer(buffer, offset, count);
            if (BeginField(DataValue))
            {
                PutData(buffer, offset, count);
            }
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

            return _status == SenMlStatus.Ok;
        }

        // The encoding. Each writes behind what is there already, and gives up the pack when it is full.

        /// <summary>A new record; <see cref="RecordCount"/> counts it already.</summary>
        internal abstract void OpenRecord();

        internal abstract void CloseRecord();

        internal abstract void ClosePack();

        internal abstract void PutLabel(int label);

        internal abstract void PutInteger(long value);

        internal abstract void PutDouble(double value);

        internal abstract void PutDecimal(long unscaled, int decimals);

        internal abstract void PutText(byte[] bytes, int offset, int count);

        internal abstract void PutData(byte[] bytes, int offset, int count);

        internal abstract void PutBoolean(bool value);

        /// <summary>The position of the next bytes, which are taken; -1 when they do not fit or the pack has an error.</summary>
        internal int Take(int count)
        {
            int position = _length;
            if (count > _buffer.Length - position)
            {
                Fail(SenMlStatus.BufferTooSmall);
            }

            if (_status != SenMlStatus.Ok)
            {
                return -1;
            }

            _length = position + count;
            return position;
        }

        private void WriteNumber(int label, long value)
        {
            if (BeginField(label))
            {
                PutInteger(value);
            }
        }

        private void WriteNumber(int label, double value)
        {
            // Numbers of SenML are those of JSON, which has neither (RFC 8428 section 5).
            if (double.IsNaN(value) || double.IsInfinity(value))
            {
                Fail(SenMlStatus.InvalidValue);
                return;
            }

            if (BeginField(label))
            {
                PutDouble(value);
            }
        }

        private bool WriteText(int label, byte[] bytes, int offset, int count)
        {
            if (!BeginField(label))
            {
                return false;
            }

            PutText(bytes, offset, count);
            return _status == SenMlStatus.Ok;
        }

        /// <summary>Checks a field and writes its label.</summary>
        private bool BeginField(int label)
        {
            if (_status != SenMlStatus.Ok)
            {
                return false;
            }

            if (!_isOpen)
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
            PutLabel(label);
            return _status == SenMlStatus.Ok;
        }
    }
}
