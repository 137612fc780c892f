// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Text;
using NanoDtls.Coap;

namespace SensorNode
{
    /// <summary>
    /// Packs the readings of one sensor as SenML in CBOR (RFC 8428 section 6). Names, units and the buffer
    /// are prepared by the constructor.
    /// </summary>
    public sealed class ReadingPack
    {
        // Values are thousandths of the unit.
        private const int Decimals = 3;

        private readonly SensorSource _sensor;
        private readonly SenMlCborWriter _writer;
        private readonly byte[] _baseName;
        private readonly byte[][] _names;
        private readonly byte[][] _units;

        /// <summary>Prepares packs of one sensor.</summary>
        /// <param name="sensor">The sensor.</param>
        /// <param name="baseName">
        /// What all names begin with, for a server that collects from many nodes (RFC 8428 section 4.5.1); may be empty.
        /// </param>
        /// <param name="capacity">Bytes of the longest pack: 16 to the client's largest record payload.</param>
        /// <exception cref="ArgumentNullException">An argument is <c>null</c>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The capacity is below 16.</exception>
        /// <exception cref="ArgumentException">A name is not a SenML name, or a pack does not fit.</exception>
        public ReadingPack(SensorSource sensor, string baseName, int capacity)
        {
            if (sensor == null)
            {
                throw new ArgumentNullException(nameof(sensor));
            }

            if (baseName == null)
            {
                throw new ArgumentNullException(nameof(baseName));
            }

            if (capacity < 16)
            {
                throw new ArgumentOutOfRangeException(nameof(capacity));
            }

            _sensor = sensor;
            _writer = new SenMlCborWriter(new byte[capacity]);
            _baseName = Encoding.UTF8.GetBytes(baseName);
            _names = new byte[sensor.ChannelCount][];
            _units = new byte[sensor.ChannelCount][];
            for (int i = 0; i < sensor.ChannelCount; i++)
            {
                _names[i] = Encoding.UTF8.GetBytes(sensor.GetName(i));
                _units[i] = Encoding.UTF8.GetBytes(sensor.GetUnit(i));
            }

            // The longest numbers there are: what does not fit is found here and not in the field.
            if (Write(int.MinValue + 1, true, long.MaxValue) == 0)
            {
                throw new ArgumentException();
            }
        }

        /// <summary>The array that packs are written to, from its first byte on.</summary>
        public byte[] Buffer
        {
            get { return _writer.Buffer; }
        }

        /// <summary>Packs the sensor's last reading.</summary>
        /// <param name="ageMilliseconds">
        /// How long ago it was taken. From a second on the records carry it as a time before now (RFC 8428 section 4.5.3).
        /// </param>
        /// <returns>Bytes in <see cref="Buffer"/>, at least 1.</returns>
        public int Write(long ageMilliseconds)
        {
            return Write(0, false, ageMilliseconds);
        }

        private int Write(int probe, bool isProbe, long ageMilliseconds)
        {
            SenMlCborWriter writer = _writer;
            writer.BeginPack();
            int channels = _names.Length;
            for (int i = 0; i < channels; i++)
            {
                writer.BeginRecord();
                if (i == 0)
                {
                    WriteBase(ageMilliseconds);
                }

                writer.WriteName(_names[i]);
                writer.WriteUnit(_units[i]);
                writer.WriteDecimalValue(isProbe ? probe : _sensor.GetMilliValue(i), Decimals);
            }

            return writer.EndPack();
        }

        private void WriteBase(long ageMilliseconds)
        {
            if (_baseName.Length != 0)
            {
                _writer.WriteBaseName(_baseName);
            }

            long age = ageMilliseconds / 1000;
            if (age > 0)
            {
                _writer.WriteBaseTime(-age);
            }
        }
    }
}
