// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>Checks what callers pass in, before anything changes.</summary>
    internal static class OptionsValidation
    {
        // RFC 4279 section 5.3: what every implementation supports, and this one at most.
        internal const int MaxIdentityLength = 128;
        private const int MaxKeyLength = 64;

        // RFC 7925 section 20: keys of 112 bits of security and more.
        private const int MinKeyLength = 16;

        private const int MinRecordPayload = 64;
        private const int MaxRecordPayload = 16384;
        private const int MinPathMtu = 200;
        private const int MaxUdpPayload = 65507;
        private const int MinSessionTicket = 32;
        private const int MaxSessionTicket = 4096;
        private const int MaxServerNameLength = 255;
        private const int MaxRecordPadding = 1024;
        private const int MaxPort = 65535;
        private const int MaxSequenceReservation = 1 << 20;

        /// <summary>Throws for the first setting that is missing or out of range.</summary>
        internal static void Check(DtlsClientOptions options)
        {
            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }

            if (options.PskStore == null)
            {
                CheckCredentials(options.PskIdentity, options.PskKey, options.AllowWeakPsk);
            }
            else if (options.PskIdentity != null || options.PskKey != null)
            {
                throw new ArgumentException(null, nameof(options.PskStore));
            }

            CheckSuites(options.CipherSuites, options.Crypto == null || options.Crypto.SupportsAes256);
            CheckTimers(options);
            CheckServerName(options.ServerName);
            if (options.MaxRecordPayload < MinRecordPayload || options.MaxRecordPayload > MaxRecordPayload)
            {
                throw new ArgumentOutOfRangeException(nameof(options.MaxRecordPayload));
            }

            // 0 stands for unknown. Below the smallest, a Finished with its ChangeCipherSpec would not fit.
            if (options.PathMtu != 0 && (options.PathMtu < MinPathMtu || options.PathMtu > MaxUdpPayload))
            {
                throw new ArgumentOutOfRangeException(nameof(options.PathMtu));
            }

            if (options.MaxSessionTicket < MinSessionTicket || options.MaxSessionTicket > MaxSessionTicket)
            {
                throw new ArgumentOutOfRangeException(nameof(options.MaxSessionTicket));
            }

            CheckSession(options);
            if (options.ForgeryLimit < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(options.ForgeryLimit));
            }
        }

        /// <summary>Throws unless the range lies in the array.</summary>
        internal static void CheckRange(byte[] buffer, int offset, int count)
        {
            if (buffer == null)
            {
                throw new ArgumentNullException(nameof(buffer));
            }

            // Every record comes through here: one sign for both.
            if ((offset | count) < 0 || count > buffer.Length - offset)
            {
                if (offset < 0 || offset > buffer.Length)
                {
                    throw new ArgumentOutOfRangeException(nameof(offset));
                }

                throw new ArgumentOutOfRangeException(nameof(count));
            }
        }

        internal static void CheckCredentials(byte[] identity, byte[] key, bool allowWeakPsk)
        {
            CheckLength(identity, 1, MaxIdentityLength, nameof(DtlsClientOptions.PskIdentity));
            CheckLength(key, allowWeakPsk ? 1 : MinKeyLength, MaxKeyLength, nameof(DtlsClientOptions.PskKey));
        }

        internal static void CheckLength(byte[] value, int minimum, int maximum, string name)
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

        internal static bool NeedsAes256(DtlsCipherSuite[] suites)
        {
            for (int i = 0; i < suites.Length; i++)
            {
                if (IsAes256(suites[i]))
                {
                    return true;
                }
            }

            return false;
        }

        internal static bool IsAes256(DtlsCipherSuite suite)
        {
            return suite == DtlsCipherSuite.PskWithAes256Ccm8 || suite == DtlsCipherSuite.PskWithAes256Ccm;
        }

        private static void CheckTimers(DtlsClientOptions options)
        {
            if (options.HandshakeTimeoutMilliseconds < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(options.HandshakeTimeoutMilliseconds));
            }

            // 0 leaves the first interval to the profile.
            if (options.InitialRetransmitMilliseconds < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(options.InitialRetransmitMilliseconds));
            }

            if (options.MaxRetransmitMilliseconds < 1 || options.MaxRetransmitMilliseconds < options.InitialRetransmitMilliseconds)
            {
                throw new ArgumentOutOfRangeException(nameof(options.MaxRetransmitMilliseconds));
            }

            if (options.Retransmission < DtlsRetransmission.Adaptive || options.Retransmission > DtlsRetransmission.Rfc7925)
            {
                throw new ArgumentOutOfRangeException(nameof(options.Retransmission));
            }
        }

        private static void CheckSession(DtlsClientOptions options)
        {
            if (options.ConnectionId != null)
            {
                CheckLength(options.ConnectionId, 0, DtlsCrypto.MaxCidLength, nameof(options.ConnectionId));
            }
            else if (options.OfferReturnRoutabilityCheck)
            {
                // RFC 9853 section 3.
                throw new ArgumentException(null, nameof(options.OfferReturnRoutabilityCheck));
            }

            if (options.RecordPadding != 0 && (options.RecordPadding < 2 || options.RecordPadding > MaxRecordPadding))
            {
                throw new ArgumentOutOfRangeException(nameof(options.RecordPadding));
            }

            if (options.StateKey != null)
            {
                CheckLength(options.StateKey, MinKeyLength, MaxKeyLength, nameof(options.StateKey));
            }

            if (options.LocalPort < 0 || options.LocalPort > MaxPort)
            {
                throw new ArgumentOutOfRangeException(nameof(options.LocalPort));
            }

            if (options.SequenceReservation < 1 || options.SequenceReservation > MaxSequenceReservation)
            {
                throw new ArgumentOutOfRangeException(nameof(options.SequenceReservation));
            }
        }

        /// <summary>RFC 6066 section 3: ASCII, no trailing dot, no address; only what is cheap to see is checked.</summary>
        private static void CheckServerName(string name)
        {
            if (name == null)
            {
                return;
            }

            if (name.Length == 0 || name.Length > MaxServerNameLength)
            {
                throw new ArgumentOutOfRangeException(nameof(DtlsClientOptions.ServerName));
            }

            for (int i = 0; i < name.Length; i++)
            {
                if (name[i] <= ' ' || name[i] > '~')
                {
                    throw new ArgumentException(null, nameof(DtlsClientOptions.ServerName));
                }
            }
        }

        private static void CheckSuites(DtlsCipherSuite[] suites, bool supportsAes256)
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
                bool isValid = suite == DtlsCipherSuite.PskWithAes128Ccm8
                    || suite == DtlsCipherSuite.PskWithAes128Ccm
                    || (supportsAes256 && IsAes256(suite));
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
