// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Speed
{
    /// <summary>
    /// How many times as much processor time one thing takes as another, collections of its garbage included. The two take
    /// turns in slices of 20 ms, so that whatever else the machine does falls on both. BenchmarkDotNet measures one after the other by the
    /// clock on the wall, which on a busy machine says more about the machine.
    /// </summary>
    internal static class PairedRatio
    {
        private const double SliceSeconds = 0.02;
        private const int MaxRepetitions = 1_000_000;

        /// <summary>Measures.</summary>
        /// <param name="own">The numerator.</param>
        /// <param name="peer">The denominator.</param>
        /// <param name="rounds">Slices of each, after as many to warm up.</param>
        public static double Measure(Action own, Action peer, int rounds)
        {
            int ownRepetitions = 1;
            int peerRepetitions = 1;

            // Compiled code gets faster in steps: the repetitions are found anew until nothing changes any more.
            for (int i = 0; i < rounds; i++)
            {
                ownRepetitions = Adjust(own, ownRepetitions);
                peerRepetitions = Adjust(peer, peerRepetitions);
            }

            double[] ownTimes = new double[rounds];
            double[] peerTimes = new double[rounds];
            for (int i = 0; i < rounds; i++)
            {
                ownTimes[i] = Time(own, ownRepetitions) / ownRepetitions;
                peerTimes[i] = Time(peer, peerRepetitions) / peerRepetitions;
            }

            return Math.Round(Median(ownTimes) / Median(peerTimes), 3);
        }

        private static double Time(Action work, int repetitions)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < repetitions; i++)
            {
                work();
            }

            return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        }

        private static int Adjust(Action work, int repetitions)
        {
            double seconds = Time(work, repetitions);

            // Doubled or halved at most: one slice may have been interrupted.
            return seconds < SliceSeconds / 2 ? Math.Min(MaxRepetitions, repetitions * 2) : seconds > SliceSeconds * 2 ? Math.Max(1, repetitions / 2) : repetitions;
        }

        private static double Median(double[] values)
        {
            Array.Sort(values);
            return values[values.Length / 2];
        }
    }
}
