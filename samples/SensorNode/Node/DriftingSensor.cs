// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace SensorNode
{
    /// <summary>
    /// A thermometer and hygrometer that is not there: its values drift at random. Chosen by the line
    /// "sensor = simulated" of the configuration file.
    /// </summary>
    public sealed class DriftingSensor : SensorSource
    {
        private readonly Random _random = new Random();
        private int _temperature = 21500;
        private int _humidity = 45000;

        /// <summary>Creates the sensor.</summary>
        public DriftingSensor()
            : base(new string[] { "temperature", "humidity" }, new string[] { "Cel", "%RH" })
        {
        }

        /// <inheritdoc/>
        public override bool Read()
        {
            _temperature = Drift(_temperature, 200, -10000, 40000);
            _humidity = Drift(_humidity, 500, 20000, 90000);
            SetMilliValue(0, _temperature);
            SetMilliValue(1, _humidity);
            return true;
        }

        // Real parts of this kind resolve a hundredth.
        private int Drift(int value, int step, int least, int most)
        {
            int moved = value + ((_random.Next(step / 5 + 1) - (step / 10)) * 10);
            if (moved < least)
            {
                return least;
            }

            return moved > most ? most : moved;
        }
    }
}
