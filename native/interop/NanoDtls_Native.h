// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The CLR's side of NanoDtls.Native. Everything behind these stubs is portable C (../src/nanodtls_calls.h). The names
// and the order of the table are computed from the managed assembly by a test: NativeTableTests.

#ifndef NANODTLS_NATIVE_H
#define NANODTLS_NATIVE_H

#include <nanoCLR_Interop.h>
#include <nanoCLR_Runtime.h>
#include <nanoPackStruct.h>

struct Library_NanoDtls_Native_NanoDtls_ChipCrypto
{
    NANOCLR_NATIVE_DECLARE(GetStateLength___STATIC__I4);
    NANOCLR_NATIVE_DECLARE(GetFeatures___STATIC__I4);
    NANOCLR_NATIVE_DECLARE(ResetTranscript___STATIC__I4__SZARRAY_U1);
    NANOCLR_NATIVE_DECLARE(UpdateTranscript___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4__I4);
    NANOCLR_NATIVE_DECLARE(DigestTranscript___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4);
    NANOCLR_NATIVE_DECLARE(SetSecret___STATIC__I4__SZARRAY_U1__I4__SZARRAY_U1__I4__I4);
    NANOCLR_NATIVE_DECLARE(Prf___STATIC__I4__SZARRAY_U1__I4__SZARRAY_U1__I4__I4__SZARRAY_U1__I4__I4);
    NANOCLR_NATIVE_DECLARE(SetRecordKeys___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4__I4);
    NANOCLR_NATIVE_DECLARE(ExportRecordKeys___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4);
    NANOCLR_NATIVE_DECLARE(SealRecord___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4__I4__I4);
    NANOCLR_NATIVE_DECLARE(OpenRecord___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4__I4__I4);
    NANOCLR_NATIVE_DECLARE(Clear___STATIC__I4__SZARRAY_U1__I4);
    NANOCLR_NATIVE_DECLARE(FillRandom___STATIC__I4__SZARRAY_U1__I4__I4);
    NANOCLR_NATIVE_DECLARE(WriteRtcMemory___STATIC__I4__SZARRAY_U1__I4__I4);
    NANOCLR_NATIVE_DECLARE(ReadRtcMemory___STATIC__I4__SZARRAY_U1__I4__I4);
};

extern const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_NanoDtls_Native;

#endif
