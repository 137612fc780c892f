// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Timers for Mbed TLS that never run out: nothing is lost between a client and a server of one program.

#ifndef NANODTLS_BENCH_TIMING_ALT_H
#define NANODTLS_BENCH_TIMING_ALT_H

#include <stdint.h>

struct mbedtls_timing_hr_time
{
    uint32_t unused;
};

typedef struct mbedtls_timing_delay_context
{
    uint32_t milliseconds;
} mbedtls_timing_delay_context;

void mbedtls_timing_set_delay(void *data, uint32_t int_ms, uint32_t fin_ms);
int mbedtls_timing_get_delay(void *data);

#endif
