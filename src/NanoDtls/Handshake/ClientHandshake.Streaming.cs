// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <content>Messages that are longer than any room for them: into the transcript as they come, in order.</content>
    internal sealed partial class ClientHandshake
    {
        /// <summary>
        /// A psk_identity_hint may have 65,535 bytes and a ticket as many; the one is then without effect, the other is
        /// kept if the array for tickets takes it.
        /// </summary>
        private bool CanStream(int type)
        {
            return type == HandshakeType.ServerKeyExchange
                ? State == WaitServerKeyExchange
                : type == HandshakeType.NewSessionTicket && State >= WaitChangeCipherSpec;
        }

        private int StreamMessage(byte[] data, int offset, int type, int length, int fragmentOffset, int fragmentLength, long now)
        {
            int body = offset + HandshakeCodec.HeaderLength;
            int skip = _streamed - fragmentOffset;
            if (_streamed != 0 && (length != _streamLength || !CanStream(type)))
            {
                return Drop(DtlsDropReason.BadFragment);
            }

            if (skip < 0)
            {
                return Drop(DtlsDropReason.FutureMessage);
            }

            if (skip >= fragmentLength)
            {
                return Drop(DtlsDropReason.DuplicateMessage);
            }

            bool isTicket = type == HandshakeType.NewSessionTicket;
            if (_streamed == 0)
            {
                // The inner length must be seen before anything is hashed.
                int headerLength = isTicket ? SessionTicket.HeaderLength : 2;
                if (fragmentLength < headerLength)
                {
                    return Drop(DtlsDropReason.NoRoom);
                }

                if (HandshakeCodec.ReadUInt16(data, body + headerLength - 2) != length - headerLength)
                {
                    return (int)DtlsAlert.DecodeError;
                }

                if (isTicket)
                {
                    Ticket.Begin(data, body, length);
                }

                // RFC 6347 section 4.2.6: hashed as if it had come in one fragment. The fragment's own header is
                // not needed again, so it is turned into that in place.
                HandshakeCodec.WriteUInt24(data, offset + HandshakeCodec.FragmentLengthOffset, length);
                _records.Crypto.TranscriptUpdate(data, offset, HandshakeCodec.HeaderLength);
                _streamLength = length;
            }

            int count = fragmentLength - skip;
            _records.Crypto.TranscriptUpdate(data, body + skip, count);
            if (isTicket)
            {
                Ticket.Keep(data, body + skip, _streamed, count);
            }

            Defer(now);
            _streamed += count;
            if (_streamed < length)
            {
                return Continue;
            }

            _streamed = 0;
            _receiveSequence++;
            if (isTicket)
            {
                Agreement &= ~ServerHello.SessionTicket;
            }
            else
            {
                State = WaitServerHelloDone;
            }

            return ProcessKept(now);
        }
    }
}
