// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode
{
    /// <summary>Settings of <see cref="ReportingLoop"/>, which copies them.</summary>
    public sealed class ReportingOptions
    {
        /// <summary>Creates options with the defaults named at each property.</summary>
        public ReportingOptions()
        {
            IntervalMilliseconds = 60000;
            InitialBackoffMilliseconds = 1000;
            MaxBackoffMilliseconds = 300000;
        }

        /// <summary>How many readings to take; 0 for no end. Default 0.</summary>
        public int Count { get; set; }

        /// <summary>Time from one reading to the next in milliseconds, 0 or more. Default 60000.</summary>
        public int IntervalMilliseconds { get; set; }

        /// <summary>
        /// Asks the server for a sign of life when nothing was heard for so long while the loop rests, in milliseconds, so that a dead
        /// session is found before the next reading is due; 0 for never. It keeps the state of routers on the way alive too. Default 0:
        /// where the readings are frequent, they do the same.
        /// </summary>
        public int KeepAliveMilliseconds { get; set; }

        /// <summary>Pause before the first reconnection in milliseconds, 1 or more; it doubles each time. Default 1000.</summary>
        public int InitialBackoffMilliseconds { get; set; }

        /// <summary>
        /// Longest pause between two reconnections in milliseconds, not below
        /// <see cref="InitialBackoffMilliseconds"/> and not above 0x3FFFFFFF. Default 300000.
        /// </summary>
        public int MaxBackoffMilliseconds { get; set; }
    }
}
