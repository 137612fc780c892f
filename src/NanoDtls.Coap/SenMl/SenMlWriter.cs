// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    /// <summary>
    /// Writes a SenML pack (RFC 8428) into the caller's array: <see cref="BeginPack"/>, for each
    /// record <see cref="BeginRecord"/> and its fields, <see cref="EndPack"/>. No call allocates, and no data
    /// makes one throw: the first error makes <see cref="EndPack"/> return 0, and <see cref="Status"/> names
    /// it. Names and units are UTF-8 in arrays that the caller prepares once. <see cref="SenMlCborWriter"/> and
    /// <see cref="SenMlJsonWriter"/> are the two encodings.
    /// </summary>
    public abstract partial class SenMlWriter
    {
        private const int MaxRecords = 255;

        private readonly byte[] _buffer;
        private int _length;
        private int _recordCount;
        private bool _isOpen;

        // Which fields the record has, a bit for each label; which base fields took effect before it.
        private int _fields;
        private int _baseFields;

        // First characters of the names that are in effect, -1 for none or an empty one.
        private int _nameStart;
        private int _baseNameStart;

        internal SenMlWriter(byte[] buffer)
        {
            if (buffer == null)
            {
                throw new ArgumentNullException(nameof(buffer));
            }

            if (buffer.Length < 16)
            {
                throw new ArgumentOutOfRangeException(nameof(buffer));
            }

            _buffer = buffer;
            BeginPack();
        }

        private SenMlStatus _status;

        /// <summary>The first error of the pack.</summary>
        public SenMlStatus Status
        {
            get { return _status; }
        }

        /// <summary>The array given to the constructor.</summary>
        public byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>Bytes of the pack so far.</summary>
        public int Length
        {
            get { return _length; }
        }

        /// <summary>Records begun.</summary>
        public int RecordCount
        {
            get { return _recordCount; }
        }

        /// <summary>Begins a pack and forgets the one before it, errors included.</summary>
        public void BeginPack()
        {
            _status = SenMlStatus.Ok;
            _recordCount = 0;
            _isOpen = false;
            _baseFields = 0;
            _baseNameStart = -1;
            // The head of the array comes at its end, or grows with the records.
            _length = 1;
        }

        /// <summary>Begins the next record, up to 255 (RFC 8428 section 4.1); fields then come in any order.</summary>
        public void BeginRecord()
        {
            if (_recordCount == MaxRecords)
            {
                Fail(SenMlStatus.TooManyRecords);
            }

            if (!EndRecord())
            {
                return;
            }

            _recordCount++;
            _fields = 0;
            _nameStart = -1;
            _isOpen = true;
            OpenRecord();
        }

        /// <summary>Ends the pack.</summary>
        /// <returns>Its length in bytes, from the first byte of <see cref="Buffer"/> on; 0 when <see cref="Status"/> is an error.</returns>
        public int EndPack()
        {
            if (_recordCount == 0)
            {
                Fail(SenMlStatus.Empty);
            }

            if (!EndRecord())
            {
                return 0;
            }

            ClosePack();
            return _status == SenMlStatus.Ok ? _length : 0;
        }

        /// <summary>Adds a record of a name, a unit and a number.</summary>
        /// <param name="name">Name, or <c>null</c> for the base name alone.</param>
        /// <param name="unit">Unit, or <c>null</c> for none or the base unit.</param>
        /// <param name="value">The reading, finite; written in its shortest exact form.</param>
        public void AddRecord(byte[] name, byte[] unit, double value)
        {
            BeginNamedRecord(name, unit);
            WriteValue(value);
        }

        /// <summary>Adds a record of a name, a unit and a decimal number: 2153 with 2 decimals is 21.53.</summary>
        /// <param name="name">Name, or <c>null</c> for the base name alone.</param>
        /// <param name="unit">Unit, or <c>null</c> for none or the base unit.</param>
        /// <param name="unscaled">The digits.</param>
        /// <param name="decimals">How many of them follow the point, 0 to 18.</param>
        public void AddRecord(byte[] name, byte[] unit, long unscaled, int decimals)
        {
            BeginNamedRecord(name, unit);
            WriteDecimalValue(unscaled, decimals);
        }

        private void BeginNamedRecord(byte[] name, byte[] unit)
        {
            BeginRecord();
            if (name != null)
            {
                WriteName(name);
            }

            if (unit != null)
            {
                WriteUnit(unit);
            }
        }

        /// <summary>Checks and closes the record under way; <c>false</c> when the pack has an error.</summary>
        private bool EndRecord()
        {
            if (_isOpen)
            {
                _isOpen = false;
                int start = _baseNameStart >= 0 ? _baseNameStart : _nameStart;
                if (start < 0)
                {
                    Fail(SenMlStatus.NameMissing);
                }
                else if (!IsLetterOrDigit(start))
                {
                    Fail(SenMlStatus.InvalidName);
                }

                if (((_fields | _baseFields) & AnyValueBits) == 0)
                {
                    Fail(SenMlStatus.ValueMissing);
                }

                _baseFields |= _fields & AllBaseBits;
                CloseRecord();
            }

            return _status == SenMlStatus.Ok;
        }

        private void Fail(SenMlStatus status)
        {
            if (_status == SenMlStatus.Ok)
            {
                _status = status;
            }
        }
    }
}
