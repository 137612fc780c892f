// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Counts instructions and stack of Mbed TLS's portable C on rv32imc, as native/tests/rv32/figures.c does for NanoDtls.
// Prints a line "name number" for each figure.

#include <mbedtls/ccm.h>
#include <mbedtls/sha256.h>
#include <mbedtls/ssl.h>
#include <stdio.h>
#include <string.h>

#include "machine.h"
#include "nanodtls_backend.h"

#define PAYLOAD 64
#define TAG 8
#define SAMPLE 4096

static mbedtls_ccm_context s_ccm;
static mbedtls_sha256_context s_sha256;
static unsigned char s_record[NANODTLS_RECORD_HEADER_LENGTH + NANODTLS_EXPLICIT_NONCE_LENGTH + PAYLOAD + TAG];
static unsigned char s_nonce[12];
static unsigned char s_data[13];
static unsigned char s_key_block[NANODTLS_KEY_BLOCK_LENGTH];
static int s_result;

static unsigned char *payload(void)
{
    return s_record + NANODTLS_RECORD_HEADER_LENGTH + NANODTLS_EXPLICIT_NONCE_LENGTH;
}

static void set_key(void)
{
    s_result |= mbedtls_ccm_setkey(&s_ccm, MBEDTLS_CIPHER_ID_AES, s_key_block, 128);
}

static void seal(void)
{
    s_result |= mbedtls_ccm_encrypt_and_tag(&s_ccm, PAYLOAD, s_nonce, sizeof s_nonce, s_data, sizeof s_data, payload(), payload(), payload() + PAYLOAD, TAG);
}

static void open_record(void)
{
    s_result |= mbedtls_ccm_auth_decrypt(&s_ccm, PAYLOAD, s_nonce, sizeof s_nonce, s_data, sizeof s_data, payload(), payload(), payload() + PAYLOAD, TAG);
}

static void sha256_block(void)
{
    s_result |= mbedtls_internal_sha256_process(&s_sha256, s_record);
}

static void prf(void)
{
    unsigned char output[12];
    s_result |= mbedtls_ssl_tls_prf(MBEDTLS_SSL_TLS_PRF_SHA256, s_key_block, sizeof s_key_block, "client finished", s_record, 32, output, sizeof output);
}

static uint32_t s_deepest;

static inline volatile unsigned char *stack_pointer(void)
{
    volatile unsigned char *pointer;
    __asm__ __volatile__("mv %0, sp" : "=r"(pointer));
    return pointer;
}

// Stack is what changes of a pattern below this function's own frame: nothing interrupts the program.
static void measure(const char *name, void (*work)(void))
{
    volatile unsigned char *top = stack_pointer();
    uint32_t used = SAMPLE;
    uint32_t none = instructions();
    none = instructions() - none;
    for (int i = 1; i <= SAMPLE; i++)
    {
        top[-i] = 0xA5;
    }
    uint32_t start = instructions();
    work();
    uint32_t end = instructions();
    while (used > 0 && top[-(int)used] == 0xA5)
    {
        used--;
    }
    s_deepest = used > s_deepest ? used : s_deepest;
    printf("%s %lu\n", name, (unsigned long)(end - start - none));
}

int main(void)
{
    // The record that NanoDtls seals with the same keys is what both have to make.
    nanodtls_record_keys keys;
    unsigned char expected[sizeof s_record];
    for (unsigned i = 0; i < sizeof s_key_block; i++)
    {
        s_key_block[i] = (unsigned char)(i * 7 + 1);
    }
    memset(s_record, 0x5A, sizeof s_record);
    memcpy(expected, s_record, sizeof s_record);
    nanodtls_record_set_keys(&keys, s_key_block, NANODTLS_CCM_SHORT_TAG_LENGTH);
    if (nanodtls_record_seal(&keys, expected, sizeof expected, 0, PAYLOAD) != (int)sizeof expected)
    {
        return 1;
    }

    // RFC 6655: nonce of the key block's IV and the record's explicit part; RFC 5246: sequence number, type, version, length.
    memcpy(s_nonce, s_key_block + 32, 4);
    memcpy(s_nonce + 4, expected + NANODTLS_RECORD_HEADER_LENGTH, 8);
    memcpy(s_data, expected + 3, 8);
    memcpy(s_data + 8, expected, 3);
    s_data[12] = PAYLOAD;

    mbedtls_ccm_init(&s_ccm);
    mbedtls_sha256_init(&s_sha256);
    s_result |= mbedtls_sha256_starts_ret(&s_sha256, 0);
    measure("key_schedule", set_key);
    measure("seal64", seal);
    if (memcmp(payload(), expected + sizeof s_record - PAYLOAD - TAG, PAYLOAD + TAG) != 0)
    {
        printf("another ciphertext\n");
        return 1;
    }
    measure("open64", open_record);
    measure("sha256_block", sha256_block);
    measure("prf_finished", prf);
    printf("stack_bytes %lu\n", (unsigned long)s_deepest);
    return s_result;
}
