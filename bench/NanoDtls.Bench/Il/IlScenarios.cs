// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Runtime.CompilerServices;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Il
{
    /// <summary>
    /// The work whose instructions are counted; runs in the context that has the instrumented assemblies. Each
    /// result is the difference of two snapshots of <see cref="IlCounters"/>.
    /// </summary>
    internal static partial class IlScenarios
    {
        public const string Construction = "engine: construction";
        public const string EngineHandshake = "engine: handshake";
        public const string EngineResumed = "engine: resumed handshake";
        public const string EngineSend = "engine: send of 64 bytes";
        public const string EngineReceive = "engine: receive of 64 bytes";
        public const string EngineSend512 = "engine: send of 512 bytes";
        public const string EngineReceive512 = "engine: receive of 512 bytes";
        public const string EngineReplay = "engine: replayed record of 64 bytes, dropped";
        public const string EngineForgery = "engine: forged record of 64 bytes, dropped";
        public const string EngineExport = "engine: export";
        public const string EngineImport = "engine: import";
        public const string EngineReserve = "engine: reservation";
        public const string ClientHandshake = "client: handshake";
        public const string ClientSend = "client: send of 64 bytes";
        public const string ClientReceive = "client: receive of 64 bytes";
        public const string CoapRoundTrip = "CoAP: reading packed, posted and acknowledged";

        private const int PayloadLength = 64;
        private const int LongPayloadLength = 512;

        // The first records may differ from later ones; these must not.
        private const int Repetitions = 20;

        /// <summary>Runs everything.</summary>
        /// <param name="blocks">Number of basic blocks.</param>
        /// <param name="methods">Number of methods.</param>
        /// <param name="seamMethods">Number of methods of the seam.</param>
        /// <returns>Counts by scenario.</returns>
        public static Dictionary<string, long[][]> Run(int blocks, int methods, int seamMethods)
        {
            IlCounters.Initialize(blocks, methods, seamMethods);

            // On the device static constructors run before Main.
            foreach (Type type in typeof(DtlsConnection).Assembly.GetTypes().Concat(typeof(NanoDtls.Coap.CoapClient).Assembly.GetTypes()))
            {
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }

            var results = new Dictionary<string, long[][]>();
            RunEngine(results);
            RunSleep(results);
            RunClient(results);
            RunCoap(results);
            return results;
        }

        private static long[][] Measure(Action work)
        {
            long[][] before = IlCounters.Snapshot();
            work();
            long[][] after = IlCounters.Snapshot();
            return after.Zip(before, (a, b) => a.Zip(b, (x, y) => x - y).ToArray()).ToArray();
        }

        /// <summary>The counts of one repetition, when all are the same.</summary>
        private static long[][] Same(List<long[][]> counts)
        {
            for (int i = 1; i < counts.Count; i++)
            {
                Require(counts[i].Zip(counts[0]).All(pair => pair.First.SequenceEqual(pair.Second)), "repetition " + i + " of the same work");
            }

            return counts[0];
        }

        private static void Require(bool isGood, string what)
        {
            if (!isGood)
            {
                throw new InvalidOperationException(what + " went wrong");
            }
        }
    }
}
