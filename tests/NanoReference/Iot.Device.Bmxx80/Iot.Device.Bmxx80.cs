// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Read from github.com/nanoframework/nanoFramework.IoT.Device, devices/Bmxx80/{Bme280,Bmx280Base,Bmxx80Base,Sampling}.cs.
// Members that this repository does not use are left out.

using System;
using System.Device.I2c;
using Iot.Device.Bmxx80.ReadResult;

namespace Iot.Device.Bmxx80
{
    public abstract class Bmxx80Base : IDisposable
    {
        internal Bmxx80Base() { throw null; }
        public Sampling PressureSampling { get { throw null; } set { throw null; } }
        public Sampling TemperatureSampling { get { throw null; } set { throw null; } }
        public void Reset() { throw null; }
        public void Dispose() { throw null; }
    }

    public abstract class Bmx280Base : Bmxx80Base
    {
        internal Bmx280Base() { throw null; }
        public const byte DefaultI2cAddress = 0x77;
        public const byte SecondaryI2cAddress = 0x76;
    }

    public class Bme280 : Bmx280Base
    {
        public Bme280(I2cDevice i2cDevice) { throw null; }
        public Sampling HumiditySampling { get { throw null; } set { throw null; } }
        public Bme280ReadResult Read() { throw null; }
    }

    public enum Sampling : byte
    {
        Skipped = 0,
        UltraLowPower = 1,
        LowPower = 2,
        Standard = 3,
        HighResolution = 4,
        UltraHighResolution = 5,
    }
}
