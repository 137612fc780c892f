// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>Reads big-endian fields and refuses to read past the end.</summary>
    public sealed class ByteReader
    {
        private readonly byte[] _bytes;
        private readonly int _end;
        private int _position;

        public ByteReader(byte[] bytes)
            : this(bytes, 0, bytes.Length)
        {
        }

        public ByteReader(byte[] bytes, int offset, int count)
        {
            _bytes = bytes;
            _position = offset;
            _end = offset + count;
        }

        public int Left => _end - _position;

        public int U8()
        {
            Need(1);
            return _bytes[_position++];
        }

        public int U16() => U8() << 8 | U8();

        public int U24() => U8() << 16 | U16();

        public long U48() => (long)U24() << 24 | (long)U24();

        public byte[] Bytes(int count)
        {
            Need(count);
            byte[] result = _bytes[_position..(_position + count)];
            _position += count;
            return result;
        }

        public byte[] Vector8() => Bytes(U8());

        public byte[] Vector16() => Bytes(U16());

        public void End(string what)
        {
            if (Left != 0)
            {
                throw new WireFormatException(what + ": " + Left + " bytes too many");
            }
        }

        private void Need(int count)
        {
            if (count > Left)
            {
                throw new WireFormatException("needs " + count + " bytes, has " + Left);
            }
        }
    }

    /// <summary>What the client sent cannot be decoded.</summary>
    public sealed class WireFormatException : Exception
    {
        public WireFormatException(string message)
            : base(message)
        {
        }
    }
}
