// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The platform of the machine that qemu emulates.

#include "nanodtls_crypto.h"
#include "nanodtls_platform.h"
#include "test.h"

int nanodtls_platform_random(uint8_t *bytes, size_t length)
{
    static test_random s_random = { 12345 };
    test_random_bytes(&s_random, bytes, length);
    return NANODTLS_OK;
}

nanodtls_rtc_slot *nanodtls_platform_rtc_slot(void)
{
    static nanodtls_rtc_slot s_slot;
    return &s_slot;
}
