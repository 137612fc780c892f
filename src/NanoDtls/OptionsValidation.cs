// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>Checks what callers pass in, before anything changes.</summary>
    internal static class OptionsValidation
    {
        // RFC 4279 section 5.3: what every implementation supports, and this one at most.
        private const int MaxIdentityLength = 128;
        private const int MaxKeyLength = 64;

        // RFC 7925 section 20: keys of 112 bits of security and more.
        private const int MinKeyLength = 16;

        private const int MinRecordPayload = 64;
        private const int MaxRecordPayload = 16384;

        /// <summary>Throws for the first setting that is missing or out of range.</summary>
        internal static void Check(DtlsClientOptions options)
        {
            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }

            CheckLength(options.PskIdentity, 1, MaxIdentityLength, nameof(options.PskIdentity));
            CheckLength(options.PskKey, options.AllowWeakPsk ? 1 : MinKeyLength, MaxKeyLength, nameof(options.PskKey));
            CheckSuites(options.CipherSuites);
            if (options.MaxRecordPayload < MinRecordPayload || options.MaxRecordPayload > MaxRecordPayload)
            {
                throw new ArgumentOutOfRangeException(nameof(options.MaxRecordPayload));
            }

            if (options.HandshakeTimeoutMilliseconds < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(options.HandshakeTimeoutMilliseconds));
            }

            if (options.InitialRetransmitMilliseconds < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(options.InitialRetransmitMilliseconds));
            }

            if (options.MaxRetransmitMilliseconds < options.InitialRetransmitMilliseconds)
            {
                throw new ArgumentOutOfRangeException(nameof(options.MaxRetransmitMilliseconds));
            }
        }

        /// <summary>Throws unless the range lies in the array.</summary>
        internal static void CheckRange(byte[] buffer, int offset, int count)
        {
            if (buffer == null)
            {
                throw new ArgumentNullException(nameof(buffer));
            }

            if (offset < 0 || offset > buffer.Length)
            {
                throw new ArgumentOutOfRangeException(nameof(offset));
            }

            if (count < 0 || count > buffer.Length - offset)
            {
                throw new ArgumentOutOfRangeException(nameof(count));
            }
        }

        private static void CheckLength(byte[] value, int minimum, int maximum, string name)
        {
            if (value == null)
            {
                throw new ArgumentNullException(name);
            }

            if (value.Length < minimum || value.Length > maximum)
            {
                throw new ArgumentOutOfRangeException(name);
            }
        }

        private static void CheckSuites(DtlsCipherSuite[] suites)
        {
            if (suites == null)
            {
                throw new ArgumentNullException(nameof(DtlsClientOptions.CipherSuites));
            }

            if (suites.Length == 0)
            {
                throw new ArgumentException(null, nameof(DtlsClientOptions.CipherSuites));
            }

            for (int i = 0; i < suites.Length; i++)
            {
                DtlsCipherSuite suite = suites[i];
                bool isValid = suite == DtlsCipherSuite.PskWithAes128Ccm8 || suite == DtlsCipherSuite.PskWithAes128Ccm;
                for (int k = 0; k < i; k++)
                {
                    isValid &= suites[k] != suite;
                }

                if (!isValid)
                {
                    throw new ArgumentException(null, nameof(DtlsClientOptions.CipherSuites));
                }
            }
        }
    }
}
