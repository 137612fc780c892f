// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using NanoDtls.Bench.Device;
using NanoDtls.Bench.Reporting;

namespace NanoDtls.Bench.Il
{
    /// <summary>Counts executed IL instructions: what the device's interpreter has to do, as exact numbers.</summary>
    internal sealed class IlExecutionMeter : Meter
    {
        private const string Compression = "NanoDtls.Sha256::Compress";

        public override string Title => "Executed IL";

        public override void Measure(MeterReport report, BenchOptions options)
        {
            Dictionary<string, IlCount> counts = Count();
            IlCount handshake = counts[IlScenarios.EngineHandshake];
            report.Figures.Add(Executed("il.executed.handshake", handshake, "a full handshake"));
            report.Figures.Add(Executed("il.executed.resumed", counts[IlScenarios.EngineResumed], "a resumed handshake"));
            report.Figures.Add(Executed("il.executed.send64", counts[IlScenarios.EngineSend], "Write of 64 bytes"));
            report.Figures.Add(Executed("il.executed.receive64", counts[IlScenarios.EngineReceive], "ProcessDatagram of 64 bytes and the calls that its caller has to make after it"));
            report.Figures.Add(Executed("il.executed.send512", counts[IlScenarios.EngineSend512], "Write of 512 bytes"));
            report.Figures.Add(Executed("il.executed.receive512", counts[IlScenarios.EngineReceive512], "ProcessDatagram of 512 bytes and the calls that its caller has to make after it"));
            report.Figures.Add(Executed("il.executed.replay", counts[IlScenarios.EngineReplay], "a replayed record of 64 bytes, which is dropped"));
            report.Figures.Add(Executed("il.executed.forgery", counts[IlScenarios.EngineForgery], "a forged record of 64 bytes, which is dropped"));
            IlCount coapRoundTrip = counts[IlScenarios.CoapRoundTrip];
            report.Figures.Add(new Figure(
                "il.executed.coap_round_trip",
                coapRoundTrip.Instructions,
                "IL instructions",
                "Executed in NanoDtls.Coap, DtlsClient and below by a reading: SenML pack, confirmable POST, acknowledgement with the response, without what runs inside the crypto back end or the platform"));
            IlCount send = counts[IlScenarios.EngineSend];
            report.Figures.Add(WithSoftware("il.executed.handshake_software", handshake, "a full handshake"));
            report.Figures.Add(WithSoftware("il.executed.resumed_software", counts[IlScenarios.EngineResumed], "a resumed handshake"));
            report.Figures.Add(WithSoftware("il.executed.send64_software", send, "Write of 64 bytes"));
            report.Figures.Add(WithSoftware("il.executed.receive64_software", counts[IlScenarios.EngineReceive], "ProcessDatagram of 64 bytes and the calls after it"));
            report.Figures.Add(NativeCalls("il.calls.send64", send, "Write of 64 bytes"));
            report.Figures.Add(NativeCalls("il.calls.receive64", counts[IlScenarios.EngineReceive], "ProcessDatagram of 64 bytes and the calls after it"));
            report.Figures.Add(SeamCalls("il.seam.handshake", handshake, "a full handshake"));
            report.Figures.Add(SeamCalls("il.seam.resumed", counts[IlScenarios.EngineResumed], "a resumed handshake"));
            report.Figures.Add(Executed("il.executed.import", counts[IlScenarios.EngineImport], "ImportSession, with what resumption needs: no key is derived"));
            report.Figures.Add(Wake(counts, isSoftware: false));
            report.Figures.Add(Wake(counts, isSoftware: true));

            report.Tables.Add(Overview(counts));
            report.Tables.Add(Compressions(counts));
            foreach ((string scenario, IlCount count) in counts)
            {
                AddDetails(report, scenario, count);
            }
        }

        /// <summary>Instruments, runs and reads the counts.</summary>
        /// <param name="byInstruction">See <see cref="IlInstrumenter.Instrument(ModuleDefinition, bool)"/>.</param>
        /// <returns>The counts by scenario, in the order of <see cref="IlScenarios"/>.</returns>
        public static Dictionary<string, IlCount> Count(bool byInstruction = false)
        {
            using ModuleDefinition engine = DeviceBuild.Read("NanoDtls");
            using ModuleDefinition coap = DeviceBuild.Read("NanoDtls.Coap");
            IlMap map = IlInstrumenter.Instrument(new[] { engine, coap }, byInstruction);
            var context = new DeviceContext(new() { ["NanoDtls"] = DeviceBuild.ToImage(engine), ["NanoDtls.Coap"] = DeviceBuild.ToImage(coap) });
            return context
                .Run<Dictionary<string, long[][]>>(typeof(IlScenarios), nameof(IlScenarios.Run), map.Blocks.Count, map.Methods.Count, map.SeamMethods.Count)
                .ToDictionary(entry => entry.Key, entry => new IlCount(map, entry.Value));
        }

