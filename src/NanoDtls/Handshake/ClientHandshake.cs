// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// The client's handshake automaton (RFC 6347 section 4.2.4, RFC 4279 section 2). Flights 1 and 3 are a
    /// ClientHello, flight 5 is ClientKeyExchange, ChangeCipherSpec and Finished; each is one datagram and
    /// stays in the output buffer until the next one replaces it.
    /// </summary>
    internal sealed partial class ClientHandshake
    {
        /// <summary>Result of a step that needs no alert.</summary>
        internal const int Continue = -1;

        // States. The order matters: keys exist from WaitChangeCipherSpec on.
        internal const int Idle = 0;
        internal const int WaitServerHello = 1;
        internal const int WaitServerKeyExchange = 2;
        internal const int WaitServerHelloDone = 3;
        internal const int WaitChangeCipherSpec = 4;
        internal const int WaitFinished = 5;
        internal const int Connected = 6;

        internal int State;

        /// <summary>Chosen suite with the flags of <see cref="ServerHelloReader"/>; 0 before the ServerHello.</summary>
        internal int Agreement;

        internal readonly FlightTimer Timer;

        // Messages further ahead than the longest server flight are not worth their room.
        private const int MaxAhead = 4;

        // A server may change its cookie secret between two answers, but not for ever.
        private const int MaxHelloVerifyRequests = 3;

        private const int Message = RecordLayer.HeaderLength;
        private const int ClientRandom = Message + ClientHelloWriter.RandomOffset;
        private const int Cookie = Message + ClientHelloWriter.CookieOffset;
        private const int FinishedLength = HandshakeCodec.HeaderLength + HandshakeCodec.VerifyDataLength;

        private readonly RecordLayer _records;
        private readonly DtlsCrypto _crypto;
        private readonly KeySchedule _keys;
        private readonly HandshakeReassembly _reassembly;
        private readonly byte[] _offer;
        private readonly byte[] _identity;
        private readonly int _maxFragmentLength;
        private readonly bool _requireExtendedMasterSecret;

        private int _flightLength;

        // message_seq of the current ClientHello, which is also the number of HelloVerifyRequests followed.
        private int _helloSequence;
        private int _receiveSequence;

        // Bytes of a ServerKeyExchange that went straight into the transcript, and its total length.
        private int _streamed;
        private int _streamLength;

        /// <param name="records">Record layer; its buffer holds at least <see cref="MinBufferLength"/> bytes.</param>
        /// <param name="crypto">Back end, the premaster secret set.</param>
        /// <param name="timer">Timer with the caller's settings.</param>
        /// <param name="offer">Made by <see cref="ClientHelloWriter.WriteOffer"/>.</param>
        /// <param name="identity">PSK identity behind its two length bytes.</param>
        /// <param name="maxFragmentLength">Offered max_fragment_length code, 0 for none.</param>
        /// <param name="requireExtendedMasterSecret">Whether to refuse servers without it.</param>
        internal ClientHandshake(
            RecordLayer records,
            DtlsCrypto crypto,
            FlightTimer timer,
            byte[] offer,
            byte[] identity,
            int maxFragmentLength,
            bool requireExtendedMasterSecret)
        {
            Timer = timer;
            _records = records;
            _crypto = crypto;
            _keys = new KeySchedule(crypto, records.Output);
            _reassembly = new HandshakeReassembly(records.Output);
            _offer = offer;
            _identity = identity;
            _maxFragmentLength = maxFragmentLength;
            _requireExtendedMasterSecret = requireExtendedMasterSecret;
        }

        /// <summary>
        /// Bytes that the output buffer needs at least: a ClientHello with the longest cookie, and room to
        /// reassemble a ServerHello of 140 bytes beside it.
        /// </summary>
        internal static int MinBufferLength(int offerLength)
        {
            return Cookie + ClientHelloWriter.MaxCookieLength + offerLength + 170 + KeySchedule.KeptLength;
        }

        /// <summary>Sends flight 1.</summary>
        /// <returns><c>false</c> when the source of randomness failed; nothing changed then.</returns>
        internal bool Start(long now)
        {
            _records.OutputLength = 0;
            if (!_crypto.FillRandom(_records.Output, ClientRandom, HandshakeCodec.RandomLength))
            {
                return false;
            }

            _records.Unprotect();
            State = WaitServerHello;
            Agreement = 0;
            _helloSequence = 0;
            _receiveSequence = 0;
            _streamed = 0;
            Timer.StartHandshake(now);
            SendHello(0, now);
            return true;
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
            int result = Continue;
            while (offset < end && result == Continue)
            {
                int left = end - offset - HandshakeCodec.HeaderLength;
                if (left < 0)
                {
                    _records.Drop(DtlsDropReason.BadFragment);
                    break;
                }

                int fragmentLength = HandshakeCodec.ReadUInt24(data, offset + HandshakeCodec.FragmentLengthOffset);
                if (fragmentLength > left)
                {
                    _records.Drop(DtlsDropReason.BadFragment);
                    break;
                }

                result = ProcessFragment(data, offset, fragmentLength, isProtected, now);
                offset += HandshakeCodec.HeaderLength + fragmentLength;
            }

            return result;
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

            DtlsDropReason reason;
            if (State == WaitChangeCipherSpec)
            {
                if (!isProtected)
                {
                    // The server's flight 4 is complete and its flight 6 has nothing in plaintext.
                    return (int)DtlsAlert.UnexpectedMessage;
                }

                // A verified Finished that overtook the ChangeCipherSpec waits for it.
                reason = _reassembly.Add(data, offset, sequence);
                return reason == DtlsDropReason.None ? Continue : Drop(reason);
            }

            if (sequence == _receiveSequence && fragmentLength == length)
            {
                int result = ProcessMessage(data, offset, type, length, now);
                return result == Continue ? ProcessKept(now) : result;
            }

            if (_streamed != 0 && sequence == _receiveSequence)
            {
                return StreamServerKeyExchange(data, offset, length, fragmentOffset, fragmentLength, now);
            }

            reason = _reassembly.Add(data, offset, sequence);
            if (reason == DtlsDropReason.None)
            {
                return ProcessKept(now);
            }

            if (reason == DtlsDropReason.NoRoom
                && sequence == _receiveSequence
                && type == HandshakeType.ServerKeyExchange
                && State == WaitServerKeyExchange)
            {
                return StreamServerKeyExchange(data, offset, length, fragmentOffset, fragmentLength, now);
            }

            return Drop(reason);
        }

        /// <summary>Goes on with messages that came before their turn.</summary>
        private int ProcessKept(long now)
        {
            int result = Continue;
            while (result == Continue && State < Connected && !_reassembly.IsEmpty)
            {
                int entry = _reassembly.Find(_receiveSequence);
                if (entry < 0)
                {
                    break;
                }

                byte[] buffer = _reassembly.Buffer;
                result = ProcessMessage(buffer, entry, buffer[entry], HandshakeCodec.ReadUInt24(buffer, entry + 1), now);
            }

            return result;
        }

        private int Drop(DtlsDropReason reason)
        {
            _records.Drop(reason);
            return Continue;
        }
    }
}
