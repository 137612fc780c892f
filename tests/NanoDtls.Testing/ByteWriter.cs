// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>Appends big-endian fields to a growing byte string.</summary>
    public sealed class ByteWriter
    {
        private readonly List<byte> _bytes = new();

        public int Length => _bytes.Count;

        public ByteWriter U8(int value)
        {
            _bytes.Add((byte)value);
            return this;
        }

        public ByteWriter U16(int value) => U8(value >> 8).U8(value);

        public ByteWriter U24(int value) => U8(value >> 16).U16(value);

        public ByteWriter U48(long value) => U16((int)(value >> 32)).U16((int)(value >> 16)).U16((int)value);

        public ByteWriter Bytes(ReadOnlySpan<byte> value)
        {
            _bytes.AddRange(value);
            return this;
        }

        /// <summary>A vector with a length field of one byte.</summary>
        public ByteWriter Vector8(byte[] value) => U8(value.Length).Bytes(value);

        /// <summary>A vector with a length field of two bytes.</summary>
        public ByteWriter Vector16(byte[] value) => U16(value.Length).Bytes(value);

        public byte[] ToArray() => _bytes.ToArray();
    }
}
