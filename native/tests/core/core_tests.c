// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The tests that need nothing but the core: they run on the desktop, on rv32imc under qemu and over the model of every
// chip.

#include "test.h"

#define TEST(name) void name(void);
#include "core_tests.h"
#undef TEST

#define TEST(name) { #name, name },
const test_case test_cases[] =
{
#include "core_tests.h"
    { NULL, NULL },
};
