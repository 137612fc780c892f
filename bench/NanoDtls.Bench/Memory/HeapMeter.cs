// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using NanoDtls.Bench.Device;
using NanoDtls.Bench.Reporting;

namespace NanoDtls.Bench.Memory
{
    /// <summary>Weighs the memory of one connected client, as the device has it.</summary>
    internal sealed class HeapMeter : Meter
    {
        private const string CryptoField = "._crypto";
        private const string EnginePath = "client._connection";

        // Reached by the engine too, but the caller's: the array of the datagram that it is reading.
        private const string ReceiveBuffer = "client._connection._datagram";

        private static readonly int[] s_payloads = { 64, 256, 512, 1024 };

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
            report.Figures.Add(new Figure(
                "connection.heap_bytes",
                objects.Sum(o => o.HeapBytes),
                "bytes",
                "All of its objects and arrays on the device's heap, headers and SoftwareCrypto included; without the platform's objects and the shared tables."));

            report.Tables.Add(Sums(objects, tables, platform));
            report.Tables.Add(Payloads(context));
            report.Tables.Add(Arrays(arrays));
            report.Details.Add(Objects(objects));
        }

        private static (List<DeviceObject> Objects, List<string> Platform) Client(DeviceContext context, int maxRecordPayload)
        {
            var (plain, platform) = context.Run<(List<(string, string, int, int)>, List<string>)>(
                typeof(HeapScenarios), nameof(HeapScenarios.Client), maxRecordPayload);
            return (FromPlain(plain), platform);
        }

        private static ReportTable Payloads(DeviceContext context)
        {
            var table = new ReportTable(
                "By largest record",
                "A DtlsClient has one buffer for what it sends and one for what it receives; neither gets smaller than a handshake needs. "
                    + "The engine alone, for transports with a buffer of their own, saves the second. Heap bytes, headers included.",
                "MaxRecordPayload",
                "Arrays, bytes",
                "Engine alone",
                "Client without SoftwareCrypto",
                "SoftwareCrypto",
                "All");
            foreach (int payload in s_payloads)
            {
                List<DeviceObject> objects = Client(context, payload).Objects;
                List<DeviceObject> own = objects.Where(o => !IsCrypto(o)).ToList();
                table.Add(
                    payload,
                    own.Where(o => o.IsArray).Sum(o => o.Length),
                    own.Where(o => o.Path.StartsWith(EnginePath, StringComparison.Ordinal) && o.Path != ReceiveBuffer).Sum(o => o.HeapBytes),
                    own.Sum(o => o.HeapBytes),
                    objects.Where(IsCrypto).Sum(o => o.HeapBytes),
                    objects.Sum(o => o.HeapBytes));
            }

            return table;
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
