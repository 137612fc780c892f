// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// Random bytes from <see cref="Random"/>, which on ESP32 is the chip's hardware generator: truly random
    /// while Wi-Fi or Bluetooth is on. On other nanoFramework platforms it is a plain pseudo-random generator:
    /// override <c>SoftwareCrypto.ReadEntropy</c> there. Allocates nothing after construction.
    /// </summary>
    internal sealed class EntropySource
    {
        private readonly Random _generator = new Random();

        /// <summary>Fills a range with random bytes.</summary>
        /// <param name="buffer">The caller's array.</param>
        /// <param name="offset">First byte to fill.</param>
        /// <param name="count">Number of bytes.</param>
        /// <returns><c>true</c>: this source has no way to report a failure other than zeros.</returns>
        public bool Fill(byte[] buffer, int offset, int count)
        {
            // NextBytes fills whole arrays only, which is what SoftwareCrypto asks for.
            if (count == buffer.Length)
            {
                _generator.NextBytes(buffer);
                return true;
            }

            int end = offset + count;
            for (; offset < end; offset++)
            {
                buffer[offset] = (byte)_generator.Next(256);
            }

            return true;
        }
    }
}
