// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>
    /// The numbers of protected records, which are their nonces: counted up, never set back while keys are in use,
    /// and never above the limit that <see cref="SetLimit"/> sets (docs/sleep.md).
    /// </content>
    internal sealed partial class RecordLayer
    {
        /// <summary>RFC 6347 section 4.1: no wrap. All ones is never used, so that counting up never carries into the epoch.</summary>
        internal const long MaxSequence = 0xFFFFFFFFFFFF;

        /// <summary>
        /// What limits below <see cref="MaxSequence"/> are multiples of: they are looked at when the last byte of a number
        /// carries, so that counting costs nothing more for them.
        /// </summary>
        internal const int LimitStep = 256;

        // Version, epoch and sequence number of the next plaintext record, the same of the next protected one, and behind
        // that the peer's Connection ID: as they stand on the wire, so that one Array.Copy writes them, and counting up
        // touches one byte.
        private const int NumberedLength = 10;
        private const int PlainLast = NumberedLength - 1;
        private const int ProtectedTemplate = NumberedLength;
        private const int TemplateEpoch = ProtectedTemplate + 2;
        private const int TemplateEpochLow = ProtectedTemplate + 3;
        private const int TemplateSequence = ProtectedTemplate + 4;
        private const int TemplateLast = ProtectedTemplate + 9;
        private const int TemplateCid = ProtectedTemplate + NumberedLength;

        /// <summary>Whether the next sequence number is not to be used: it is the limit.</summary>
        internal bool IsExhausted;

        // The numbers of plaintext records are not set back by a new handshake: a server that still keeps the state of an
        // earlier attempt from this address would throw repeated ones away as replays.
        private readonly byte[] _template;

        private long _limit;

        /// <summary>The first sequence number that is not to be used.</summary>
        internal long Limit
        {
            get { return _limit; }
        }

        /// <summary>Sequence number of the next protected record.</summary>
        internal long NextSequence
        {
            get { return ReadSequence(_template, TemplateSequence); }
        }

        /// <summary>Sets the first sequence number that is not to be used.</summary>
        /// <param name="limit"><see cref="MaxSequence"/>, a multiple of <see cref="LimitStep"/>, or not above the next number.</param>
        internal void SetLimit(long limit)
        {
            _limit = limit;
            IsExhausted = NextSequence >= limit;
        }

        /// <summary>Goes on numbering the records of epoch 1 in an imported session, where nothing may be sent yet.</summary>
        /// <param name="next">The next number, which is the limit too.</param>
        internal void Continue(long next)
        {
            Protect();
            WriteSequence(next, _template, TemplateSequence);
            SetLimit(next);
        }

        /// <summary>Reads a sequence number of 48 bits.</summary>
        internal static long ReadSequence(byte[] data, int offset)
        {
            // Two halves of 24 bits, so that no sign bit is ever involved.
            int high = (data[offset] << 16) | (data[offset + 1] << 8) | data[offset + 2];
            int low = (data[offset + 3] << 16) | (data[offset + 4] << 8) | data[offset + 5];
            return ((long)high << 24) + low;
        }

        /// <summary>Writes a sequence number of 48 bits.</summary>
        internal static void WriteSequence(long sequence, byte[] data, int offset)
        {
            for (int i = offset + 5; i >= offset; i--)
            {
                data[i] = (byte)sequence;
                sequence >>= 8;
            }
        }

        /// <summary>Carries into the higher bytes of a number in the template, whose last byte came round to 0.</summary>
        private void Carry(int last)
        {
            byte[] template = _template;
            int digit;
            do
            {
                last--;
                digit = template[last] + 1;
                template[last] = (byte)digit;
            }
            while (digit == 256);
        }
    }
}
