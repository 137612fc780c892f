// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The core against OpenSSL over lengths and contents that the stored vectors do not have room for.

#include <stdlib.h>

#include "nanodtls_crypto.h"
#include "reference.h"
#include "test.h"

#define ROOM 70000

static uint8_t s_data[ROOM];
static uint8_t s_expected[ROOM];
static uint8_t s_aad[ROOM + 4000];

// Seals and opens one case.
static void check_ccm(test_random *random, size_t aad_length, size_t length, size_t tag_length, long detail)
{
    uint8_t raw[16], nonce[12], tag[16], expected_tag[16];
    nanodtls_aes_key key;
    test_random_bytes(random, raw, sizeof(raw));
    test_random_bytes(random, nonce, sizeof(nonce));
    test_random_bytes(random, s_data, length);
    memcpy(s_expected, s_data, length);
    reference_ccm_seal(raw, nonce, s_aad, aad_length, s_expected, length, expected_tag, tag_length);
    nanodtls_aes_set_key(&key, raw);
    CHECK_AT(nanodtls_ccm_seal(&key, nonce, s_aad, aad_length, s_data, length, tag, tag_length) == NANODTLS_OK, detail);
    CHECK_AT(memcmp(s_data, s_expected, length) == 0, detail);
    CHECK_AT(memcmp(tag, expected_tag, tag_length) == 0, detail);
    CHECK_AT(nanodtls_ccm_open(&key, nonce, s_aad, aad_length, s_data, length, tag, tag_length) == NANODTLS_OK, detail);
    reference_ccm_seal(raw, nonce, s_aad, aad_length, s_data, length, expected_tag, tag_length);
    CHECK_AT(memcmp(s_data, s_expected, length) == 0, detail);
}

static void ccm_of_all_lengths(void)
{
    test_random random;
    test_random_seed(&random, 201);
    test_random_bytes(&random, s_aad, sizeof(s_aad));
    for (size_t length = 0; length <= 1100; length++)
    {
        check_ccm(&random, 13, length, 8, (long)length);
        check_ccm(&random, 31, length, 16, (long)length);
    }
}

static void ccm_at_random(void)
{
    test_random random;
    test_random_seed(&random, 202);
    for (long i = 0; i < 3000; i++)
    {
        size_t aad_length = test_random_below(&random, 100);
        size_t length = test_random_below(&random, 400);
        check_ccm(&random, aad_length, length, i % 2 == 0 ? 8 : 16, i);
    }
}

static void ccm_of_the_longest_data(void)
{
    static const size_t s_lengths[] = { 4096, 16383, 16384, 65535, 65536, ROOM };
    test_random random;
    test_random_seed(&random, 203);
    for (unsigned i = 0; i < sizeof(s_lengths) / sizeof(s_lengths[0]); i++)
    {
        check_ccm(&random, 13, s_lengths[i], i % 2 == 0 ? 8 : 16, (long)s_lengths[i]);
    }
}

static void ccm_of_any_additional_data(void)
{
    // Up to 0xFEFF its length takes two bytes, from there six (RFC 3610 section 2.2).
    static const size_t s_lengths[] = { 1, 9, 10, 13, 14, 15, 16, 17, 30, 31, 0xFEFE, 0xFEFF, 0xFF00, 0xFF01, 0x10000, 0x10007, 73000 };
    test_random random;
    test_random_seed(&random, 204);
    for (unsigned i = 0; i < sizeof(s_lengths) / sizeof(s_lengths[0]); i++)
    {
        check_ccm(&random, s_lengths[i], 40, 8, (long)s_lengths[i]);
        check_ccm(&random, s_lengths[i], 0, 16, (long)s_lengths[i]);
    }
}

static void sha256_in_random_parts(void)
{
    test_random random;
    uint8_t expected[32], actual[32];
    test_random_seed(&random, 205);
    for (long i = 0; i < 2000; i++)
    {
        nanodtls_sha256 hash;
        size_t length = test_random_below(&random, 1500);
        test_random_bytes(&random, s_data, length);
        nanodtls_sha256_init(&hash);
        for (size_t done = 0; done < length;)
        {
            size_t part = test_random_below(&random, 200);
            part = part < length - done ? part : length - done;
            nanodtls_sha256_update(&hash, s_data + done, part);
            done += part;
        }

        nanodtls_sha256_finish(&hash, actual);
        reference_sha256(s_data, length, expected);
        CHECK_AT(memcmp(actual, expected, 32) == 0, i);
    }
}

static void hmac_and_prf_at_random(void)
{
    test_random random;
    uint8_t secret[300], seed[256], expected[300], actual[300];
    test_random_seed(&random, 206);
    for (long i = 0; i < 2000; i++)
    {
        nanodtls_hmac_key key;
        size_t secret_length = test_random_below(&random, sizeof(secret) + 1);
        size_t seed_length = test_random_below(&random, sizeof(seed) + 1);
        size_t output_length = test_random_below(&random, sizeof(actual) + 1);
        test_random_bytes(&random, secret, secret_length);
        test_random_bytes(&random, seed, seed_length);
        nanodtls_hmac_set_key(&key, secret, secret_length);
        nanodtls_prf(&key, seed, seed_length, actual, output_length);
        reference_prf(secret, secret_length, seed, seed_length, expected, output_length);
        CHECK_AT(memcmp(actual, expected, output_length) == 0, i);
    }
}

#define TEST(name) { #name, name }
const test_case test_cases[] =
{
    TEST(ccm_of_all_lengths),
    TEST(ccm_at_random),
    TEST(ccm_of_the_longest_data),
    TEST(ccm_of_any_additional_data),
    TEST(sha256_in_random_parts),
    TEST(hmac_and_prf_at_random),
    { NULL, NULL },
};
