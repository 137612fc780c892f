// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode.Desktop.Server
{
    /// <summary>One resolved SenML record with a numeric value (RFC 8428 section 4.6).</summary>
    /// <param name="Name">Base name and name.</param>
    /// <param name="Unit">Unit, empty for none.</param>
    /// <param name="Value">Base value plus value.</param>
    /// <param name="Time">Base time plus time in seconds; small values are relative to the receipt.</param>
    internal sealed record SenMlRecord(string Name, string Unit, double Value, double Time);
}
