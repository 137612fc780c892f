// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// What bench/peers/mbedtls_handshake.c needs where there is no operating system: a command line, a clock, randomness, timers.

#include <mbedtls/entropy_poll.h>
#include <mbedtls/timing.h>
#include <string.h>
#include <time.h>

#include "machine.h"

int handshake_main(int argc, char **argv);

// A nanosecond for each instruction.
int clock_gettime(clockid_t clock, struct timespec *time)
{
    uint32_t count = instructions();
    (void)clock;
    time->tv_sec = count / 1000000000u;
    time->tv_nsec = (long)(count % 1000000000u);
    return 0;
}

// The same numbers in every run.
int mbedtls_hardware_poll(void *data, unsigned char *output, size_t length, size_t *written)
{
    static uint32_t s_state = 12345;
    (void)data;
    for (size_t i = 0; i < length; i++)
    {
        s_state = s_state * 1664525u + 1013904223u;
        output[i] = (unsigned char)(s_state >> 24);
    }
    *written = length;
    return 0;
}

int mbedtls_hardclock_poll(void *data, unsigned char *output, size_t length, size_t *written)
{
    return mbedtls_hardware_poll(data, output, length, written);
}

void mbedtls_timing_set_delay(void *data, uint32_t int_ms, uint32_t fin_ms)
{
    (void)int_ms;
    ((mbedtls_timing_delay_context *)data)->milliseconds = fin_ms;
}

int mbedtls_timing_get_delay(void *data)
{
    return ((mbedtls_timing_delay_context *)data)->milliseconds == 0 ? -1 : 0;
}

int main(void)
{
    static char s_arguments[4][40] = {"handshake", "device-00000001", "000102030405060708090a0b0c0d0e0f", "3"};
    char *arguments[] = {s_arguments[0], s_arguments[1], s_arguments[2], s_arguments[3], NULL};
    return handshake_main(4, arguments);
}
