// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode.Tests
{
    /// <summary>A sensor whose n-th reading is n, and which fails when it is told to.</summary>
    internal sealed class CountingSensor : SensorSource
    {
        private int _readings;

        internal CountingSensor()
            : base(["n"], ["count"])
        {
        }

        /// <summary>Number of the reading that fails; 0 for none.</summary>
        internal int FailingReading { get; init; }

        public override bool Read()
        {
            _readings++;
            SetMilliValue(0, _readings * 1000);
            return _readings != FailingReading;
        }
    }
}
