// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NanoDtls.Bench;
using NanoDtls.Bench.Reporting;
using NanoDtls.Speed.Handshakes;
using NanoDtls.Speed.Primitives;
using NanoDtls.Speed.Records;
using NanoDtls.Testing;
using Perfolizer.Horology;

namespace NanoDtls.Speed
{
    /// <summary>Runs the benchmarks and the C programs, and makes figures and tables of the results.</summary>
    internal static class SpeedReport
    {
        private const int KeyLength = 64;
        private const double Nanoseconds = 1e9;
        private const string OwnName = "NanoDtls";

        public static MeterReport Measure(bool isQuick)
        {
            var report = new MeterReport("Speed on this machine");
            using var log = new StringWriter();
            Summary handshakes = Run<HandshakeBenchmarks>(isQuick, log);
            Summary records = Run<RecordBenchmarks>(isQuick, log);

            int rounds = isQuick ? 80 : 200;
            var record = new RecordBenchmarks { Length = KeyLength };
            record.MakeKeys();
            report.Figures.Add(new Figure(
                "desktop.seal_open_64_vs_bc",
                PairedRatio.Measure(() => record.NanoDtls(), () => record.BareBouncyCastle(), rounds),
                "ratio",
                "Processor time of SoftwareCrypto to seal and open a record of 64 bytes, divided by that of BouncyCastle's CcmBlockCipher over its AES in C#, taking turns. "
                    + "With the processor's AES instructions BouncyCastle is faster: see the table"));
            var handshake = new HandshakeBenchmarks();
            handshake.Record();
            report.Figures.Add(new Figure(
                "desktop.handshake_vs_bc",
                PairedRatio.Measure(() => handshake.NanoDtls(), () => handshake.BouncyCastle(), rounds),
                "ratio",
                "Processor time of the client's side of a full handshake and its close_notify, divided by that of BouncyCastle's client, taking turns, all code compiled to its best"));
            report.Tables.Add(Handshakes(handshakes, isQuick));
            report.Tables.Add(Records(records));
            if (!isQuick)
            {
                report.Tables.Add(PrimitiveTable(Run<PrimitiveBenchmarks>(isQuick, log), Run<BlockBenchmarks>(isQuick, log)));
            }

            return report;
        }

        private static Summary Run<T>(bool isQuick, TextWriter log)
        {
            Job job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
                .WithIterationTime(TimeInterval.FromMilliseconds(isQuick ? 60 : 250))
                .WithWarmupCount(isQuick ? 8 : 12)
                .WithIterationCount(isQuick ? 9 : 20);
            IConfig config = ManualConfig.CreateEmpty()
                .AddJob(job)
                .AddDiagnoser(MemoryDiagnoser.Default)
                .AddLogger(new TextLogger(log))
                .AddFilter(new SimpleFilter(benchmark => !isQuick || Length(benchmark) is null or KeyLength))
                .WithArtifactsPath(Repository.At("artifacts/bench"));
            Summary summary = BenchmarkRunner.Run<T>(config);
            if (summary.HasCriticalValidationErrors || summary.Reports.Any(r => !r.Success))
            {
                throw new InvalidOperationException(typeof(T).Name + " failed:" + Environment.NewLine + log);
            }

            return summary;
        }

        private static int? Length(BenchmarkCase benchmark)
        {
            return benchmark.Parameters.Items.Count == 0 ? null : (int)benchmark.Parameters["Length"];
        }

        private static string Name(BenchmarkReport report) => report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');

        private static double Median(Summary summary, string name, int? length)
        {
            return summary.Reports.Single(r => Name(r) == name && Length(r.BenchmarkCase) == length).ResultStatistics!.Median;
        }

        private static double Allocated(BenchmarkReport report) => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;

