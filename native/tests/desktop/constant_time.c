// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Run under valgrind: keys, secrets and plaintext are marked as undefined memory, and memcheck reports every branch and
// every address that depends on them. What a function publishes (a ciphertext, whether a tag was right) is made
// defined again where it is published. With the argument "leak" the program does what must be found.

#include <stdio.h>
#include <string.h>

#include <valgrind/memcheck.h>

#include "nanodtls_backend.h"

static void secret(void *memory, size_t length)
{
    (void)VALGRIND_MAKE_MEM_UNDEFINED(memory, length);
}

static void publish(void *memory, size_t length)
{
    (void)VALGRIND_MAKE_MEM_DEFINED(memory, length);
}

// A table look-up by a secret, and a branch on one: what AES with tables and a careless comparison do.
static int leak(void)
{
    static const uint8_t s_table[4] = { 1, 2, 3, 4 };
    volatile uint8_t index = 2;
    secret((void *)(uintptr_t)&index, 1);
    int found = s_table[index & 3];
    return found == 3 ? 0 : 1;
}

static int records(void)
{
    static uint8_t s_record[13 + 32 + 8 + 100 + 16];
    uint8_t key_block[40], exchanged[40];
    nanodtls_record_keys keys;
    for (size_t cid_length = 0; cid_length <= 8; cid_length += 8)
    {
        for (size_t length = 0; length <= 100; length += 20)
        {
            memset(key_block, 0x11, sizeof(key_block));
            memset(exchanged, 0x11, sizeof(exchanged));
            secret(key_block, sizeof(key_block));
            secret(exchanged, sizeof(exchanged));
            memset(s_record, 0x22, sizeof(s_record));
            secret(s_record + 21 + cid_length, length);
            nanodtls_record_set_keys(&keys, key_block, 8);
            int total = nanodtls_record_seal(&keys, s_record, sizeof(s_record), cid_length, length);
            publish(s_record, sizeof(s_record));
            size_t fragment = (size_t)total - 13 - cid_length;

            // All keys are equal, so that the record opens, and behind it a changed one does not.
            nanodtls_record_set_keys(&keys, exchanged, 8);
            int opened = nanodtls_record_open(&keys, s_record, sizeof(s_record), cid_length, fragment);
            publish(&opened, sizeof(opened));
            if (opened != (int)length)
            {
                return 1;
            }

            publish(s_record, sizeof(s_record));
            opened = nanodtls_record_open(&keys, s_record, sizeof(s_record), cid_length, fragment);
            publish(&opened, sizeof(opened));
            if (length != 0 && opened != NANODTLS_ERROR_TAG)
            {
                return 1;
            }

            nanodtls_record_get_keys(&keys, key_block);
            publish(&keys, sizeof(keys));
        }
    }

    return 0;
}

static int secrets(void)
{
    uint8_t secret_bytes[100], seed[100], output[100];
    nanodtls_hmac_key key;
    for (size_t length = 0; length <= 100; length += 25)
    {
        memset(secret_bytes, 0x33, sizeof(secret_bytes));
        memset(seed, 0x44, sizeof(seed));
        secret(secret_bytes, sizeof(secret_bytes));
        secret(seed, sizeof(seed));
        nanodtls_hmac_set_key(&key, secret_bytes, length);
        nanodtls_prf(&key, seed, length, output, length);
        nanodtls_sha256_digest(secret_bytes, length, output);
        volatile int equal = nanodtls_equal(output, seed, 32);
        publish((void *)(uintptr_t)&equal, sizeof(equal));
        if (equal)
        {
            return 1;
        }

        nanodtls_zeroize(&key, sizeof(key));
    }

    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "leak") == 0)
    {
        return leak();
    }

    if (!RUNNING_ON_VALGRIND)
    {
        printf("run this under valgrind\n");
        return 2;
    }

    return records() | secrets();
}
