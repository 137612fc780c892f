// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "NanoDtls_Native.h"

#include "nanodtls_calls.h"

// An array of bytes and its length. The pointer is good until the call returns: the collector moves arrays.
struct Bytes
{
    uint8_t *first;
    int32_t length;
};

static HRESULT GetBytes(CLR_RT_HeapBlock &argument, Bytes &bytes)
{
    NANOCLR_HEADER();
    {
        CLR_RT_HeapBlock_Array *array = argument.DereferenceArray();
        FAULT_ON_NULL_ARG(array);
        bytes.first = (uint8_t *)array->GetFirstElement();
        bytes.length = (int32_t)array->m_numOfElements;
    }
    NANOCLR_NOCLEANUP();
}

// Misuse by the caller becomes an exception; everything else is a result.
static HRESULT SetResult(CLR_RT_StackFrame &stack, int32_t result)
{
    NANOCLR_HEADER();
    {
        if (result == NANODTLS_ERROR_ARGUMENT)
        {
            NANOCLR_SET_AND_LEAVE(CLR_E_OUT_OF_RANGE);
        }

        if (result == NANODTLS_ERROR_STATE)
        {
            NANOCLR_SET_AND_LEAVE(CLR_E_INVALID_OPERATION);
        }

        stack.SetResult_I4(result);
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::GetStateLength___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        NANOCLR_CHECK_HRESULT(SetResult(stack, nanodtls_call_get_state_length()));
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::GetFeatures___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        NANOCLR_CHECK_HRESULT(SetResult(stack, nanodtls_call_get_features()));
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::ResetTranscript___STATIC__I4__SZARRAY_U1(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        Bytes state;
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg0(), state));
        int32_t result = nanodtls_call_transcript_reset(
            state.first, state.length);
        NANOCLR_CHECK_HRESULT(SetResult(stack, result));
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::UpdateTranscript___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        Bytes state;
        Bytes data;
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg0(), state));
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg1(), data));
        int32_t result = nanodtls_call_transcript_update(
            state.first, state.length,
            data.first, data.length,
            stack.Arg2().NumericByRef().s4,
            stack.Arg3().NumericByRef().s4);
        NANOCLR_CHECK_HRESULT(SetResult(stack, result));
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::DigestTranscript___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        Bytes state;
        Bytes data;
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg0(), state));
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg1(), data));
        int32_t result = nanodtls_call_transcript_digest(
            state.first, state.length,
            data.first, data.length,
            stack.Arg2().NumericByRef().s4);
        NANOCLR_CHECK_HRESULT(SetResult(stack, result));
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::SetSecret___STATIC__I4__SZARRAY_U1__I4__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        Bytes state;
        Bytes data;
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg0(), state));
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg2(), data));
        int32_t result = nanodtls_call_set_secret(
            state.first, state.length,
            stack.Arg1().NumericByRef().s4,
            data.first, data.length,
            stack.Arg3().NumericByRef().s4,
            stack.Arg4().NumericByRef().s4);
        NANOCLR_CHECK_HRESULT(SetResult(stack, result));
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::Prf___STATIC__I4__SZARRAY_U1__I4__SZARRAY_U1__I4__I4__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        Bytes state;
        Bytes data;
        Bytes output;
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg0(), state));
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg2(), data));
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg5(), output));
        int32_t result = nanodtls_call_prf(
            state.first, state.length,
            stack.Arg1().NumericByRef().s4,
            data.first, data.length,
            stack.Arg3().NumericByRef().s4,
            stack.Arg4().NumericByRef().s4,
            output.first, output.length,
            stack.Arg6().NumericByRef().s4,
            stack.Arg7().NumericByRef().s4);
        NANOCLR_CHECK_HRESULT(SetResult(stack, result));
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::SetRecordKeys___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        Bytes state;
        Bytes data;
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg0(), state));
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg1(), data));
        int32_t result = nanodtls_call_set_record_keys(
            state.first, state.length,
            data.first, data.length,
            stack.Arg2().NumericByRef().s4,
            stack.Arg3().NumericByRef().s4);
        NANOCLR_CHECK_HRESULT(SetResult(stack, result));
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::ExportRecordKeys___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        Bytes state;
        Bytes data;
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg0(), state));
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg1(), data));
        int32_t result = nanodtls_call_export_record_keys(
            state.first, state.length,
            data.first, data.length,
            stack.Arg2().NumericByRef().s4);
        NANOCLR_CHECK_HRESULT(SetResult(stack, result));
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::SealRecord___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        Bytes state;
        Bytes data;
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg0(), state));
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg1(), data));
        int32_t result = nanodtls_call_seal_record(
            state.first, state.length,
            data.first, data.length,
            stack.Arg2().NumericByRef().s4,
            stack.Arg3().NumericByRef().s4,
            stack.Arg4().NumericByRef().s4);
        NANOCLR_CHECK_HRESULT(SetResult(stack, result));
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::OpenRecord___STATIC__I4__SZARRAY_U1__SZARRAY_U1__I4__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        Bytes state;
        Bytes data;
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg0(), state));
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg1(), data));
        int32_t result = nanodtls_call_open_record(
            state.first, state.length,
            data.first, data.length,
            stack.Arg2().NumericByRef().s4,
            stack.Arg3().NumericByRef().s4,
            stack.Arg4().NumericByRef().s4);
        NANOCLR_CHECK_HRESULT(SetResult(stack, result));
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::Clear___STATIC__I4__SZARRAY_U1__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        Bytes state;
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg0(), state));
        int32_t result = nanodtls_call_clear(
            state.first, state.length,
            stack.Arg1().NumericByRef().s4);
        NANOCLR_CHECK_HRESULT(SetResult(stack, result));
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::FillRandom___STATIC__I4__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        Bytes buffer;
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg0(), buffer));
        int32_t result = nanodtls_call_fill_random(
            buffer.first, buffer.length,
            stack.Arg1().NumericByRef().s4,
            stack.Arg2().NumericByRef().s4);
        NANOCLR_CHECK_HRESULT(SetResult(stack, result));
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::WriteRtcMemory___STATIC__I4__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        Bytes buffer;
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg0(), buffer));
        int32_t result = nanodtls_call_write_rtc(
            buffer.first, buffer.length,
            stack.Arg1().NumericByRef().s4,
            stack.Arg2().NumericByRef().s4);
        NANOCLR_CHECK_HRESULT(SetResult(stack, result));
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Library_NanoDtls_Native_NanoDtls_ChipCrypto::ReadRtcMemory___STATIC__I4__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    {
        Bytes buffer;
        NANOCLR_CHECK_HRESULT(GetBytes(stack.Arg0(), buffer));
        int32_t result = nanodtls_call_read_rtc(
            buffer.first, buffer.length,
            stack.Arg1().NumericByRef().s4,
            stack.Arg2().NumericByRef().s4);
        NANOCLR_CHECK_HRESULT(SetResult(stack, result));
    }
    NANOCLR_NOCLEANUP();
}
