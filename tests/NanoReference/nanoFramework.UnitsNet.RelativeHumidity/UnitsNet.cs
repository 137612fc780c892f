// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The members that a reading needs, from github.com/nanoframework/nanoFramework.UnitsNet (generated code of RelativeHumidity) and from
// their use in github.com/nanoframework/nanoFramework.IoT.Device, devices/Bmxx80/samples/Bme280.sample.cs.

namespace UnitsNet
{
    public struct RelativeHumidity
    {
        public double Percent { get { throw null; } }
    }
}
