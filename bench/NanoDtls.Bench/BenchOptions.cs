// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Bench
{
    /// <summary>What to measure and what to print.</summary>
    /// <param name="Quick">Every key once, in under 3 minutes. All meters of today need no more.</param>
    /// <param name="Details">Breakdowns on the console too: IL by method, arrays, types.</param>
    /// <param name="Live">Also measures against foreign programs, where they are installed.</param>
    internal sealed record BenchOptions(bool Quick, bool Details, bool Live);
}
