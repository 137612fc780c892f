// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "nanodtls_crypto.h"
#include "vectors.h"

static ccm_case s_case;

// Finds the expected output of a case, which are stored in a row.
static const uint8_t *next_expected(const uint8_t *position)
{
    return position + s_case.length + s_case.tag_length;
}

void ccm_known_answer(void)
{
    // NIST SP 800-38C, example 3.
    nanodtls_aes_key key;
    uint8_t raw[16], nonce[12], aad[20], data[24], tag[8], expected[32];
    test_hex("404142434445464748494a4b4c4d4e4f", raw);
    test_hex("101112131415161718191a1b", nonce);
    test_hex("000102030405060708090a0b0c0d0e0f10111213", aad);
    test_hex("202122232425262728292a2b2c2d2e2f3031323334353637", data);
    test_hex("e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5 484392fbc1b09951", expected);
    nanodtls_aes_set_key(&key, raw);
    CHECK(nanodtls_ccm_seal(&key, nonce, aad, sizeof(aad), data, sizeof(data), tag, 8) == NANODTLS_OK);
    CHECK(memcmp(data, expected, 24) == 0);
    CHECK(memcmp(tag, expected + 24, 8) == 0);
}

void ccm_seal_equals_openssl(void)
{
    const uint8_t *expected = vector_ccm;
    for (unsigned i = 0; i < VECTOR_CCM_COUNT; i++)
    {
        nanodtls_aes_key key;
        uint8_t tag[17];
        make_ccm_case(&s_case, i);
        nanodtls_aes_set_key(&key, s_case.key);
        tag[s_case.tag_length] = 0xA5;
        CHECK_AT(nanodtls_ccm_seal(&key, s_case.nonce, s_case.aad, s_case.aad_length, s_case.data, s_case.length, tag,
            s_case.tag_length) == NANODTLS_OK, i);
        CHECK_AT(memcmp(s_case.data, expected, s_case.length) == 0, i);
        CHECK_AT(memcmp(tag, expected + s_case.length, s_case.tag_length) == 0, i);
        CHECK_AT(tag[s_case.tag_length] == 0xA5, i);
        expected = next_expected(expected);
    }
}

void ccm_open_equals_openssl(void)
{
    static uint8_t s_data[VECTOR_MAX_DATA + 16];
    const uint8_t *expected = vector_ccm;
    for (unsigned i = 0; i < VECTOR_CCM_COUNT; i++)
    {
        nanodtls_aes_key key;
        make_ccm_case(&s_case, i);
        nanodtls_aes_set_key(&key, s_case.key);
        memcpy(s_data, expected, s_case.length + s_case.tag_length);
        CHECK_AT(nanodtls_ccm_open(&key, s_case.nonce, s_case.aad, s_case.aad_length, s_data, s_case.length,
            s_data + s_case.length, s_case.tag_length) == NANODTLS_OK, i);
        CHECK_AT(memcmp(s_data, s_case.data, s_case.length) == 0, i);
        CHECK_AT(memcmp(s_data + s_case.length, expected + s_case.length, s_case.tag_length) == 0, i);
        expected = next_expected(expected);
    }
}

// Opens a copy of what was sealed with one bit changed in one of its parts.
static void flip(const nanodtls_aes_key *key, const uint8_t *sealed, unsigned part, size_t bit)
{
    ccm_case changed = s_case;
    uint8_t tag[16];
    uint8_t *target[] = { changed.nonce, changed.aad, changed.data, tag };
    memcpy(changed.data, sealed, s_case.length);
    memcpy(tag, sealed + s_case.length, s_case.tag_length);
    target[part][bit / 8] ^= (uint8_t)(1u << bit % 8);
    CHECK_AT(nanodtls_ccm_open(key, changed.nonce, changed.aad, changed.aad_length, changed.data, changed.length, tag,
        changed.tag_length) == NANODTLS_ERROR_TAG, bit);
    CHECK_AT(test_is_zero(changed.data, changed.length), bit);
}

