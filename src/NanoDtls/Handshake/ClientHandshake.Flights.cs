// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>
    /// What the client sends. Flights 1 and 3 are a ClientHello; flight 5 is ClientKeyExchange, ChangeCipherSpec and
    /// Finished, or only the latter two for a resumed session. A flight is one datagram where it fits.
    /// </content>
    internal sealed partial class ClientHandshake
    {
        // What every path takes, and more than a ChangeCipherSpec with a Finished needs.
        private const int SmallDatagram = 200;

        // After so many retransmissions without an answer the datagrams get small (RFC 6347 section 4.1.1.1).
        private const int AttemptsBeforeBackoff = 2;

        private const int Message = RecordLayer.HeaderLength;
        private const int FragmentBody = Message + HandshakeCodec.HeaderLength;
        private const int ChangeCipherSpecLength = RecordLayer.HeaderLength + 1;
        private const int FinishedLength = HandshakeCodec.HeaderLength + HandshakeCodec.VerifyDataLength;

        // Room beside the longest ClientHello: for a ServerHello of 140 bytes in fragments, or to write fragments in.
        private const int MinRoom = 170;

        // With a store a hint of 128 bytes must be whole before an entry is chosen: room for it in fragments.
        private const int StoreRoom = 64;

        /// <summary>Not 0 when more datagrams of the flight wait for <see cref="WriteNext"/>; of a ClientHello, its bytes that left.</summary>
        internal int Pending;

        // The ClientHello stands at the front of the output buffer, where it leaves from, unless it has to be sent
        // in fragments: then it stands at the end.
        private int _hello;
        private int _helloLength;

        private int _datagramLimit;

        /// <summary>Bytes that the output buffer needs at least.</summary>
        internal static int MinBufferLength(DtlsClientOptions options)
        {
            return Message
                + ClientHelloWriter.CookieOffset(SessionState.MaxSessionIdLength)
                + ClientHelloWriter.MaxCookieLength
                + ClientHelloWriter.OfferLength(options, HandshakeOffer.Of(options))
                + MinRoom
                + (options.PskStore == null ? 0 : StoreRoom);
        }

        /// <summary>Sends flight 1.</summary>
        /// <returns><c>false</c> when the source of randomness failed; nothing was sent then.</returns>
        internal bool Start(long now)
        {
            byte[] session = Session;
            if (!_records.Crypto.FillRandom(session, SessionState.ClientRandom, HandshakeCodec.RandomLength))
            {
                return false;
            }

            bool canResume = SessionAgreement != 0
                && ((_settings & RequireExtendedMasterSecret) == 0 || (SessionAgreement & ServerHello.ExtendedMasterSecret) != 0);
            SessionTicket ticket = Ticket;
            if (ticket != null)
            {
                ticket.Offer(canResume, now);
                if (ticket.OfferedLength != 0)
                {
                    // RFC 5077 section 3.4: made up, to see from its echo whether the ticket was taken.
                    SessionIdLength = SessionTicket.SessionIdLength;
                    if (!_records.Crypto.FillRandom(session, SessionState.SessionId, SessionTicket.SessionIdLength))
                    {
                        return false;
                    }
                }
            }

            if (_store != null)
            {
                Select(_store.Default);
            }

            _records.Unprotect();
            State = WaitServerHello;
            Agreement = 0;
            _helloSequence = 0;
            _receiveSequence = 0;
            _streamed = 0;
            _datagramLimit = PathMtu;
            _giveUpAt = now + _timeout;
            _retransmissions = 0;
            _transmissions = 0;
            _roundTrip = -1;
            SendHello(Message + ClientHelloWriter.CookieOffset(canResume ? SessionIdLength : 0), 0, now);
            return true;
        }

        /// <summary>Sends the current flight again, under new record sequence numbers.</summary>
        internal void Retransmit()
        {
            if (_retransmissions >= AttemptsBeforeBackoff && (_settings & PmtuBackoff) != 0 && _datagramLimit > SmallDatagram)
            {
                _datagramLimit = SmallDatagram;
            }

            if (State < WaitChangeCipherSpec || IsResumed)
            {
                WriteHello(Ticket != null && Ticket.LengthToSend != 0);
            }
            else
            {
                WriteKeyExchangeFlight(WriteKeyExchange(), false);
            }
        }

        /// <summary>
        /// The server repeats its Finished: the client's last flight, which ends a resumed handshake, was lost
        /// (RFC 6347 section 4.2.4).
        /// </summary>
        internal void RepeatLastFlight()
        {
            if (!_records.IsExhausted)
            {
                _records.OutputLength = WriteChange(0, false);
            }
        }

        /// <summary>Writes the next datagram of the flight, if it is still wanted.</summary>
        internal void WriteNext()
        {
            if (State == Connected)
            {
                // Answered before it was fetched. Numbers may be reserved or exported by now.
                Pending = 0;
            }
            else if (State < WaitChangeCipherSpec || IsResumed)
            {
                WriteHelloFragment(Pending);
            }
            else
            {
                Pending = 0;
                _records.OutputLength = WriteChange(0, false);
            }
        }

        // Where the part of the output buffer ends that the flight leaves free.
        private int RoomEnd
        {
            get { return _hello == Message ? _records.Output.Length : _hello; }
        }

        private void Select(PskEntry entry)
        {
            _entry = entry;
            _identity = entry.Identity;
        }

        /// <summary>Makes the record keys and takes them into use for reading.</summary>
        private void BeginOpen(int scratch)
        {
            int tagLength = KeySchedule.TagLength(Agreement);
            KeySchedule.MakeRecordKeys(_records.Crypto, _records.Output, scratch, Session, Agreement, tagLength);
            int limit = _forgeryLimit;
            if (limit == 0)
            {
                limit = tagLength == 8 ? 1 << 16 : 1 << 23;
            }

            _records.BeginOpen(tagLength, limit);
        }

        private void SendKeyExchangeFlight(long now)
        {
            byte[] output = _records.Output;
            DtlsCrypto crypto = _records.Crypto;
            if (_entry != null)
            {
                SetPremasterSecret(crypto, output, output.Length - PremasterLength(_entry.Key), _entry.Key);
            }

            int keyExchangeLength = WriteKeyExchange();
            crypto.TranscriptUpdate(output, Message, keyExchangeLength);

            int scratch = output.Length - KeySchedule.FullScratch;
            byte[] session = Session;
            KeySchedule.MakeMasterSecret(crypto, output, scratch, session, (Agreement & ServerHello.ExtendedMasterSecret) != 0);
            if (!KeepsSessions)
            {
                Array.Clear(session, SessionState.MasterSecret, SessionState.MasterSecretLength);
            }

            BeginOpen(scratch);
            KeySchedule.MakeVerifyData(crypto, output, scratch + KeySchedule.KeyScratch, session, true);
            _records.Protect();

            // The Finished is hashed where its record will be.
            int finished = Message + keyExchangeLength + ChangeCipherSpecLength + _records.ContentOffset;
            WriteFinished(finished);
            crypto.TranscriptUpdate(output, finished, FinishedLength);
            _hello = Message;
            StartTimer(now);
            ResetKept(WriteKeyExchangeFlight(keyExchangeLength, true));
        }

        private int WriteKeyExchange()
        {
            byte[] identity = _identity;
            byte[] output = _records.Output;
            HandshakeCodec.WriteHeader(output, Message, HandshakeType.ClientKeyExchange, identity.Length, _helloSequence + 1);
            Array.Copy(identity, 0, output, FragmentBody, identity.Length);
            return HandshakeCodec.HeaderLength + identity.Length;
        }

        /// <summary>Writes flight 5 behind the header of its first record, or what of it goes into one datagram.</summary>
        /// <returns>Where the whole flight would end.</returns>
        private int WriteKeyExchangeFlight(int length, bool hasFinished)
        {
            RecordLayer records = _records;
            records.WritePlainHeader(ContentType.Handshake, 0, length);
            length += Message;

            // In a record with a Connection ID the content type takes one more byte.
            int cidLength = records.PeerCidLength;
            int end = length + ChangeCipherSpecLength + Message + FinishedLength + records.Overhead + (cidLength == 0 ? 0 : cidLength + 1);
            if (end > _datagramLimit)
            {
                Pending = length;
                records.OutputLength = length;
            }
            else
            {
                Pending = 0;
                records.OutputLength = WriteChange(length, hasFinished);
            }

            return end;
        }

        private void WriteFinished(int offset)
        {
            byte[] output = _records.Output;
            HandshakeCodec.WriteHeader(
                output,
                offset,
                HandshakeType.Finished,
                HandshakeCodec.VerifyDataLength,
                _helloSequence + (IsResumed ? 1 : 2));
            Array.Copy(
                Session,
                SessionState.VerifyData,
                output,
                offset + HandshakeCodec.HeaderLength,
                HandshakeCodec.VerifyDataLength);
        }

        /// <summary>Writes ChangeCipherSpec and Finished.</summary>
        /// <param name="offset">Where in the output buffer.</param>
        /// <param name="hasFinished">Whether the plaintext of the Finished is in its place.</param>
        /// <returns>Where they end.</returns>
        private int WriteChange(int offset, bool hasFinished)
        {
            _records.WritePlainHeader(ContentType.ChangeCipherSpec, offset, 1);
            _records.Output[offset + RecordLayer.HeaderLength] = 1;
            offset += ChangeCipherSpecLength;
            if (!hasFinished)
            {
                WriteFinished(offset + _records.ContentOffset);
            }

            return offset + _records.Seal(ContentType.Handshake, offset, FinishedLength);
        }

        /// <summary>Bytes of the premaster secret of a key.</summary>
        internal static int PremasterLength(byte[] key)
        {
            return 4 + (2 * key.Length);
        }

        /// <summary>
        /// RFC 4279 section 2: the premaster secret is the key's length, as many zeros, the length again and
        /// the key. Only its HMAC states are kept, in the back end.
        /// </summary>
        internal static void SetPremasterSecret(DtlsCrypto crypto, byte[] scratch, int offset, byte[] key)
        {
            int length = PremasterLength(key);
            Array.Clear(scratch, offset, length);
            scratch[offset + 1] = (byte)key.Length;
            scratch[offset + 3 + key.Length] = (byte)key.Length;
            Array.Copy(key, 0, scratch, offset + 4 + key.Length, key.Length);
            crypto.SetSecret(DtlsCrypto.PremasterSecret, scratch, offset, length);
            Array.Clear(scratch, offset, length);
        }
    }
}
