// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// A small mock of what the glue uses of the nanoFramework interpreter 1.17: same names, same meaning.

#ifndef MOCK_NANOCLR_INTEROP_H
#define MOCK_NANOCLR_INTEROP_H

#include <stddef.h>
#include <stdint.h>

typedef int32_t HRESULT;
typedef uint32_t CLR_UINT32;
typedef uint8_t CLR_UINT8;

#define S_OK ((HRESULT)0)
#define FAILED(hr) ((hr) < 0)
#define CLR_E_OUT_OF_RANGE ((HRESULT)0xFD000000)
#define CLR_E_INVALID_OPERATION ((HRESULT)0xFC000000)
#define CLR_E_ARGUMENT_NULL ((HRESULT)0xFB000000)

#define NANOCLR_HEADER() HRESULT hr
#define NANOCLR_LEAVE() goto nanoCLR_Cleanup
#define NANOCLR_CLEANUP() hr = S_OK; nanoCLR_Cleanup:
#define NANOCLR_CLEANUP_END() return hr
#define NANOCLR_NOCLEANUP() NANOCLR_CLEANUP(); NANOCLR_CLEANUP_END()
#define NANOCLR_SET_AND_LEAVE(expr) { hr = (expr); NANOCLR_LEAVE(); }
#define NANOCLR_CHECK_HRESULT(expr) { if (FAILED(hr = (expr))) { NANOCLR_LEAVE(); } }
#define FAULT_ON_NULL_ARG(ptr) if (!(ptr)) { NANOCLR_SET_AND_LEAVE(CLR_E_ARGUMENT_NULL); }

#define NANOCLR_NATIVE_DECLARE(mtd) static HRESULT mtd(struct CLR_RT_StackFrame &stack)

// An array of bytes in the managed heap.
struct CLR_RT_HeapBlock_Array
{
    CLR_UINT32 m_numOfElements;
    CLR_UINT8 *elements;

    CLR_UINT8 *GetFirstElement()
    {
        return elements;
    }
};

// An argument: a reference to an array, or a number.
struct CLR_RT_HeapBlock
{
    union Numeric
    {
        int32_t s4;
        uint32_t u4;
    };

    CLR_RT_HeapBlock_Array *reference;
    Numeric number;

    CLR_RT_HeapBlock_Array *DereferenceArray()
    {
        return reference;
    }

    Numeric &NumericByRef()
    {
        return number;
    }
};

struct CLR_RT_StackFrame
{
    CLR_RT_HeapBlock arguments[8];
    int32_t result;
    bool has_result;

    CLR_RT_HeapBlock &Arg0() { return arguments[0]; }
    CLR_RT_HeapBlock &Arg1() { return arguments[1]; }
    CLR_RT_HeapBlock &Arg2() { return arguments[2]; }
    CLR_RT_HeapBlock &Arg3() { return arguments[3]; }
    CLR_RT_HeapBlock &Arg4() { return arguments[4]; }
    CLR_RT_HeapBlock &Arg5() { return arguments[5]; }
    CLR_RT_HeapBlock &Arg6() { return arguments[6]; }
    CLR_RT_HeapBlock &Arg7() { return arguments[7]; }

    void SetResult_I4(int32_t value)
    {
        result = value;
        has_result = true;
    }
};

typedef HRESULT (*CLR_RT_MethodHandler)(CLR_RT_StackFrame &stack);

struct CLR_RT_NativeAssemblyData
{
    const char *m_szAssemblyName;
    CLR_UINT32 m_checkSum;
    const CLR_RT_MethodHandler *m_pNativeMethods;

    struct
    {
        uint16_t iMajorVersion;
        uint16_t iMinorVersion;
        uint16_t iBuildNumber;
        uint16_t iRevisionNumber;
    }
    m_Version;
};

#endif
