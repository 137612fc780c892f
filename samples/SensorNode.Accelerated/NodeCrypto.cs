// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;

namespace SensorNode
{
    /// <summary>
    /// Crypto back end on firmware with the native half of NanoDtls.Native: the chip. Everything else of this program is
    /// that of samples/SensorNode, file by file.
    /// </summary>
    internal static class NodeCrypto
    {
        /// <summary>Creates the back end of one connection.</summary>
        /// <returns>A new one; in C# when the firmware loads this assembly without its native half.</returns>
        public static DtlsCrypto Create()
        {
            if (HardwareCrypto.IsAvailable)
            {
                return new HardwareCrypto();
            }

            return new SoftwareCrypto();
        }
    }
}
