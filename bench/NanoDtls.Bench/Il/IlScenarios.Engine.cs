// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Wire;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Il
{
    /// <content>The engine alone, driven by hand.</content>
    internal static partial class IlScenarios
    {
        private static void RunEngine(Dictionary<string, long[][]> results)
        {
            using var server = new ScriptedServer();
            DtlsConnection connection = null!;
            results[Construction] = Measure(() => connection = new DtlsConnection(LoopbackSession.Options()));
            byte[] datagram = new byte[connection.MaxDatagram];

            results[EngineHandshake] = Measure(() => Handshake(connection, server, datagram));
            RequireConnected(connection, server, isResumed: false);
            RunRecords(results, EngineSend, EngineReceive, connection, server, datagram, PayloadLength);
            RunRecords(results, EngineSend512, EngineReceive512, connection, server, datagram, LongPayloadLength);
            results[EngineReplay] = Same(Enumerable.Range(0, Repetitions).Select(_ => Reject(connection, server, datagram, isForged: false)).ToList());
            results[EngineForgery] = Same(Enumerable.Range(0, Repetitions).Select(_ => Reject(connection, server, datagram, isForged: true)).ToList());
            RunResumption(results, datagram);
        }

        /// <summary>The handshake after one that left a session: by session ID, with a cookie as the first.</summary>
        private static void RunResumption(Dictionary<string, long[][]> results, byte[] datagram)
        {
            using var server = new ScriptedServer(new ServerSettings { KeepsSessions = true });
            var connection = new DtlsConnection(LoopbackSession.Options());
            Handshake(connection, server, datagram);
            RequireConnected(connection, server, isResumed: false);
            connection.Close();
            Deliver(connection, server);
            server.Outbox.Clear();

            results[EngineResumed] = Measure(() => Handshake(connection, server, datagram));
            RequireConnected(connection, server, isResumed: true);
        }

        private static void RequireConnected(DtlsConnection connection, ScriptedServer server, bool isResumed)
        {
            Require(
                connection.State == DtlsState.Connected && connection.IsResumed == isResumed && server.IsConnected && server.Violations.Count == 0,
                isResumed ? "the engine's resumed handshake" : "the engine's handshake");
        }

        private static void Handshake(DtlsConnection connection, ScriptedServer server, byte[] datagram)
        {
            connection.Start(0);
            Deliver(connection, server);
            while (server.Outbox.TryDequeue(out byte[]? received))
            {
                received.CopyTo(datagram, 0);
                connection.ProcessDatagram(datagram, 0, received.Length, 1);
                Deliver(connection, server);
            }
        }

        // Sends and receives take turns, as a report and its acknowledgement do: SoftwareCrypto keeps one
        // expanded key, so this is what each costs in such a pair.
        private static void RunRecords(
            Dictionary<string, long[][]> results,
            string send,
            string receive,
            DtlsConnection connection,
            ScriptedServer server,
            byte[] datagram,
            int payloadLength)
        {
            byte[] payload = new byte[payloadLength];
            int sent = server.ApplicationData.Count;
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

            results[send] = Same(sends);
            results[receive] = Same(receives);
            Require(server.ApplicationData.Count == sent + Repetitions, "the engine's sends");
            Require(receivedBytes == Repetitions * payloadLength, "the engine's receives");
        }

        /// <summary>
        /// A record that has to be thrown away, as an attacker may send any number of: a second time, or with a tag
        /// of which one bit is wrong. Before it the client sends, so that the key to open with has to be expanded.
        /// </summary>
        private static long[][] Reject(DtlsConnection connection, ScriptedServer server, byte[] datagram, bool isForged)
        {
            byte[] record = server.BuildData(new byte[PayloadLength]);
            if (isForged)
            {
                record[^1] ^= 1;
            }
            else
            {
                record.CopyTo(datagram, 0);
                Require(connection.ProcessDatagram(datagram, 0, record.Length, 1) == PayloadLength && connection.ProcessNext(1) == 0, "the record to replay");
            }

            server.Receive(connection.OutputBuffer[..connection.Write(record, 0, 1)]);
            record.CopyTo(datagram, 0);
            int drops = connection.DropCount;
            long[][] counts = Measure(() =>
            {
                Require(connection.ProcessDatagram(datagram, 0, record.Length, 1) == 0, "the record to drop");
                Deliver(connection, server);
            });
            DtlsDropReason reason = isForged ? DtlsDropReason.BadTag : DtlsDropReason.Replayed;
            Require(connection.DropCount == drops + 1 && connection.LastDropReason == reason && connection.State == DtlsState.Connected, "the drop");
            return counts;
        }

        private static void Deliver(DtlsConnection connection, ScriptedServer server)
        {
            int length;
            while ((length = connection.GetDatagram()) > 0)
            {
                server.Receive(connection.OutputBuffer[..length]);
            }
        }
    }
}
