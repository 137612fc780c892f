// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    /// <summary>
    /// Writes a SenML pack (RFC 8428) in CBOR (section 6; Content-Format
    /// <see cref="CoapContentFormat.SenMlCbor"/>) into the caller's array: <see cref="BeginPack"/>, for each
    /// record <see cref="BeginRecord"/> and its fields, <see cref="EndPack"/>. No call allocates, and no data
    /// makes one throw: the first error makes <see cref="EndPack"/> return 0, and <see cref="Status"/> names
    /// it. Names and units are UTF-8 in arrays that the caller prepares once.
    /// </summary>
    public sealed partial class SenMlCborWriter
    {
        private const int MaxRecords = 255;

        private readonly byte[] _buffer;
        private readonly byte[] _number;
        private int _length;
        private int _recordCount;

        // Where the record's map starts; -1 when none is open.
        private int _mapPosition;

        // Which fields the record has, a bit for each label; which base fields took effect before it.
        private int _fields;
        private int _baseFields;

        // First characters of the names that are in effect, -1 for none or an empty one.
        private int _nameStart;
        private int _baseNameStart;

        /// <summary>Creates a writer and begins a pack.</summary>
        /// <param name="buffer">Array for the packs, from its first byte on; 16 bytes or more. It stays the caller's.</param>
        public SenMlCborWriter(byte[] buffer)
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
            _number = new byte[CborEncoder.MaxNumberLength];
            BeginPack();
        }

        /// <summary>The first error of the pack.</summary>
        public SenMlStatus Status { get; private set; }

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
            Status = SenMlStatus.Ok;
            _recordCount = 0;
            _mapPosition = -1;
            _baseFields = 0;
            _baseNameStart = -1;
            // The array's head: its count is filled in as records are begun.
            _length = 1;
        }

        /// <summary>Begins the next record, up to 255 (RFC 8428 section 4.1); fields then come in any order.</summary>
        public void BeginRecord()
        {
            if (_recordCount == MaxRecords)
            {
                Fail(SenMlStatus.TooManyRecords);
            }

            if (!EndRecord() || !Reserve(2))
            {
                return;
            }

            _recordCount++;
            if (_recordCount == 24)
            {
                // RFC 8428 section 6: an array of definite length. From 24 on its head takes two bytes.
                Array.Copy(_buffer, 1, _buffer, 2, _length - 1);
                _length++;
            }

            CborEncoder.WriteHead(_buffer, 0, CborEncoder.Array, _recordCount);
            _fields = 0;
            _nameStart = -1;
            _mapPosition = _length;
            _buffer[_length++] = CborEncoder.Map;
        }

        /// <summary>Ends the pack.</summary>
        /// <returns>Its length in bytes, from the first byte of <see cref="Buffer"/> on; 0 when <see cref="Status"/> is an error.</returns>
        public int EndPack()
        {
            if (_recordCount == 0)
            {
                Fail(SenMlStatus.Empty);
            }

            return EndRecord() ? _length : 0;
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
            if (_mapPosition >= 0)
            {
                _mapPosition = -1;
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
            }

            return Status == SenMlStatus.Ok;
        }

        private void Fail(SenMlStatus status)
        {
            if (Status == SenMlStatus.Ok)
            {
                Status = status;
            }
        }

        private bool Reserve(int count)
        {
            if (count > _buffer.Length - _length)
            {
                Fail(SenMlStatus.BufferTooSmall);
            }

            return Status == SenMlStatus.Ok;
        }
    }
}
