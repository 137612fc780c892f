// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Net;
using System.Net.Sockets;

namespace IlSamples.Good
{
    public enum Kind
    {
        None,
        Some,
    }

    public interface ISource
    {
        int Next();
    }

    public abstract class Base : ISource
    {
        public abstract int Next();
    }

    /// <summary>Everything may be made during construction, helpers that only constructors call included.</summary>
    public sealed class Construction : Base
    {
        private static readonly byte[] s_table = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 };
        private static int[] s_lazyTable;
        private readonly byte[] _buffer;
        private readonly string _name = "name";
        private readonly object _boxed = 5;

        public Construction(int size)
        {
            _buffer = new byte[size];
            if (s_lazyTable == null)
            {
                s_lazyTable = MakeTable();
            }
        }

        public int Length { get { return _buffer.Length + _name.Length + (_boxed == null ? 1 : 0); } }

        public override int Next() { return s_table[_buffer[0] & 15] + s_lazyTable[0]; }

        private static int[] MakeTable()
        {
            var table = new int[256];
            for (int i = 0; i < table.Length; i++)
            {
                table[i] = i * i;
            }

            return table;
        }
    }

    /// <summary>Tables that are made with the first object that needs them, and shared read-only.</summary>
    internal sealed class SharedTables
    {
        private static SharedTables s_shared;
        public readonly int[] Squares;

        private SharedTables()
        {
            Squares = new int[256];
            for (int i = 0; i < Squares.Length; i++)
            {
                Squares[i] = i * i;
            }
        }

        internal static SharedTables Shared
        {
            get
            {
                if (s_shared == null)
                {
                    s_shared = new SharedTables();
                }

                return s_shared;
            }
        }
    }

    public sealed class TableUser
    {
        private readonly int[] _squares;

        public TableUser(byte[] key)
        {
            Check(key, nameof(key));
            _squares = SharedTables.Shared.Squares;
        }

        public int Square(byte n) { return _squares[n]; }

        // Only the constructor calls this: its literal and its exception are made during construction.
        private static void Check(byte[] value, string name)
        {
            if (value == null)
            {
                throw new ArgumentNullException(name);
            }
        }
    }

    public sealed class Misuse
    {
        private bool _closed;

        public int Run(byte[] buffer, int offset, int count)
        {
            if (buffer == null)
            {
                throw new ArgumentNullException(nameof(buffer));
            }

            if (offset < 0 || count < 0 || buffer.Length - offset < count)
            {
                throw new ArgumentOutOfRangeException(nameof(count));
            }

            if (_closed)
            {
                throw new ObjectDisposedException();
            }

            _closed = true;
            switch (count)
            {
                case 0:
                    throw new InvalidOperationException();
                case 1:
                    throw new NotSupportedException();
                default:
                    return buffer[offset];
            }
        }
    }

    public sealed class DataPath : IDisposable
    {
        private readonly Socket _socket;
        private readonly byte[] _buffer = new byte[512];
        private readonly ISource _source;
        private long _bytes;

        public DataPath(Socket socket, ISource source)
        {
            _socket = socket;
            _source = source;
        }

        public long Bytes { get { return _bytes; } }

        public int Receive(byte[] target, int offset, out Kind kind)
        {
            kind = Kind.None;
            lock (_buffer)
            {
                try
                {
                    if (!_socket.Poll(1000, SelectMode.SelectRead))
                    {
                        return 0;
                    }

                    int received = _socket.Receive(_buffer, 0, _buffer.Length, SocketFlags.None);
                    Array.Copy(_buffer, 0, target, offset, received);
                    _bytes += received;
                    kind = received > _source.Next() ? Kind.Some : Kind.None;
                    foreach (byte b in _buffer)
                    {
                        if (b == 7)
                        {
                            return received;
                        }
                    }

                    return received;
                }
                catch (SocketException e) when (e.ErrorCode == 10054)
                {
                    return -1;
                }
                finally
                {
                    Array.Clear(_buffer, 0, _buffer.Length);
                }
            }
        }

        public void Dispose() { ((IDisposable)_socket).Dispose(); }
    }

    public sealed class Signedness
    {
        private int _stored;
        private readonly uint[] _words = new uint[4];

        public int Difference(uint a, uint b)
        {
            _stored = (int)(a - b);
            return _stored >> 1;
        }

        public int ThroughALocal(uint a, uint b)
        {
            int difference = (int)(a - b);
            return difference < 0 ? -1 : difference >> 1;
        }

        // The left operand is an int: the interpreter computes in that.
        public int UnsignedOnTheRight(int n, uint u) { return (n ^ (int)u) >> 1; }

        public uint Rotate(uint u) { return (u >> 7) | (u << 25); }

        public byte Low(ulong u) { return (byte)(u >> 8); }

        public bool Less(uint a, uint b) { return a < b; }

        public uint Word(int i) { return _words[i] / 3 + _words[i] % 5; }

        public int Bytes(byte[] b) { return ((b[0] << 8) | b[1]) >> 4; }

        public long Wide(int a, ushort b, byte c) { return (long)a + b + c; }

        public ulong Unsigned(uint a) { return a; }
    }
}
