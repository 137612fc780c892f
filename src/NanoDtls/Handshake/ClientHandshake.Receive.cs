// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <content>From records to messages: whole and in their turn as they stand, all others by way of what is kept.</content>
    internal sealed partial class ClientHandshake
    {
        // Messages further ahead than the longest server flight are not worth their room.
        private const int MaxAhead = 4;

        /// <summary>Takes in the handshake messages of one record.</summary>
        /// <param name="data">Array with the plaintext.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes of the record's content.</param>
        /// <param name="isProtected">Whether it came in epoch 1.</param>
        /// <param name="now">Time in milliseconds.</param>
        /// <returns>The alert to end the handshake with, <see cref="Continue"/> or <see cref="Opened"/>.</returns>
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
                // high ones of lengths and message_seq. They are told apart here, without a call more for each.
                int highBytes = data[offset + 1] | data[offset + 4] | data[offset + 6] | data[offset + 7] | data[offset + 8] | data[offset + 9];
                int length = (data[offset + 10] << 8) | data[offset + 11];
                result = Refused;
                if (highBytes == 0
                    && length <= left
                    && ((data[offset + 2] << 8) | data[offset + 3]) == length
                    && data[offset + 5] == _receiveSequence
                    && _streamed == 0)
                {
                    int type = data[offset];
                    int body = offset + HandshakeCodec.HeaderLength;
                    switch (State)
                    {
                        case WaitServerHello:
                            if (type == HandshakeType.ServerHello)
                            {
                                result = OnServerHello(data, body, length, now);
                            }
                            else if (type == HandshakeType.HelloVerifyRequest)
                            {
                                _receiveSequence++;
                                result = OnHelloVerifyRequest(data, body, length, now);
                            }

                            break;

                        case WaitServerKeyExchange:
                            if (type == HandshakeType.ServerHelloDone)
                            {
                                result = OnServerHelloDone(data, body, length, now);
                            }
                            else if (type == HandshakeType.ServerKeyExchange)
                            {
                                result = OnServerKeyExchange(data, body, length, now);
                            }

                            break;

                        case WaitServerHelloDone:
                            if (type == HandshakeType.ServerHelloDone)
                            {
                                result = OnServerHelloDone(data, body, length, now);
                            }

                            break;

                        default:
                            // RFC 5077 section 3.3: an announced ticket comes before the ChangeCipherSpec.
                            if (ExpectsTicket)
                            {
                                if (type == HandshakeType.NewSessionTicket && !isProtected)
                                {
                                    result = OnNewSessionTicket(data, body, length);
                                }
                            }
                            else if (type == HandshakeType.Finished && isProtected && State == WaitFinished)
                            {
                                result = OnFinished(data, body, length, now);
                            }

                            break;
                    }

                    if (result == Continue && _keptEnd != _keptStart)
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

            if (offset < end && result == Opened)
            {
                // Nothing of the handshake comes behind its end. In plaintext there may be fragments that came before, behind the one
                // that a kept Finished waited for: they are not looked at, as all plaintext is from here on.
                if (isProtected)
                {
                    return (int)DtlsAlert.UnexpectedMessage;
                }

                _records.Drop(DtlsDropReason.Epoch);
            }

            return result;
        }

        /// <summary>The server's ChangeCipherSpec came: a Finished that overtook it can be read now.</summary>
        internal int ProcessChangeCipherSpec(long now)
        {
            State = WaitFinished;
            return KeepsNothing ? Continue : ProcessKept(now);
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

            DtlsDropReason reason = Keep(data, offset, sequence);
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
            int entry = FindKept(_receiveSequence);
            byte[] buffer = _records.Output;
            if (entry < 0 || (State == WaitChangeCipherSpec && buffer[entry] == HandshakeType.Finished))
            {
                return Continue;
            }

            // As a record of its own, which comes back here for the next one. No Finished is kept that was not protected.
            int length = HandshakeCodec.HeaderLength + HandshakeCodec.ReadUInt24(buffer, entry + 1);
            return ProcessRecord(buffer, entry, length, buffer[entry] == HandshakeType.Finished, now);
        }
    }
}
