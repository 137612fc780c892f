// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;

namespace NanoDtls.DeviceTests
{
    /// <summary>
    /// The back end that all tests here run on. To test the chip's accelerator on firmware that has it, reference NanoDtls.Native
    /// and return a new HardwareCrypto.
    /// </summary>
    internal static class Backend
    {
        /// <summary>Creates a back end.</summary>
        public static DtlsCrypto Create()
        {
            return new SoftwareCrypto();
        }
    }
}
