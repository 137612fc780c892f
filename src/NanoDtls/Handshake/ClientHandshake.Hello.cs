// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>The ClientHello as a flight: whole, or in fragments, with or without a ticket behind it.</content>
    internal sealed partial class ClientHandshake
    {
        /// <summary>As it stands in the ClientHello; 0 when no session was offered.</summary>
        private int OfferedSessionIdLength
        {
            get { return _records.Output[_hello + ClientHelloWriter.SessionIdOffset - 1]; }
        }

        /// <summary>
        /// RFC 6347 section 4.2.1: the transcript begins with the ClientHello that was answered; an earlier one
        /// and the HelloVerifyRequest are not in it.
        /// </summary>
        private void HashHello()
        {
            DtlsCrypto crypto = _records.Crypto;
            crypto.TranscriptReset();
            crypto.TranscriptUpdate(_records.Output, _hello, _helloLength);
            SessionTicket ticket = Ticket;
            if (ticket != null)
            {
                crypto.TranscriptUpdate(ticket.Bytes, 0, ticket.OfferedLength);
            }
        }

        private void SendHello(int cookie, int cookieLength, long now)
        {
            _hello = Message;
            _helloLength = ClientHelloWriter.Write(
                _records.Output, cookie, cookieLength, Session, _helloSequence, Ticket == null ? 0 : Ticket.OfferedLength);
            StartTimer(now);
            WriteHello(true);
        }

        private void WriteHello(bool forgetsKept)
        {
            byte[] output = _records.Output;
            int end = Message + _helloLength;
            int total = end;
            int hello = _hello;
            SessionTicket ticket = Ticket;
            if (ticket != null)
            {
                total += ticket.LengthToSend;
            }

            if (hello == Message && total <= _datagramLimit && total <= output.Length)
            {
                if (forgetsKept)
                {
                    _keptStart = end;
                    _keptEnd = end;
                }

                if (ticket != null)
                {
                    Array.Copy(ticket.Bytes, 0, output, end, total - end);
                    HandshakeCodec.WriteUInt24(output, Message + HandshakeCodec.FragmentLengthOffset, total - FragmentBody);
                }

                // Two HelloVerifyRequests may come before the fragments that the first one asked for have left.
                Pending = 0;
                _records.WritePlainHeader(ContentType.Handshake, 0, total - Message);
                _records.OutputLength = total;
                return;
            }

            if (hello == Message)
            {
                _hello = output.Length - _helloLength;
                Array.Copy(output, Message, output, _hello, _helloLength);
            }

            WriteHelloFragment(0);
        }

        /// <summary>RFC 6347 section 4.2.3: a piece of the ClientHello, and of the ticket that stands behind it.</summary>
        private void WriteHelloFragment(int from)
        {
            byte[] output = _records.Output;
            int stored = _helloLength - HandshakeCodec.HeaderLength;
            SessionTicket ticket = Ticket;
            int left = stored - from;
            if (ticket != null)
            {
                left += ticket.LengthToSend;
            }

            if (left <= 0)
            {
                // A renewed ticket took the place of what was left to send.
                Pending = 0;
                return;
            }

            int count = (_datagramLimit < _hello ? _datagramLimit : _hello) - FragmentBody;
            if (count > left)
            {
                count = left;
            }

            // What was kept of the server's flight stood where the fragment is written.
            ResetKept(0);
            Array.Copy(output, _hello, output, Message, HandshakeCodec.FragmentOffsetOffset);
            HandshakeCodec.WriteUInt24(output, Message + HandshakeCodec.FragmentOffsetOffset, from);
            HandshakeCodec.WriteUInt24(output, Message + HandshakeCodec.FragmentLengthOffset, count);

            int first = stored - from;
            first = first < 0 ? 0 : first > count ? count : first;
            if (first != 0)
            {
                Array.Copy(output, _hello + HandshakeCodec.HeaderLength + from, output, FragmentBody, first);
            }

            if (first < count)
            {
                Array.Copy(ticket.Bytes, from + first - stored, output, FragmentBody + first, count - first);
            }

            Pending = count < left ? from + count : 0;
            _records.WritePlainHeader(ContentType.Handshake, 0, HandshakeCodec.HeaderLength + count);
            _records.OutputLength = FragmentBody + count;
        }
    }
}
