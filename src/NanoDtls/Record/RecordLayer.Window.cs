// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <content>
    /// The sliding window against replayed records (RFC 6347 section 4.1.2.6), over ages: how far a sequence number is
    /// behind the highest one received. It is asked before a record is opened, and moves only after its tag verified.
    /// </content>
    internal sealed partial class RecordLayer
    {
        private const int WindowSize = 64;

        // Highest sequence number received, -1 for none; bit n of the mask stands for (highest - n).
        private long _highest;
        private long _received;

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

        internal void SetWindow(long highest, long received)
        {
            _highest = highest;
            _received = received;
        }

        /// <summary>Says whether a record that is not ahead of all others may still be received.</summary>
        /// <param name="age">0 or more.</param>
        private DtlsDropReason CheckAge(long age)
        {
            if (age >= WindowSize)
            {
                return DtlsDropReason.TooOld;
            }

            return ((_received >> (int)age) & 1) == 0 ? DtlsDropReason.None : DtlsDropReason.Replayed;
        }

        /// <summary>Marks the sequence number of a verified record as received.</summary>
        private void Commit(long age, long sequence)
        {
            if (age < 0)
            {
                _received = age > -WindowSize ? (_received << (int)-age) | 1 : 1;
                _highest = sequence;
            }
            else
            {
                _received |= 1L << (int)age;
            }
        }
    }
}
