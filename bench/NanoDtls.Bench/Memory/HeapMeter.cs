// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using NanoDtls.Bench.Device;
using NanoDtls.Bench.Native;
using NanoDtls.Bench.Reporting;

namespace NanoDtls.Bench.Memory
{
    /// <summary>Weighs the memory of one connected client, as the device has it.</summary>
    internal sealed class HeapMeter : Meter
    {
        private const string CryptoField = ".Crypto";
        private const int LongPayload = 1024;

        private static readonly int[] s_payloads = { 64, 256, 512, LongPayload };

        public override string Title => "Memory of one connection";

        public override void Measure(MeterReport report, BenchOptions options)
        {
            using ModuleDefinition module = DeviceBuild.Read("NanoDtls");
            var context = new DeviceContext(new() { ["NanoDtls"] = DeviceBuild.ToImage(module) });
            (List<DeviceObject> objects, List<string> platform) = Client(context, 0);
            List<DeviceObject> arrays = objects.Where(o => o.IsArray).ToList();
            List<DeviceObject> tables = FromPlain(context.Run<List<(string, string, int, int)>>(typeof(HeapScenarios), nameof(HeapScenarios.SharedTables)));

            List<DeviceObject> own = arrays.Where(o => !IsCrypto(o)).ToList();
            string crypto = (arrays.Sum(o => o.Length) - own.Sum(o => o.Length)) + " bytes of arrays";
            report.Figures.Add(new Figure(
                "connection.array_bytes",
                own.Sum(o => o.Length),
                "bytes",
                "Lengths of all arrays of a DtlsClient with default options: engine, socket buffer, handshake, identity. The crypto back end is "
                    + "apart: SoftwareCrypto has " + crypto + " for each connection, and tables that all share."));
            List<DeviceObject> engine = Engine(context, 0);
            report.Figures.Add(new Figure(
                "connection.engine_heap_bytes",
                engine.Where(o => !IsCrypto(o)).Sum(o => o.HeapBytes),
                "bytes",
                "All objects and arrays of a DtlsConnection with default options, driven by hand, on the device's heap, headers included: all that it holds but the crypto back "
                    + "end, which may be the chip's"));
            report.Figures.Add(new Figure(
                "connection.software_heap_bytes",
                engine.Sum(o => o.HeapBytes),
                "bytes",
                "The same with the objects and arrays of its SoftwareCrypto; not with its tables, which all connections share, and the platform's Random"));
            report.Figures.Add(new Figure(
                "connection.software_heap_bytes_1024",
                Engine(context, LongPayload).Sum(o => o.HeapBytes),
                "bytes",
                "The same with MaxRecordPayload 1,024; with 64 and 256 it is what it is with the default of 512"));
            report.Figures.Add(new Figure(
                "connection.heap_bytes",
                objects.Sum(o => o.HeapBytes),
                "bytes",
                "All objects and arrays of a DtlsClient with default options on the device's heap: its DtlsConnection and SoftwareCrypto as above, its own buffer for what it receives, and "
                    + "itself; without the platform's socket, address and Random, and the shared tables"));

            report.Tables.Add(Sums(objects, tables, platform));
            report.Tables.Add(Payloads(context));
            if (options.Live)
            {
                Compare(report, engine, objects);
            }

            report.Tables.Add(Arrays(arrays));
            report.Details.Add(Objects(objects));
        }

        private static (List<DeviceObject> Objects, List<string> Platform) Client(DeviceContext context, int maxRecordPayload)
        {
            var (plain, platform) = context.Run<(List<(string, string, int, int)>, List<string>)>(
                typeof(HeapScenarios), nameof(HeapScenarios.Client), maxRecordPayload);
            return (FromPlain(plain), platform);
        }

        private static List<DeviceObject> Engine(DeviceContext context, int maxRecordPayload)
        {
            return FromPlain(context.Run<List<(string, string, int, int)>>(typeof(HeapScenarios), nameof(HeapScenarios.Engine), maxRecordPayload));
        }

        private static ReportTable Payloads(DeviceContext context)
        {
            var table = new ReportTable(
                "By largest record",
                "\"Engine\" is a DtlsConnection, for transports with a buffer of their own; \"client\" is a DtlsClient, which has one buffer for what it sends and one for what it receives. "
                    + "Neither buffer gets smaller than a handshake needs. Objects + arrays, then the bytes that they take of the device's heap, headers included.",
                "MaxRecordPayload",
                "Engine without crypto",
                "Heap bytes",
                "Engine with SoftwareCrypto",
                "Heap bytes",
                "Client with SoftwareCrypto",
                "Heap bytes");
            foreach (int payload in s_payloads)
            {
                List<DeviceObject> engine = Engine(context, payload);
                List<DeviceObject> own = engine.Where(o => !IsCrypto(o)).ToList();
                List<DeviceObject> client = Client(context, payload).Objects;
                table.Add(payload, Count(own), own.Sum(o => o.HeapBytes), Count(engine), engine.Sum(o => o.HeapBytes), Count(client), client.Sum(o => o.HeapBytes));
            }

            return table;
        }

