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

        // From the body of the first message of a record back to the last byte of the record's sequence number.
        private const int MessageToNumber = HandshakeCodec.HeaderLength + 3;

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
            int cookie = ClientHelloWriter.CookieOffset(OfferedSessionIdLength);
            int sent = _hello + cookie;
            if (_helloSequence != 0)
            {
                if (output[sent - 1] == cookieLength && DtlsCrypto.FixedTimeEquals(output, sent, data, body + 3, cookieLength))
                {
                    return Drop(DtlsDropReason.DuplicateMessage);
                }

                if (_helloSequence == MaxHelloVerifyRequests)
                {
                    return Drop(DtlsDropReason.TooManyHelloVerifyRequests);
                }
            }

            // RFC 6347 section 4.2.1: the record that carries it has the number of the ClientHello's. The last byte of that
            // stands ahead of the message, if it came whole.
            Measure(now, data != output && data[body - MessageToNumber] == _records.LastPlainSequence);

            // The cookie may stand in this same buffer, reassembled, and the two places overlap.
            cookie += Message;
            Array.Copy(data, body + 3, output, cookie, cookieLength);
            _helloSequence++;
            SendHello(cookie, cookieLength, now);
            return Continue;
        }

        private int OnServerHello(byte[] data, int body, int length, long now)
        {
            int agreement = ReadServerHello(data, body, length);
            if (agreement < MinAgreement)
            {
                return agreement;
            }

            byte[] session = Session;
            int sessionId = body + ServerSessionIdOffset;
            int sessionIdLength = data[sessionId - 1];
            if (sessionIdLength != 0
                && sessionIdLength == OfferedSessionIdLength
                && DtlsCrypto.FixedTimeEquals(data, sessionId, session, SessionState.SessionId, sessionIdLength))
            {
                // RFC 5246 section 7.4.1.3: the suite is the session's.
                int difference = agreement ^ SessionAgreement;
                if ((difference & 0xFFFF) != 0)
                {
                    return (int)DtlsAlert.IllegalParameter;
                }

                // RFC 7627 section 5.3: and so is the extended master secret.
                if ((difference & ServerHello.ExtendedMasterSecret) != 0)
                {
                    return (int)DtlsAlert.HandshakeFailure;
                }

                agreement |= ServerHello.Resumed;
            }
            else if (RequiresExtendedMasterSecret && (agreement & ServerHello.ExtendedMasterSecret) == 0)
            {
                // RFC 7627 section 5.2.
                return (int)DtlsAlert.HandshakeFailure;
            }

            Measure(now, false);
            HashHello();

            // What is left of a ClientHello that was answered need not be sent, and its place is needed.
            _records.OutputLength = 0;
            Pending = 0;
            Array.Copy(data, body + ServerRandomOffset, session, SessionState.ServerRandom, HandshakeCodec.RandomLength);
            Agreement = agreement;
            if ((agreement & ServerHello.ConnectionId) != 0)
            {
                // RFC 9146 section 3: agreed on in each handshake anew. Either side may have asked for none, and then gets
                // the usual records.
                _records.SetOwnCid(session, SessionState.Offer + HandshakeOffer.CidOffset(Offered));
            }

            if ((agreement & ServerHello.Resumed) == 0)
            {
                SessionAgreement = 0;
                if (Ticket != null)
                {
                    Ticket.Length = 0;
                }

                SessionIdLength = sessionIdLength;
                Array.Copy(data, sessionId, session, SessionState.SessionId, sessionIdLength);
                Accept(data, body, length, WaitServerKeyExchange);
                Defer(now);
                return Continue;
            }

            // The session ID goes on to be the session's, and the master secret is known.
            Accept(data, body, length, WaitChangeCipherSpec);
            int scratch = RoomEnd - KeySchedule.KeyScratch;
            if (_keptEnd > scratch)
            {
                // What is kept there is forgotten, with all the rest.
                _keptEnd = _keptStart;
            }

            _records.Crypto.SetSecret(DtlsCrypto.MasterSecret, session, SessionState.MasterSecret, SessionState.MasterSecretLength);
            BeginOpen(scratch);
            Defer(now);
            return Continue;
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
            Defer(now);
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
            if (length < SessionTicket.HeaderLength || HandshakeCodec.ReadUInt16(data, body + 4) != length - SessionTicket.HeaderLength)
            {
                return (int)DtlsAlert.DecodeError;
            }

            SessionTicket ticket = Ticket;
            ticket.Begin(data, body, length);
            ticket.Keep(data, body, 0, length);
            Accept(data, body, length, State);
            Agreement &= ~ServerHello.SessionTicket;
            return Continue;
        }

        private int OnFinished(byte[] data, int body, int length, long now)
        {
            if (length != HandshakeCodec.VerifyDataLength)
            {
                return (int)DtlsAlert.DecodeError;
            }

            byte[] output = _records.Output;
            int scratch = RoomEnd - KeySchedule.VerifyScratch;
            if (!KeySchedule.VerifyServer(_records.Crypto, output, scratch, data, body))
            {
                return (int)DtlsAlert.DecryptError;
            }

            if (IsResumed)
            {
                Accept(data, body, length, Connected);
                KeySchedule.MakeVerifyData(_records.Crypto, output, scratch, Session, false);
                _records.Protect();
                _records.OutputLength = WriteChange(0, false);
            }

            State = Connected;
            KeepSession(now);
            return Opened;
        }

        /// <summary>Puts a message into the transcript and goes to the next state.</summary>
        private void Accept(byte[] data, int body, int length, int state)
        {
            _records.Crypto.TranscriptUpdate(data, body - HandshakeCodec.HeaderLength, HandshakeCodec.HeaderLength + length);
            _receiveSequence++;
            State = state;
        }
    }
}
