// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.Json;

namespace NanoDtls.Bench.Reporting
{
    /// <summary>A figure beside its limit.</summary>
    /// <param name="Figure">What was measured.</param>
    /// <param name="Limit">What it is held against; null for a figure without a limit.</param>
    internal sealed record Verdict(Figure Figure, Limit? Limit)
    {
        public bool IsOk => Limit == null || Limit.Allows(Figure.Value);
    }

    /// <summary>What a figure may be.</summary>
    /// <param name="Max">Largest value allowed, or null.</param>
    /// <param name="Min">Smallest value allowed, or null.</param>
    /// <param name="IsLive">Measured against foreign programs only, and so not by <c>--no-live</c>.</param>
    internal sealed record Limit(double? Max, double? Min = null, bool IsLive = false)
    {
        public bool Allows(double value) => (Max == null || value <= Max) && (Min == null || value >= Min);

        /// <summary>In words; nothing but the number for a largest value.</summary>
        public override string ToString()
        {
            string least = Min is double min ? ">= " + min.ToString("#,0.##", null) : "";
            string most = Max is double max ? max.ToString("#,0.##", null) : "";
            return least.Length > 0 && most.Length > 0 ? least + ", " + most : least + most;
        }
    }

    /// <summary>The limits of bench/budgets.json: <c>{"key": {"max": n, "min": n, "live": true}}</c>.</summary>
    internal sealed class Budgets
    {
        private readonly IReadOnlyDictionary<string, Limit> _limits;

        public Budgets(IReadOnlyDictionary<string, Limit> limits)
        {
            _limits = limits;
        }

        public IEnumerable<string> Keys => _limits.Keys;

        public static Budgets Load(string path)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            return new Budgets(document.RootElement.EnumerateObject()
                .ToDictionary(entry => entry.Name, entry => Read(entry.Value)));
        }

        /// <summary>Puts figures beside their limits. A limit whose figure was not measured is an error.</summary>
        /// <param name="figures">What was measured.</param>
        /// <param name="isLive">Whether the figures of foreign programs were to be measured too.</param>
        public IReadOnlyList<Verdict> Judge(IEnumerable<Figure> figures, bool isLive)
        {
            List<Verdict> verdicts = figures
                .Select(figure => new Verdict(figure, _limits.GetValueOrDefault(figure.Key)))
                .ToList();
            List<string> missing = _limits.Where(limit => isLive || !limit.Value.IsLive)
                .Select(limit => limit.Key)
                .Except(verdicts.Select(verdict => verdict.Figure.Key))
                .ToList();
            if (missing.Count > 0)
            {
                throw new InvalidOperationException("budgets without a figure: " + string.Join(", ", missing));
            }

            return verdicts;
        }

        private static Limit Read(JsonElement entry)
        {
            double? max = entry.TryGetProperty("max", out JsonElement most) ? most.GetDouble() : null;
            double? min = entry.TryGetProperty("min", out JsonElement least) ? least.GetDouble() : null;
            if (max == null && min == null)
            {
                throw new InvalidOperationException("a budget has neither max nor min");
            }

            return new Limit(max, min, entry.TryGetProperty("live", out JsonElement live) && live.GetBoolean());
        }
    }
}
