// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;

namespace SensorNode
{
    /// <summary>Crypto back end on stock firmware: C#.</summary>
    internal static class NodeCrypto
    {
        /// <summary>Creates the back end of one connection.</summary>
        /// <returns>A new one.</returns>
        public static DtlsCrypto Create()
        {
            return new SoftwareCrypto();
        }
    }
}
