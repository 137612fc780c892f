// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;

namespace NanoDtls.Energy
{
    /// <summary>What the user may change.</summary>
    /// <param name="Chip">Currents.</param>
    /// <param name="IntervalSeconds">Between two readings.</param>
    /// <param name="BatteryMilliamperehours">Usable capacity.</param>
    /// <param name="BootMilliseconds">From reset to the application, radio off.</param>
    /// <param name="JoinMilliseconds">From there until there is an IP address, radio on.</param>
    /// <param name="RoundTripMilliseconds">To the server and back.</param>
    /// <param name="MegabitsPerSecond">Data rate on air.</param>
    internal sealed record Scenario(
        Chip Chip, double IntervalSeconds, double BatteryMilliamperehours, double BootMilliseconds, double JoinMilliseconds, double RoundTripMilliseconds, double MegabitsPerSecond)
    {
        /// <summary>What docs/energy.md assumes.</summary>
        public static readonly Scenario Standard = new(Chip.Esp32, 60, 2500, 270, 800, 30, 6);

        /// <summary>In words.</summary>
        public string Describe()
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Chip.Name}, a reading every {IntervalSeconds:#,0.###} s, {BatteryMilliamperehours:#,0.###} mAh, boot {BootMilliseconds:#,0.###} ms, join {JoinMilliseconds:#,0.###} ms, round trip {RoundTripMilliseconds:#,0.###} ms, {MegabitsPerSecond:#,0.###} Mbit/s");
        }
    }

    /// <summary>What a reading costs.</summary>
    /// <param name="ExchangeMillicoulombs">From the first packet of the exchange to the last.</param>
    /// <param name="WakeMillicoulombs">The same with boot and join.</param>
    /// <param name="AverageMicroamperes">Of the node, sleep included.</param>
    /// <param name="BatteryDays">How long the battery lasts.</param>
    /// <param name="AwakeSeconds">How long a wake takes: with an interval that is shorter, mean and days mean nothing.</param>
    internal sealed record Cost(double ExchangeMillicoulombs, double WakeMillicoulombs, double AverageMicroamperes, double BatteryDays, double AwakeSeconds);

    /// <summary>
    /// Charge of a reading: time by current. A model, not a measurement: no board was at hand, and a board has regulators and
    /// sensors besides. docs/energy.md says where each number is from.
    /// </summary>
    internal static class EnergyModel
    {
        /// <summary>Time of an IL instruction on an ESP32: about a microsecond.</summary>
        public const double SecondsPerInstruction = 1e-6;

        // 802.11g: DIFS, mean backoff, preamble, SIFS and the acknowledgement of the frame.
        private const double SecondsPerFrame = 200e-6;

        // MAC header and check sequence, CCMP, LLC.
        private const int FrameBytes = 28 + 16 + 8;

        public static Cost Charge(Exchange exchange, Scenario scenario)
        {
            Chip chip = scenario.Chip;
            double send = AirTime(exchange.PacketsOut, exchange.BytesOut, exchange.HeaderBytes, scenario);
            double receive = AirTime(exchange.PacketsIn, exchange.BytesIn, exchange.HeaderBytes, scenario);
            double processor = exchange.Instructions * SecondsPerInstruction;
            double on = (exchange.RoundTrips * scenario.RoundTripMilliseconds / 1000) + send + receive + processor;
            double exchangeCharge = (on * chip.ListenMilliamperes) + (send * (chip.SendMilliamperes - chip.ListenMilliamperes)) + (processor * chip.ProcessorMilliamperes);
            double boot = scenario.BootMilliseconds / 1000 * chip.ProcessorMilliamperes;
            double join = scenario.JoinMilliseconds / 1000 * chip.ListenMilliamperes;
            double wake = boot + join + exchangeCharge;
            double average = (wake * 1000 / scenario.IntervalSeconds) + chip.SleepMicroamperes;
            double awake = ((scenario.BootMilliseconds + scenario.JoinMilliseconds) / 1000) + on;
            return new Cost(exchangeCharge, wake, average, scenario.BatteryMilliamperehours * 1000 / average / 24, awake);
        }

        private static double AirTime(double packets, double bytes, int headerBytes, Scenario scenario)
        {
            return (packets * SecondsPerFrame) + ((bytes + (packets * (headerBytes + FrameBytes))) * 8 / (scenario.MegabitsPerSecond * 1e6));
        }
    }
}