        /// <summary>The same connection in C, measured with pointers of 4 bytes as on the device.</summary>
        private static void Compare(MeterReport report, List<DeviceObject> engine, List<DeviceObject> client)
        {
            MbedTlsRv32 peer = MbedTlsRv32.Instance;
            var table = new ReportTable(
                "Next to Mbed TLS 2.28",
                peer.IsThere
                    ? "A connection for records of 512 bytes, TLS_PSK_WITH_AES_128_CCM_8. NanoDtls with headers, in the interpreter's units of 12 bytes, the same from construction on; DtlsConnection reads datagrams in its caller's array. Mbed TLS configured for this "
                        + "suite only (bench/peers/rv32/mbedtls_config.h), compiled for rv32imc: its context and what it holds on the heap, in " + peer["client_blocks"] + " blocks at the peak, without the allocator's headers, the configuration, and the random "
                        + "generator."
                    : "Mbed TLS was not measured: " + peer.Reason + ".",
                "What",
                "In a handshake, at most",
                "Connected");
            int own = engine.Where(o => !IsCrypto(o)).Sum(o => o.HeapBytes);
            table.Add("DtlsConnection, crypto on the chip", own, own);
            table.Add("DtlsConnection with SoftwareCrypto", engine.Sum(o => o.HeapBytes), engine.Sum(o => o.HeapBytes));
            table.Add("DtlsClient with SoftwareCrypto and a buffer to receive", client.Sum(o => o.HeapBytes), client.Sum(o => o.HeapBytes));
            if (peer.IsThere)
            {
                table.Add("Mbed TLS, with a buffer to receive", peer.PeakBytes, peer.HeldBytes);
                report.Figures.Add(new Figure("mbedtls.rv32.heap_bytes", peer.PeakBytes, "bytes", "Most that a client of Mbed TLS has in a handshake: context and heap, records of 512 bytes, on rv32imc"));
            }

            report.Tables.Add(table);
        }

        private static string Count(List<DeviceObject> objects)
        {
            return objects.Count(o => !o.IsArray) + " + " + objects.Count(o => o.IsArray);
        }

        private static ReportTable Sums(List<DeviceObject> objects, List<DeviceObject> tables, List<string> platform)
        {
            var table = new ReportTable(
                "Sums",
                "On the device an object takes 12 bytes and 12 for each field, an array 20 bytes and its elements, rounded up to 12. "
                    + "Objects of the platform, which are not counted: " + string.Join(", ", platform) + ".",
                "What",
                "Objects",
                "Arrays",
                "Array bytes",
                "Heap bytes");
            Add(table, "all", objects);
            Add(table, "without SoftwareCrypto", objects.Where(o => !IsCrypto(o)).ToList());
            Add(table, "SoftwareCrypto", objects.Where(IsCrypto).ToList());
            Add(table, "tables, once for all connections", tables);
            return table;
        }

        private static void Add(ReportTable table, string what, List<DeviceObject> objects)
        {
            table.Add(what, objects.Count(o => !o.IsArray), objects.Count(o => o.IsArray), objects.Where(o => o.IsArray).Sum(o => o.Length), objects.Sum(o => o.HeapBytes));
        }

        private static ReportTable Arrays(List<DeviceObject> arrays)
        {
            var table = new ReportTable("Arrays", "", "Reached by", "Type", "Elements", "Bytes", "Heap bytes");
            foreach (DeviceObject array in arrays.OrderByDescending(o => o.Length).ThenBy(o => o.Path, StringComparer.Ordinal))
            {
                table.Add("`" + array.Path + "`", array.Type, array.Elements, array.Length, array.HeapBytes);
            }

            return table;
        }

        private static ReportTable Objects(List<DeviceObject> objects)
        {
            var table = new ReportTable("Objects", "", "Type", "Objects", "Fields", "Heap bytes");
            foreach (var group in objects.Where(o => !o.IsArray).GroupBy(o => o.Type).OrderByDescending(g => g.Sum(o => o.HeapBytes)))
            {
                table.Add(group.Key, group.Count(), group.Sum(o => o.Elements), group.Sum(o => o.HeapBytes));
            }

            return table;
        }

        private static bool IsCrypto(DeviceObject o)
        {
            return (o.Path + ".").Contains(CryptoField + ".", StringComparison.Ordinal);
        }

        private static List<DeviceObject> FromPlain(IEnumerable<(string Path, string Type, int Elements, int ElementBytes)> plain)
        {
            return plain.Select(o => new DeviceObject(o.Path, o.Type, o.Elements, o.ElementBytes)).ToList();
        }
    }
}
