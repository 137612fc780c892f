// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Reporting;
using NanoDtls.Bench.Wire;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Memory
{
    /// <summary>
    /// Counts what is allocated after construction. The desktop build runs here; that the device's IL has no
    /// instruction that allocates is the business of the IL rules in tests/NanoDtls.Build.Tests.
    /// </summary>
    internal sealed class AllocationMeter : Meter
    {
        private const int Records = 1000;
        private const int PayloadLength = 64;

        public override string Title => "Allocation after construction";

        public override void Measure(MeterReport report, BenchOptions options)
        {
            // Once unmeasured: .NET itself allocates when code runs for the first time.
            MeasureEngine();
            MeasureClient();
            (long engineHandshake, long engineRecords) = MeasureEngine();
            (long clientHandshake, long clientRecords) = MeasureClient();

            report.Figures.Add(new Figure(
                "alloc.handshake",
                engineHandshake + clientHandshake,
                "bytes",
                "Allocated by a full handshake of DtlsConnection and one of DtlsClient over UDP together"));
            report.Figures.Add(new Figure(
                "alloc.record",
                engineRecords + clientRecords,
                "bytes",
                "Allocated by " + Records + " records of 64 bytes each way through DtlsConnection and through DtlsClient together"));

            var table = new ReportTable("Managed bytes", "", "What", "Engine", "Client over UDP");
            table.Add("a handshake", engineHandshake, clientHandshake);
            table.Add(Records + " records sent, " + Records + " received", engineRecords, clientRecords);
            report.Tables.Add(table);
        }

        private static (long Handshake, long Records) MeasureEngine()
        {
            using var server = new ScriptedServer();
            var link = new VirtualLink(new DtlsConnection(LoopbackSession.Options()), server);
            Require(link.Connect());
            long handshake = link.EngineAllocatedBytes;
            byte[] payload = new byte[PayloadLength];
            for (int i = 0; i < Records; i++)
            {
                Require(link.Write(payload) > 0);
                Require(link.DeliverToClient(server.BuildData(payload)) == 1);
            }

            return (handshake, link.EngineAllocatedBytes - handshake);
        }

        private static (long Handshake, long Records) MeasureClient()
        {
            using var session = new LoopbackSession(LoopbackSession.PatientOptions());
            byte[] payload = new byte[PayloadLength];
            byte[] received = new byte[PayloadLength];

            // The platform's socket allocates when it is connected for the first time, and only then.
            session.Connect();
            session.Client.Close();

            long start = GC.GetAllocatedBytesForCurrentThread();
            session.Connect();
            long connected = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Records; i++)
            {
                session.Send(payload);
                session.Receive(received);
            }

            return (connected - start, GC.GetAllocatedBytesForCurrentThread() - connected);
        }

        private static void Require(bool isGood)
        {
            if (!isGood)
            {
                throw new InvalidOperationException("the engine did not do what is measured");
            }
        }
    }
}
