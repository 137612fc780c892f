// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace IlSamples.Bad.UnsignedAsSigned
{
    public enum Wide : uint
    {
        None = 0,
    }

    public class Shift
    {
        public int Run(uint u) { return Keep((int)u >> 4, 0); }

        private static int Keep(int a, int b) { return a + b; }
    }

    public class Division
    {
        public int Run(uint a, int b)
        {
            int quotient = (int)a / b;
            return quotient + quotient;
        }
    }

    public class Remainder
    {
        public int Run(ulong a)
        {
            long rest = (long)a % 10;
            return (int)(rest + rest);
        }
    }

    public class Widening
    {
        public long Run(uint a, uint b)
        {
            long difference = (int)(a - b);
            return difference + difference;
        }
    }

    public class Comparison
    {
        public bool Run(uint a, uint b) { return (int)(a - b) < 5; }
    }

    public class Argument
    {
        private uint _field;

        public int Run()
        {
            _field++;
            return Half((int)_field);
        }

        private static int Half(int n) { return n / 2; }
    }

    public class Return
    {
        public int Run(uint u) { return (int)u; }
    }

    public class FromArrayOfUint
    {
        public int Run(uint[] words)
        {
            int shifted = (int)words[0] >> 1;
            return shifted + shifted;
        }
    }

    public class FromArrayOfUlong
    {
        public long Run(ulong[] words)
        {
            long shifted = (long)words[0] >> 1;
            return shifted + shifted;
        }
    }

    public class FromEnum
    {
        public int Run(Wide w)
        {
            int shifted = (int)w >> 1;
            return shifted + shifted;
        }
    }

    public class FromReference
    {
        public int Run(ref uint u)
        {
            int shifted = (int)u >> 1;
            return shifted + shifted;
        }
    }

    public class FromCall
    {
        public int Run()
        {
            int shifted = (int)Next() >> 1;
            return shifted + shifted;
        }

        private static uint Next() { return 7; }
    }

    // One arm is unsigned: the join is.
    public class OneArmOfAConditional
    {
        public int Run(bool which, uint u, int n)
        {
            int shifted = (which ? (int)u : n) >> 1;
            return shifted + shifted;
        }
    }

    // Right in C#, and wrong on the device: the compiler removes a local that is stored once and loaded once.
    public class LocalThatTheCompilerRemoves
    {
        public int Run(uint a, uint b)
        {
            int difference = (int)(a - b);
            return difference >> 1;
        }
    }

    // The left operand decides what the interpreter computes in; C# widens the byte by conv.u8.
    public class SmallMinusWide
    {
        public long Run(byte small, long wide)
        {
            long shifted = (small - wide) >> 1;
            return shifted + shifted;
        }
    }

    public class ToDouble
    {
        public double Run(uint u) { return (int)u; }
    }
}
