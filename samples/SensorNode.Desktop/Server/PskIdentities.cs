// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Collections.Concurrent;
using Org.BouncyCastle.Tls;

namespace SensorNode.Desktop.Server
{
    /// <summary>The identities that the server knows, each with its key. No hint is sent.</summary>
    internal sealed class PskIdentities : TlsPskIdentityManager
    {
        // Identities are octets, compared byte by byte (RFC 7925 section 4.2); hexadecimal makes them a key.
        private readonly ConcurrentDictionary<string, byte[]> _keys = new();

        /// <summary>Adds an identity, or gives it another key.</summary>
        /// <param name="identity">The identity.</param>
        /// <param name="key">Its key; copied.</param>
        internal void Add(byte[] identity, byte[] key)
        {
            _keys[Convert.ToHexString(identity)] = (byte[])key.Clone();
        }

        /// <inheritdoc/>
        public byte[]? GetHint() => null;

        /// <inheritdoc/>
        /// <returns>A copy, because BouncyCastle clears what it gets; <c>null</c> refuses the identity.</returns>
        public byte[]? GetPsk(byte[] identity)
        {
            return _keys.TryGetValue(Convert.ToHexString(identity), out byte[]? key) ? (byte[])key.Clone() : null;
        }
    }
}
