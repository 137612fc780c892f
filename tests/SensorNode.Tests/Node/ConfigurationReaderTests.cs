// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode.Tests
{
    /// <summary>The configuration file: what is right, and a line for everything that is wrong.</summary>
    [TestClass]
    public class ConfigurationReaderTests
    {
        private const string Key = "000102030405060708090a0b0c0d0e0f";
        private const string Least = "server = coaps://192.0.2.7/s/1\npsk-identity = sensor-17\npsk-key = " + Key + "\nsensor = simulated\n";

        [TestMethod]
        public void LeastFileHasTheDefaults()
        {
            NodeSettings settings = Read(Least);

            Assert.IsNull(settings.WifiSsid);
            Assert.AreEqual("192.0.2.7", settings.Server.Host);
            CollectionAssert.AreEqual("sensor-17"u8.ToArray(), settings.PskIdentity);
            CollectionAssert.AreEqual(Convert.FromHexString(Key), settings.PskKey);
            Assert.AreEqual(60, settings.IntervalSeconds);
            Assert.IsTrue(settings.IsSleeping);
            Assert.IsTrue(settings.KeepsSession);
            Assert.AreEqual(0, settings.LocalPort);
            Assert.AreEqual(-1, settings.LedPin);
            Assert.AreEqual(string.Empty, settings.Name);
        }

        [TestMethod]
        public void FullFileIsRead()
        {
            NodeSettings settings = Read(
                "\uFEFF# a comment\r\n\r\nwifi-ssid = My = Net\r\nwifi-password =  p#ss \r\nserver=coaps://host.example:5685/a?b=c\r\n"
                + "psk-identity = Süd\r\npsk-key = 000102030405060708090A0B0C0D0E0F10\r\nname = n/\r\ninterval = 86400\r\ndeep-sleep = no\r\nfollow-server = yes\r\nkeep-session = no\r\nlocal-port = 65535\r\n"
                + "sensor = bme280\r\ni2c-data = 0\r\ni2c-clock = 48\r\ni2c-address = 0x77\r\nled = 2\r\nled-active = low");

            Assert.AreEqual("My = Net", settings.WifiSsid);
            Assert.AreEqual("p#ss", settings.WifiPassword);
            Assert.AreEqual(5685, settings.Server.Port);
            Assert.HasCount(4, settings.PskIdentity);
            Assert.HasCount(17, settings.PskKey);
            Assert.AreEqual("n/", settings.Name);
            Assert.AreEqual(86400, settings.IntervalSeconds);
            Assert.IsFalse(settings.IsSleeping);
            Assert.IsTrue(settings.FollowsServer);
            Assert.IsFalse(settings.KeepsSession);
            Assert.AreEqual(65535, settings.LocalPort);
            Assert.IsFalse(settings.IsSimulated);
            Assert.AreEqual(0, settings.I2cDataPin);
            Assert.AreEqual(48, settings.I2cClockPin);
            Assert.AreEqual(0x77, settings.I2cAddress);
            Assert.AreEqual(2, settings.LedPin);
            Assert.IsTrue(settings.IsLedActiveLow);
        }

        [TestMethod]
        [DataRow("server coaps://x", "line 1: not of the form key = value")]
        [DataRow("= x", "line 1: not of the form key = value")]
        [DataRow("sever = coaps://x", "line 1: sever is not a key of this file")]
        [DataRow("# x\nserver = http://x", "line 2: server is not a URI such as coaps://192.0.2.7/s/1")]
        [DataRow("server = coap://x/s", "line 1: server does not begin with coaps://")]
        [DataRow("server = coaps://x/s#f", "line 1: server is not a URI such as coaps://192.0.2.7/s/1")]
        [DataRow("server = coaps://x\nserver = coaps://y", "line 2: server is there twice")]
        [DataRow("wifi-ssid =", "line 1: wifi-ssid is empty")]
        [DataRow("psk-identity =", "line 1: psk-identity has not 1 to 128 bytes")]
        [DataRow("psk-key = 0001", "line 1: psk-key has not 16 to 64 bytes")]
        [DataRow("psk-key = 00010", "line 1: psk-key is not hexadecimal")]
        [DataRow("psk-key = 000102030405060708090a0b0c0d0e0g", "line 1: psk-key is not hexadecimal")]
        [DataRow("interval = 0", "line 1: interval is not a number of seconds from 1 to 86400")]
        [DataRow("interval = 86401", "line 1: interval is not a number of seconds from 1 to 86400")]
        [DataRow("interval = 99999999999999999999", "line 1: interval is not a number of seconds from 1 to 86400")]
        [DataRow("interval = -5", "line 1: interval is not a number of seconds from 1 to 86400")]
        [DataRow("interval = 1 ms", "line 1: interval is not a number of seconds from 1 to 86400")]
        [DataRow("deep-sleep = true", "line 1: deep-sleep is neither yes nor no")]
        [DataRow("follow-server = 1", "line 1: follow-server is neither yes nor no")]
        [DataRow("keep-session = 1", "line 1: keep-session is neither yes nor no")]
        [DataRow("local-port = 65536", "line 1: local-port is not a port from 0 to 65535")]
        [DataRow("sensor = dht22", "line 1: sensor is neither bme280 nor simulated")]
        [DataRow("i2c-data = 64", "line 1: i2c-data is not the number of a GPIO")]
        [DataRow("i2c-clock =", "line 1: i2c-clock is not the number of a GPIO")]
        [DataRow("i2c-address = 118", "line 1: i2c-address is neither 0x76 nor 0x77")]
        [DataRow("led = IO2", "line 1: led is not the number of a GPIO")]
        [DataRow("led-active = 1", "line 1: led-active is neither high nor low")]
        [DataRow("", "server is missing")]
        [DataRow("server = coaps://x", "psk-identity is missing")]
        [DataRow("server = coaps://x\npsk-identity = a", "psk-key is missing")]
        [DataRow("server = coaps://x\npsk-identity = a\npsk-key = " + Key, "i2c-data and i2c-clock are missing; without a sensor say sensor = simulated")]
        [DataRow(Least + "\nfollow-server = yes", "follow-server = yes needs deep-sleep = no: a sleeping node hears nothing")]
        public void MistakeIsOneLineThatSaysWhere(string text, string expected)
        {
            var reader = new ConfigurationReader();

            Assert.IsNull(reader.Read(text));

            Assert.AreEqual(expected, reader.Problem);
        }

        [TestMethod]
        public void V30_NoValueIsRepeatedInAMessage()
        {
            const string Secret = "5ec2e75ec2e75ec2e7";
            foreach (string key in new[] { "wifi-ssid", "server", "psk-key", "interval", "deep-sleep", "sensor", "i2c-data", "i2c-address", "led", "led-active" })
            {
                var reader = new ConfigurationReader();
                reader.Read(key + " = " + Secret + "x");
                Assert.IsFalse(reader.Problem?.Contains(Secret, StringComparison.Ordinal) ?? false, key);
            }
        }

        [TestMethod]
        public void ReaderStartsAnewAfterAMistake()
        {
            var reader = new ConfigurationReader();
            reader.Read("server = coaps://x\nnonsense");

            Assert.IsNotNull(reader.Read(Least));
            Assert.IsNull(reader.Problem);
        }

        private static NodeSettings Read(string text)
        {
            var reader = new ConfigurationReader();
            NodeSettings settings = reader.Read(text);
            Assert.IsNull(reader.Problem);
            return settings;
        }
    }
}