void ccm_refuses_every_flipped_bit_and_releases_nothing(void)
{
    static const unsigned s_indices[] = { 0, 2, 31, 34, 37, 66 };
    const uint8_t *expected = vector_ccm;
    for (unsigned i = 0; i <= 66; i++)
    {
        make_ccm_case(&s_case, i);
        for (unsigned j = 0; j < sizeof(s_indices) / sizeof(s_indices[0]); j++)
        {
            if (s_indices[j] == i)
            {
                nanodtls_aes_key key;
                size_t lengths[] = { 12, s_case.aad_length, s_case.length, s_case.tag_length };
                nanodtls_aes_set_key(&key, s_case.key);
                for (unsigned part = 0; part < 4; part++)
                {
                    for (size_t bit = 0; bit < 8 * lengths[part]; bit++)
                    {
                        flip(&key, expected, part, bit);
                    }
                }
            }
        }

        expected = next_expected(expected);
    }
}

void ccm_checks_its_arguments(void)
{
    nanodtls_aes_key key;
    uint8_t raw[16] = { 0 }, nonce[12] = { 0 }, aad[4] = { 1, 2, 3, 4 }, data[20] = { 9 }, tag[16] = { 7 };
    uint8_t data_before[20], tag_before[16];
    memcpy(data_before, data, sizeof(data));
    memcpy(tag_before, tag, sizeof(tag));
    nanodtls_aes_set_key(&key, raw);
    struct
    {
        const nanodtls_aes_key *key;
        const uint8_t *nonce;
        const uint8_t *aad;
        size_t aad_length;
        uint8_t *data;
        size_t length;
        uint8_t *tag;
        size_t tag_length;
    }
    bad[] =
    {
        { NULL, nonce, aad, 4, data, 20, tag, 8 },
        { &key, NULL, aad, 4, data, 20, tag, 8 },
        { &key, nonce, NULL, 4, data, 20, tag, 8 },
        { &key, nonce, aad, 4, NULL, 20, tag, 8 },
        { &key, nonce, aad, 4, data, 20, NULL, 8 },
        { &key, nonce, aad, 4, data, NANODTLS_CCM_MAX_LENGTH + 1, tag, 8 },
        { &key, nonce, aad, 4, data, SIZE_MAX, tag, 8 },
        { &key, nonce, aad, 4, data, 20, tag, 0 },
        { &key, nonce, aad, 4, data, 20, tag, 7 },
        { &key, nonce, aad, 4, data, 20, tag, 12 },
        { &key, nonce, aad, 4, data, 20, tag, 17 },
        { &key, nonce, aad, 4, data, 20, tag, SIZE_MAX },
    };
    for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
    {
        CHECK_AT(nanodtls_ccm_seal(bad[i].key, bad[i].nonce, bad[i].aad, bad[i].aad_length, bad[i].data, bad[i].length,
            bad[i].tag, bad[i].tag_length) == NANODTLS_ERROR_ARGUMENT, i);
        CHECK_AT(nanodtls_ccm_open(bad[i].key, bad[i].nonce, bad[i].aad, bad[i].aad_length, bad[i].data, bad[i].length,
            bad[i].tag, bad[i].tag_length) == NANODTLS_ERROR_ARGUMENT, i);
        CHECK_AT(memcmp(data, data_before, sizeof(data)) == 0 && memcmp(tag, tag_before, sizeof(tag)) == 0, i);
    }

    // Nothing to protect and nothing to add is no error.
    CHECK(nanodtls_ccm_seal(&key, nonce, NULL, 0, NULL, 0, tag, 8) == NANODTLS_OK);
    CHECK(nanodtls_ccm_open(&key, nonce, NULL, 0, NULL, 0, tag, 8) == NANODTLS_OK);
}

void ccm_works_at_every_alignment(void)
{
    uint8_t buffer[4 + 40 + 16 + 4];
    nanodtls_aes_key key;
    make_ccm_case(&s_case, 2 * 40);
    nanodtls_aes_set_key(&key, s_case.key);
    uint8_t expected[48];
    memcpy(expected, s_case.data, 40);
    nanodtls_ccm_seal(&key, s_case.nonce, s_case.aad, s_case.aad_length, expected, 40, expected + 40, 8);
    for (unsigned offset = 0; offset < 4; offset++)
    {
        memset(buffer, 0xEE, sizeof(buffer));
        memcpy(buffer + offset, s_case.data, 40);
        nanodtls_ccm_seal(&key, s_case.nonce, s_case.aad, s_case.aad_length, buffer + offset, 40, buffer + offset + 40, 8);
        CHECK_AT(memcmp(buffer + offset, expected, 48) == 0, offset);
        CHECK_AT(buffer[offset + 48] == 0xEE && (offset == 0 || buffer[offset - 1] == 0xEE), offset);
    }
}
