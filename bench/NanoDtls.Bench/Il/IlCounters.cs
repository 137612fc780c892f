// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Bench.Il
{
    /// <summary>
    /// What instrumented code calls. Two counts of everything: outside and inside of calls through the
    /// crypto seam. For one thread.
    /// </summary>
    public static class IlCounters
    {
        private static long[] s_blocks = Array.Empty<long>();
        private static long[] s_entries = Array.Empty<long>();
        private static long[] s_seamCalls = Array.Empty<long>();
        private static int s_depth;

        /// <summary>Makes room.</summary>
        /// <param name="blocks">Number of basic blocks.</param>
        /// <param name="methods">Number of methods.</param>
        /// <param name="seamMethods">Number of methods of the seam.</param>
        public static void Initialize(int blocks, int methods, int seamMethods)
        {
            s_blocks = new long[2 * blocks];
            s_entries = new long[2 * methods];
            s_seamCalls = new long[seamMethods];
        }

        /// <summary>A basic block begins.</summary>
        /// <param name="block">Its number.</param>
        public static void Block(int block)
        {
            s_blocks[(2 * block) + (s_depth == 0 ? 0 : 1)]++;
        }

        /// <summary>A method begins.</summary>
        /// <param name="method">Its number.</param>
        public static void Enter(int method)
        {
            s_entries[(2 * method) + (s_depth == 0 ? 0 : 1)]++;
        }

        /// <summary>A call through the seam begins.</summary>
        /// <param name="seamMethod">Number of the method called.</param>
        public static void EnterSeam(int seamMethod)
        {
            if (s_depth++ == 0)
            {
                s_seamCalls[seamMethod]++;
            }
        }

        /// <summary>The call through the seam returned.</summary>
        public static void LeaveSeam()
        {
            s_depth--;
        }

        /// <summary>All counts so far: blocks, method entries, seam calls.</summary>
        /// <returns>Copies.</returns>
        public static long[][] Snapshot()
        {
            if (s_depth != 0)
            {
                throw new InvalidOperationException("an exception left the crypto seam: the counts are wrong");
            }

            return new[] { (long[])s_blocks.Clone(), (long[])s_entries.Clone(), (long[])s_seamCalls.Clone() };
        }
    }
}
