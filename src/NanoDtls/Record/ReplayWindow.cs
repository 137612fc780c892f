// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// The sliding window against replayed records (RFC 6347 section 4.1.2.6). <see cref="Check"/> is asked
    /// before a record is opened; <see cref="Commit"/> moves the window, and only after its tag verified.
    /// </summary>
    internal sealed class ReplayWindow
    {
        private const int Size = 64;

        // Highest sequence number received; bit n of the mask stands for (highest - n).
        private long _highest;
        private long _received;

        internal ReplayWindow()
        {
            _highest = -1;
        }

        /// <summary>Highest sequence number received, -1 for none.</summary>
        internal long Highest
        {
            get { return _highest; }
        }

        /// <summary>Bit n stands for the record (highest - n).</summary>
        internal long Received
        {
            get { return _received; }
        }

        internal void Reset(long highest, long received)
        {
            _highest = highest;
            _received = received;
        }

        /// <summary>Says whether a sequence number may still be received.</summary>
        /// <returns><see cref="DtlsDropReason.None"/>, <see cref="DtlsDropReason.Replayed"/> or <see cref="DtlsDropReason.TooOld"/>.</returns>
        internal DtlsDropReason Check(long sequence)
        {
            long age = _highest - sequence;
            if (age < 0)
            {
                return DtlsDropReason.None;
            }

            if (age >= Size)
            {
                return DtlsDropReason.TooOld;
            }

            return ((_received >> (int)age) & 1) == 0 ? DtlsDropReason.None : DtlsDropReason.Replayed;
        }

        /// <summary>Marks the sequence number of a verified record as received.</summary>
        internal void Commit(long sequence)
        {
            long ahead = sequence - _highest;
            if (ahead > 0)
            {
                _received = ahead < Size ? (_received << (int)ahead) | 1 : 1;
                _highest = sequence;
            }
            else
            {
                _received |= 1L << (int)-ahead;
            }
        }
    }
}
