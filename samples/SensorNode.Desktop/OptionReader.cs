// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using System.Text;
using NanoDtls;
using NanoDtls.Coap;

namespace SensorNode.Desktop
{
    /// <summary>Turns the words of a command line into valid options. Errors never repeat what may be the key.</summary>
    internal sealed class OptionReader
    {
        /// <summary>Identity of the embedded server's only client.</summary>
        internal const string DemoIdentity = "sensor-node-one";

        private const int MaxIdentityLength = 128;
        private const int MaxKeyLength = 64;
        private const int StrongKeyLength = 16;
        private const int MaxPort = 65535;
        private const int DefaultCount = 5;
        private const int DefaultInterval = 500;
        private const int DefaultTimeout = 10000;

        internal string? Uri { get; init; }

        internal string? Identity { get; init; }

        internal string? Key { get; init; }

        internal string? Suite { get; init; }

        internal string? Method { get; init; }

        internal string? Count { get; init; }

        internal string? Interval { get; init; }

        internal string? Timeout { get; init; }

        internal string? Transport { get; init; }

        internal string? State { get; init; }

        internal string? LocalPort { get; init; }

        internal bool AllowWeakPsk { get; init; }

        internal string? KeyLog { get; init; }

        /// <summary>Checks everything.</summary>
        /// <returns>The options.</returns>
        /// <exception cref="DemoException">Something is missing or malformed.</exception>
        internal DemoOptions Read()
        {
            if (Uri != null && (Identity == null || Key == null))
            {
                throw Error($"a server of your own needs {(Identity == null ? "--psk-identity" : "--psk-key")}");
            }

            if (Uri == null && State != null)
            {
                throw Error("--state needs a server of your own: the embedded one ends with this program, and its sessions with it");
            }

            return new DemoOptions
            {
                StateFile = ReadStateFile(),
                LocalPort = ReadNumber("--local-port", LocalPort, 0, 0, MaxPort),
                Server = Uri == null ? null : ReadUri(Uri),
                PskIdentity = ReadIdentity(Identity ?? DemoIdentity),
                PskKey = ReadKey(),
                AllowWeakPsk = AllowWeakPsk,
                CipherSuites = ReadSuites(),
                Method = Choose("--method", Method ?? "POST", ("POST", CoapMethod.Post), ("PUT", CoapMethod.Put)),
                Count = ReadNumber("--count", Count, DefaultCount, 0),
                IntervalMilliseconds = ReadNumber("--interval", Interval, DefaultInterval, 0),
                TimeoutMilliseconds = ReadNumber("--timeout", Timeout, DefaultTimeout, 1),
                KeyLog = KeyLog,
                IsRaw = Choose("--transport", Transport ?? "coap", ("coap", false), ("raw", true)),
            };
        }

        private string? ReadStateFile()
        {
            if (State == null)
            {
                return null;
            }

            string? folder = State.Length == 0 ? null : Path.GetDirectoryName(Path.GetFullPath(State));
            return folder != null && Directory.Exists(folder) && !Directory.Exists(State)
                ? State
                : throw Error("--state must name a file in a folder that exists");
        }

        private static CoapResource ReadUri(string text)
        {
            try
            {
                var resource = new CoapResource(text);
                if (resource.IsSecure)
                {
                    return resource;
                }
            }
            catch (ArgumentException)
            {
                // Reported below; the text itself may be a misplaced key.
            }

            throw Error("the server must be given as coaps://host[:port]/path");
        }

        private static byte[] ReadIdentity(string text)
        {
            byte[] identity = Encoding.UTF8.GetBytes(text);
            if (identity.Length is 0 or > MaxIdentityLength)
            {
                throw Error($"--psk-identity must have 1 to {MaxIdentityLength} bytes, not {identity.Length}");
            }

            return identity;
        }

        private byte[] ReadKey()
        {
            if (Key == null)
            {
                // Only this process needs to know the embedded server's key.
                return System.Security.Cryptography.RandomNumberGenerator.GetBytes(StrongKeyLength);
            }

            byte[] key;
            try
            {
                key = Convert.FromHexString(Key);
            }
            catch (FormatException)
            {
                throw Error("--psk-key must be an even number of hexadecimal digits");
            }

            if (key.Length is 0 or > MaxKeyLength)
            {
                throw Error($"--psk-key must have 1 to {MaxKeyLength} bytes, not {key.Length}");
            }

            if (key.Length < StrongKeyLength && !AllowWeakPsk)
            {
                throw Error($"--psk-key has {key.Length} bytes, fewer than the {StrongKeyLength} of a safe key; --allow-weak-psk accepts it");
            }

            return key;
        }

        private DtlsCipherSuite[] ReadSuites()
        {
            if (Suite == null)
            {
                return [DtlsCipherSuite.PskWithAes128Ccm8, DtlsCipherSuite.PskWithAes128Ccm];
            }

            // TLS_PSK_WITH_AES_128_CCM_8, PSK-AES128-CCM8, ccm_8 and CCM8 are one name.
            string name = Suite.Replace("_", string.Empty, StringComparison.Ordinal)
                .Replace("-", string.Empty, StringComparison.Ordinal)
                .ToUpperInvariant();
            switch (name)
            {
                case "TLSPSKWITHAES128CCM8" or "PSKAES128CCM8" or "CCM8":
                    return [DtlsCipherSuite.PskWithAes128Ccm8];
                case "TLSPSKWITHAES128CCM" or "PSKAES128CCM" or "CCM":
                    return [DtlsCipherSuite.PskWithAes128Ccm];
                default:
                    throw Error("--suite must be ccm8 (TLS_PSK_WITH_AES_128_CCM_8) or ccm (TLS_PSK_WITH_AES_128_CCM)");
            }
        }

        private static T Choose<T>(string option, string text, params (string Name, T Value)[] choices)
        {
            foreach ((string name, T value) in choices)
            {
                if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }

            throw Error($"{option} must be {string.Join(" or ", choices.Select(choice => choice.Name))}");
        }

        private static int ReadNumber(string option, string? text, int fallback, int least, int most = int.MaxValue)
        {
            if (text == null)
            {
                return fallback;
            }

            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < least || number > most)
            {
                throw Error($"{option} must be a whole number from {least} to {most}");
            }

            return number;
        }

        private static DemoException Error(string message) => new(ExitCode.Usage, message);
    }
}
