// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Runtime.CompilerServices;
using NanoDtls.Testing.Native;

namespace NanoDtls
{
    /// <summary>
    /// The class of this name of src/NanoDtls.Native, with calls into the same C functions as on the device, in a library for
    /// the desktop. So <see cref="HardwareCrypto"/>, compiled from its own source, runs all tests. What the CLR's glue
    /// makes exceptions of is the same exceptions here.
    /// </summary>
    internal static class ChipCrypto
    {
        public const int HardwareError = -4;
        public const int DamagedError = -6;

        private const int ArgumentError = -2;
        private const int StateError = -3;

        public static int GetStateLength() => NativeLibraryCalls.nanodtls_call_get_state_length();

        public static int GetFeatures() => NativeLibraryCalls.nanodtls_call_get_features();

        public static int ResetTranscript(byte[] state) =>
            Checked(NativeLibraryCalls.nanodtls_call_transcript_reset(state, Length(state)));

        public static int UpdateTranscript(byte[] state, byte[] data, int offset, int count) =>
            Checked(NativeLibraryCalls.nanodtls_call_transcript_update(state, Length(state), data, Length(data), offset, count));

        public static int DigestTranscript(byte[] state, byte[] digest, int offset) =>
            Checked(NativeLibraryCalls.nanodtls_call_transcript_digest(state, Length(state), digest, Length(digest), offset));

        public static int SetSecret(byte[] state, int slot, byte[] secret, int offset, int count) =>
            Checked(NativeLibraryCalls.nanodtls_call_set_secret(state, Length(state), slot, secret, Length(secret), offset, count));

        public static int Prf(byte[] state, int slot, byte[] labelAndSeed, int offset, int count, byte[] output, int outputOffset, int outputCount) =>
            Checked(NativeLibraryCalls.nanodtls_call_prf(state, Length(state), slot, labelAndSeed, Length(labelAndSeed), offset, count, output, Length(output), outputOffset, outputCount));

        public static int SetRecordKeys(byte[] state, byte[] keyBlock, int offset, int tagLength) =>
            Checked(NativeLibraryCalls.nanodtls_call_set_record_keys(state, Length(state), keyBlock, Length(keyBlock), offset, tagLength));

        public static int ExportRecordKeys(byte[] state, byte[] keyBlock, int offset) =>
            Checked(NativeLibraryCalls.nanodtls_call_export_record_keys(state, Length(state), keyBlock, Length(keyBlock), offset));

        public static int SealRecord(byte[] state, byte[] buffer, int offset, int cidLength, int plaintextLength) =>
            Checked(NativeLibraryCalls.nanodtls_call_seal_record(state, Length(state), buffer, Length(buffer), offset, cidLength, plaintextLength));

        public static int OpenRecord(byte[] state, byte[] buffer, int offset, int cidLength, int fragmentLength) =>
            Checked(NativeLibraryCalls.nanodtls_call_open_record(state, Length(state), buffer, Length(buffer), offset, cidLength, fragmentLength));

        public static int Clear(byte[] state, int all) => Checked(NativeLibraryCalls.nanodtls_call_clear(state, Length(state), all));

        public static int FillRandom(byte[] buffer, int offset, int count) =>
            Checked(NativeLibraryCalls.nanodtls_call_fill_random(buffer, Length(buffer), offset, count));

        public static int WriteRtcMemory(byte[] buffer, int offset, int count) =>
            Checked(NativeLibraryCalls.nanodtls_call_write_rtc(buffer, Length(buffer), offset, count));

        public static int ReadRtcMemory(byte[] buffer, int offset, int count) =>
            Checked(NativeLibraryCalls.nanodtls_call_read_rtc(buffer, Length(buffer), offset, count));

        private static int Length(byte[] array, [CallerArgumentExpression(nameof(array))] string? name = null)
        {
            ArgumentNullException.ThrowIfNull(array, name);
            return array.Length;
        }

        private static int Checked(int result) => result switch
        {
            ArgumentError => throw new ArgumentOutOfRangeException(),
            StateError => throw new InvalidOperationException(),
            _ => result,
        };
    }
}
