// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode
{
    /// <summary>
    /// What the status LED says. From <see cref="Configuration"/> on the value is the number of blinks, repeated after a
    /// pause.
    /// </summary>
    public enum NodeSignal
    {
        /// <summary>Dark: all is well, or the node sleeps.</summary>
        Off = 0,

        /// <summary>Lit: the node is joining the network or shaking hands.</summary>
        Busy = 1,

        /// <summary>Two blinks: the configuration file is missing or wrong.</summary>
        Configuration = 2,

        /// <summary>Three blinks: no network.</summary>
        Network = 3,

        /// <summary>Four blinks: the server's name has no address.</summary>
        Name = 4,

        /// <summary>Five blinks: the server does not answer.</summary>
        Server = 5,

        /// <summary>Six blinks: the server rejects the identity or the key.</summary>
        Credentials = 6,

        /// <summary>Seven blinks: the server refuses the reading.</summary>
        Refused = 7,

        /// <summary>Eight blinks: the sensor does not answer.</summary>
        Sensor = 8,

        /// <summary>Nine blinks: a fault of this program or of the board.</summary>
        Fault = 9,
    }
}
