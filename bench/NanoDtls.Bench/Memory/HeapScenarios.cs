// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;
using NanoDtls.Bench.Wire;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Memory
{
    /// <summary>Objects to weigh; runs in the context that has the device's assembly.</summary>
    internal static class HeapScenarios
    {
        /// <summary>
        /// A client after a handshake and a record each way. The tables that all instances of SoftwareCrypto
        /// share are left out.
        /// </summary>
        /// <param name="maxRecordPayload">Setting of that name; 0 for its default.</param>
        /// <returns>All objects, and the platform's objects among them.</returns>
        public static (List<(string Path, string Type, int Elements, int ElementBytes)> Objects, List<string> Platform) Client(int maxRecordPayload)
        {
            DtlsClientOptions options = LoopbackSession.PatientOptions();
            options.MaxRecordPayload = maxRecordPayload == 0 ? options.MaxRecordPayload : maxRecordPayload;
            using var session = new LoopbackSession(options);
            session.Connect();
            byte[] payload = new byte[64];
            session.Send(payload);
            session.Receive(payload);

            var heap = new DeviceHeap();
            heap.Exclude(Tables());
            heap.Walk(session.Client, "client");
            return (ToPlain(heap), heap.PlatformObjects);
        }

        /// <summary>An engine without a client, after a handshake and a record each way; the shared tables are left out.</summary>
        /// <param name="maxRecordPayload">Setting of that name; 0 for its default.</param>
        /// <returns>
        /// All objects, but for the array of the datagram that was read last: the engine's caller owns it.
        /// </returns>
        public static List<(string Path, string Type, int Elements, int ElementBytes)> Engine(int maxRecordPayload)
        {
            DtlsClientOptions options = LoopbackSession.Options();
            options.MaxRecordPayload = maxRecordPayload == 0 ? options.MaxRecordPayload : maxRecordPayload;
            using var server = new ScriptedServer();
            var link = new VirtualLink(new DtlsConnection(options), server);
            bool isConnected = link.Connect();
            byte[] payload = new byte[64];
            if (!isConnected || link.Write(payload) <= 0 || link.DeliverToClient(server.BuildData(payload)) != 1)
            {
                throw new InvalidOperationException(link.Describe());
            }

            var heap = new DeviceHeap();
            heap.Exclude(Tables());
            heap.Walk(link.Client, "connection");
            heap.Objects.RemoveAll(o => o.Path == "connection._datagram");
            return ToPlain(heap);
        }

        /// <summary>The shared tables of SoftwareCrypto.</summary>
        /// <returns>Their objects.</returns>
        public static List<(string Path, string Type, int Elements, int ElementBytes)> SharedTables()
        {
            GC.KeepAlive(new SoftwareCrypto());
            var heap = new DeviceHeap();
            heap.Walk(Tables(), "tables");
            return ToPlain(heap);
        }

        private static object Tables()
        {
            Type type = typeof(SoftwareCrypto).Assembly.GetType("NanoDtls.SoftwareTables", throwOnError: true)!;
            return type.GetField("Shared", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.GetValue(null)!;
        }

        private static List<(string Path, string Type, int Elements, int ElementBytes)> ToPlain(DeviceHeap heap)
        {
            return heap.Objects.Select(o => (o.Path, o.Type, o.Elements, o.ElementBytes)).ToList();
        }
    }
}
