// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;

namespace SensorNode
{
    /// <summary>
    /// What firmware with the native half of NanoDtls.Native has: crypto on the chip, and memory that stays on in deep sleep.
    /// Everything else of this program is that of samples/SensorNode, file by file.
    /// </summary>
    internal static class NodeBackend
    {
        /// <summary>Creates the crypto back end of one connection.</summary>
        /// <returns>A new one; in C# when the firmware loads this assembly without its native half.</returns>
        public static DtlsCrypto CreateCrypto()
        {
            if (HardwareCrypto.IsAvailable)
            {
                return new HardwareCrypto();
            }

            return new SoftwareCrypto();
        }

        /// <summary>Creates the store of the session.</summary>
        /// <param name="path">File on the internal drive, for firmware without the native half.</param>
        /// <returns>The store: no flash wears where there is RTC memory.</returns>
        public static SessionStore CreateStore(string path)
        {
            if (HardwareCrypto.IsAvailable)
            {
                return new RtcSessionStore();
            }

            return new FileSessionStore(path);
        }
    }
}
