// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>
    /// Keeps handshake messages that came in fragments or ahead of their turn (RFC 6347 sections 4.2.2 and
    /// 4.2.3), in the part of the output buffer that the flight leaves free. An entry is the message with
    /// the header it has when unfragmented, followed by a bit for each byte received; while it is
    /// incomplete, the header's fragment_length counts the bytes received, so that a complete entry is
    /// ready for the transcript as it stands.
    /// </content>
    internal sealed partial class ClientHandshake
    {
        // Where the entries lie. There is room for more up to what checking a Finished takes, at RoomEnd.
        private int _keptStart;
        private int _keptEnd;

        /// <summary>Whether no message is kept, in part or whole.</summary>
        internal bool KeepsNothing
        {
            get { return _keptEnd == _keptStart; }
        }

        /// <summary>Forgets everything; entries lie from <paramref name="start"/> on from now.</summary>
        internal void ResetKept(int start)
        {
            _keptStart = start;
            _keptEnd = start;
        }

        /// <summary>Finds a complete message.</summary>
        /// <returns>Where it starts in <see cref="RecordLayer.Output"/>, or -1.</returns>
        internal int FindKept(int sequence)
        {
            byte[] buffer = _records.Output;
            int entry = FindEntry(sequence);
            if (entry >= 0
                && HandshakeCodec.ReadUInt24(buffer, entry + HandshakeCodec.FragmentLengthOffset) != HandshakeCodec.ReadUInt24(buffer, entry + 1))
            {
                return -1;
            }

            return entry;
        }

        /// <summary>Takes in a fragment whose own lengths were checked.</summary>
        /// <param name="source">Array with the fragment.</param>
        /// <param name="offset">Its handshake header.</param>
        /// <param name="sequence">Its message_seq.</param>
        /// <returns>The reason why nothing of it was kept, else <see cref="DtlsDropReason.None"/>.</returns>
        internal DtlsDropReason Keep(byte[] source, int offset, int sequence)
        {
            byte[] buffer = _records.Output;
            int length = HandshakeCodec.ReadUInt24(source, offset + 1);
            int fragmentOffset = HandshakeCodec.ReadUInt24(source, offset + HandshakeCodec.FragmentOffsetOffset);
            int fragmentLength = HandshakeCodec.ReadUInt24(source, offset + HandshakeCodec.FragmentLengthOffset);

            int entry = FindEntry(sequence);
            if (entry >= 0 && (source[offset] != buffer[entry] || length != HandshakeCodec.ReadUInt24(buffer, entry + 1)))
            {
                // RFC 6347 section 4.2.3: fragments of a message agree in type and total length. One of the two is
                // forged or broken, and nothing says which: the newer one gets its chance, and the server's
                // retransmission the next.
                _keptEnd = _keptStart;
                entry = -1;
            }

            if (entry < 0)
            {
                int size = EntrySize(length);
                int limit = RoomEnd - KeySchedule.VerifyScratch;
                if (size > limit - _keptEnd)
                {
                    // What fills the room may be forged: it must not keep the true message out.
                    _keptEnd = _keptStart;
                    if (size > limit - _keptStart)
                    {
                        return DtlsDropReason.NoRoom;
                    }
                }

                entry = _keptEnd;
                _keptEnd += size;
                Array.Clear(buffer, entry, size);
                Array.Copy(source, offset, buffer, entry, HandshakeCodec.FragmentOffsetOffset);
            }

            return Merge(source, offset + HandshakeCodec.HeaderLength, entry, length, fragmentOffset, fragmentLength);
        }

        private static int EntrySize(int length)
        {
            return HandshakeCodec.HeaderLength + length + ((length + 7) >> 3);
        }

        private int FindEntry(int sequence)
        {
            byte[] buffer = _records.Output;
            int entry = _keptStart;
            while (entry < _keptEnd)
            {
                if (HandshakeCodec.ReadUInt16(buffer, entry + HandshakeCodec.SequenceOffset) == sequence)
                {
                    return entry;
                }

                entry += EntrySize(HandshakeCodec.ReadUInt24(buffer, entry + 1));
            }

            return -1;
        }

        private DtlsDropReason Merge(byte[] source, int offset, int entry, int length, int fragmentOffset, int fragmentLength)
        {
            byte[] buffer = _records.Output;
            int counter = entry + HandshakeCodec.FragmentLengthOffset;
            int received = HandshakeCodec.ReadUInt24(buffer, counter);
            int body = entry + HandshakeCodec.HeaderLength;
            if (received == length && length != 0)
            {
                return DtlsDropReason.DuplicateMessage;
            }

            if (fragmentLength == length)
            {
                // A whole message needs no bits.
                Array.Copy(source, offset, buffer, body, length);
                HandshakeCodec.WriteUInt24(buffer, counter, length);
                return DtlsDropReason.None;
            }

            int bits = body + length;
            int added = 0;
            for (int i = 0; i < fragmentLength; i++)
            {
                int at = fragmentOffset + i;
                int cell = bits + (at >> 3);
                int mask = 1 << (at & 7);
                if ((buffer[cell] & mask) == 0)
                {
                    // The byte that came first stays: a re-split or overlapping fragment repeats it.
                    buffer[cell] = (byte)(buffer[cell] | mask);
                    buffer[body + at] = source[offset + i];
                    added++;
                }
            }

            HandshakeCodec.WriteUInt24(buffer, counter, received + added);
            return added == 0 ? DtlsDropReason.DuplicateMessage : DtlsDropReason.None;
        }
    }
}
