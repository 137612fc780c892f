// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Threading;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Networking;
using nanoFramework.Runtime.Native;
using NanoDtls;

namespace SensorNode
{
    /// <summary>An ESP32 board of any kind: its pins come from the configuration file.</summary>
    public sealed class Esp32Board : NodeBoard
    {
        // Internal drive of the standard images; nanoff puts the file there.
        private const string ConfigurationPath = "I:\\sensor-node.conf";

        private const string SessionPath = "I:\\session.bin";

        private StatusLight _light = new StatusLight(-1, false);
        private int _watchMilliseconds;
        private int _watchSleep;

        /// <inheritdoc/>
        public override bool IsTimerWake
        {
            get { return nanoFramework.Hardware.Esp32.Sleep.GetWakeupCause() == nanoFramework.Hardware.Esp32.Sleep.WakeupCause.Timer; }
        }

        /// <inheritdoc/>
        public override string ReadConfiguration()
        {
            return File.Exists(ConfigurationPath) ? File.ReadAllText(ConfigurationPath) : null;
        }

        /// <inheritdoc/>
        public override void Configure(NodeSettings settings)
        {
            SetLight(settings);
            if (!settings.IsSimulated)
            {
                Configuration.SetPinFunction(settings.I2cDataPin, DeviceFunction.I2C1_DATA);
                Configuration.SetPinFunction(settings.I2cClockPin, DeviceFunction.I2C1_CLOCK);
            }
        }

        /// <inheritdoc/>
        public override bool JoinNetwork(NodeSettings settings, int timeoutMilliseconds)
        {
            using (var source = new CancellationTokenSource(timeoutMilliseconds))
            {
                // The date is not needed: nothing here checks certificates.
                bool isJoined = settings.WifiSsid == null
                    ? NetworkHelper.SetupAndConnectNetwork(source.Token)
                    : WifiNetworkHelper.ConnectDhcp(settings.WifiSsid, settings.WifiPassword, requiresDateTime: false, token: source.Token);
                if (!isJoined)
                {
                    Log("network helper: status " + ((int)(settings.WifiSsid == null ? NetworkHelper.Status : WifiNetworkHelper.Status)).ToString());
                }

                return isJoined;
            }
        }

        /// <inheritdoc/>
        public override IPAddress Resolve(string host)
        {
            try
            {
                IPAddress[] addresses = Dns.GetHostEntry(host).AddressList;
                return addresses.Length == 0 ? null : addresses[0];
            }
            catch (System.Net.Sockets.SocketException)
            {
                return null;
            }
        }

        /// <inheritdoc/>
        public override SensorSource CreateSensor(NodeSettings settings)
        {
            if (settings.IsSimulated)
            {
                return new DriftingSensor();
            }

            return new Bme280Sensor(settings.I2cAddress);
        }

        /// <inheritdoc/>
        public override DtlsCrypto CreateCrypto()
        {
            return NodeBackend.CreateCrypto();
        }

        /// <inheritdoc/>
        public override SessionStore CreateStore()
        {
            return NodeBackend.CreateStore(SessionPath);
        }

        /// <inheritdoc/>
        public override void Show(NodeSignal signal)
        {
            _light.Show(signal);
        }

        /// <inheritdoc/>
        public override void Log(string line)
        {
            Debug.WriteLine(line);
        }

        /// <inheritdoc/>
        public override void Pause(int milliseconds)
        {
            Thread.Sleep(milliseconds);
        }

        /// <inheritdoc/>
        public override void Watch(int milliseconds, int sleepMilliseconds)
        {
            _watchMilliseconds = milliseconds;
            _watchSleep = sleepMilliseconds;
            new Thread(SleepWhateverHappens).Start();
        }

        /// <inheritdoc/>
        public override void DeepSleep(int milliseconds)
        {
            nanoFramework.Hardware.Esp32.Sleep.EnableWakeupByTimer(new TimeSpan(milliseconds * TimeSpan.TicksPerMillisecond));
            nanoFramework.Hardware.Esp32.Sleep.StartDeepSleep();

            // Only reached when the chip refused to sleep: rest awake, then start anew as a wake would.
            Thread.Sleep(milliseconds);
            Power.RebootDevice();
        }

        private void SleepWhateverHappens()
        {
            Thread.Sleep(_watchMilliseconds);
            Log("awake for too long");
            DeepSleep(_watchSleep);
        }

        // A pin that the chip does not have costs the light, not the readings.
        private void SetLight(NodeSettings settings)
        {
            _light.Dispose();
            try
            {
                _light = new StatusLight(settings.LedPin, settings.IsLedActiveLow);
            }
            catch (Exception exception)
            {
                Log("no LED on that pin: " + exception.GetType().Name);
                _light = new StatusLight(-1, false);
            }
        }
    }
}
