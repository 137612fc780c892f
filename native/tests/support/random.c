// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "test.h"

void test_random_seed(test_random *random, uint32_t seed)
{
    random->state = seed * 2654435761u + 1;
}

uint32_t test_random_next(test_random *random)
{
    // xorshift32, then a multiplication that mixes the upper bits down.
    uint32_t x = random->state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    random->state = x;
    x *= 0x9E3779B1u;
    return x ^ x >> 15;
}

uint32_t test_random_below(test_random *random, uint32_t limit)
{
    return test_random_next(random) % limit;
}

void test_random_bytes(test_random *random, uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
    {
        bytes[i] = (uint8_t)test_random_next(random);
    }
}
