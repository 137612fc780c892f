// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace SensorNode
{
    /// <summary>
    /// Pauses between reconnections: doubled each time up to a limit, each shortened at random by up to
    /// half, so that a fleet does not come back in step after its server was away.
    /// </summary>
    public sealed class ReconnectBackoff
    {
        // Doubling stays within an int.
        private const int LargestPause = 0x3FFFFFFF;

        private readonly Random _random;
        private readonly int _initial;
        private readonly int _max;
        private int _next;

        /// <summary>Creates a backoff that starts with its shortest pause.</summary>
        /// <param name="initialMilliseconds">First pause before it is shortened, 1 or more.</param>
        /// <param name="maxMilliseconds">Longest pause, not below the first and not above 0x3FFFFFFF.</param>
        /// <exception cref="ArgumentOutOfRangeException">A time is out of its range.</exception>
        public ReconnectBackoff(int initialMilliseconds, int maxMilliseconds)
        {
            if (initialMilliseconds < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(initialMilliseconds));
            }

            if (maxMilliseconds < initialMilliseconds || maxMilliseconds > LargestPause)
            {
                throw new ArgumentOutOfRangeException(nameof(maxMilliseconds));
            }

            _random = new Random();
            _initial = initialMilliseconds;
            _max = maxMilliseconds;
            _next = initialMilliseconds;
        }

        /// <summary>Starts again with the shortest pause.</summary>
        public void Reset()
        {
            _next = _initial;
        }

        /// <summary>Gives the next pause and doubles the one after it.</summary>
        /// <returns>Milliseconds, between half of the pause and all of it.</returns>
        public int Next()
        {
            int pause = _next;
            _next = pause * 2 > _max ? _max : pause * 2;
            return pause - _random.Next((pause / 2) + 1);
        }
    }
}
