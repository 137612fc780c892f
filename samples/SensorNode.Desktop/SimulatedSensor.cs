// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode.Desktop
{
    /// <summary>A thermometer and hygrometer whose values drift at random, the same way in each run.</summary>
    internal sealed class SimulatedSensor : SensorSource
    {
        private const int Seed = 20;
        private const int StepMilliCelsius = 400;
        private const int StepMilliPercent = 1500;

        private readonly Random _random = new(Seed);
        private int _temperature = 21500;
        private int _humidity = 45000;

        /// <summary>Creates the sensor.</summary>
        internal SimulatedSensor()
            : base(["temperature", "humidity"], ["Cel", "%RH"])
        {
        }

        /// <inheritdoc/>
        public override bool Read()
        {
            _temperature = Drift(_temperature, StepMilliCelsius, -40000, 85000);
            _humidity = Drift(_humidity, StepMilliPercent, 0, 100000);
            SetMilliValue(0, _temperature);
            SetMilliValue(1, _humidity);
            return true;
        }

        // Real parts of this kind resolve a hundredth.
        private int Drift(int value, int step, int least, int most)
        {
            int hundredths = (value + _random.Next(-step, step + 1)) / 10;
            return Math.Clamp(hundredths * 10, least, most);
        }
    }
}
