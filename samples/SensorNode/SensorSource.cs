// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace SensorNode
{
    /// <summary>
    /// A sensor with one or more channels, each with a SenML name and unit. Values are whole thousandths
    /// of the unit: 21.5 Cel is 21500.
    /// </summary>
    public abstract class SensorSource
    {
        private readonly string[] _names;
        private readonly string[] _units;
        private readonly int[] _values;

        /// <summary>Creates a sensor and the memory of its values.</summary>
        /// <param name="names">Name of each channel (RFC 8428 section 4.5.1); kept, not copied.</param>
        /// <param name="units">Unit of each channel (RFC 8428 section 12.1); kept, not copied.</param>
        /// <exception cref="ArgumentNullException">An argument is <c>null</c>.</exception>
        /// <exception cref="ArgumentException">There is no channel, or not one unit for each name.</exception>
        protected SensorSource(string[] names, string[] units)
        {
            if (names == null)
            {
                throw new ArgumentNullException(nameof(names));
            }

            if (units == null)
            {
                throw new ArgumentNullException(nameof(units));
            }

            if (names.Length == 0 || names.Length != units.Length)
            {
                throw new ArgumentException();
            }

            _names = names;
            _units = units;
            _values = new int[names.Length];
        }

        /// <summary>Number of channels, 1 or more.</summary>
        public int ChannelCount
        {
            get { return _names.Length; }
        }

        /// <summary>Takes a new reading of all channels. The values stay until the next call.</summary>
        /// <returns><c>false</c> when the sensor did not answer.</returns>
        public abstract bool Read();

        /// <summary>Name of a channel.</summary>
        /// <param name="channel">0 to <see cref="ChannelCount"/> - 1.</param>
        /// <returns>The name that the constructor was given.</returns>
        public string GetName(int channel)
        {
            return _names[channel];
        }

        /// <summary>Unit of a channel.</summary>
        /// <param name="channel">0 to <see cref="ChannelCount"/> - 1.</param>
        /// <returns>The unit that the constructor was given.</returns>
        public string GetUnit(int channel)
        {
            return _units[channel];
        }

        /// <summary>Value of a channel when <see cref="Read"/> last succeeded.</summary>
        /// <param name="channel">0 to <see cref="ChannelCount"/> - 1.</param>
        /// <returns>Thousandths of the unit.</returns>
        public int GetMilliValue(int channel)
        {
            return _values[channel];
        }

        /// <summary>Stores what <see cref="Read"/> found.</summary>
        /// <param name="channel">0 to <see cref="ChannelCount"/> - 1.</param>
        /// <param name="milliValue">Thousandths of the unit.</param>
        protected void SetMilliValue(int channel, int milliValue)
        {
            _values[channel] = milliValue;
        }
    }
}