        private static Figure Executed(string key, IlCount count, string what)
        {
            return new Figure(key, count.Instructions, "IL instructions", "Executed in DtlsConnection and below by " + what + ", without what runs inside the crypto back end or the platform");
        }

        private static Figure WithSoftware(string key, IlCount count, string what)
        {
            return new Figure(key, count.Instructions + count.CryptoInstructions, "IL instructions", "Executed by " + what + " with SoftwareCrypto, crypto included");
        }

        /// <summary>What a deep sleep adds to the reading between: the state taken up, numbers reserved, the state saved.</summary>
        private static Figure Wake(Dictionary<string, IlCount> counts, bool isSoftware)
        {
            IEnumerable<IlCount> parts = new[] { IlScenarios.EngineImport, IlScenarios.EngineReserve, IlScenarios.EngineExport }.Select(name => counts[name]);
            return new Figure(
                isSoftware ? "il.executed.wake_software" : "il.executed.wake",
                parts.Sum(part => part.Instructions + (isSoftware ? part.CryptoInstructions : 0)),
                "IL instructions",
                "Executed by ImportSession, ReserveSequences with ConfirmReservation, and ExportSession together" + (isSoftware ? " with SoftwareCrypto, crypto included" : ", crypto apart"));
        }

        private static Figure NativeCalls(string key, IlCount count, string what)
        {
            return new Figure(key, count.PlatformCalls + count.SeamCalls, "calls", "InternalCalls of " + what + " with native crypto: of the platform, and one for each call through the seam");
        }

        private static Figure SeamCalls(string key, IlCount count, string what)
        {
            return new Figure(key, count.SeamCalls, "calls", "Calls of " + what + " through the crypto seam: one native call each when the crypto is native");
        }

        private static ReportTable Overview(Dictionary<string, IlCount> counts)
        {
            var table = new ReportTable(
                "Executed instructions and calls",
                "Counted in the device's own build, instrumented and run on .NET: exact and the same every time. \"Engine\" is "
                    + "`DtlsConnection` driven by hand, \"client\" is `DtlsClient` over UDP, and \"CoAP\" adds `NanoDtls.Coap` to it. The first five columns of numbers are without "
                    + "the crypto back end; the last one is what `SoftwareCrypto` adds. Platform calls (`Array.Copy`, sockets, the clock) are "
                    + "native calls on the device, or lead to one; a call through the seam is a virtual call, counted as that only, and one native call when the crypto is native.",
                "Work",
                "IL",
                "Calls",
                "Virtual calls",
                "Platform calls",
                "Seam calls",
                "IL in SoftwareCrypto");
            foreach ((string scenario, IlCount count) in counts)
            {
                table.Add(scenario, count.Instructions, count.Calls, count.VirtualCalls, count.PlatformCalls, count.SeamCalls, count.CryptoInstructions);
            }

            return table;
        }

        private static ReportTable Compressions(Dictionary<string, IlCount> counts)
        {
            var table = new ReportTable("SHA-256 compressions and AES blocks", "Of `SoftwareCrypto`.", "Work", "SHA-256 compressions", "AES blocks");
            foreach ((string scenario, IlCount count) in counts)
            {
                table.Add(scenario, count.Entries(Compression), AesBlocks(count));
            }

            return table;
        }

        /// <summary>AES blocks that were encrypted, one or two by a call: each has its last round.</summary>
        public static long AesBlocks(IlCount count) => count.Entries("NanoDtls.AesBlock::Finish");

        private static void AddDetails(MeterReport report, string scenario, IlCount count)
        {
            var calls = new ReportTable(scenario + ", calls that leave the assembly or go through the seam", "", "Member", "Calls");
            foreach ((string name, long number) in count.PlatformCallsByMember.Concat(count.SeamCallsByMethod.Select(call => ("seam: " + call.Name, call.Count))))
            {
                calls.Add(name, number);
            }

            report.Details.Add(calls);
            report.Details.Add(ByMethod(scenario + ", by method", count, crypto: false));
            report.Details.Add(ByMethod(scenario + ", by method of SoftwareCrypto", count, crypto: true));
        }

        private static ReportTable ByMethod(string title, IlCount count, bool crypto)
        {
            var table = new ReportTable(title, "", "Method", "IL", "Entered", "IL each");
            foreach ((string method, long instructions, long entries) in count.ByMethod(crypto))
            {
                table.Add(method, instructions, entries, entries == 0 ? "" : ((double)instructions / entries).ToString("0.#", null));
            }

            return table;
        }
    }
}
