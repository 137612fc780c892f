// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Runtime.CompilerServices;

namespace NanoDtls
{
    /// <summary>
    /// The calls into native code, and nothing else: native/interop has a stub for each, native/src/nanodtls_calls.h says
    /// what it does. The firmware finds them by their position in a table, and refuses the assembly when the
    /// checksum over their names is another. The name of this class sorts before all others of the assembly, so that
    /// no change elsewhere can move the table. After any change here follow the test NativeTableTests.
    /// </summary>
    /// <remarks>
    /// Results are lengths, 0, or an error below 0. Arguments that are wrong become an
    /// ArgumentNullException, an ArgumentOutOfRangeException or, where something was not set before, an
    /// InvalidOperationException.
    /// </remarks>
    internal static class ChipCrypto
    {
        /// <summary>Result: the AES unit did not do its work, and the data has been cleared.</summary>
        public const int HardwareError = -4;

        /// <summary>Result: what the memory holds is not what was written.</summary>
        public const int DamagedError = -6;

        /// <summary>Bytes that a state array must have; a state of zeros holds no secrets.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetStateLength();

        /// <summary>Bit 0: the AES unit is used; bit 1: the SHA unit is used.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetFeatures();

        /// <summary>Starts a new transcript.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ResetTranscript(byte[] state);

        /// <summary>Appends to the transcript.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int UpdateTranscript(byte[] state, byte[] data, int offset, int count);

        /// <summary>Writes the digest of the transcript so far.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int DigestTranscript(byte[] state, byte[] digest, int offset);

        /// <summary>Keeps the HMAC states of a secret.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int SetSecret(byte[] state, int slot, byte[] secret, int offset, int count);

        /// <summary>The PRF of TLS 1.2 under a secret that was set.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Prf(byte[] state, int slot, byte[] labelAndSeed, int offset, int count, byte[] output, int outputOffset, int outputCount);

        /// <summary>Takes a key block of 40 bytes.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int SetRecordKeys(byte[] state, byte[] keyBlock, int offset, int tagLength);

        /// <summary>Writes the key block and returns its length.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ExportRecordKeys(byte[] state, byte[] keyBlock, int offset);

        /// <summary>Protects a record and returns its length.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int SealRecord(byte[] state, byte[] buffer, int offset, int cidLength, int plaintextLength);

        /// <summary>Opens a record and returns the length of the plaintext, or -1 when the tag is wrong.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int OpenRecord(byte[] state, byte[] buffer, int offset, int cidLength, int fragmentLength);

        /// <summary>Zeroes the session's secrets, and unless <paramref name="all"/> is 0 all others too.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Clear(byte[] state, int all);

        /// <summary>Fills a range with random bytes.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int FillRandom(byte[] buffer, int offset, int count);

        /// <summary>Replaces what the memory holds that survives deep sleep: at most 256 bytes, none to clear it.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int WriteRtcMemory(byte[] buffer, int offset, int count);

        /// <summary>Reads it, and returns its length: 0 when there is none. When it is longer than the range nothing is read.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ReadRtcMemory(byte[] buffer, int offset, int count);
    }
}
