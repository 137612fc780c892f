// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Read from github.com/nanoframework/nanoFramework.IoT.Device, devices/Bmxx80/ReadResult/{Bmp280ReadResult,Bme280ReadResult}.cs.

using UnitsNet;

namespace Iot.Device.Bmxx80.ReadResult
{
    public class Bmp280ReadResult
    {
        internal Bmp280ReadResult() { throw null; }
        public Temperature Temperature { get { throw null; } }
        public bool TemperatureIsValid { get { throw null; } }
        public Pressure Pressure { get { throw null; } }
        public bool PressureIsValid { get { throw null; } }
    }

    public class Bme280ReadResult : Bmp280ReadResult
    {
        internal Bme280ReadResult() { throw null; }
        public RelativeHumidity Humidity { get { throw null; } }
        public bool HumidityIsValid { get { throw null; } }
    }
}
