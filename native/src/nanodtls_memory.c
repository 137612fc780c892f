// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "nanodtls_crypto.h"

void nanodtls_zeroize(void *memory, size_t length)
{
    // Volatile stores are not removed. Structures are cleared word by word.
    volatile uint8_t *bytes = memory;
    if ((((uintptr_t)memory | length) & 3) == 0)
    {
        volatile uint32_t *words = memory;
        for (; length != 0; length -= 4)
        {
            *words++ = 0;
        }
    }

    for (; length != 0; length--)
    {
        *bytes++ = 0;
    }
}

int nanodtls_equal(const void *left, const void *right, size_t length)
{
    const uint8_t *a = left;
    const uint8_t *b = right;
    uint32_t difference = 0;
    for (size_t i = 0; i < length; i++)
    {
        difference |= (uint32_t)(a[i] ^ b[i]);
    }

    // 0 becomes 1, 1 to 255 become 0, without a branch on the difference.
    return (int)((difference - 1) >> 31);
}
