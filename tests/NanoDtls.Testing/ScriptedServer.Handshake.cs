// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;

namespace NanoDtls.Testing
{
    /// <content>The handshake: one method for each message of the client.</content>
    public sealed partial class ScriptedServer
    {
        private void Handle(ReceivedMessage message, long recordSequence)
        {
            switch (message.HandshakeType)
            {
                case Wire.ClientHello:
                    Require(message.Epoch == 0, "ClientHello in epoch " + message.Epoch);
                    HandleClientHello(new ClientHelloMessage(message.Body), message, recordSequence);
                    break;
                case Wire.ClientKeyExchange:
                    Require(message.Epoch == 0 && _hello != null, "ClientKeyExchange out of place");
                    HandleClientKeyExchange(message);
                    break;
                case Wire.Finished:
                    Require(message.Epoch == 1 && _changeCipherSpecReceived && Master != null, "Finished out of place");
                    HandleFinished(message);
                    break;
                default:
                    Violations.Add(message + " from a PSK client");
                    break;
            }
        }

        private void HandleClientHello(ClientHelloMessage hello, ReceivedMessage message, long recordSequence)
        {
            Require(hello.Version == Wire.Dtls12, "client_version");
            Require(hello.Cookie.AsSpan().SequenceEqual(_cookiesSent == 0 ? default : Settings.Cookies[_cookiesSent - 1]), "cookie");
            Require(_firstHello == null || hello.BodyWithoutCookie().AsSpan().SequenceEqual(_firstHello.BodyWithoutCookie()), "ClientHello changed");

            // RFC 6347 4.2.1: the answer takes over the record sequence number of the ClientHello.
            Records.SetNextSequence(0, Math.Max(Records.NextSequence(0), recordSequence));
            _firstHello ??= hello;
            if (_cookiesSent < Settings.Cookies.Count)
            {
                byte[] request = ServerMessages.HelloVerifyRequest(Settings.HelloVerifyVersion, Settings.Cookies[_cookiesSent++]);
                SendFlight(2, FlightItem.Handshake(Wire.HelloVerifyRequest, request, 0, Settings.HelloVerifyRecordVersion));
                return;
            }

            _hello = hello;
            int[] common = hello.CipherSuites.Where(Settings.SupportedSuites.Contains).ToArray();
            if (common.Length == 0 && Settings.ForcedSuite == null)
            {
                Outbox.Enqueue(BuildAlert(Wire.Fatal, 40, 0));
                return;
            }

            RandomNumberGenerator.Fill(_serverRandom);
            _transcript.Clear();
            _transcript.Add(message.Encode());
            if (FindSession(hello) is ServerSession session)
            {
                Resume(session, hello);
                return;
            }

            Suite = Settings.ForcedSuite ?? common[0];
            byte[] answer = ServerMessages.ServerHello(Settings, hello, _serverRandom, Suite, NewSessionId(), GivesTicket(hello, isResumed: false));
            var flight = new List<FlightItem> { FlightItem.Handshake(Wire.ServerHello, answer) };
            if (Settings.Hint != null)
            {
                flight.Add(FlightItem.Handshake(Wire.ServerKeyExchange, ServerMessages.ServerKeyExchange(Settings.Hint)));
            }

            flight.Add(FlightItem.Handshake(Wire.ServerHelloDone, Array.Empty<byte>()));
            SendFlight(4, flight.ToArray());
        }

        private void HandleClientKeyExchange(ReceivedMessage message)
        {
            var reader = new ByteReader(message.Body);
            byte[] identity = reader.Vector16();
            reader.End("ClientKeyExchange");
            _transcript.Add(message.Encode());
            if (FindKey(identity) is not byte[] key)
            {
                if (Settings.UnknownIdentityAlert is int description)
                {
                    Outbox.Enqueue(BuildAlert(Wire.Fatal, description, 0));
                }

                return;
            }

            LastIdentity = identity;
            Premaster = TlsKeySchedule.Premaster(key);
            IsExtended = Settings.ExtendedMasterSecret && _hello!.Find(Wire.ExtensionExtendedMasterSecret) != null;
            Master = IsExtended
                ? TlsKeySchedule.ExtendedMaster(Premaster, SHA256.HashData(Transcript()))
                : TlsKeySchedule.Master(Premaster, _hello!.Random, _serverRandom);
            SetRecordKeys();
        }

        private void SetRecordKeys()
        {
            KeyBlock = TlsKeySchedule.KeyBlock(Master!, _hello!.Random, _serverRandom, Wire.KeyLength(Suite));
            Records.SetKeys(KeyBlock, TagLength);

            // RFC 9146 section 3: each side sends what the other asked for.
            Extension? offer = _hello.Find(Wire.ExtensionConnectionId);
            bool isAgreed = offer != null && Settings.ConnectionId != null;
            Records.SendCid = isAgreed ? offer!.Body[1..] : Array.Empty<byte>();
            Records.ReceiveCid = isAgreed ? Settings.ConnectionId! : Array.Empty<byte>();
        }

        private void HandleFinished(ReceivedMessage message)
        {
            Require(message.Body.AsSpan().SequenceEqual(TlsKeySchedule.VerifyData(Master!, "client finished", Transcript())), "client verify_data");
            _transcript.Add(message.Encode());
            IsConnected = true;
            HandshakesCompleted++;
            if (IsResumed)
            {
                // The client owns the last flight (RFC 6347 section 4.2.4).
                _lastFlight = null;
                return;
            }

            var flight = new List<FlightItem>();
            KeepSession(_hello!, flight);
            AddFinished(flight);
            SendFlight(6, flight.ToArray());
        }

        // ChangeCipherSpec, and a Finished over the transcript with the messages of the flight that come before.
        private void AddFinished(List<FlightItem> flight)
        {
            byte[][] before = flight.Select((item, i) => Wire.HandshakeMessage(item.HandshakeType, _messageSequence + i, item.Body)).ToArray();
            byte[] verifyData = TlsKeySchedule.VerifyData(Master!, "server finished", Wire.Concat(Transcript(), Wire.Concat(before)));
            flight.Add(FlightItem.ChangeCipherSpec());
            flight.Add(FlightItem.Handshake(Wire.Finished, verifyData, 1));
        }

        private void SendFlight(int number, params FlightItem[] items)
        {
            if (number == 2 && Settings.StatelessHelloVerify)
            {
                _messageSequence = 0;
            }

            List<FlightItem> flight = items.ToList();
            flight = Settings.EditFlight?.Invoke(number, flight) ?? flight;
            foreach (FlightItem item in flight.Where(item => item.HandshakeType >= 0))
            {
                item.MessageSequence = _messageSequence++;
                if (number != 2)
                {
                    _transcript.Add(item.Encode());
                }
            }

            _lastFlight = flight;
            _lastFlightNumber = number;
            Send(number, flight);
        }

        private void Send(int number, IReadOnlyList<FlightItem> flight)
        {
            foreach (IReadOnlyList<RecordPlan> datagram in Settings.Layout(number, flight))
            {
                Outbox.Enqueue(Wire.Concat(datagram.Select(record => Records.Encode(record)).ToArray()));
            }
        }

        private byte[] Transcript() => Wire.Concat(_transcript.ToArray());
    }
}
