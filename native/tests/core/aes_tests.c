// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "nanodtls_backend.h"
#include "vectors.h"

static void encrypt(const uint8_t *raw, const uint8_t *first, const uint8_t *second, uint8_t *output)
{
    nanodtls_aes_key key;
    nanodtls_aes_run run;
    uint32_t blocks[8];
    nanodtls_aes_set_key(&key, raw);
    memcpy(blocks, first, 16);
    memcpy(blocks + 4, second, 16);
    nanodtls_aes_begin(&run, &key);
    nanodtls_aes_encrypt(&run, blocks, 2);
    nanodtls_aes_end(&run);
    CHECK(run.status == NANODTLS_OK);
    memcpy(output, blocks, 32);
}

void aes_known_answers(void)
{
    // FIPS 197 appendix B and C.1.
    uint8_t key[16], block[16], expected[16], output[32];
    test_hex("2b7e151628aed2a6abf7158809cf4f3c", key);
    test_hex("3243f6a8885a308d313198a2e0370734", block);
    test_hex("3925841d02dc09fbdc118597196a0b32", expected);
    encrypt(key, block, block, output);
    CHECK(memcmp(output, expected, 16) == 0);
    CHECK(memcmp(output + 16, expected, 16) == 0);

    test_hex("000102030405060708090a0b0c0d0e0f", key);
    test_hex("00112233445566778899aabbccddeeff", block);
    test_hex("69c4e0d86a7b0430d8cdb78070b4c55a", expected);
    encrypt(key, block, block, output);
    CHECK(memcmp(output, expected, 16) == 0);
    CHECK(memcmp(output + 16, expected, 16) == 0);
}

void aes_equals_openssl(void)
{
    // Each block beside the next one: both halves of a pass, and no mixing of the two.
    uint8_t data[32], other[32], output[32];
    for (unsigned i = 0; i < VECTOR_AES_COUNT; i++)
    {
        test_random random;
        test_random_seed(&random, 20000 + i);
        test_random_bytes(&random, data, 32);
        test_random_bytes(&random, other, 32);
        encrypt(data, data + 16, other, output);
        CHECK_AT(memcmp(output, vector_aes + 16 * i, 16) == 0, i);
        encrypt(data, other, data + 16, output);
        CHECK_AT(memcmp(output + 16, vector_aes + 16 * i, 16) == 0, i);
    }
}

void aes_gives_the_key_back(void)
{
    test_random random;
    uint8_t raw[16], back[16];
    nanodtls_aes_key key;
    test_random_seed(&random, 1);
    for (unsigned i = 0; i < 100; i++)
    {
        test_random_bytes(&random, raw, sizeof(raw));
        CHECK(nanodtls_aes_set_key(&key, raw) == NANODTLS_OK);
        CHECK(nanodtls_aes_get_key(&key, back) == NANODTLS_OK);
        CHECK_AT(memcmp(raw, back, sizeof(raw)) == 0, i);
    }

    CHECK(nanodtls_aes_set_key(NULL, raw) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_aes_set_key(&key, NULL) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_aes_get_key(NULL, raw) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_aes_get_key(&key, NULL) == NANODTLS_ERROR_ARGUMENT);
}
