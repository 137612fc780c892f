// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace IlSamples.Bad.NewArray
{
    public class InMethod
    {
        public byte[] Run(int n) { return new byte[n]; }
    }

    public class InInitialiser
    {
        public int Run(int i)
        {
            int[] table = { 3, 1, 4, 1, 5, 9, 2, 6 };
            return table[i];
        }
    }

    public class ByParams
    {
        public int Run(int a, int b) { return Sum(a, b); }

        private static int Sum(params int[] values) { return values.Length; }
    }

    // The helper also runs after construction, so construction does not excuse it.
    public class SharedHelper
    {
        private byte[] _buffer;

        public SharedHelper() { Allocate(); }

        public void Reset() { Allocate(); }

        public int Length { get { return _buffer.Length; } }

        private void Allocate() { _buffer = new byte[8]; }
    }
}

namespace IlSamples.Bad.NewObject
{
    public class InMethod
    {
        public object Run() { return new object(); }
    }

    public class DataPathException
    {
        public void Run(int n)
        {
            if (n < 0)
            {
                throw new SocketException(SocketError.ConnectionReset);
            }
        }
    }

    // Made in a block that does not end in its throw.
    public class KeptException
    {
        private Exception _last;

        public void Run() { _last = new ArgumentException(); }

        public bool Failed { get { return _last != null; } }
    }

    public class InProperty
    {
        public IPEndPoint EndPoint { get { return new IPEndPoint(0, 0); } }
    }
}

namespace IlSamples.Bad.Box
{
    public class IntAsObject
    {
        public object Run(int n) { return n; }
    }

    public class EnumAsObject
    {
        public bool Run(SocketType a, object b) { return b.Equals(a); }
    }
}

namespace IlSamples.Bad.StringLiteral
{
    public class Argument
    {
        public int Run() { return Length("hello"); }

        private static int Length(string s) { return s.Length; }
    }

    public class Comparison
    {
        public bool Run(string s) { return s == "coaps"; }
    }

    // The literal is executed before it is known whether anything is thrown.
    public class BeforeTheThrow
    {
        public void Run(byte[] b) { Check(b, "b"); }

        private static void Check(object value, string name)
        {
            if (value == null)
            {
                throw new ArgumentNullException(name);
            }
        }
    }
}

namespace IlSamples.Bad.Delegate
{
    public class MethodGroup
    {
        public ThreadStart Run() { return Nothing; }

        private void Nothing() { }
    }

    public class Lambda
    {
        public ThreadStart Run() { return () => { }; }
    }

    public class Closure
    {
        public ThreadStart Run(int[] cell) { return () => cell[0]++; }
    }
}

namespace IlSamples.Bad.TypeToken
{
    public class TypeOf
    {
        public bool Run(object o) { return o.GetType() == typeof(string); }
    }
}

namespace IlSamples.Bad.AllocatingCall
{
    public class Concatenation
    {
        public string Run(string a, string b) { return a + b; }
    }

    public class Bytes
    {
        public byte[] Run(int n) { return BitConverter.GetBytes(n); }
    }

    public class EncodedBytes
    {
        public byte[] Run(string s) { return Encoding.UTF8.GetBytes(s); }
    }

    public class ReceiveFrom
    {
        public int Run(Socket s, byte[] b, ref EndPoint from) { return s.ReceiveFrom(b, ref from); }
    }
}
