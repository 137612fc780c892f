// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.Json;

namespace NanoDtls.Bench.Reporting
{
    /// <summary>A figure beside its limit.</summary>
    /// <param name="Figure">What was measured.</param>
    /// <param name="Max">Largest value allowed; null for a figure without a limit.</param>
    internal sealed record Verdict(Figure Figure, double? Max)
    {
        public bool IsOk => Max == null || Figure.Value <= Max;
    }

    /// <summary>The limits of bench/budgets.json: <c>{"key": {"max": n}}</c>.</summary>
    internal sealed class Budgets
    {
        private readonly IReadOnlyDictionary<string, double> _limits;

        public Budgets(IReadOnlyDictionary<string, double> limits)
        {
            _limits = limits;
        }

        public IEnumerable<string> Keys => _limits.Keys;

        public static Budgets Load(string path)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            return new Budgets(document.RootElement.EnumerateObject()
                .ToDictionary(entry => entry.Name, entry => entry.Value.GetProperty("max").GetDouble()));
        }

        /// <summary>Puts figures beside their limits. A limit whose figure was not measured is an error.</summary>
        public IReadOnlyList<Verdict> Judge(IEnumerable<Figure> figures)
        {
            List<Verdict> verdicts = figures
                .Select(figure => new Verdict(figure, _limits.TryGetValue(figure.Key, out double max) ? max : null))
                .ToList();
            List<string> missing = _limits.Keys.Except(verdicts.Select(verdict => verdict.Figure.Key)).ToList();
            if (missing.Count > 0)
            {
                throw new InvalidOperationException("budgets without a figure: " + string.Join(", ", missing));
            }

            return verdicts;
        }
    }
}
