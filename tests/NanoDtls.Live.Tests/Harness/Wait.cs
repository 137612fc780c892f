// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;

namespace NanoDtls.Live.Tests
{
    /// <summary>Bounded waiting.</summary>
    internal static class Wait
    {
        /// <summary>Asks until the answer is yes or the time is over.</summary>
        /// <returns>Whether it was yes.</returns>
        public static bool Until(int timeoutMilliseconds, Func<bool> condition)
        {
            Stopwatch clock = Stopwatch.StartNew();
            while (!condition())
            {
                if (clock.ElapsedMilliseconds > timeoutMilliseconds)
                {
                    return false;
                }

                Thread.Sleep(2);
            }

            return true;
        }
    }
}
