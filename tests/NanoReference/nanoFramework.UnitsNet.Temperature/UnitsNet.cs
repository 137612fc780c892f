// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The members that a reading needs, from github.com/nanoframework/nanoFramework.UnitsNet (generated code of Temperature) and from
// their use in github.com/nanoframework/nanoFramework.IoT.Device, devices/Bmxx80/samples/Bme280.sample.cs.

namespace UnitsNet
{
    public struct Temperature
    {
        public double DegreesCelsius { get { throw null; } }
    }
}
