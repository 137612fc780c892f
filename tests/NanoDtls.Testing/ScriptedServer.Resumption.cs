// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;

namespace NanoDtls.Testing
{
    /// <summary>A session that the server can resume.</summary>
    public sealed record ServerSession(byte[] Master, int Suite, bool IsExtended, byte[] Identity);

    /// <content>Identities, sessions and tickets (RFC 5246 section 7.3, RFC 5077, RFC 7627 section 5.3).</content>
    public sealed partial class ScriptedServer
    {
        private byte[] _sessionId = Array.Empty<byte>();

        /// <summary>Sessions by ID or ticket, in hexadecimal digits.</summary>
        public Dictionary<string, ServerSession> Sessions { get; } = new();

        /// <summary>All tickets given out, in order.</summary>
        public List<byte[]> TicketsIssued { get; } = new();

        /// <summary>The handshake under way, or the last one, took an earlier session up.</summary>
        public bool IsResumed { get; private set; }

        /// <summary>The master secret in use is an extended one.</summary>
        public bool IsExtended { get; private set; }

        /// <summary>The identity of the last ClientKeyExchange.</summary>
        public byte[]? LastIdentity { get; private set; }

        public byte[] ServerRandom => _serverRandom;

        /// <summary>The server's flight of a resumed handshake is out and the client's Finished has not come.</summary>
        public bool WaitsForResumedFinished => IsResumed && !IsConnected && _lastFlight != null;

        /// <summary>Forgets all sessions, as a server that was started again.</summary>
        public void ForgetSessions() => Sessions.Clear();

        private byte[]? FindKey(byte[] identity)
        {
            return identity.AsSpan().SequenceEqual(Settings.Identity)
                ? Settings.Key
                : Settings.MoreKeys.FirstOrDefault(pair => pair.Identity.AsSpan().SequenceEqual(identity)).Key;
        }

        private ServerSession? FindSession(ClientHelloMessage hello)
        {
            byte[]? ticket = hello.Find(Wire.ExtensionSessionTicket)?.Body;
            bool byTicket = Settings.AcceptsTickets && ticket is { Length: > 0 };
            if (!byTicket && !(Settings.KeepsSessions && hello.SessionId.Length > 0))
            {
                return null;
            }

            ServerSession? session = Sessions.GetValueOrDefault(Convert.ToHexString(byTicket ? ticket! : hello.SessionId));
            if (session == null || !hello.CipherSuites.Contains(session.Suite))
            {
                return null;
            }

            // RFC 7627 section 5.3: otherwise a full handshake.
            bool isExtended = Settings.ExtendedMasterSecret && hello.Find(Wire.ExtensionExtendedMasterSecret) != null;
            return session.IsExtended == isExtended || Settings.ResumesAgainstTheRules ? session : null;
        }

        private byte[] NewSessionId()
        {
            _sessionId = Settings.KeepsSessions && Settings.SessionId.Length == 0 ? RandomNumberGenerator.GetBytes(32) : Settings.SessionId;
            return _sessionId;
        }

        private bool GivesTicket(ClientHelloMessage hello, bool isResumed)
        {
            return hello.Find(Wire.ExtensionSessionTicket) != null && (isResumed ? Settings.RenewsTickets : Settings.IssuesTickets);
        }

        private void Resume(ServerSession session, ClientHelloMessage hello)
        {
            IsResumed = true;
            IsExtended = session.IsExtended;
            Suite = session.Suite;
            Master = session.Master;
            LastIdentity = session.Identity;
            SetRecordKeys();
            bool renews = GivesTicket(hello, isResumed: true);
            byte[] answer = ServerMessages.ServerHello(Settings, hello, _serverRandom, Settings.ResumedSuite ?? Suite, hello.SessionId, renews);
            var flight = new List<FlightItem> { FlightItem.Handshake(Wire.ServerHello, answer) };
            if (renews)
            {
                flight.Add(MakeTicket(session));
            }

            AddFinished(flight);
            SendFlight(4, flight.ToArray());
        }

        private void KeepSession(ClientHelloMessage hello, List<FlightItem> flight)
        {
            var session = new ServerSession(Master!, Suite, IsExtended, LastIdentity!);
            if (Settings.KeepsSessions && _sessionId.Length > 0)
            {
                Sessions[Convert.ToHexString(_sessionId)] = session;
            }

            if (GivesTicket(hello, isResumed: false))
            {
                flight.Add(MakeTicket(session));
            }
        }

        private FlightItem MakeTicket(ServerSession session)
        {
            byte[] ticket = RandomNumberGenerator.GetBytes(Settings.TicketLength);
            if (ticket.Length > 0)
            {
                Sessions[Convert.ToHexString(ticket)] = session;
            }

            TicketsIssued.Add(ticket);
            return FlightItem.Handshake(Wire.NewSessionTicket, ServerMessages.NewSessionTicket(Settings.TicketLifetimeSeconds, ticket));
        }
    }
}
