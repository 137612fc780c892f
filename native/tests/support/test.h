// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// A test program is a table of named tests. Without arguments it runs all of them, with names these. It prints a line
// for each test and returns 0 when all passed. It runs on the desktop and on rv32imc under qemu.

#ifndef TEST_H
#define TEST_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
    const char *name;
    void (*run)(void);
} test_case;

// The table of the program, ended by a null name.
extern const test_case test_cases[];

// Counts failures of the running test; the first ones are printed.
extern unsigned test_failures;

void test_fail(const char *file, int line, const char *what, long detail);

// detail is printed with a failure: the length, the seed or the case.
#define CHECK_AT(condition, detail)                                             \
    do                                                                          \
    {                                                                           \
        if (!(condition))                                                       \
        {                                                                       \
            test_fail(__FILE__, __LINE__, #condition, (long)(detail));          \
        }                                                                       \
    }                                                                           \
    while (0)

#define CHECK(condition) CHECK_AT(condition, -1)

// A seeded generator: the same bytes on every machine, and in the program that made the vectors.
typedef struct
{
    uint32_t state;
} test_random;

void test_random_seed(test_random *random, uint32_t seed);
uint32_t test_random_next(test_random *random);
uint32_t test_random_below(test_random *random, uint32_t limit);
void test_random_bytes(test_random *random, uint8_t *bytes, size_t length);

// Bytes of a hexadecimal text; returns their number.
size_t test_hex(const char *text, uint8_t *bytes);

// Whether all bytes are zero.
int test_is_zero(const void *memory, size_t length);

#endif
