// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "nanodtls_rtc.h"

#include <string.h>

// CRC-32 (IEEE 802.3) of length and content. It tells damage from data; it does not protect from an attacker,
// which is what the authentication of an exported session is for.
static uint32_t checksum(const nanodtls_rtc_slot *slot)
{
    uint32_t crc = ~slot->length;
    for (size_t i = 0; i < slot->length; i++)
    {
        crc ^= slot->data[i];
        for (unsigned bit = 0; bit < 8; bit++)
        {
            crc = crc >> 1 ^ (0xEDB88320u & (0u - (crc & 1)));
        }
    }

    return ~crc;
}

int nanodtls_rtc_write(const uint8_t *data, size_t length)
{
    if ((data == NULL && length != 0) || length > NANODTLS_RTC_CAPACITY)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    // A reset between here and the last line leaves no state, rather than a mixture of two. The stores have to
    // stay in this order.
    nanodtls_rtc_slot *slot = nanodtls_platform_rtc_slot();
    nanodtls_zeroize(slot, sizeof(*slot));
    __asm__ __volatile__("" : : : "memory");
    if (length != 0)
    {
        memcpy(slot->data, data, length);
        slot->length = (uint32_t)length;
        uint32_t sum = checksum(slot);
        __asm__ __volatile__("" : : : "memory");
        slot->checksum = sum;
    }

    return NANODTLS_OK;
}

int nanodtls_rtc_read(uint8_t *data, size_t capacity)
{
    if (data == NULL && capacity != 0)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    const nanodtls_rtc_slot *slot = nanodtls_platform_rtc_slot();
    size_t length = slot->length;
    if (length == 0 && slot->checksum == 0)
    {
        return 0;
    }

    if (length == 0 || length > NANODTLS_RTC_CAPACITY || checksum(slot) != slot->checksum)
    {
        return NANODTLS_ERROR_DAMAGED;
    }

    if (length <= capacity)
    {
        memcpy(data, slot->data, length);
    }

    return (int)length;
}
