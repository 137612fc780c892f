// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.CommandLine;
using System.Globalization;
using System.Reflection;

namespace NanoDtls.Energy
{
    /// <summary>How long a battery lasts, by the model of docs/energy.md.</summary>
    internal static class Program
    {
        private const int BadUsage = 2;

        private static readonly Option<double> s_interval = Number("--interval", "SECONDS", "time between two readings", Scenario.Standard.IntervalSeconds);
        private static readonly Option<double> s_battery = Number("--battery", "MAH", "usable capacity of the battery", Scenario.Standard.BatteryMilliamperehours);
        private static readonly Option<double> s_boot = Number("--boot", "MS", "time from reset to the application", Scenario.Standard.BootMilliseconds);
        private static readonly Option<double> s_join = Number("--join", "MS", "time to join the Wi-Fi network and have an address", Scenario.Standard.JoinMilliseconds);
        private static readonly Option<double> s_roundTrip = Number("--rtt", "MS", "round trip to the server", Scenario.Standard.RoundTripMilliseconds);
        private static readonly Option<double> s_rate = Number("--rate", "MBIT", "data rate on air", Scenario.Standard.MegabitsPerSecond);
        private static readonly Option<string> s_chip = new("--chip") { HelpName = "esp32|esp32-s2", Description = "whose currents", DefaultValueFactory = _ => Chip.Esp32.Name };
        private static readonly Option<bool> s_native = new("--native") { Description = "crypto in native code, in place of SoftwareCrypto" };
        private static readonly Option<bool> s_write = new("--write") { Description = "writes the tables of docs/energy.md, for one reading a minute and an hour" };

        private static int Main(string[] arguments)
        {
            var root = new RootCommand("Estimates the charge of a reading and the life of a battery: a model, from measured bytes and instructions and published currents (docs/energy.md).")
            {
                s_interval, s_battery, s_boot, s_join, s_roundTrip, s_rate, s_chip, s_native, s_write,
            };
            s_chip.AcceptOnlyFromAmong(Chip.All.Select(chip => chip.Name).ToArray());
            root.SetAction(result =>
            {
                try
                {
                    return Run(result);
                }
                catch (Exception e) when (e is InvalidOperationException or IOException)
                {
                    Console.Error.WriteLine(e.Message);
                    return 1;
                }
            });
            ParseResult parsed = root.Parse(arguments);
            int code = parsed.Invoke();
            return parsed.Errors.Count > 0 ? BadUsage : code;
        }

        private static int Run(ParseResult result)
        {
            string repository = typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "RepositoryRoot").Value!;
            Figures figures = Figures.Load(Path.Combine(repository, "bench/results.json"));
            var scenario = new Scenario(
                Chip.All.Single(chip => chip.Name == result.GetValue(s_chip)),
                result.GetValue(s_interval),
                result.GetValue(s_battery),
                result.GetValue(s_boot),
                result.GetValue(s_join),
                result.GetValue(s_roundTrip),
                result.GetValue(s_rate));
            if (result.GetValue(s_write))
            {
                string path = Path.Combine(repository, "docs/energy.md");
                File.WriteAllText(path, EnergyDocument.Fill(File.ReadAllText(path), figures, scenario));
            }
            else
            {
                bool isNative = result.GetValue(s_native);
                Console.WriteLine(scenario.Describe() + (isNative ? ", native crypto:" : ", SoftwareCrypto:"));
                Console.WriteLine();
                Console.WriteLine(EnergyDocument.Table(figures, scenario, isNative));
                Console.WriteLine("A model from published currents, not a measurement, and without regulator, sensor and self-discharge: see docs/energy.md.");
            }

            return 0;
        }

        private static Option<double> Number(string name, string value, string description, double standard)
        {
            var option = new Option<double>(name) { HelpName = value, Description = description, DefaultValueFactory = _ => standard };
            option.Validators.Add(result =>
            {
                if (result.Tokens.Count == 1 && !(double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out double number) && number > 0 && double.IsFinite(number)))
                {
                    result.AddError(name + " needs a number above 0");
                }
            });
            return option;
        }
    }
}
