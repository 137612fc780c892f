// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// The client's handshake automaton (RFC 6347 section 4.2.4, RFC 4279 section 2, RFC 5246 section 7.3). What
    /// each state takes is the table in docs/handshake.md.
    /// </summary>
    internal sealed partial class ClientHandshake
    {
        /// <summary>Result of a step that needs no alert.</summary>
        internal const int Continue = -1;

        /// <summary>Result of the step that ends the handshake well.</summary>
        internal const int Opened = -2;

        // Not a message that the state takes: nothing happened.
        private const int Refused = -3;

        // States. The order matters: keys exist from WaitChangeCipherSpec on.
        internal const int Idle = 0;
        internal const int WaitServerHello = 1;
        internal const int WaitServerKeyExchange = 2;
        internal const int WaitServerHelloDone = 3;
        internal const int WaitChangeCipherSpec = 4;
        internal const int WaitFinished = 5;
        internal const int Connected = 6;

        internal int State;

        /// <summary>Chosen suite with the bits of <see cref="ServerHello"/>; 0 before the ServerHello.</summary>
        internal int Agreement;

        /// <summary>Whether the server took up the session that was offered.</summary>
        internal bool IsResumed;

        /// <summary>The server announced a NewSessionTicket that did not come yet (RFC 5077 section 3.3).</summary>
        internal bool ExpectsTicket;

        internal readonly FlightTimer Timer;
        internal readonly ServerHello ServerHello;

        /// <summary>What every ClientHello offers.</summary>
        internal HandshakeOffer Offer
        {
            get { return _offer; }
        }

        internal bool RequiresExtendedMasterSecret
        {
            get { return _requireExtendedMasterSecret; }
        }

        /// <summary>max_fragment_length code that was offered.</summary>
        internal int MaxFragmentLength
        {
            get { return _offer.MaxFragmentLength; }
        }

        // Messages further ahead than the longest server flight are not worth their room.
        private const int MaxAhead = 4;

        private readonly RecordLayer _records;
        private readonly DtlsCrypto _crypto;
        private readonly SessionState _session;
        private readonly KeySchedule _keys;
        private readonly HandshakeReassembly _reassembly;
        private readonly HandshakeOffer _offer;
        private readonly PskStore _store;
        private readonly int _forgeryLimit;
        private readonly int _pathMtu;
        private readonly bool _requireExtendedMasterSecret;
        private readonly bool _pmtuBackoff;

        // The identity in use, behind two bytes of length, and the entry of the store that it is from.
        private byte[] _identity;
        private PskEntry _entry;

        // message_seq of the current ClientHello, which is also the number of HelloVerifyRequests followed.
        private int _helloSequence;
        private int _receiveSequence;

        // Bytes of a message that went straight into the transcript, and its total length.
        private int _streamed;
        private int _streamLength;

        // A NewSessionTicket that is not valid before the server's Finished is.
        private int _ticketLength;
        private int _ticketLifetime;

        /// <summary>Initializes a new instance. The back end has the premaster secret, unless there is a store.</summary>
        internal ClientHandshake(
            DtlsClientOptions options,
            byte[] identity,
            RecordLayer records,
            DtlsCrypto crypto,
            SessionState session,
            HandshakeOffer offer)
        {
            Timer = new FlightTimer(
                options.Retransmission,
                options.InitialRetransmitMilliseconds,
                options.MaxRetransmitMilliseconds,
                options.HandshakeTimeoutMilliseconds);
            ServerHello = new ServerHello();
            _records = records;
            _crypto = crypto;
            _session = session;
            _keys = new KeySchedule(crypto, records.Output, session);
            _reassembly = new HandshakeReassembly(records.Output);
            _offer = offer;
            _identity = identity;
            _store = options.PskStore;
            _forgeryLimit = options.ForgeryLimit;
            _pathMtu = options.PathMtu == 0 ? int.MaxValue : options.PathMtu;
            _requireExtendedMasterSecret = options.RequireExtendedMasterSecret;
            _pmtuBackoff = options.PmtuBackoff;
        }

        /// <summary>Stands where a handshake would have led: the session was imported.</summary>
        internal void Take(int agreement)
        {
            State = Connected;
            Agreement = agreement;
            IsResumed = false;
            HasMore = false;
        }

        /// <summary>Takes in the handshake messages of one record.</summary>
        /// <param name="data">Array with the plaintext.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes of the record's content.</param>
        /// <param name="isProtected">Whether it came in epoch 1.</param>
        /// <param name="now">Time in milliseconds.</param>
        /// <returns>The alert to end the handshake with, or <see cref="Continue"/>.</returns>
        internal int ProcessRecord(byte[] data, int offset, int count, bool isProtected, long now)
        {
            int end = offset + count;
            int result;
            do
            {
                int left = end - offset - HandshakeCodec.HeaderLength;
                if (left < 0)
                {
                    return Drop(DtlsDropReason.BadFragment);
                }

                // Nearly all messages come whole and in their turn. Their bytes of fragment_offset are 0, and so are the
                // high ones of lengths and message_seq.
                int highBytes = data[offset + 1] | data[offset + 4] | data[offset + 6] | data[offset + 7] | data[offset + 8] | data[offset + 9];
                int length = (data[offset + 10] << 8) | data[offset + 11];
                result = Refused;
                if (highBytes == 0
                    && length <= left
                    && ((data[offset + 2] << 8) | data[offset + 3]) == length
                    && data[offset + 5] == _receiveSequence
                    && _streamed == 0)
                {
                    result = ProcessMessage(data, offset, length, isProtected, now);
                    if (result == Continue && !_reassembly.IsEmpty)
                    {
                        result = ProcessKept(now);
                    }
                }

                if (result == Refused)
                {
                    length |= data[offset + 9] << 16;
                    if (length > left)
                    {
                        return Drop(DtlsDropReason.BadFragment);
                    }

                    result = ProcessFragment(data, offset, length, isProtected, now);
                }

                offset += HandshakeCodec.HeaderLength + length;
            }
            while (offset < end && result == Continue);

            // Nothing of the handshake comes behind its end.
            return offset < end && result == Opened ? (int)DtlsAlert.UnexpectedMessage : result;
        }

        /// <summary>The server's ChangeCipherSpec came: a Finished that overtook it can be read now.</summary>
        internal int ProcessChangeCipherSpec(long now)
        {
            State = WaitFinished;
            return ProcessKept(now);
        }

        private int ProcessFragment(byte[] data, int offset, int fragmentLength, bool isProtected, long now)
        {
            int type = data[offset];
            int length = HandshakeCodec.ReadUInt24(data, offset + 1);
            int sequence = HandshakeCodec.ReadUInt16(data, offset + HandshakeCodec.SequenceOffset);
            int fragmentOffset = HandshakeCodec.ReadUInt24(data, offset + HandshakeCodec.FragmentOffsetOffset);
            if (fragmentOffset + fragmentLength > length || (fragmentLength == 0 && length != 0))
            {
                return Drop(DtlsDropReason.BadFragment);
            }

            if (type == HandshakeType.HelloRequest)
            {
                // RFC 5246 section 7.4.1.1: ignored while a handshake is under way.
                return Drop(DtlsDropReason.UnexpectedMessage);
            }

            if (sequence < _receiveSequence)
            {
                if (type == HandshakeType.HelloVerifyRequest && State == WaitServerHello && fragmentLength == length)
                {
                    // A server without state numbers each of its HelloVerifyRequests 0.
                    return OnHelloVerifyRequest(data, offset + HandshakeCodec.HeaderLength, length, now);
                }

                return Drop(DtlsDropReason.DuplicateMessage);
            }

            if (sequence - _receiveSequence > MaxAhead)
            {
                return Drop(DtlsDropReason.FutureMessage);
            }

            if (State >= WaitChangeCipherSpec && !BelongsToLastFlight(type, isProtected))
            {
                return sequence == _receiveSequence ? (int)DtlsAlert.UnexpectedMessage : Drop(DtlsDropReason.FutureMessage);
            }

            if (sequence == _receiveSequence && _streamed != 0)
            {
                return StreamMessage(data, offset, type, length, fragmentOffset, fragmentLength, now);
            }

            // Whole and in its turn, and not one that this state takes. But a Finished that overtook the ChangeCipherSpec
            // waits for it.
            if (sequence == _receiveSequence
                && fragmentLength == length
                && (State != WaitChangeCipherSpec || type == HandshakeType.NewSessionTicket))
            {
                return (int)DtlsAlert.UnexpectedMessage;
            }

            if (type == HandshakeType.Finished && !isProtected)
            {
                // Kept without its epoch, it would pass for a protected one after the ChangeCipherSpec.
                return Drop(DtlsDropReason.UnexpectedMessage);
            }

            if (_hello != Message && _records.OutputLength != 0)
            {
                // A fragment of the ClientHello waits to be sent where messages are kept otherwise.
                return Drop(DtlsDropReason.NoRoom);
            }

            DtlsDropReason reason = _reassembly.Add(data, offset, sequence);
            if (reason == DtlsDropReason.None)
            {
                return ProcessKept(now);
            }

            if (reason == DtlsDropReason.NoRoom && sequence == _receiveSequence && CanStream(type))
            {
                return StreamMessage(data, offset, type, length, fragmentOffset, fragmentLength, now);
            }

            return Drop(reason);
        }

        /// <summary>
        /// What the server may still say after its ServerHelloDone, or after the ServerHello of a resumed session:
        /// a NewSessionTicket in plaintext when it announced one, and a protected Finished.
        /// </summary>
        private bool BelongsToLastFlight(int type, bool isProtected)
        {
            return isProtected
                ? type == HandshakeType.Finished
                : type == HandshakeType.NewSessionTicket && ExpectsTicket;
        }

        /// <summary>Goes on with messages that came before their turn.</summary>
        private int ProcessKept(long now)
        {
            int result = Continue;
            while (result == Continue && !_reassembly.IsEmpty)
            {
                int entry = _reassembly.Find(_receiveSequence);
                byte[] buffer = _reassembly.Buffer;
                if (entry < 0 || (State == WaitChangeCipherSpec && buffer[entry] == HandshakeType.Finished))
                {
                    break;
                }

                // No Finished is kept that was not protected.
                int length = HandshakeCodec.ReadUInt24(buffer, entry + 1);
                result = ProcessMessage(buffer, entry, length, buffer[entry] == HandshakeType.Finished, now);
            }

            return result == Refused ? (int)DtlsAlert.UnexpectedMessage : result;
        }

        private int Drop(DtlsDropReason reason)
        {
            _records.Drop(reason);
            return Continue;
        }
    }
}
