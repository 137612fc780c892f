// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode
{
    /// <summary>How often and how long a node tries before it sleeps.</summary>
    public sealed class NodeLimits
    {
        /// <summary>Creates limits with the defaults named at each property.</summary>
        public NodeLimits()
        {
            StartWindowMilliseconds = 5000;
            ConfigurationAttempts = 20;
            NetworkAttempts = 5;
            NameAttempts = 5;
            ReportFailures = 6;
            InitialPauseMilliseconds = 1000;
            MaxPauseMilliseconds = 15000;
            JoinMilliseconds = 30000;
            HandshakeMilliseconds = 20000;
            WakeSeconds = 900;
            FailureRestSeconds = 60;
            UnknownRestSeconds = 600;
        }

        /// <summary>
        /// Pause after a reset, 0 or more: long enough for nanoff or a debugger to catch a board that would sleep again at
        /// once. Default 5000.
        /// </summary>
        public int StartWindowMilliseconds { get; set; }

        /// <summary>How often the configuration file is read, 1 or more. Default 20.</summary>
        public int ConfigurationAttempts { get; set; }

        /// <summary>How often joining the network is tried, 1 or more. Default 5.</summary>
        public int NetworkAttempts { get; set; }

        /// <summary>How often the server's name is looked up, 1 or more. Default 5.</summary>
        public int NameAttempts { get; set; }

        /// <summary>After so many failures in a row to connect or to deliver the node sleeps, 1 or more. Default 6.</summary>
        public int ReportFailures { get; set; }

        /// <summary>Pause after the first failure, 1 or more; it doubles each time, each shortened at random. Default 1000.</summary>
        public int InitialPauseMilliseconds { get; set; }

        /// <summary>Longest pause, not below the first. Default 15000.</summary>
        public int MaxPauseMilliseconds { get; set; }

        /// <summary>Longest time that joining the network may take. Default 30000.</summary>
        public int JoinMilliseconds { get; set; }

        /// <summary>Longest time that a handshake may take. Default 20000.</summary>
        public int HandshakeMilliseconds { get; set; }

        /// <summary>
        /// Longest wake of a node that sleeps between its readings: longer than all its attempts together. Default 900.
        /// </summary>
        public int WakeSeconds { get; set; }

        /// <summary>Shortest sleep after a failure. Default 60.</summary>
        public int FailureRestSeconds { get; set; }

        /// <summary>Sleep of a node that does not know its own interval. Default 600.</summary>
        public int UnknownRestSeconds { get; set; }
    }
}
