// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "test.h"

unsigned test_failures;

void test_fail(const char *file, int line, const char *what, long detail)
{
    if (test_failures++ < 5)
    {
        printf("%s:%d: %s (%ld)\n", file, line, what, detail);
    }
}

size_t test_hex(const char *text, uint8_t *bytes)
{
    static const char digits[] = "0123456789abcdef";
    size_t nibbles = 0;
    for (; *text != 0; text++)
    {
        const char *digit = *text == ' ' ? NULL : strchr(digits, *text);
        if (digit != NULL)
        {
            unsigned value = (unsigned)(digit - digits);
            bytes[nibbles / 2] = (uint8_t)(nibbles % 2 == 0 ? value << 4 : (unsigned)bytes[nibbles / 2] | value);
            nibbles++;
        }
    }

    return nibbles / 2;
}

int test_is_zero(const void *memory, size_t length)
{
    const uint8_t *bytes = memory;
    uint8_t any = 0;
    for (size_t i = 0; i < length; i++)
    {
        any |= bytes[i];
    }

    return any == 0;
}

static int run(const test_case *test)
{
    test_failures = 0;
    test->run();
    printf("%s %s\n", test_failures == 0 ? "ok    " : "FAILED", test->name);
    return test_failures != 0;
}

int main(int argc, char **argv)
{
    int failed = 0;
    int ran = 0;
    for (const test_case *test = test_cases; test->name != NULL; test++)
    {
#ifdef TEST_WITHOUT_ARGUMENTS
        // What the emulated machine hands over is no list of names.
        argc = 1;
#endif
        int wanted = argc < 2;
        for (int i = 1; i < argc; i++)
        {
            wanted |= strcmp(argv[i], test->name) == 0;
        }

        if (wanted)
        {
            failed += run(test);
            ran++;
        }
    }

    printf("%d tests, %d failed\n", ran, failed);
    return failed != 0 || ran == 0;
}
