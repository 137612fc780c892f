// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Bench.Reporting
{
    /// <summary>One measured number.</summary>
    /// <param name="Key">Stable name, the key in results.json.</param>
    /// <param name="Value">The number.</param>
    /// <param name="Unit">What it counts.</param>
    /// <param name="Meaning">What exactly was measured, in a sentence.</param>
    internal sealed record Figure(string Key, double Value, string Unit, string Meaning);
}
