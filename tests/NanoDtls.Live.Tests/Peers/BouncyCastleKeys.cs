// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using Org.BouncyCastle.Tls;

namespace NanoDtls.Live.Tests
{
    /// <summary>Gives BouncyCastle the key of the one known identity, and none for any other.</summary>
    internal sealed class BouncyCastleKeys : TlsPskIdentityManager
    {
        public byte[] GetHint()
        {
            return Encoding.ASCII.GetBytes(Credentials.Hint);
        }

        public byte[]? GetPsk(byte[] identity)
        {
            return identity.AsSpan().SequenceEqual(Credentials.IdentityBytes) ? Credentials.Key : null;
        }
    }
}
