// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>One identity with its key, and the hint by which a server asks for it. Immutable.</summary>
    public sealed class PskEntry
    {
        /// <summary>The identity as ClientKeyExchange carries it, behind two bytes of length.</summary>
        internal readonly byte[] Identity;

        internal readonly byte[] Key;
        internal readonly byte[] Hint;

        /// <summary>Copies an identity and its key.</summary>
        /// <param name="hint">
        /// psk_identity_hint that selects this entry, 0 to 128 bytes, compared byte by byte (RFC 4279 section 5.2). Null
        /// for an entry that only serves as the default.
        /// </param>
        /// <param name="identity">1 to 128 bytes.</param>
        /// <param name="key">16 to 64 bytes; 1 to 64 with <paramref name="allowWeakPsk"/>.</param>
        /// <param name="allowWeakPsk">Accepts keys under 16 bytes.</param>
        /// <exception cref="ArgumentNullException">Identity or key is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
        public PskEntry(byte[] hint, byte[] identity, byte[] key, bool allowWeakPsk)
        {
            OptionsValidation.CheckCredentials(identity, key, allowWeakPsk);
            if (hint != null)
            {
                OptionsValidation.CheckLength(hint, 0, OptionsValidation.MaxIdentityLength, nameof(hint));
                Hint = new byte[hint.Length];
                Array.Copy(hint, 0, Hint, 0, hint.Length);
            }

            Identity = new byte[2 + identity.Length];
            Identity[1] = (byte)identity.Length;
            Array.Copy(identity, 0, Identity, 2, identity.Length);
            Key = new byte[key.Length];
            Array.Copy(key, 0, Key, 0, key.Length);
        }

        internal bool IsFor(byte[] data, int offset, int count)
        {
            // Not a secret, but one comparison serves all.
            return Hint != null && Hint.Length == count && DtlsCrypto.FixedTimeEquals(Hint, 0, data, offset, count);
        }
    }
}
