// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace NanoDtls.Energy
{
    /// <summary>How long a battery lasts, by the model of docs/energy.md.</summary>
    internal static class Program
    {
        private const string Begin = "<!-- written by bench/run.sh -->";
        private const string End = "<!-- end -->";

        private static readonly Option<double> s_interval = Number("--interval", "SECONDS", "time between two readings", 60);
        private static readonly Option<double> s_battery = Number("--battery", "MAH", "usable capacity of the battery", 2500);
        private static readonly Option<double> s_boot = Number("--boot", "MS", "time from reset to the application", 270);
        private static readonly Option<double> s_join = Number("--join", "MS", "time to join the Wi-Fi network and have an address", 800);
        private static readonly Option<double> s_roundTrip = Number("--rtt", "MS", "round trip to the server", 30);
        private static readonly Option<double> s_rate = Number("--rate", "MBIT", "data rate on air", 6);
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
            return root.Parse(arguments).Invoke();
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
                Write(Path.Combine(repository, "docs/energy.md"), figures, scenario);
            }
            else
            {
                Console.Write(Table(figures, scenario, result.GetValue(s_native)));
                Console.WriteLine("A model from published currents, not a measurement: see docs/energy.md.");
            }

            return 0;
        }

        /// <summary>Replaces what stands between the two marks of the document.</summary>
        private static void Write(string path, Figures figures, Scenario scenario)
        {
            string text = File.ReadAllText(path);
            int begin = text.IndexOf(Begin, StringComparison.Ordinal);
            int end = text.IndexOf(End, StringComparison.Ordinal);
            if (begin < 0 || end < begin)
            {
                throw new InvalidOperationException(path + " has no place for the tables");
            }

            var tables = new StringBuilder(Begin + "\n");
            foreach (double interval in new[] { 60.0, 3600.0 })
            {
                foreach (bool isNative in new[] { false, true })
                {
                    tables.Append('\n').Append("A reading every ").Append(interval == 60 ? "minute" : "hour").Append(isNative ? ", native crypto:" : ", SoftwareCrypto:").Append("\n\n");
                    tables.Append(Table(figures, scenario with { IntervalSeconds = interval }, isNative));
                }
            }

            File.WriteAllText(path, text[..begin] + tables + "\n" + text[end..]);
        }

        private static string Table(Figures figures, Scenario scenario, bool isNative)
        {
            var text = new StringBuilder("| Way | Exchange, mC | Whole wake, mC | Average, uA | Battery, days |\n|---|--:|--:|--:|--:|\n");
            foreach (Exchange exchange in Exchange.All(figures, isNative))
            {
                Cost cost = EnergyModel.Charge(exchange, scenario);
                text.Append(CultureInfo.InvariantCulture, $"| {exchange.Name} | {cost.ExchangeMillicoulombs:0.0} | {cost.WakeMillicoulombs:0.0} | {cost.AverageMicroamperes:#,0} | {cost.BatteryDays:#,0} |\n");
            }

            return text.ToString();
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
