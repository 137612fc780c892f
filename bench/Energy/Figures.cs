// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.Json;

namespace NanoDtls.Energy
{
    /// <summary>The measured figures that the model starts from: bench/results.json.</summary>
    internal sealed class Figures
    {
        private readonly IReadOnlyDictionary<string, double> _values;

        public Figures(IReadOnlyDictionary<string, double> values)
        {
            _values = values;
        }

        /// <exception cref="InvalidOperationException">It was not measured.</exception>
        public double this[string key] =>
            _values.TryGetValue(key, out double value) ? value : throw new InvalidOperationException("bench/results.json has no " + key + ": run ./bench/run.sh first");

        public static Figures Load(string path)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            return new Figures(document.RootElement.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetDouble()));
        }
    }
}
