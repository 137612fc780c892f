// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Net.Sockets;
using System.Threading;

namespace IlSamples.Bad.StaticScratch
{
    public class ElementStore
    {
        private static readonly int[] s_schedule = new int[64];

        public int Run(int n)
        {
            s_schedule[0] = n;
            return s_schedule[0];
        }
    }

    public class ElementIncrement
    {
        private static readonly int[] s_counts = new int[4];

        public void Run(int n) { s_counts[n]++; }
    }

    public class CopyTarget
    {
        private static readonly byte[] s_scratch = new byte[64];

        public void Run(byte[] b) { Array.Copy(b, 0, s_scratch, 0, 64); }
    }

    public class Cleared
    {
        private static readonly byte[] s_scratch = new byte[64];

        public void Run() { Array.Clear(s_scratch, 0, 64); }
    }

    public class ReceiveBuffer
    {
        private static readonly byte[] s_scratch = new byte[64];

        public int Run(Socket s) { return s.Receive(s_scratch, 0, 64, SocketFlags.None); }
    }

    public class ThroughALocal
    {
        private static readonly byte[] s_scratch = new byte[64];

        public int Run(byte[] b)
        {
            byte[] scratch = s_scratch;
            for (int i = 0; i < b.Length; i++)
            {
                scratch[i] = b[i];
            }

            return scratch[0];
        }
    }

    public class ThroughAParameter
    {
        private static readonly byte[] s_scratch = new byte[64];

        public void Run() { Fill(s_scratch, 1); }

        private static void Fill(byte[] target, byte value) { target[0] = value; }
    }

    public class ThroughAField
    {
        private static readonly byte[] s_scratch = new byte[64];
        private readonly byte[] _mine;

        public ThroughAField() { _mine = s_scratch; }

        public void Run() { _mine[0] = 1; }
    }

    public class ThroughAResult
    {
        private static readonly byte[] s_scratch = new byte[64];

        public void Run() { Scratch()[0] = 1; }

        private static byte[] Scratch() { return s_scratch; }
    }

    public class ThroughAVirtualCall
    {
        private static readonly byte[] s_scratch = new byte[64];

        public void Run(Sink sink) { sink.Put(s_scratch); }

        public abstract class Sink
        {
            public abstract void Put(byte[] target);
        }

        private sealed class FirstByte : Sink
        {
            public override void Put(byte[] target) { target[0] = 1; }
        }
    }

    public class Reassigned
    {
        private static byte[] s_last;

        public void Run(byte[] b) { s_last = b; }

        public static int Length { get { return s_last.Length; } }
    }

    public class Counter
    {
        private static int s_count;

        public int Run() { return ++s_count; }
    }

    public class CounterByReference
    {
        private static int s_count;

        public int Run() { return Interlocked.Increment(ref s_count); }
    }

    public class SharedObject
    {
        private static readonly Hasher s_hasher = new Hasher();

        public int Run() { return s_hasher.State; }

        private sealed class Hasher
        {
            public int State;
        }
    }

    public class SharedObjectWithABuffer
    {
        private static readonly Holder s_holder = new Holder();

        public void Run() { s_holder.Buffer[0] = 1; }

        private sealed class Holder
        {
            public readonly byte[] Buffer = new byte[8];
        }
    }
}
