// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Drives the glue through its method table, as the interpreter does.

#include <stdarg.h>
#include <stdlib.h>

#include "NanoDtls_Native.h"

extern "C"
{
#include "nanodtls_calls.h"
#include "test.h"
}

// Slots of the table.
enum
{
    GET_STATE_LENGTH,
    GET_FEATURES,
    RESET_TRANSCRIPT,
    UPDATE_TRANSCRIPT,
    DIGEST_TRANSCRIPT,
    SET_SECRET,
    PRF,
    SET_RECORD_KEYS,
    EXPORT_RECORD_KEYS,
    SEAL_RECORD,
    OPEN_RECORD,
    CLEAR,
    FILL_RANDOM,
    WRITE_RTC_MEMORY,
    READ_RTC_MEMORY,
    SLOTS,
};

// Arguments of each slot: a is an array, i a number.
static const char *const s_signatures[SLOTS] =
{
    "", "", "a", "aaii", "aai", "aiaii", "aiaiiaii", "aaii", "aai", "aaiii", "aaiii", "ai", "aii", "aii", "aii",
};

struct ManagedArray : CLR_RT_HeapBlock_Array
{
    // Of its own heap block, so that the sanitizer sees every byte beyond it.
    explicit ManagedArray(uint32_t length)
    {
        m_numOfElements = length;
        elements = (CLR_UINT8 *)malloc(length);
        for (uint32_t i = 0; i < length; i++)
        {
            elements[i] = (CLR_UINT8)(i * 7 + 1);
        }
    }

    ManagedArray(const ManagedArray &) = delete;
    ManagedArray &operator=(const ManagedArray &) = delete;

    ~ManagedArray()
    {
        free(elements);
    }
};

static int32_t s_result;
static bool s_has_result;

static HRESULT call(int slot, ...)
{
    CLR_RT_StackFrame stack = {};
    va_list arguments;
    va_start(arguments, slot);
    for (size_t i = 0; s_signatures[slot][i] != 0; i++)
    {
        if (s_signatures[slot][i] == 'a')
        {
            stack.arguments[i].reference = va_arg(arguments, CLR_RT_HeapBlock_Array *);
        }
        else
        {
            stack.arguments[i].number.s4 = va_arg(arguments, int32_t);
        }
    }

    va_end(arguments);
    HRESULT hr = g_CLR_AssemblyNative_NanoDtls_Native.m_pNativeMethods[slot](stack);
    s_result = stack.result;
    s_has_result = stack.has_result;
    return hr;
}

static CLR_RT_HeapBlock_Array *const s_null = nullptr;

static uint32_t state_length()
{
    CHECK(call(GET_STATE_LENGTH) == S_OK);
    return (uint32_t)s_result;
}

static void prepare(ManagedArray &state, ManagedArray &data)
{
    memset(state.elements, 0, state.m_numOfElements);
    CHECK(call(RESET_TRANSCRIPT, &state) == S_OK && s_result == 0);
    for (int slot = 0; slot < NANODTLS_SECRET_SLOTS; slot++)
    {
        CHECK(call(SET_SECRET, &state, slot, &data, 0, 32) == S_OK && s_result == 0);
    }

    CHECK(call(SET_RECORD_KEYS, &state, &data, 0, 8) == S_OK && s_result == 0);
}

static void table_has_the_assemblys_name()
{
    CHECK(strcmp(g_CLR_AssemblyNative_NanoDtls_Native.m_szAssemblyName, "NanoDtls.Native") == 0);
    CHECK(g_CLR_AssemblyNative_NanoDtls_Native.m_checkSum != 0);
    CHECK(state_length() == sizeof(nanodtls_connection));
    CHECK(call(GET_FEATURES) == S_OK && s_result == 0);
}

