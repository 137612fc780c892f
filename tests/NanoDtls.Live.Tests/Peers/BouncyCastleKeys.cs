// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using Org.BouncyCastle.Tls;

namespace NanoDtls.Live.Tests
{
    /// <summary>Gives BouncyCastle the key of the one known identity, and none for any other.</summary>
    internal sealed class BouncyCastleKeys : TlsPskIdentityManager
    {
        private readonly string? _hint;

        public BouncyCastleKeys(string? hint)
        {
            _hint = hint;
        }

        public byte[]? GetHint()
        {
            return _hint == null ? null : Encoding.ASCII.GetBytes(_hint);
        }

        public byte[]? GetPsk(byte[] identity)
        {
            return identity.AsSpan().SequenceEqual(Credentials.IdentityBytes) ? Credentials.Key : null;
        }
    }
}
