// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Runtime.CompilerServices;
using NanoDtls.Bench.Wire;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Il
{
    /// <summary>
    /// The work whose instructions are counted; runs in the context that has the instrumented assembly. Each
    /// result is the difference of two snapshots of <see cref="IlCounters"/>.
    /// </summary>
    internal static class IlScenarios
    {
        public const string Construction = "engine: construction";
        public const string EngineHandshake = "engine: handshake";
        public const string EngineSend = "engine: send of 64 bytes";
        public const string EngineReceive = "engine: receive of 64 bytes";
        public const string EngineExport = "engine: export";
        public const string EngineImport = "engine: import";
        public const string EngineReserve = "engine: reservation";
        public const string ClientHandshake = "client: handshake";
        public const string ClientSend = "client: send of 64 bytes";
        public const string ClientReceive = "client: receive of 64 bytes";

        private const int PayloadLength = 64;

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
            foreach (Type type in typeof(DtlsConnection).Assembly.GetTypes())
            {
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }

            var results = new Dictionary<string, long[][]>();
            RunEngine(results);
            RunSleep(results);
            RunClient(results);
            return results;
        }

        private static void RunEngine(Dictionary<string, long[][]> results)
        {
            using var server = new ScriptedServer();
            DtlsConnection connection = null!;
            results[Construction] = Measure(() => connection = new DtlsConnection(LoopbackSession.Options()));
            byte[] datagram = new byte[connection.MaxDatagram];
            byte[] payload = new byte[PayloadLength];

            results[EngineHandshake] = Measure(() =>
            {
                connection.Start(0);
                Deliver(connection, server);
                while (server.Outbox.TryDequeue(out byte[]? received))
                {
                    received.CopyTo(datagram, 0);
                    connection.ProcessDatagram(datagram, 0, received.Length, 1);
                    Deliver(connection, server);
                }
            });
            Require(connection.State == DtlsState.Connected && server.IsConnected && server.Violations.Count == 0, "the engine's handshake");

            // Sends and receives take turns, as a report and its acknowledgement do: SoftwareCrypto keeps one
            // expanded key, so this is what each costs in such a pair.
            int receivedBytes = 0;
            var sends = new List<long[][]>();
            var receives = new List<long[][]>();
            for (int i = 0; i < Repetitions; i++)
            {
                sends.Add(Measure(() =>
                {
                    int length = connection.Write(payload, 0, payload.Length);
                    server.Receive(connection.OutputBuffer[..length]);
                }));
                receives.Add(Measure(() =>
                {
                    byte[] received = server.BuildData(payload);
                    received.CopyTo(datagram, 0);

                    // All that the engine asks of its caller for a datagram.
                    receivedBytes += connection.ProcessDatagram(datagram, 0, received.Length, 1);
                    Require(connection.DataOffset > 0 && connection.ProcessNext(1) == 0, "one record in a datagram");
                    Deliver(connection, server);
                }));
            }

            results[EngineSend] = Same(sends);
            results[EngineReceive] = Same(receives);
            Require(server.ApplicationData.Count == Repetitions, "the engine's sends");
            Require(receivedBytes == Repetitions * PayloadLength, "the engine's receives");
        }

        /// <summary>A session with a Connection ID and all that resumption needs, from one object to another.</summary>
        private static void RunSleep(Dictionary<string, long[][]> results)
        {
            using var server = new ScriptedServer(new ServerSettings { KeepsSessions = true, ConnectionId = new byte[8] });
            DtlsClientOptions options = LoopbackSession.Options();
            options.StateKey = new byte[32];
            var connection = new DtlsConnection(options);
            byte[] datagram = new byte[connection.MaxDatagram];
            connection.Start(0);
            Deliver(connection, server);
            while (server.Outbox.TryDequeue(out byte[]? received))
            {
                received.CopyTo(datagram, 0);
                connection.ProcessDatagram(datagram, 0, received.Length, 1);
                Deliver(connection, server);
            }

            byte[] state = new byte[DtlsConnection.MaxSessionStateLength];
            int length = 0;
            results[EngineExport] = Measure(() => length = connection.ExportSession(state, 0));
            var next = new DtlsConnection(options);
            DtlsStatus status = DtlsStatus.StateMissing;
            results[EngineImport] = Measure(() => status = next.ImportSession(state, 0, length));
            Require(status == DtlsStatus.Ok, "the import");
            results[EngineReserve] = Measure(() =>
            {
                length = next.ReserveSequences(state, 0);
                next.ConfirmReservation();
            });
            Require(length > 0 && next.Write(state, 0, 40) == 78, "sending in the imported session");
            server.Receive(next.OutputBuffer[..78]);
            Require(server.ApplicationData.Count == 1, "the server's session");
        }

        private static void RunClient(Dictionary<string, long[][]> results)
        {
            using var session = new LoopbackSession(LoopbackSession.PatientOptions());
            byte[] payload = new byte[PayloadLength];
            results[ClientHandshake] = Measure(session.Connect);

            // The echo of each send is taken before the next one, so that receives find one datagram each.
            var sends = new List<long[][]>();
            var receives = new List<long[][]>();
            for (int i = 0; i < Repetitions; i++)
            {
                sends.Add(Measure(() => session.Send(payload)));
                receives.Add(Measure(() => session.Receive(payload)));
            }

            results[ClientSend] = Same(sends);
            results[ClientReceive] = Same(receives);
        }

        private static void Deliver(DtlsConnection connection, ScriptedServer server)
        {
            int length;
            while ((length = connection.GetDatagram()) > 0)
            {
                server.Receive(connection.OutputBuffer[..length]);
            }
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
