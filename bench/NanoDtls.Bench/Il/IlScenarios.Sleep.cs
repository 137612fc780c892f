// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Wire;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Il
{
    /// <content>A session with a Connection ID and all that resumption needs, from one object to another.</content>
    internal static partial class IlScenarios
    {
        // The last byte of a state's generation, whose first value is random.
        private const int GenerationLast = 54;

        private static void RunSleep(Dictionary<string, long[][]> results)
        {
            // One generation in 256 carries when it is counted up, which is some instructions more: not the one to count.
            while (!TryRunSleep(results))
            {
            }
        }

        private static bool TryRunSleep(Dictionary<string, long[][]> results)
        {
            using var server = new ScriptedServer(new ServerSettings { KeepsSessions = true, ConnectionId = new byte[8] });
            DtlsClientOptions options = LoopbackSession.Options();
            options.StateKey = new byte[32];
            var connection = new DtlsConnection(options);
            Handshake(connection, server, new byte[connection.MaxDatagram]);

            byte[] state = new byte[DtlsConnection.MaxSessionStateLength];
            int length = 0;
            results[EngineExport] = Measure(() => length = connection.ExportSession(state, 0));
            if (state[GenerationLast] is 0 or > 0xF0)
            {
                return false;
            }

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
            return true;
        }
    }
}
