// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;

namespace NanoDtls
{
    /// <summary>Random bytes from the operating system's generator. Allocates nothing.</summary>
    internal sealed class EntropySource
    {
        private readonly RandomNumberGenerator _generator = RandomNumberGenerator.Create();

        /// <summary>Fills a range with random bytes.</summary>
        /// <param name="buffer">The caller's array.</param>
        /// <param name="offset">First byte to fill.</param>
        /// <param name="count">Number of bytes.</param>
        /// <returns><c>false</c> when the generator failed.</returns>
        public bool Fill(byte[] buffer, int offset, int count)
        {
            try
            {
                _generator.GetBytes(buffer, offset, count);
                return true;
            }
            catch (CryptographicException)
            {
                return false;
            }
        }
    }
}
