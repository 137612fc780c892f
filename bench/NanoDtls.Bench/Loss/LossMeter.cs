// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Reporting;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Loss
{
    /// <summary>
    /// Handshakes with an Mbed TLS server through a path that loses datagrams both ways: 50 for each rate, seeded,
    /// 60 s each, the default timers, on the real clock. They wait most of the time, so many run at once.
    /// </summary>
    internal sealed class LossMeter : Meter
    {
        private const int Handshakes = 50;
        private const int Percentage = 100;

        public override string Title => "Handshakes under loss";

        public override bool NeedsPeers => true;

        public override void Measure(MeterReport report, BenchOptions options)
        {
            // Built before the clocks run.
            _ = MbedTlsProgram.Path;
            Task<LossyHandshake[]>[] heavy = { Start(50, Handshakes), Start(30, Handshakes) };
            LossyHandshake[] at50 = heavy[0].Result;
            LossyHandshake[] at30 = heavy[1].Result;
            // By themselves, and few at a time: these are over in milliseconds.
            LossyHandshake[] at10 = Start(10, 2).Result;

            var table = new ReportTable(
                "50 handshakes at each rate",
                "Loss is the chance of each datagram in each direction. A handshake that did not end well counts with 60 s.",
                "Loss, %", "Completed", "Median, s", "90 %, s", "Longest, s", "Datagrams of the client, mean");
            Add(report, table, 10, at10);
            Add(report, table, 30, at30);
            Add(report, table, 50, at50);
            report.Tables.Add(table);
            report.Figures.Add(new Figure(
                "loss50.client_datagrams",
                Round(at50.Average(handshake => handshake.ClientDatagrams)),
                "datagrams",
                "Mean number that the client sent at 50 % loss, failed handshakes included"));
            report.Details.Add(Each(at10, at30, at50));
        }

        private static Task<LossyHandshake[]> Start(int loss, int atOnce)
        {
            var gate = new SemaphoreSlim(atOnce);
            IEnumerable<Task<LossyHandshake>> runs = Enumerable.Range(0, Handshakes).Select(i => Task.Factory.StartNew(
                () =>
                {
                    gate.Wait();
                    try
                    {
                        return LossyHandshake.Run(loss, (loss * Percentage) + i);
                    }
                    finally
                    {
                        gate.Release();
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)).ToArray();
            return Task.WhenAll(runs);
        }

        private static void Add(MeterReport report, ReportTable table, int loss, LossyHandshake[] runs)
        {
            double[] seconds = runs.Select(run => run.IsComplete ? run.Seconds : 60).Order().ToArray();
            int completed = runs.Count(run => run.IsComplete);
            double median = (seconds[(Handshakes / 2) - 1] + seconds[Handshakes / 2]) / 2;
            string key = "loss" + loss;
            string what = " of 50 seeded handshakes with Mbed TLS at " + loss + " % loss each way";
            report.Figures.Add(new Figure(key + ".completed", completed, "handshakes", "Completed within 60 s," + what));
            report.Figures.Add(new Figure(key + ".median_s", Round(median), "s", "Median time" + what));
            table.Add(
                loss, completed, Round(median), Round(seconds[Handshakes * 9 / 10]), Round(seconds[^1]), Round(runs.Average(run => run.ClientDatagrams)));
        }

        private static ReportTable Each(params LossyHandshake[][] rates)
        {
            var table = new ReportTable("Each handshake", "", "Seed", "Ended", "Seconds", "Datagrams of the client");
            foreach (LossyHandshake run in rates.SelectMany(runs => runs))
            {
                table.Add(run.Seed, run.Status.ToString(), Round(run.Seconds), run.ClientDatagrams);
            }

            return table;
        }

        private static double Round(double value) => Math.Round(value, 3);
    }
}
