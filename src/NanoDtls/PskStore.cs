// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// Several identities, of which the server's psk_identity_hint chooses one (RFC 4279 section 5.2). Without a
    /// hint, or with one that no entry has, the first entry serves. The connections that use a store keep
    /// it, and with it the keys: <see cref="Clear"/> it when the last one is gone.
    /// </summary>
    public sealed class PskStore
    {
        private readonly PskEntry[] _entries;

        /// <summary>Creates a store.</summary>
        /// <param name="entries">One entry or more; the array is copied, the entries are shared.</param>
        /// <exception cref="ArgumentNullException">The array or an entry is null.</exception>
        /// <exception cref="ArgumentException">The array is empty.</exception>
        public PskStore(PskEntry[] entries)
        {
            if (entries == null)
            {
                throw new ArgumentNullException(nameof(entries));
            }

            if (entries.Length == 0)
            {
                throw new ArgumentException(null, nameof(entries));
            }

            _entries = new PskEntry[entries.Length];
            for (int i = 0; i < entries.Length; i++)
            {
                if (entries[i] == null)
                {
                    throw new ArgumentNullException(nameof(entries));
                }

                _entries[i] = entries[i];
            }
        }

        /// <summary>Zeroes the keys of all entries.</summary>
        public void Clear()
        {
            for (int i = 0; i < _entries.Length; i++)
            {
                Array.Clear(_entries[i].Key, 0, _entries[i].Key.Length);
            }
        }

        /// <summary>The entry for a hint; the first one when none has it.</summary>
        internal PskEntry Find(byte[] hint, int offset, int count)
        {
            for (int i = 0; i < _entries.Length; i++)
            {
                if (_entries[i].IsFor(hint, offset, count))
                {
                    return _entries[i];
                }
            }

            return _entries[0];
        }

        internal PskEntry Default
        {
            get { return _entries[0]; }
        }
    }
}
