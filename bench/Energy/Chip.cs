// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Energy
{
    /// <summary>Published currents of a chip; the sources are in docs/energy.md.</summary>
    /// <param name="Name">Name on the command line.</param>
    /// <param name="ProcessorMilliamperes">Processor at 240 MHz, radio off.</param>
    /// <param name="ListenMilliamperes">Receiver on, processor idle.</param>
    /// <param name="SendMilliamperes">Transmitter on, 802.11g.</param>
    /// <param name="SleepMicroamperes">Deep sleep with timer and RTC memory.</param>
    internal sealed record Chip(string Name, double ProcessorMilliamperes, double ListenMilliamperes, double SendMilliamperes, double SleepMicroamperes)
    {
        /// <summary>ESP32 datasheet: 30 to 68 mA, of which the middle; 95 to 100 mA; 190 mA; 10 uA.</summary>
        public static readonly Chip Esp32 = new("esp32", 49, 97.5, 190, 10);

        /// <summary>ESP32-S2-WROOM datasheet 1.1, tables 7 and 8.</summary>
        public static readonly Chip Esp32S2 = new("esp32-s2", 22, 63, 145, 25);

        public static IReadOnlyList<Chip> All { get; } = new[] { Esp32, Esp32S2 };
    }
}
