// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Text;
using NanoDtls.Coap;

namespace SensorNode
{
    /// <summary>
    /// Reads the configuration file: lines "key = value", # begins a comment line. Everything is checked here, so that a
    /// mistake is a line on the debug output and not a node that fails later. No value is ever repeated in a message:
    /// it might be a key.
    /// </summary>
    public sealed class ConfigurationReader
    {
        private const int MinKey = 16;
        private const int MaxKey = 64;
        private const int MaxIdentity = 128;
        private const int MaxInterval = 86400;
        private const int MaxPin = 63;
        private const int MaxPort = 65535;

        // A byte order mark, which some editors put in front.
        private const char ByteOrderMark = '\uFEFF';

        private NodeSettings _settings;
        private string _given;

        /// <summary>What is wrong with the last text; <c>null</c> when nothing is.</summary>
        public string Problem { get; private set; }

        /// <summary>Reads a configuration.</summary>
        /// <param name="text">The file.</param>
        /// <returns>The settings, or <c>null</c> when something is wrong with them: <see cref="Problem"/> says what.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="text"/> is <c>null</c>.</exception>
        public NodeSettings Read(string text)
        {
            if (text == null)
            {
                throw new ArgumentNullException(nameof(text));
            }

            _settings = new NodeSettings();
            _given = ";";
            Problem = null;
            string[] lines = text.Split('\n');
            for (int i = 0; i < lines.Length && Problem == null; i++)
            {
                string line = Clean(lines[i]);
                if (line.Length != 0 && line[0] != '#')
                {
                    string problem = ReadLine(line);
                    if (problem != null)
                    {
                        Problem = "line " + (i + 1).ToString() + ": " + problem;
                    }
                }
            }

            if (Problem == null)
            {
                Problem = FindMissing();
            }

            return Problem == null ? _settings : null;
        }

        private static string Clean(string line)
        {
            string trimmed = line.Trim();
            return trimmed.Length != 0 && trimmed[0] == ByteOrderMark ? trimmed.Substring(1).Trim() : trimmed;
        }

        private string ReadLine(string line)
        {
            int equals = line.IndexOf('=');
            if (equals < 1)
            {
                return "not of the form key = value";
            }

            string key = line.Substring(0, equals).Trim();
            string value = line.Substring(equals + 1).Trim();
            if (_given.IndexOf(";" + key + ";") >= 0)
            {
                return key + " is there twice";
            }

            _given += key + ";";
            string problem = Set(key, value);
            return problem == null ? null : key + " " + problem;
        }

        private string Set(string key, string value)
        {
            switch (key)
            {
                case "wifi-ssid":
                    _settings.WifiSsid = value;
                    return value.Length == 0 ? "is empty" : null;
                case "wifi-password":
                    _settings.WifiPassword = value;
                    return null;
                case "server":
                    return SetServer(value);
                case "psk-identity":
                    _settings.PskIdentity = Encoding.UTF8.GetBytes(value);
                    return CheckLength(_settings.PskIdentity, 1, MaxIdentity);
                case "psk-key":
                    _settings.PskKey = FromHex(value);
                    return _settings.PskKey == null ? "is not hexadecimal" : CheckLength(_settings.PskKey, MinKey, MaxKey);
                case "name":
                    _settings.Name = value;
                    return null;
                case "interval":
                    _settings.IntervalSeconds = ParseNumber(value, 1, MaxInterval);
                    return _settings.IntervalSeconds < 0 ? "is not a number of seconds from 1 to 86400" : null;
                case "deep-sleep":
                    _settings.IsSleeping = value == "yes";
                    return CheckChoice(value, "yes", "no");
                case "follow-server":
                    _settings.FollowsServer = value == "yes";
                    return CheckChoice(value, "yes", "no");
                case "keep-session":
                    _settings.KeepsSession = value == "yes";
                    return CheckChoice(value, "yes", "no");
                case "local-port":
                    _settings.LocalPort = ParseNumber(value, 0, MaxPort);
                    return _settings.LocalPort < 0 ? "is not a port from 0 to 65535" : null;
                case "sensor":
                    _settings.IsSimulated = value == "simulated";
                    return CheckChoice(value, "bme280", "simulated");
                default:
                    return SetPin(key, value);
            }
        }

