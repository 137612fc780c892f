// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>
    /// Plays recorded sessions to an engine and keeps its state before each datagram. The randoms of a new run differ
    /// from the recorded ones, so the server's Finished, the only message under keys, is made afresh.
    /// </summary>
    internal static class StageBuilder
    {
        private const long StartTime = 10_000;
        private const long RoundTrip = 20;

        /// <summary>All stages of all recorded handshakes, the flights as recorded and with each record in a datagram of its own.</summary>
        public static IReadOnlyList<Stage> All(Action<DtlsClientOptions>? configure = null)
        {
            var stages = new List<Stage>();
            foreach (RecordedSession session in RecordedSession.All)
            {
                stages.AddRange(Build(session, false, configure));
                if (session.Handshakes.SelectMany(datagrams => datagrams).Any(datagram => WireRecord.Parse(datagram).Count > 1))
                {
                    stages.AddRange(Build(session, true, configure));
                }
            }

            return stages;
        }

        public static List<Stage> Build(RecordedSession session, bool isSplit, Action<DtlsClientOptions>? configure = null)
        {
            var stages = new List<Stage>();
            var subject = new Subject(options =>
            {
                options.OfferSessionTicket = session.OffersTickets;
                configure?.Invoke(options);
            });
            subject.Now = StartTime;
            for (int i = 0; i < session.Handshakes.Count; i++)
            {
                if (i > 0)
                {
                    subject.Client.Close();
                    subject.Client.GetDatagram();
                }

                subject.Start();
                string name = session.Name + (isSplit ? ".split" : "") + (i == 0 ? ".full" : ".resumed");
                Play(subject, stages, name, Records(session.Handshakes[i], isSplit));
                Assert.AreEqual(i > 0, subject.Client.IsResumed, session.Name);
            }

            return stages;
        }

        private static List<FuzzRecord[]> Records(List<byte[]> datagrams, bool isSplit)
        {
            IEnumerable<FuzzRecord[]> all = datagrams.Select(datagram => WireRecord.Parse(datagram)
                .Select(record => new FuzzRecord(record.Type, record.Version, record.Epoch, record.Sequence, record.Fragment))
                .ToArray());
            return (isSplit ? all.SelectMany(records => records.Select(record => new[] { record })) : all).ToList();
        }

        private static void Play(Subject subject, List<Stage> stages, string name, List<FuzzRecord[]> datagrams)
        {
            var handshake = new GenuineHandshake(datagrams);
            subject.LaterKeys = null;
            for (int i = 0; i < datagrams.Count; i++)
            {
                var stage = new Stage(name + "." + i, subject, Snapshot.Take(subject.Client), subject.Now, handshake, i);
                stages.Add(stage);
                MakeGenuine(subject, datagrams[i]);

                // A resumed handshake may bring the Finished in one datagram with the ServerHello that makes its keys.
                handshake.Keys = subject.Keys;
                stage.Enter();
                subject.Deliver(datagrams[i]);
                subject.Now += RoundTrip;
            }

            DtlsConnection client = subject.Client;
            Assert.AreEqual(DtlsState.Connected, client.State, name + ": " + client.CloseReason + " " + client.LastAlert + " " + client.LastDropReason);
            stages.Add(new Stage(name + ".connected", subject, Snapshot.Take(client), subject.Now, handshake, datagrams.Count));
        }

        // Adapts what depends on the client's random bytes, by delivering record by record.
        private static void MakeGenuine(Subject subject, FuzzRecord[] records)
        {
            for (int i = 0; i < records.Length; i++)
            {
                if (records[i].Epoch == 1)
                {
                    int sequence = EngineState.ReceiveSequence(subject.Client);
                    byte[] finished = Wire.HandshakeMessage(Wire.Finished, sequence, FinishedOracle.Expected(subject.Crypto));
                    records[i] = records[i] with { Content = finished };
                }
                else if (records[i].Type == Wire.Handshake && records[i].Content[0] == Wire.ServerHello)
                {
                    FollowSessionId(subject, records[i].Content);
                }

                subject.Deliver(records[i]);
            }
        }

        // RFC 5077 section 3.4: a server that takes a ticket repeats the ID that the client made up.
        private static void FollowSessionId(Subject subject, byte[] serverHello)
        {
            ClientHandshake session = EngineState.Handshake(subject.Client);
            int at = Wire.HandshakeHeaderLength + 2 + 32;
            if (session.TicketLength != 0 && serverHello[at] == SessionTicket.SessionIdLength)
            {
                session.Session.AsSpan(SessionState.SessionId, SessionTicket.SessionIdLength).CopyTo(serverHello.AsSpan(at + 1));
            }
        }
    }
}
