// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;
using System.Text.RegularExpressions;
using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Brings a client into a state of the table, gives it an input, and says what happened in the table's words.</summary>
    internal sealed partial class StateProbe : IDisposable
    {
        private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;

        private static readonly (int Code, string Name)[] s_states =
        {
            (ClientHandshake.WaitServerHello, nameof(ClientHandshake.WaitServerHello)),
            (ClientHandshake.WaitServerKeyExchange, nameof(ClientHandshake.WaitServerKeyExchange)),
            (ClientHandshake.WaitServerHelloDone, nameof(ClientHandshake.WaitServerHelloDone)),
            (ClientHandshake.WaitChangeCipherSpec, nameof(ClientHandshake.WaitChangeCipherSpec)),
            (ClientHandshake.WaitFinished, nameof(ClientHandshake.WaitFinished)),
            (ClientHandshake.Connected, nameof(ClientHandshake.Connected)),
        };

        private readonly ClientHandshake _handshake;

        private StateProbe(Scenario scenario)
        {
            Scenario = scenario;
            _handshake = (ClientHandshake)typeof(DtlsConnection).GetField("_handshake", Private)!.GetValue(scenario.Client)!;
        }

        public Scenario Scenario { get; }

        // message_seq that the client expects next.
        private int NextSequence => (int)typeof(ClientHandshake).GetField("_receiveSequence", Private)!.GetValue(_handshake)!;

        private bool KeepsNothing => _handshake.KeepsNothing;

        /// <summary>The ways into a state of the table that behave alike.</summary>
        public static IEnumerable<(string Way, Func<string, StateProbe> Make)> WaysInto(string state)
        {
            return state switch
            {
                "Idle" => new[] { Way("new", backend => new Scenario(backend)) },
                "WaitServerHello" => new[]
                {
                    Way("first hello", backend => Scenario.At(Stage.HelloSent, backend)),
                    Way("second hello", backend => Scenario.At(Stage.CookieSent, backend)),
                },
                "WaitServerKeyExchange" => new[] { Way("full", backend => Scenario.At(Stage.ServerHelloReceived, backend)) },
                "WaitServerHelloDone" => new[] { Way("full", backend => Scenario.At(Stage.ServerKeyExchangeReceived, backend)) },
                "WaitChangeCipherSpec" => new[]
                {
                    Way("full", backend => Scenario.At(Stage.FinishedSent, backend)),
                    Way("resumed by ID", backend => Resumed(backend, byTicket: false, deliveries: 2)),
                    Way("resumed by ticket", backend => Resumed(backend, byTicket: true, deliveries: 2)),
                    Way("after the ticket", backend => Ticketed(backend, deliveries: 5)),
                },
                "WaitChangeCipherSpec, ticket due" => new[]
                {
                    Way("full", backend => Ticketed(backend, deliveries: 4)),
                    Way("resumed", backend => Resumed(backend, byTicket: true, deliveries: 2, renews: true)),
                },
                "WaitFinished" => new[]
                {
                    Way("full", backend => Scenario.At(Stage.ChangeCipherSpecReceived, backend)),
                    Way("resumed by ID", backend => Resumed(backend, byTicket: false, deliveries: 3)),
                    Way("resumed by ticket", backend => Resumed(backend, byTicket: true, deliveries: 3)),
                    Way("after the ticket", backend => Ticketed(backend, deliveries: 6)),
                },
                "WaitFinished, ticket due" => new[]
                {
                    Way("full", backend => BeforeTicket(Ticketed(backend, deliveries: 4))),
                    Way("resumed", backend => BeforeTicket(Resumed(backend, byTicket: true, deliveries: 2, renews: true))),
                },
                "Connected" => new[] { Way("full", backend => Scenario.At(Stage.Connected, backend)) },
                "Connected, resumed" => new[] { Way("by ID", backend => Resumed(backend, byTicket: false, deliveries: 4)) },
                "Closed" => new[]
                {
                    Way("own", backend => Closed(backend, Stage.Connected)),
                    Way("in the handshake", backend => Closed(backend, Stage.FinishedSent)),
                },
                _ => throw new InvalidDataException("no way into " + state),
            };
        }

        public string StateName => _handshake.State == ClientHandshake.Idle ? Scenario.Client.State.ToString()
            : s_states.Single(state => state.Code == _handshake.State).Name + (_handshake.ExpectsTicket ? ", ticket due" : string.Empty)
                + (Scenario.Client is { State: DtlsState.Connected, IsResumed: true } ? ", resumed" : string.Empty);

        /// <summary>Delivers a datagram and puts the outcome in the table's words.</summary>
        public string Give(byte[] datagram)
        {
            Scenario s = Scenario;
            string before = StateName;
            DtlsState state = s.Client.State;
            DtlsAlert alert = s.Client.LastAlert;
            int drops = s.Client.DropCount;
            int sent = s.SentCount;
            int sequence = NextSequence;
            bool keptNothing = KeepsNothing;
            if (s.Inject(datagram) > 0)
            {
                return "deliver";
            }

            int answers = s.SentCount - sent;
            if (s.Client.State == DtlsState.Closed && state != DtlsState.Closed)
            {
                string answer = answers == 0 ? string.Empty : AnswerOf(answers);
                return s.Client.CloseReason == DtlsStatus.ProtocolError
                    ? "abort " + answer
                    : "end " + s.Client.CloseReason + (answers == 0 ? string.Empty : ", answer " + answer);
            }

            if (s.Client.DropCount == drops + 1)
            {
                return (answers == 0 ? "drop " : "repeat flight, drop ") + s.Client.LastDropReason;
            }

            Assert.AreEqual(drops, s.Client.DropCount, "one drop at most");
            if (StateName != before || NextSequence != sequence)
            {
                return "to " + StateName.Replace(", resumed", string.Empty, StringComparison.Ordinal);
            }

            if (answers != 0)
            {
                return "answer " + AnswerOf(answers);
            }

            return s.Client.LastAlert != alert ? "note" : keptNothing && !KeepsNothing ? "keep" : "nothing";
        }

        public void Dispose() => Scenario.Dispose();

        // The one alert that the client sent, as the server understands it: in the right epoch, or it cannot be read.
        private string AnswerOf(int answers)
        {
            Scenario s = Scenario;
            Assert.AreEqual(1, answers, s.Link.Describe());
            s.Server.Alerts.Clear();
            s.Server.Receive(s.LastSent);
            Assert.AreEqual(1, s.Server.Alerts.Count, "the server understands an alert" + Environment.NewLine + s.Link.Describe());
            (int level, int description, _) = s.Server.Alerts[0];
            Assert.AreEqual(s.Client.LastAlert, (DtlsAlert)description);
            string name = ((DtlsAlert)description).ToString();
            bool isWarning = description is 0 or 100;
            Assert.AreEqual(isWarning ? Wire.Warning : Wire.Fatal, level, "level of " + name);
            return Capital().Replace(name, "_$0").TrimStart('_').ToLowerInvariant();
        }

        private static (string, Func<string, StateProbe>) Way(string name, Func<string, Scenario> make)
        {
            return (name, backend => new StateProbe(make(backend)));
        }

        private static Scenario Ticketed(string backend, int deliveries)
        {
            Scenario s = New(backend, byTicket: true, renews: false);
            s.AdvanceBy(deliveries);
            return s;
        }

        private static Scenario Resumed(string backend, bool byTicket, int deliveries, bool renews = false)
        {
            Scenario s = New(backend, byTicket, renews);
            s.AssertConnects();
            s.Link.Close();
            s.Link.Settle();
            s.AdvanceBy(deliveries);
            return s;
        }

        private static Scenario New(string backend, bool byTicket, bool renews)
        {
            return new Scenario(backend, server =>
            {
                server.Hint = new byte[] { 0x68 };
                server.Layout = (_, items) => Layouts.OnePerDatagram(items);
                server.KeepsSessions = !byTicket;
                server.IssuesTickets = byTicket;
                server.RenewsTickets = renews;
            }, client => client.OfferSessionTicket = byTicket);
        }

        // The ChangeCipherSpec overtakes the announced ticket.
        private static Scenario BeforeTicket(Scenario s)
        {
            byte[] change = s.Pending.Single(datagram => datagram[0] == Wire.ChangeCipherSpec);
            s.Inject(change);
            return s;
        }

        private static Scenario Closed(string backend, Stage stage)
        {
            Scenario s = Scenario.At(stage, backend);
            s.Link.Close();
            return s;
        }

        [GeneratedRegex("[A-Z]")]
        private static partial Regex Capital();
    }
}
