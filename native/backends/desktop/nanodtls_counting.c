// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Counts the compressions of SHA-256, in the library for the desktop only.

#include "nanodtls_backend.h"

static uint32_t s_compressions;

uint32_t nanodtls_count_compressions(void);

void nanodtls_sha256_compress(uint32_t *state, const uint8_t *blocks, size_t count)
{
    __atomic_add_fetch(&s_compressions, (uint32_t)count, __ATOMIC_RELAXED);
    nanodtls_sha256_software(state, blocks, count);
}

// Compressions since the library was loaded, by all threads.
uint32_t nanodtls_count_compressions(void)
{
    return __atomic_load_n(&s_compressions, __ATOMIC_RELAXED);
}
