// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;

namespace SensorNode
{
    /// <summary>What stock firmware has: crypto in C#, and the internal drive to keep the session on.</summary>
    internal static class NodeBackend
    {
        /// <summary>Creates the crypto back end of one connection.</summary>
        /// <returns>A new one.</returns>
        public static DtlsCrypto CreateCrypto()
        {
            return new SoftwareCrypto();
        }

        /// <summary>Creates the store of the session.</summary>
        /// <param name="path">File on the internal drive.</param>
        /// <returns>The store.</returns>
        public static SessionStore CreateStore(string path)
        {
            return new FileSessionStore(path);
        }
    }
}
