// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Device.I2c;
using System.Diagnostics;
using Iot.Device.Bmxx80;
using Iot.Device.Bmxx80.ReadResult;

namespace SensorNode
{
    /// <summary>
    /// A BME280 on bus I2C1: temperature, pressure and humidity. It is opened by the first reading, and again after
    /// one that failed: a loose wire costs readings, not the node.
    /// </summary>
    public sealed class Bme280Sensor : SensorSource
    {
        private const int BusId = 1;

        private readonly int _address;
        private I2cDevice _device;
        private Bme280 _sensor;

        /// <summary>Creates the sensor; nothing is sent on the bus yet.</summary>
        /// <param name="address">I2C address: 0x76 or 0x77.</param>
        public Bme280Sensor(int address)
            : base(new string[] { "temperature", "pressure", "humidity" }, new string[] { "Cel", "hPa", "%RH" })
        {
            _address = address;
        }

        /// <inheritdoc/>
        public override bool Read()
        {
            try
            {
                Open();
                Bme280ReadResult result = _sensor.Read();
                if (!result.TemperatureIsValid || !result.PressureIsValid || !result.HumidityIsValid)
                {
                    return false;
                }

                SetMilliValue(0, ToMilli(result.Temperature.DegreesCelsius));
                SetMilliValue(1, ToMilli(result.Pressure.Hectopascals));
                SetMilliValue(2, ToMilli(result.Humidity.Percent));
                return true;
            }
            catch (Exception exception)
            {
                // The binding throws what the bus throws: a missing sensor, a short circuit, a wrong chip.
                Debug.WriteLine("BME280: " + exception.GetType().Name);
                Close();
                return false;
            }
        }

        private static int ToMilli(double value)
        {
            return (int)((value * 1000) + (value < 0 ? -0.5 : 0.5));
        }

        private void Open()
        {
            if (_sensor == null)
            {
                _device = I2cDevice.Create(new I2cConnectionSettings(BusId, _address));
                _sensor = new Bme280(_device);
                _sensor.TemperatureSampling = Sampling.LowPower;
                _sensor.PressureSampling = Sampling.LowPower;
                _sensor.HumiditySampling = Sampling.LowPower;
            }
        }

        private void Close()
        {
            if (_sensor != null)
            {
                _sensor.Dispose();
                _sensor = null;
            }

            if (_device != null)
            {
                _device.Dispose();
                _device = null;
            }
        }
    }
}