        private string SetPin(string key, string value)
        {
            switch (key)
            {
                case "i2c-data":
                    _settings.I2cDataPin = ParseNumber(value, 0, MaxPin);
                    return CheckPin(_settings.I2cDataPin);
                case "i2c-clock":
                    _settings.I2cClockPin = ParseNumber(value, 0, MaxPin);
                    return CheckPin(_settings.I2cClockPin);
                case "i2c-address":
                    _settings.I2cAddress = value == "0x77" ? 0x77 : 0x76;
                    return CheckChoice(value, "0x76", "0x77");
                case "led":
                    _settings.LedPin = value == "none" ? -1 : ParseNumber(value, 0, MaxPin);
                    return value == "none" ? null : CheckPin(_settings.LedPin);
                case "led-active":
                    _settings.IsLedActiveLow = value == "low";
                    return CheckChoice(value, "high", "low");
                default:
                    return "is not a key of this file";
            }
        }

        private string SetServer(string value)
        {
            try
            {
                _settings.Server = new CoapResource(value);
            }
            catch (ArgumentException)
            {
                return "is not a URI such as coaps://192.0.2.7/s/1";
            }

            return _settings.Server.IsSecure ? null : "does not begin with coaps://";
        }

        private string FindMissing()
        {
            if (_settings.Server == null)
            {
                return "server is missing";
            }

            if (_settings.PskIdentity == null)
            {
                return "psk-identity is missing";
            }

            if (_settings.PskKey == null)
            {
                return "psk-key is missing";
            }

            if (_settings.FollowsServer && _settings.IsSleeping)
            {
                return "follow-server = yes needs deep-sleep = no: a sleeping node hears nothing";
            }

            if (!_settings.IsSimulated && (_settings.I2cDataPin < 0 || _settings.I2cClockPin < 0))
            {
                return "i2c-data and i2c-clock are missing; without a sensor say sensor = simulated";
            }

            return null;
        }

        private static string CheckLength(byte[] value, int least, int most)
        {
            return value.Length < least || value.Length > most
                ? "has not " + least.ToString() + " to " + most.ToString() + " bytes"
                : null;
        }

        private static string CheckChoice(string value, string first, string second)
        {
            return value == first || value == second ? null : "is neither " + first + " nor " + second;
        }

        private static string CheckPin(int pin)
        {
            return pin < 0 ? "is not the number of a GPIO" : null;
        }

        // Digits only: int.Parse throws, takes signs, and not everywhere the same ones.
        private static int ParseNumber(string value, int least, int most)
        {
            int number = 0;
            for (int i = 0; i < value.Length; i++)
            {
                int digit = value[i] - '0';
                if (digit < 0 || digit > 9 || number > most)
                {
                    return -1;
                }

                number = (number * 10) + digit;
            }

            return value.Length == 0 || number < least || number > most ? -1 : number;
        }

        private static byte[] FromHex(string value)
        {
            if (value.Length % 2 != 0)
            {
                return null;
            }

            var bytes = new byte[value.Length / 2];
            for (int i = 0; i < value.Length; i++)
            {
                int digit = FromHexDigit(value[i]);
                if (digit < 0)
                {
                    return null;
                }

                bytes[i / 2] = (byte)((bytes[i / 2] << 4) | digit);
            }

            return bytes;
        }

        private static int FromHexDigit(char character)
        {
            if (character >= '0' && character <= '9')
            {
                return character - '0';
            }

            int letter = (character | 0x20) - 'a';
            return letter >= 0 && letter < 6 ? letter + 10 : -1;
        }
    }
}
