// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap;

namespace SensorNode
{
    /// <summary>The settings of one node, as <see cref="ConfigurationReader"/> found them.</summary>
    public sealed class NodeSettings
    {
        /// <summary>Creates settings with the defaults named at each property.</summary>
        public NodeSettings()
        {
            Name = string.Empty;
            WifiPassword = string.Empty;
            IntervalSeconds = 60;
            IsSleeping = true;
            KeepsSession = true;
            I2cAddress = 0x76;
            I2cDataPin = -1;
            I2cClockPin = -1;
            LedPin = -1;
        }

        /// <summary>Network to join; <c>null</c> for a cable, or for Wi-Fi that nanoff has stored on the board.</summary>
        public string WifiSsid { get; set; }

        /// <summary>Its password; empty for an open network.</summary>
        public string WifiPassword { get; set; }

        /// <summary>The resource that takes the readings, with the scheme coaps.</summary>
        public CoapResource Server { get; set; }

        /// <summary>PSK identity, 1 to 128 bytes.</summary>
        public byte[] PskIdentity { get; set; }

        /// <summary>Pre-shared key, 16 to 64 bytes.</summary>
        public byte[] PskKey { get; set; }

        /// <summary>What the names of all readings begin with (RFC 8428 section 4.5.1). Default empty.</summary>
        public string Name { get; set; }

        /// <summary>Seconds from one reading to the next, 1 to 86400. Default 60.</summary>
        public int IntervalSeconds { get; set; }

        /// <summary>Whether the node sleeps deeply between two readings. Default true.</summary>
        public bool IsSleeping { get; set; }

        /// <summary>
        /// Whether a node that stays awake observes the server's /config/interval and fetches its /config: the server then
        /// sets how often it reports. Default false.
        /// </summary>
        public bool FollowsServer { get; set; }

        /// <summary>Whether the session is stored over sleep, so that a wake needs no handshake, or a short one. Default true.</summary>
        public bool KeepsSession { get; set; }

        /// <summary>
        /// UDP port to send from, 0 for any. A server without Connection IDs knows a stored session by address and port only.
        /// Default 0.
        /// </summary>
        public int LocalPort { get; set; }

        /// <summary>Whether the sensor is simulated. Default false: a BME280 on the I2C bus.</summary>
        public bool IsSimulated { get; set; }

        /// <summary>Address of the BME280, 0x76 or 0x77. Default 0x76.</summary>
        public int I2cAddress { get; set; }

        /// <summary>GPIO with SDA; needed for a BME280.</summary>
        public int I2cDataPin { get; set; }

        /// <summary>GPIO with SCL; needed for a BME280.</summary>
        public int I2cClockPin { get; set; }

        /// <summary>GPIO with the status LED; -1 for none. Default none.</summary>
        public int LedPin { get; set; }

        /// <summary>Whether the LED is lit by a low level. Default false.</summary>
        public bool IsLedActiveLow { get; set; }
    }
}
