// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    /// <summary>
    /// Writes SenML packs in CBOR (RFC 8428 section 6; Content-Format <see cref="CoapContentFormat.SenMlCbor"/>), the
    /// shorter of the two encodings.
    /// </summary>
    public sealed class SenMlCborWriter : SenMlWriter
    {
        private readonly byte[] _number;

        // Where the record's map starts.
        private int _mapPosition;

        /// <summary>Creates a writer and begins a pack.</summary>
        /// <param name="buffer">Array for the packs, from its first byte on; 16 bytes or more. It stays the caller's.</param>
        public SenMlCborWriter(byte[] buffer)
            : base(buffer)
        {
            _number = new byte[CborEncoder.MaxNumberLength];
        }

        internal override void OpenRecord()
        {
            int count = RecordCount;
            // RFC 8428 section 6: an array of definite length. From 24 on its head takes two bytes.
            int position = Take(count == 24 ? 2 : 1);
            if (position < 0)
            {
                return;
            }

            byte[] buffer = Buffer;
            if (count == 24)
            {
                Array.Copy(buffer, 1, buffer, 2, position - 1);
                position++;
            }

            CborEncoder.WriteHead(buffer, 0, CborEncoder.Array, count);
            _mapPosition = position;
            buffer[position] = CborEncoder.Map;
        }

        internal override void CloseRecord()
        {
        }

        internal override void ClosePack()
        {
        }

        internal override void PutLabel(int label)
        {
            int position = Take(1);
            if (position >= 0)
            {
                Buffer[_mapPosition]++;
                Buffer[position] = (byte)(label < 0 ? CborEncoder.NegativeInteger | ~label : label);
            }
        }

        internal override void PutInteger(long value)
        {
            PutNumber(CborEncoder.WriteInteger(_number, 0, value));
        }

        internal override void PutDouble(double value)
        {
            PutNumber(CborEncoder.WriteDouble(_number, 0, value));
        }

        internal override void PutDecimal(long unscaled, int decimals)
        {
            PutNumber(CborEncoder.WriteDecimal(_number, 0, unscaled, decimals));
        }

        internal override void PutText(byte[] bytes, int offset, int count)
        {
            PutString(CborEncoder.TextString, bytes, offset, count);
        }

        internal override void PutData(byte[] bytes, int offset, int count)
        {
            PutString(CborEncoder.ByteString, bytes, offset, count);
        }

        internal override void PutBoolean(bool value)
        {
            int position = Take(1);
            if (position >= 0)
            {
                Buffer[position] = (byte)(value ? CborEncoder.True : CborEncoder.False);
            }
        }

        private void PutNumber(int count)
        {
            int position = Take(count);
            if (position >= 0)
            {
                Array.Copy(_number, 0, Buffer, position, count);
            }
        }

        private void PutString(int majorType, byte[] bytes, int offset, int count)
        {
            int position = Take(CborEncoder.HeadLength(count) + count);
            if (position >= 0)
            {
                position = CborEncoder.WriteHead(Buffer, position, majorType, count);
                Array.Copy(bytes, offset, Buffer, position, count);
            }
        }
    }
}