static void calls_reach_the_core()
{
    ManagedArray state(state_length());
    ManagedArray data(200);
    ManagedArray output(64);
    uint8_t expected[40];
    nanodtls_hmac_key key;
    prepare(state, data);

    CHECK(call(UPDATE_TRANSCRIPT, &state, &data, 10, 100) == S_OK && s_result == 0);
    CHECK(call(DIGEST_TRANSCRIPT, &state, &output, 3) == S_OK && s_result == 0);
    nanodtls_sha256_digest(data.elements + 10, 100, expected);
    CHECK(memcmp(output.elements + 3, expected, 32) == 0);

    CHECK(call(PRF, &state, 1, &data, 5, 50, &output, 1, 40) == S_OK && s_result == 0);
    nanodtls_hmac_set_key(&key, data.elements, 32);
    nanodtls_prf(&key, data.elements + 5, 50, expected, 40);
    CHECK(memcmp(output.elements + 1, expected, 40) == 0);

    CHECK(call(EXPORT_RECORD_KEYS, &state, &output, 24) == S_OK && s_result == 40);
    CHECK(memcmp(output.elements + 24, data.elements, 40) == 0);

    // A record, sealed as client; with the keys exchanged it opens.
    ManagedArray exchanged(40);
    memcpy(exchanged.elements, data.elements + 16, 16);
    memcpy(exchanged.elements + 16, data.elements, 16);
    memcpy(exchanged.elements + 32, data.elements + 36, 4);
    memcpy(exchanged.elements + 36, data.elements + 32, 4);
    for (int cid_length = 0; cid_length <= 8; cid_length += 8)
    {
        ManagedArray record(7 + 13 + 8 + 8 + 30 + 8);
        ManagedArray before(7 + 13 + 8 + 8 + 30 + 8);
        CHECK(call(SET_RECORD_KEYS, &state, &data, 0, 8) == S_OK);
        CHECK(call(SEAL_RECORD, &state, &record, 7, cid_length, 30) == S_OK && s_result == 13 + cid_length + 8 + 30 + 8);
        CHECK(memcmp(record.elements + 28 + cid_length, before.elements + 28 + cid_length, 30) != 0);
        CHECK(call(SET_RECORD_KEYS, &state, &exchanged, 0, 8) == S_OK);
        CHECK(call(OPEN_RECORD, &state, &record, 7, cid_length, 46) == S_OK && s_result == 30);
        CHECK(memcmp(record.elements + 28 + cid_length, before.elements + 28 + cid_length, 30) == 0);
        CHECK(call(OPEN_RECORD, &state, &record, 7, cid_length, 46) == S_OK && s_result == -1);
    }

    memset(output.elements, 0, 64);
    CHECK(call(FILL_RANDOM, &output, 10, 40) == S_OK && s_result == 0);
    CHECK(!test_is_zero(output.elements + 10, 40));
    CHECK(test_is_zero(output.elements, 10) && test_is_zero(output.elements + 50, 14));

    CHECK(call(WRITE_RTC_MEMORY, &data, 20, 60) == S_OK && s_result == 0);
    CHECK(call(READ_RTC_MEMORY, &output, 2, 62) == S_OK && s_result == 60);
    CHECK(memcmp(output.elements + 2, data.elements + 20, 60) == 0);

    CHECK(call(CLEAR, &state, 1) == S_OK && s_result == 0);
    CHECK(test_is_zero(state.elements, state.m_numOfElements));
}

// Calls a slot with good arguments but for one array, or one number behind an array.
static void with_one_bad_argument(int slot, ManagedArray &state, ManagedArray &data, int bad, CLR_RT_HeapBlock_Array *array,
    int32_t number, HRESULT expected)
{
    CLR_RT_StackFrame stack = {};
    const char *signature = s_signatures[slot];
    bool first = true;
    for (int i = 0; signature[i] != 0; i++)
    {
        // The first array is the state, where a call has one.
        bool is_state = first && slot < FILL_RANDOM;
        if (signature[i] == 'a')
        {
            stack.arguments[i].reference = i == bad ? array : is_state ? &state : &data;
            first = false;
        }
        else
        {
            stack.arguments[i].number.s4 = i == bad ? number : 0;
        }
    }

    HRESULT hr = g_CLR_AssemblyNative_NanoDtls_Native.m_pNativeMethods[slot](stack);
    CHECK_AT(hr == expected, slot * 10 + bad);
    CHECK_AT(!stack.has_result, slot * 10 + bad);
}

static void null_arrays_are_an_argument_null_error()
{
    ManagedArray state(state_length());
    ManagedArray data(200);
    prepare(state, data);
    for (int slot = 0; slot < SLOTS; slot++)
    {
        for (int i = 0; s_signatures[slot][i] != 0; i++)
        {
            if (s_signatures[slot][i] == 'a')
            {
                with_one_bad_argument(slot, state, data, i, s_null, 0, CLR_E_ARGUMENT_NULL);
            }
        }
    }
}

