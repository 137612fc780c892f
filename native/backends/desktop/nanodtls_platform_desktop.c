// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The platform of the desktop, for tests: the kernel's generator, and ordinary memory for the RTC slot.

#include <sys/random.h>

#include "nanodtls_crypto.h"
#include "nanodtls_platform.h"

int nanodtls_platform_random(uint8_t *bytes, size_t length)
{
    return getrandom(bytes, length, 0) == (ssize_t)length ? NANODTLS_OK : NANODTLS_ERROR_RANDOM;
}

nanodtls_rtc_slot *nanodtls_platform_rtc_slot(void)
{
    static nanodtls_rtc_slot s_slot;
    return &s_slot;
}
