// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "nanodtls_crypto.h"
#include "nanodtls_platform.h"

#include "esp_attr.h"
#include "esp_random.h"

int nanodtls_platform_random(uint8_t *bytes, size_t length)
{
    // Truly random while Wi-Fi or Bluetooth is on. It cannot fail; that it is not stuck at zero the caller checks.
    esp_fill_random(bytes, length);
    return NANODTLS_OK;
}

nanodtls_rtc_slot *nanodtls_platform_rtc_slot(void)
{
    // Kept over deep sleep, zero after power-on and other resets.
    static RTC_DATA_ATTR nanodtls_rtc_slot s_slot;
    return &s_slot;
}