static void bad_numbers_are_out_of_range()
{
    static const int32_t s_bad[] = { -1, INT32_MIN, 201, INT32_MAX };
    ManagedArray state(state_length());
    ManagedArray data(200);
    prepare(state, data);
    for (int slot = 0; slot < SLOTS; slot++)
    {
        for (int i = 0; s_signatures[slot][i] != 0; i++)
        {
            // The last argument of Clear is a truth value.
            for (size_t j = 0; s_signatures[slot][i] == 'i' && slot != CLEAR && j < 4; j++)
            {
                with_one_bad_argument(slot, state, data, i, s_null, s_bad[j], CLR_E_OUT_OF_RANGE);
            }
        }
    }

    CHECK(test_failures == 0);
}

static void short_arrays_are_out_of_range()
{
    ManagedArray state(state_length());
    ManagedArray data(200);
    ManagedArray small(7);
    ManagedArray empty(0);
    prepare(state, data);
    ManagedArray short_state(state_length() - 1);
    for (int slot = RESET_TRANSCRIPT; slot < FILL_RANDOM; slot++)
    {
        with_one_bad_argument(slot, state, data, 0, &short_state, 0, CLR_E_OUT_OF_RANGE);
        with_one_bad_argument(slot, state, data, 0, &empty, 0, CLR_E_OUT_OF_RANGE);
    }

    CHECK(call(DIGEST_TRANSCRIPT, &state, &small, 0) == CLR_E_OUT_OF_RANGE);
    CHECK(call(SET_SECRET, &state, 1, &small, 4, 4) == CLR_E_OUT_OF_RANGE);
    CHECK(call(PRF, &state, 1, &data, 0, 20, &small, 0, 8) == CLR_E_OUT_OF_RANGE);
    CHECK(call(SET_RECORD_KEYS, &state, &small, 0, 8) == CLR_E_OUT_OF_RANGE);
    CHECK(call(EXPORT_RECORD_KEYS, &state, &small, 0) == CLR_E_OUT_OF_RANGE);
    CHECK(call(SEAL_RECORD, &state, &small, 0, 0, 0) == CLR_E_OUT_OF_RANGE);
    CHECK(call(SEAL_RECORD, &state, &data, 100, 0, 72) == CLR_E_OUT_OF_RANGE);
    CHECK(call(OPEN_RECORD, &state, &small, 0, 0, 16) == CLR_E_OUT_OF_RANGE);
    CHECK(call(OPEN_RECORD, &state, &data, 100, 0, 88) == CLR_E_OUT_OF_RANGE);
    CHECK(call(FILL_RANDOM, &small, 0, 8) == CLR_E_OUT_OF_RANGE);
    CHECK(call(WRITE_RTC_MEMORY, &small, 0, 8) == CLR_E_OUT_OF_RANGE);
}

static void what_has_to_be_set_first_is_an_invalid_operation()
{
    ManagedArray state(state_length());
    ManagedArray data(200);
    memset(state.elements, 0, state.m_numOfElements);
    CHECK(call(UPDATE_TRANSCRIPT, &state, &data, 0, 1) == CLR_E_INVALID_OPERATION);
    CHECK(call(DIGEST_TRANSCRIPT, &state, &data, 0) == CLR_E_INVALID_OPERATION);
    CHECK(call(PRF, &state, 1, &data, 0, 20, &data, 20, 8) == CLR_E_INVALID_OPERATION);
    CHECK(call(EXPORT_RECORD_KEYS, &state, &data, 0) == CLR_E_INVALID_OPERATION);
    CHECK(call(SEAL_RECORD, &state, &data, 0, 0, 10) == CLR_E_INVALID_OPERATION);
    CHECK(call(OPEN_RECORD, &state, &data, 0, 0, 30) == CLR_E_INVALID_OPERATION);
}

extern "C"
{
#define TEST(name) { #name, name }
    const test_case test_cases[] =
    {
        TEST(table_has_the_assemblys_name),
        TEST(calls_reach_the_core),
        TEST(null_arrays_are_an_argument_null_error),
        TEST(bad_numbers_are_out_of_range),
        TEST(short_arrays_are_out_of_range),
        TEST(what_has_to_be_set_first_is_an_invalid_operation),
        { nullptr, nullptr },
    };
}
