// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Counts instructions on rv32imc under qemu-system-riscv32 -icount shift=0, where one count of the timer register
// is one instruction. Prints a line "name number" for each figure.

#include <stdio.h>
#include <string.h>

#include "nanodtls_backend.h"
#include "nanodtls_calls.h"

#define PAYLOAD 64

static nanodtls_record_keys s_keys;
static uint8_t s_record[128];

static inline uint32_t instructions(void)
{
    uint32_t count;
    __asm__ __volatile__(".option push\n\t.option arch, +zicsr\n\tcsrr %0, minstret\n\t.option pop" : "=r"(count) : : "memory");
    return count;
}

// What reading the counter twice costs.
static uint32_t overhead(void)
{
    uint32_t start = instructions();
    return instructions() - start;
}

static void print(const char *name, uint32_t start, uint32_t end)
{
    printf("%s %lu\n", name, (unsigned long)(end - start - overhead()));
}

int main(void)
{
    static const uint8_t key_block[NANODTLS_KEY_BLOCK_LENGTH] = { 1, 2, 3 };
    uint8_t digest[32];
    uint32_t start;
    uint32_t end;

    // The counter itself: a hundred instructions have to count as a hundred.
    start = instructions();
    __asm__ __volatile__(".rept 100\n\tnop\n\t.endr" : : : "memory");
    end = instructions();
    print("calibration", start, end);

    start = instructions();
    nanodtls_aes_set_key(&s_keys.client_key, key_block);
    end = instructions();
    print("key_schedule", start, end);

    nanodtls_record_set_keys(&s_keys, key_block, NANODTLS_CCM_SHORT_TAG_LENGTH);
    memset(s_record, 0x5A, sizeof(s_record));
    start = instructions();
    int length = nanodtls_record_seal(&s_keys, s_record, sizeof(s_record), 0, PAYLOAD);
    end = instructions();
    print("seal64", start, end);
    if (length != NANODTLS_RECORD_HEADER_LENGTH + NANODTLS_EXPLICIT_NONCE_LENGTH + PAYLOAD + NANODTLS_CCM_SHORT_TAG_LENGTH)
    {
        return 1;
    }

    start = instructions();
    nanodtls_record_open(&s_keys, s_record, sizeof(s_record), 0, (size_t)length - NANODTLS_RECORD_HEADER_LENGTH);
    end = instructions();
    print("open64", start, end);

    // One pass of AES: two blocks.
    nanodtls_aes_run run;
    uint32_t blocks[8] = { 0 };
    nanodtls_aes_begin(&run, &s_keys.client_key);
    start = instructions();
    nanodtls_aes_encrypt(&run, blocks, 2);
    end = instructions();
    print("aes_two_blocks", start, end);

    uint32_t state[8] = { 0 };
    start = instructions();
    nanodtls_sha256_software(state, s_record, 1);
    end = instructions();
    print("sha256_block", start, end);

    nanodtls_hmac_key hmac;
    nanodtls_hmac_set_key(&hmac, key_block, sizeof(key_block));
    start = instructions();
    nanodtls_prf(&hmac, s_record, 47, digest, 12);
    end = instructions();
    print("prf_finished", start, end);
    printf("state_bytes %ld\n", (long)nanodtls_call_get_state_length());
    return 0;
}
