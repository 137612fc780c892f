// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// A state in the memory that survives deep sleep, with a checksum: what a reset in the middle of a write or a
// brown-out left behind is not taken for a state.

#ifndef NANODTLS_RTC_H
#define NANODTLS_RTC_H

#include "nanodtls_crypto.h"
#include "nanodtls_platform.h"

#ifdef __cplusplus
extern "C" {
#endif

// Replaces the content. No bytes clear it.
int nanodtls_rtc_write(const uint8_t *data, size_t length);

// Copies the content and returns its length: 0 when there is none, NANODTLS_ERROR_DAMAGED when its checksum is wrong. When
// it is longer than capacity nothing is copied.
int nanodtls_rtc_read(uint8_t *data, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
