// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>What each message of the server does.</content>
    internal sealed partial class ClientHandshake
    {
        // A server may change its cookie secret between two answers, but not for ever.
        private const int MaxHelloVerifyRequests = 3;

        // ticket_lifetime_hint 4 and the ticket's length 2.
        private const int TicketHeaderLength = 6;

        /// <summary>One whole message in its turn.</summary>
        /// <returns>As a record, or <see cref="Refused"/> for what the table of states does not have.</returns>
        private int ProcessMessage(byte[] data, int offset, int length, bool isProtected, long now)
        {
            int type = data[offset];
            int body = offset + HandshakeCodec.HeaderLength;
            switch (State)
            {
                case WaitServerHello:
                    if (type == HandshakeType.ServerHello)
                    {
                        return OnServerHello(data, body, length, now);
                    }

                    if (type == HandshakeType.HelloVerifyRequest)
                    {
                        _receiveSequence++;
                        return OnHelloVerifyRequest(data, body, length, now);
                    }

                    break;

                case WaitServerKeyExchange:
                    if (type == HandshakeType.ServerKeyExchange)
                    {
                        return OnServerKeyExchange(data, body, length, now);
                    }

                    if (type == HandshakeType.ServerHelloDone)
                    {
                        return OnServerHelloDone(data, body, length, now);
                    }

                    break;

                case WaitServerHelloDone:
                    if (type == HandshakeType.ServerHelloDone)
                    {
                        return OnServerHelloDone(data, body, length, now);
                    }

                    break;

                case WaitChangeCipherSpec:
                case WaitFinished:
                    // RFC 5077 section 3.3: an announced ticket comes before the ChangeCipherSpec.
                    if (ExpectsTicket)
                    {
                        return type == HandshakeType.NewSessionTicket && !isProtected ? OnNewSessionTicket(data, body, length) : Refused;
                    }

                    if (type == HandshakeType.Finished && isProtected && State == WaitFinished)
                    {
                        return OnFinished(data, body, length, now);
                    }

                    break;
            }

            return Refused;
        }

        private int OnHelloVerifyRequest(byte[] data, int body, int length, long now)
        {
            // server_version 2, which says nothing about the version to come (RFC 6347 section 4.2.1),
            // then the cookie behind its length byte.
            int cookieLength = length - 3;
            if (cookieLength < 0 || data[body + 2] != cookieLength)
            {
                return (int)DtlsAlert.DecodeError;
            }

            byte[] output = _records.Output;
            int cookie = _hello + ClientHelloWriter.CookieOffset(_offeredSessionIdLength);
            if (_helloSequence != 0
                && output[cookie - 1] == cookieLength
                && DtlsCrypto.FixedTimeEquals(output, cookie, data, body + 3, cookieLength))
            {
                return Drop(DtlsDropReason.DuplicateMessage);
            }

            if (_helloSequence == MaxHelloVerifyRequests)
            {
                return Drop(DtlsDropReason.TooManyHelloVerifyRequests);
            }

            // RFC 6347 section 4.2.1: the record that carries it has the number of the ClientHello's.
            Timer.Measure(now, _records.IncomingPlainSequence == _records.LastPlainSequence);

            // The cookie may stand in this same buffer, reassembled; it only ever moves to the front.
            Array.Copy(data, body + 3, output, Message + ClientHelloWriter.CookieOffset(_offeredSessionIdLength), cookieLength);
            _helloSequence++;
            SendHello(cookieLength, now);
            return Continue;
        }

        private int OnServerHello(byte[] data, int body, int length, long now)
        {
            ServerHello hello = ServerHello;
            int alert = hello.Read(data, body, length, _offer.Bytes, _offer.Offered, _offer.MaxFragmentLength);
            if (alert != Continue)
            {
                return alert;
            }

            SessionState session = _session;
            bool isExtended = (hello.Flags & ServerHello.ExtendedMasterSecret) != 0;
            bool isResumed = _offeredSessionIdLength != 0
                && hello.SessionIdLength == _offeredSessionIdLength
                && DtlsCrypto.FixedTimeEquals(data, hello.SessionIdOffset, session.Data, SessionState.SessionId, hello.SessionIdLength);
            if (isResumed)
            {
                // RFC 5246 section 7.4.1.3: the suite is the session's.
                if (((hello.Flags ^ session.Agreement) & 0xFFFF) != 0)
                {
                    return (int)DtlsAlert.IllegalParameter;
                }

                // RFC 7627 section 5.3: and so is the extended master secret.
                if (((hello.Flags ^ session.Agreement) & ServerHello.ExtendedMasterSecret) != 0)
                {
                    return (int)DtlsAlert.HandshakeFailure;
                }
            }
            else if (_requireExtendedMasterSecret && !isExtended)
            {
                // RFC 7627 section 5.2.
                return (int)DtlsAlert.HandshakeFailure;
            }

            Timer.Measure(now, false);
            HashHello();

            // What is left of a ClientHello that was answered need not be sent, and its place is needed.
            _records.OutputLength = 0;
            HasMore = false;
            Array.Copy(data, body + ServerHello.RandomOffset, session.Data, SessionState.ServerRandom, HandshakeCodec.RandomLength);
            Agreement = hello.Flags;
            TakeCids(data);
            ExpectsTicket = (hello.Flags & ServerHello.SessionTicket) != 0;
            IsResumed = isResumed;
            if (!isResumed)
            {
                session.Agreement = 0;
                session.TicketLength = 0;
                session.SessionIdLength = hello.SessionIdLength;
                Array.Copy(data, hello.SessionIdOffset, session.Data, SessionState.SessionId, hello.SessionIdLength);
                Accept(data, body, length, WaitServerKeyExchange);
                Timer.Defer(now);
                return Continue;
            }

            // The session ID goes on to be the session's, and the master secret is known.
            Accept(data, body, length, WaitChangeCipherSpec);
            int scratch = RoomEnd - KeySchedule.KeyScratch;
            _reassembly.Trim(scratch);
            _keys.ResumeMasterSecret();
            _keys.MakeRecordKeys(Agreement, scratch);
            BeginOpen();
            Timer.Defer(now);
            return Continue;
        }

        /// <summary>
        /// RFC 9146 section 3: agreed on in each handshake anew. Either side may have asked for none, and then gets the usual
        /// records.
        /// </summary>
        private void TakeCids(byte[] data)
        {
            if ((Agreement & ServerHello.ConnectionId) != 0)
            {
                _records.SetPeerCid(data, ServerHello.CidOffset, ServerHello.CidLength);
                _records.SetOwnCid(_offer.Bytes, _offer.CidOffset);
            }
        }

        private int OnServerKeyExchange(byte[] data, int body, int length, long now)
        {
            if (length < 2 || HandshakeCodec.ReadUInt16(data, body) != length - 2)
            {
                return (int)DtlsAlert.DecodeError;
            }

            if (_store != null)
            {
                Select(_store.Find(data, body + 2, length - 2));
            }

            Accept(data, body, length, WaitServerHelloDone);
            Timer.Defer(now);
            return Continue;
        }

        private int OnServerHelloDone(byte[] data, int body, int length, long now)
        {
            if (length != 0)
            {
                return (int)DtlsAlert.DecodeError;
            }

            Accept(data, body, length, WaitChangeCipherSpec);
            SendKeyExchangeFlight(now);
            return Continue;
        }

        private int OnNewSessionTicket(byte[] data, int body, int length)
        {
            if (length < TicketHeaderLength || HandshakeCodec.ReadUInt16(data, body + 4) != length - TicketHeaderLength)
            {
                return (int)DtlsAlert.DecodeError;
            }

            BeginTicket(data, body, length);
            KeepTicketBytes(data, body, 0, length);
            Accept(data, body, length, State);
            ExpectsTicket = false;
            return Continue;
        }

        private int OnFinished(byte[] data, int body, int length, long now)
        {
            if (length != HandshakeCodec.VerifyDataLength)
            {
                return (int)DtlsAlert.DecodeError;
            }

            if (!_keys.VerifyServer(data, body, RoomEnd - KeySchedule.VerifyScratch))
            {
                return (int)DtlsAlert.DecryptError;
            }

            if (IsResumed)
            {
                Accept(data, body, length, Connected);
                _keys.MakeVerifyData(RoomEnd - KeySchedule.VerifyScratch, false);
                _records.Protect();
                _records.OutputLength = WriteChange(0, false);
            }

            State = Connected;
            KeepSession(now);
            return Opened;
        }

        /// <summary>The session is verified: from here on it can be resumed.</summary>
        private void KeepSession(long now)
        {
            SessionState session = _session;
            if (!session.IsEnabled)
            {
                return;
            }

            if (_ticketLength != 0)
            {
                session.KeepTicket(_ticketLength, _ticketLifetime, now);
            }

            if (session.SessionIdLength != 0 || session.TicketLength != 0)
            {
                session.Agreement = Agreement & (0xFFFF | ServerHello.ExtendedMasterSecret);
            }
        }

        /// <summary>Puts a message into the transcript and goes to the next state.</summary>
        private void Accept(byte[] data, int body, int length, int state)
        {
            _crypto.TranscriptUpdate(data, body - HandshakeCodec.HeaderLength, HandshakeCodec.HeaderLength + length);
            _receiveSequence++;
            State = state;
        }

        private void BeginTicket(byte[] data, int body, int length)
        {
            // 2^31 ms are 24 days: longer than any hint is worth.
            int lifetime = data[body] != 0 || data[body + 1] > 0x1F ? 0x1FFFFF : HandshakeCodec.ReadUInt24(data, body + 1);
            _ticketLifetime = lifetime;
            _session.TicketLength = 0;
            int ticketLength = length - TicketHeaderLength;
            _ticketLength = ticketLength > _session.Ticket.Length ? 0 : ticketLength;
        }

        /// <summary>Keeps those bytes of a ticket that a part of the message has.</summary>
        private void KeepTicketBytes(byte[] data, int offset, int from, int count)
        {
            int skip = from < TicketHeaderLength ? TicketHeaderLength - from : 0;
            if (_ticketLength != 0 && count > skip)
            {
                Array.Copy(data, offset + skip, _session.Ticket, from + skip - TicketHeaderLength, count - skip);
            }
        }
    }
}
