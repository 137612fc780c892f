// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Wire;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Il
{
    /// <content>A session with a Connection ID and all that resumption needs, from one object to another.</content>
    internal static partial class IlScenarios
    {
        private static void RunSleep(Dictionary<string, long[][]> results)
        {
            using var server = new ScriptedServer(new ServerSettings { KeepsSessions = true, ConnectionId = new byte[8] });
            DtlsClientOptions options = LoopbackSession.Options();
            options.StateKey = new byte[32];
            var connection = new DtlsConnection(options);
            Handshake(connection, server, new byte[connection.MaxDatagram]);

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
    }
}
