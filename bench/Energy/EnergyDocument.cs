// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using System.Text;

namespace NanoDtls.Energy
{
    /// <summary>The model's tables, on the console and in docs/energy.md.</summary>
    internal static class EnergyDocument
    {
        private const string Begin = "<!-- written by bench/run.sh -->";
        private const string End = "<!-- end -->";

        /// <summary>The document with its tables made anew: a reading a minute and an hour, without and with native crypto.</summary>
        /// <exception cref="InvalidOperationException">It has no place for them.</exception>
        public static string Fill(string document, Figures figures, Scenario scenario)
        {
            int begin = document.IndexOf(Begin, StringComparison.Ordinal);
            int end = document.IndexOf(End, StringComparison.Ordinal);
            if (begin < 0 || end < begin)
            {
                throw new InvalidOperationException("docs/energy.md has no place for the tables");
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

            return document[..begin] + tables + "\n" + document[end..];
        }

        /// <summary>A row for each way to send a reading.</summary>
        public static string Table(Figures figures, Scenario scenario, bool isNative)
        {
            var text = new StringBuilder("| Way | Exchange, mC | Whole wake, mC | Average, uA | Battery, days |\n|---|--:|--:|--:|--:|\n");
            foreach (Exchange exchange in Exchange.All(figures, isNative))
            {
                Cost cost = EnergyModel.Charge(exchange, scenario);
                text.Append(CultureInfo.InvariantCulture, $"| {exchange.Name} | {cost.ExchangeMillicoulombs:0.0} | {cost.WakeMillicoulombs:0.0} | ");
                text.Append(cost.AwakeSeconds < scenario.IntervalSeconds
                    ? string.Create(CultureInfo.InvariantCulture, $"{cost.AverageMicroamperes:#,0} | {cost.BatteryDays:#,0} |\n")
                    : "takes longer than the interval | |\n");
            }

            return text.ToString();
        }
    }
}
