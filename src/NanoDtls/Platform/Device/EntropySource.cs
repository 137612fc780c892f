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
        private readonly byte[] _draw = new byte[32];

        /// <summary>Fills a range with random bytes.</summary>
        /// <param name="buffer">The caller's array.</param>
        /// <param name="offset">First byte to fill.</param>
        /// <param name="count">Number of bytes.</param>
        /// <returns><c>true</c>: this source has no way to report a failure other than zeros.</returns>
        public bool Fill(byte[] buffer, int offset, int count)
        {
            while (count > 0)
            {
                // NextBytes fills whole arrays only.
                int part = count < _draw.Length ? count : _draw.Length;
                _generator.NextBytes(_draw);
                Array.Copy(_draw, 0, buffer, offset, part);
                offset += part;
                count -= part;
            }

            Array.Clear(_draw, 0, _draw.Length);
            return true;
        }
    }
}