        private static ReportTable Handshakes(Summary summary, bool isQuick)
        {
            var table = new ReportTable(
                "Full handshake, the client's time",
                "TLS_PSK_WITH_AES_128_CCM_8 with cookie exchange and extended master secret, one thread, in memory; times are medians and differ from "
                    + "machine to machine. NanoDtls and BouncyCastle (its defaults) replay the datagrams of a recorded server, by BenchmarkDotNet; OpenSSL and Mbed TLS "
                    + "run client and server in a C program that times the client's calls, without the close_notify. Heap of Mbed TLS: Debian's build, with two buffers of 16 kB.",
                "Client", "us", "Handshakes/s", "Allocated, bytes", "Ratio to NanoDtls");
            double own = Median(summary, OwnName, null);
            foreach (BenchmarkReport report in summary.Reports)
            {
                Add(table, Name(report), report.ResultStatistics!.Median, Allocated(report).ToString("#,0", null), own);
            }

            var server = new ServerSettings();
            string[] arguments = { System.Text.Encoding.ASCII.GetString(server.Identity), Convert.ToHexString(server.Key), isQuick ? "1000" : "10000" };
            Dictionary<string, string> openSsl = CProgram.Compile("openssl_handshake", CProgram.OpenSsl).Run(arguments);
            Add(table, openSsl["version"], double.Parse(openSsl["client_ns"], null), "", own);
            Dictionary<string, string> mbedTls = CProgram.Compile(
                "mbedtls_handshake", CProgram.MbedTls.Prepend("-Wl,--wrap=free").Prepend("-Wl,--wrap=calloc").ToArray()).Run(arguments);
            Add(table, mbedTls["version"], double.Parse(mbedTls["client_ns"], null), "peak " + int.Parse(mbedTls["client_heap"], null).ToString("#,0", null), own);
            return table;
        }

        private static void Add(ReportTable table, string client, double nanoseconds, string allocated, double own)
        {
            table.Add(client, Math.Round(nanoseconds / 1000, 1), Math.Round(Nanoseconds / nanoseconds), allocated, Math.Round(nanoseconds / own, 2));
        }

        private static ReportTable Records(Summary summary)
        {
            var table = new ReportTable(
                "A record sealed and opened",
                "AES-128-CCM_8, by BenchmarkDotNet, medians, one after the other: on a busy machine less exact than the keys. NanoDtls is SoftwareCrypto, in portable C# without processor instructions for AES, with nonce and "
                    + "additional data made by itself; TlsCipher is what BouncyCastle's DTLS uses, AES instructions included; CcmBlockCipher over AesEngine is "
                    + "BouncyCastle in portable C#; AesCcm is OpenSSL.",
                "Bytes", "Implementation", "ns", "Allocated, bytes", "Ratio to NanoDtls");
            foreach (BenchmarkReport report in summary.Reports)
            {
                double nanoseconds = report.ResultStatistics!.Median;
                int length = Length(report.BenchmarkCase)!.Value;
                table.Add(length, Name(report), Math.Round(nanoseconds), Math.Floor(Allocated(report)), Math.Round(nanoseconds / Median(summary, OwnName, length), 2));
            }

            return table;
        }

        private static ReportTable PrimitiveTable(params Summary[] summaries)
        {
            var table = new ReportTable("Primitives", "By BenchmarkDotNet, medians.", "Operation", "ns", "Allocated, bytes");
            foreach (BenchmarkReport report in summaries.SelectMany(summary => summary.Reports))
            {
                table.Add(Name(report), Math.Round(report.ResultStatistics!.Median), Math.Floor(Allocated(report)));
            }

            return table;
        }

        private sealed class TextLogger : ILogger
        {
            private readonly TextWriter _writer;

            public TextLogger(TextWriter writer)
            {
                _writer = writer;
            }

            public string Id => nameof(TextLogger);

            public int Priority => 0;

            public void Write(LogKind logKind, string text) => _writer.Write(text);

            public void WriteLine() => _writer.WriteLine();

            public void WriteLine(LogKind logKind, string text) => _writer.WriteLine(text);

            public void Flush() => _writer.Flush();
        }
    }
}
