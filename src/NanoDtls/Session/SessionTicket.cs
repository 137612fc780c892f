// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// Session tickets (RFC 5077): the one to offer, and the one that a handshake brings. An object of its own, so that a
    /// connection that asks for none keeps nothing for them.
    /// </summary>
    internal sealed class SessionTicket
    {
        /// <summary>Bytes of ticket_lifetime_hint and the ticket's length, ahead of it in its message.</summary>
        internal const int HeaderLength = 6;

        /// <summary>Bytes of the session ID that goes out with a ticket only to be recognised (RFC 5077 section 3.4).</summary>
        internal const int SessionIdLength = 8;

        internal readonly byte[] Bytes;

        /// <summary>Bytes of the ticket that can be offered, 0 for none.</summary>
        internal int Length;

        /// <summary>Bytes of the ticket that the current ClientHello offers.</summary>
        internal int OfferedLength;

        // RFC 5077 section 3.3: 0 leaves it to the client, a day here.
        private const int DefaultLifetimeSeconds = 86400;

        // 2^31 ms are 24 days: longer than any hint is worth.
        private const int MaxLifetimeSeconds = 0x1FFFFF;

        private long _expiresAt;

        // A ticket that is not valid before the server's Finished is.
        private int _newLength;
        private int _newLifetime;

        internal SessionTicket(int maxLength)
        {
            Bytes = new byte[maxLength];
        }

        /// <summary>
        /// What of the offered ticket can be sent once more. A renewed one takes its place as it comes; the server has it by
        /// then, and what asks it for its flight again is the rest of the ClientHello, as a fragment.
        /// </summary>
        internal int LengthToSend
        {
            get { return _newLength == 0 ? OfferedLength : 0; }
        }

        /// <summary>A handshake starts: offers the ticket if the session can be resumed and its time is not over.</summary>
        internal void Offer(bool canResume, long now)
        {
            if (now >= _expiresAt)
            {
                Length = 0;
            }

            OfferedLength = canResume ? Length : 0;
            _newLength = 0;
        }

        /// <summary>A NewSessionTicket begins.</summary>
        /// <param name="data">Array with the message.</param>
        /// <param name="body">First byte of its body.</param>
        /// <param name="length">Bytes of the whole body.</param>
        internal void Begin(byte[] data, int body, int length)
        {
            _newLifetime = data[body] != 0 || data[body + 1] > 0x1F ? MaxLifetimeSeconds : HandshakeCodec.ReadUInt24(data, body + 1);
            Length = 0;
            int ticketLength = length - HeaderLength;
            _newLength = ticketLength > Bytes.Length ? 0 : ticketLength;
        }

        /// <summary>Keeps those bytes of the ticket that a part of the body has.</summary>
        /// <param name="data">Array with the part.</param>
        /// <param name="offset">First byte of it.</param>
        /// <param name="from">Where it stands in the body.</param>
        /// <param name="count">Bytes of it.</param>
        internal void Keep(byte[] data, int offset, int from, int count)
        {
            int skip = from < HeaderLength ? HeaderLength - from : 0;
            if (_newLength != 0 && count > skip)
            {
                Array.Copy(data, offset + skip, Bytes, from + skip - HeaderLength, count - skip);
            }
        }

        /// <summary>The server's Finished verified: the new ticket is the one to offer, and its lifetime begins.</summary>
        internal void Confirm(long now)
        {
            if (_newLength != 0)
            {
                Length = _newLength;
                _expiresAt = now + ((_newLifetime == 0 ? DefaultLifetimeSeconds : _newLifetime) * 1000L);
            }
        }
    }
}
