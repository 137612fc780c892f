// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Threading;

namespace IlSamples.Bad.ValueType
{
    public struct Pair
    {
        public int Left;
        public int Right;
    }

    public class Local
    {
        public long Run() { return DateTime.UtcNow.Ticks; }
    }

    public class Parameter
    {
        public bool Run(TimeSpan t) { return Equals(t, this); }

        private static bool Equals(TimeSpan t, object o) { return o != null; }
    }

    public class Field
    {
        private readonly CancellationToken _token = default(CancellationToken);

        public bool Run() { return _token.GetHashCode() == 0; }
    }
}

namespace IlSamples.Bad.Generic
{
    public class GenericType<T>
    {
        public T Value;
    }

    public class GenericMethod
    {
        public T Run<T>(T value) { return value; }
    }

    public class CallOfGenericMethod
    {
        public int Run(int n) { return Same(n); }

        private static T Same<T>(T value) { return value; }
    }

    public class FieldOfGenericType
    {
        public GenericType<string> Value;
    }
}

namespace IlSamples.Bad.MultiDimensionalArray
{
    public class Field
    {
        public int[,] Grid;
    }

    public class Made
    {
        private readonly object _grid = new int[2, 3];

        public bool Run() { return _grid != null; }
    }
}

namespace IlSamples.Bad.Pointer
{
    public class Fixed
    {
        public unsafe int Run(int[] a)
        {
            fixed (int* p = a)
            {
                return p[0];
            }
        }
    }
}

namespace IlSamples.Bad.RejectedOpcode
{
    public class StackAlloc
    {
        public unsafe int Run(int n)
        {
            byte* p = stackalloc byte[n];
            return p[0];
        }
    }

    public class MakeRef
    {
        public bool Run(int n)
        {
            System.TypedReference r = __makeref(n);
            return __refvalue(r, int) == n;
        }
    }
}

namespace IlSamples.Bad.CheckedArithmetic
{
    public class Addition
    {
        public int Run(int a, int b) { return checked(a + b); }
    }

    public class Narrowing
    {
        public byte Run(int a) { return checked((byte)a); }
    }
}
