// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Coap;
using NanoDtls.Bench.Il;
using NanoDtls.Bench.Loss;
using NanoDtls.Bench.Memory;
using NanoDtls.Bench.Native;
using NanoDtls.Bench.Reporting;
using NanoDtls.Bench.Sessions;
using NanoDtls.Bench.Wire;

namespace NanoDtls.Bench
{
    /// <summary>Measures one kind of figure. A new one joins every run by a line in <see cref="All"/>.</summary>
    internal abstract class Meter
    {
        /// <summary>All meters, in the order of the report.</summary>
        public static IReadOnlyList<Meter> All { get; } = new Meter[]
        {
            new WireMeter(),
            new HeapMeter(),
            new AllocationMeter(),
            new IlSizeMeter(),
            new IlExecutionMeter(),
            new HandshakeHashMeter(),
            new Rv32Meter(),
            new SleepMeter(),
            new CoapMeter(),
            new CoapRoundTripMeter(),
            new LossMeter(),
            new ProgramMeter("Speed on this machine", "NanoDtls.Speed", TimeSpan.FromMinutes(15)),
            new ProgramMeter("A fleet", "Fleet", TimeSpan.FromMinutes(15)),
        };

        /// <summary>Heading of its part of the report.</summary>
        public abstract string Title { get; }

        /// <summary>Whether all that it measures are times, or foreign programs: <c>--no-live</c> leaves it out.</summary>
        public virtual bool NeedsPeers => false;

        /// <summary>Measures, and adds figures and tables to the report.</summary>
        /// <param name="report">Takes the results.</param>
        /// <param name="options">What the user asked for.</param>
        public abstract void Measure(MeterReport report, BenchOptions options);

        /// <summary>Runs the meters.</summary>
        /// <param name="options">What the user asked for.</param>
        /// <param name="only">Part of the titles of those to run; null for all.</param>
        /// <returns>A report of each.</returns>
        public static IReadOnlyList<MeterReport> MeasureAll(BenchOptions options, string? only = null)
        {
            var reports = new List<MeterReport>();
            foreach (Meter meter in All.Where(meter => options.Live || !meter.NeedsPeers))
            {
                if (only != null && !meter.Title.Contains(only, StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                var report = new MeterReport(meter.Title);
                meter.Measure(report, options);
                reports.Add(report);
            }

            return reports;
        }
    }
}
