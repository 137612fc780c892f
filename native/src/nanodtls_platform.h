// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// What a platform provides besides crypto: randomness, and memory that survives deep sleep.

#ifndef NANODTLS_PLATFORM_H
#define NANODTLS_PLATFORM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define NANODTLS_RTC_CAPACITY 256

// Kept by the platform where deep sleep does not reach it, zero after power-on.
typedef struct
{
    uint32_t length;
    uint32_t checksum;
    uint8_t data[NANODTLS_RTC_CAPACITY];
} nanodtls_rtc_slot;

// Fills memory with random bytes. Returns NANODTLS_OK or NANODTLS_ERROR_RANDOM.
int nanodtls_platform_random(uint8_t *bytes, size_t length);

nanodtls_rtc_slot *nanodtls_platform_rtc_slot(void);

#ifdef __cplusplus
}
#endif

#endif
