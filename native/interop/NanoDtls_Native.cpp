// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "NanoDtls_Native.h"

// clang-format off

static const CLR_RT_MethodHandler method_lookup[] =
{
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::GetStateLength___STATIC__I4,
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::GetFeatures___STATIC__I4,
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::ResetTranscript___STATIC__I4__SZARRAY_U1,
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::UpdateTranscript___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4__I4,
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::DigestTranscript___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4,
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::SetSecret___STATIC__I4__SZARRAY_U1__I4__SZARRAY_U1__I4__I4,
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::Prf___STATIC__I4__SZARRAY_U1__I4__SZARRAY_U1__I4__I4__SZARRAY_U1__I4__I4,
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::SetRecordKeys___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4__I4,
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::ExportRecordKeys___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4,
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::SealRecord___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4__I4__I4,
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::OpenRecord___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4__I4__I4,
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::Clear___STATIC__I4__SZARRAY_U1__I4,
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::FillRandom___STATIC__I4__SZARRAY_U1__I4__I4,
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::WriteRtcMemory___STATIC__I4__SZARRAY_U1__I4__I4,
    Library_NanoDtls_Native_NanoDtls_ChipCrypto::ReadRtcMemory___STATIC__I4__SZARRAY_U1__I4__I4,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
};

const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_NanoDtls_Native =
{
    "NanoDtls.Native",
    0x08BFED5C,
    method_lookup,
    { 1, 0, 0, 0 }
};

// clang-format on
