// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Bench.Reporting
{
    /// <summary>What one meter found.</summary>
    internal sealed class MeterReport
    {
        public MeterReport(string title)
        {
            Title = title;
        }

        public string Title { get; }

        public List<Figure> Figures { get; } = new();

        /// <summary>Tables for results.md.</summary>
        public List<ReportTable> Tables { get; } = new();

        /// <summary>Tables for the console, where --details asks for them.</summary>
        public List<ReportTable> Details { get; } = new();
    }
}
