// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NanoDtls.Testing.Native
{
    /// <summary>The functions of native/src/nanodtls_calls.h in the library that the build of this project makes.</summary>
    public static partial class NativeLibraryCalls
    {
        private const string Library = "nanodtls_native";

        [ModuleInitializer]
        internal static void FindLibrary()
        {
            Assembly assembly = typeof(NativeLibraryCalls).Assembly;
            string path = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "NativeLibrary").Value!;
            NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => name == Library
                ? NativeLibrary.Load(File.Exists(path) ? path : throw new DllNotFoundException($"{path} is missing: it is built with this project by cmake and a C compiler"))
                : IntPtr.Zero);
        }

        /// <summary>Compressions of SHA-256 since the library was loaded.</summary>
        [LibraryImport(Library)]
        public static partial uint nanodtls_count_compressions();

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_get_state_length();

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_get_features();

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_transcript_reset(byte[] state, int stateLength);

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_transcript_update(byte[] state, int stateLength, byte[] data, int dataLength, int offset, int count);

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_transcript_digest(byte[] state, int stateLength, byte[] digest, int digestLength, int offset);

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_set_secret(byte[] state, int stateLength, int slot, byte[] secret, int secretLength, int offset, int count);

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_prf(
            byte[] state, int stateLength, int slot, byte[] seed, int seedLength, int offset, int count, byte[] output, int outputLength, int outputOffset, int outputCount);

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_set_record_keys(byte[] state, int stateLength, byte[] keyBlock, int keyBlockLength, int offset, int tagLength);

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_export_record_keys(byte[] state, int stateLength, byte[] keyBlock, int keyBlockLength, int offset);

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_seal_record(
            byte[] state, int stateLength, byte[] buffer, int bufferLength, int offset, int cidLength, int plaintextLength);

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_open_record(
            byte[] state, int stateLength, byte[] buffer, int bufferLength, int offset, int cidLength, int fragmentLength);

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_clear(byte[] state, int stateLength, int all);

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_fill_random(byte[] buffer, int bufferLength, int offset, int count);

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_write_rtc(byte[] buffer, int bufferLength, int offset, int count);

        [LibraryImport(Library)]
        internal static partial int nanodtls_call_read_rtc(byte[] buffer, int bufferLength, int offset, int count);
    }
}
