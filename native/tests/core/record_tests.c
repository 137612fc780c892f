// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "nanodtls_crypto.h"
#include "test.h"

#define LONGEST 200

// Random keys and a record with its plaintext in place.
typedef struct
{
    uint8_t key_block[40];
    nanodtls_record_keys keys;
    uint8_t record[13 + 32 + 8 + LONGEST + 16 + 4];
    uint8_t plaintext[LONGEST];
    size_t cid_length;
    size_t length;
    size_t tag_length;
} record_case;

static record_case s_case;

static void make_case(unsigned seed, size_t cid_length, size_t length, size_t tag_length)
{
    test_random random;
    test_random_seed(&random, seed);
    test_random_bytes(&random, s_case.key_block, sizeof(s_case.key_block));
    test_random_bytes(&random, s_case.record, sizeof(s_case.record));
    test_random_bytes(&random, s_case.plaintext, length);
    s_case.cid_length = cid_length;
    s_case.length = length;
    s_case.tag_length = tag_length;
    if (cid_length != 0)
    {
        s_case.record[0] = 25;
    }

    memcpy(s_case.record + 21 + cid_length, s_case.plaintext, length);
    CHECK(nanodtls_record_set_keys(&s_case.keys, s_case.key_block, tag_length) == NANODTLS_OK);
}

// The record of a case from its definition: additional data built here, CCM called directly.
static size_t expected_record(uint8_t *expected, const uint8_t *key, const uint8_t *iv)
{
    uint8_t aad[64], nonce[12];
    size_t aad_length = 0;
    size_t header = 13 + s_case.cid_length;
    nanodtls_aes_key aes;
    memcpy(expected, s_case.record, header);
    if (s_case.cid_length == 0)
    {
        memcpy(aad, s_case.record + 3, 8);
        memcpy(aad + 8, s_case.record, 3);
        aad_length = 11;
    }
    else
    {
        memset(aad, 0xFF, 8);
        aad[8] = 25;
        aad[9] = (uint8_t)s_case.cid_length;
        aad[10] = 25;
        memcpy(aad + 11, s_case.record + 1, 2);
        memcpy(aad + 13, s_case.record + 3, 8);
        memcpy(aad + 21, s_case.record + 11, s_case.cid_length);
        aad_length = 21 + s_case.cid_length;
    }

    aad[aad_length++] = (uint8_t)(s_case.length >> 8);
    aad[aad_length++] = (uint8_t)s_case.length;
    size_t fragment = 8 + s_case.length + s_case.tag_length;
    expected[header - 2] = (uint8_t)(fragment >> 8);
    expected[header - 1] = (uint8_t)fragment;
    memcpy(expected + header, s_case.record + 3, 8);
    memcpy(nonce, iv, 4);
    memcpy(nonce + 4, s_case.record + 3, 8);
    memcpy(expected + header + 8, s_case.plaintext, s_case.length);
    nanodtls_aes_set_key(&aes, key);
    nanodtls_ccm_seal(&aes, nonce, aad, aad_length, expected + header + 8, s_case.length, expected + header + 8 + s_case.length,
        s_case.tag_length);
    return header + fragment;
}

static void check_seal(unsigned seed, size_t cid_length, size_t length, size_t tag_length)
{
    static uint8_t s_expected[sizeof(s_case.record)];
    make_case(seed, cid_length, length, tag_length);
    memcpy(s_expected, s_case.record, sizeof(s_expected));
    size_t total = expected_record(s_expected, s_case.key_block, s_case.key_block + 32);
    CHECK_AT(nanodtls_record_seal(&s_case.keys, s_case.record, total, cid_length, length) == (int)total, seed);
    CHECK_AT(memcmp(s_case.record, s_expected, sizeof(s_expected)) == 0, seed);
}

void record_equals_ccm_with_nonce_and_additional_data(void)
{
    for (unsigned length = 0; length <= LONGEST; length++)
    {
        check_seal(length, 0, length, length % 2 == 0 ? 8 : 16);
    }
}

void record_with_connection_id_equals_rfc9146(void)
{
    for (unsigned cid_length = 1; cid_length <= 32; cid_length++)
    {
        check_seal(300 + cid_length, cid_length, cid_length * 5, 8);
        check_seal(400 + cid_length, cid_length, 64, 16);
    }
}

void record_opens_what_was_sealed(void)
{
    // The server's side: a record under the server's key and IV.
    for (unsigned i = 0; i <= LONGEST; i++)
    {
        make_case(600 + i, i % 33, i, i % 2 == 0 ? 16 : 8);
        size_t total = expected_record(s_case.record, s_case.key_block + 16, s_case.key_block + 36);
        size_t header = 13 + s_case.cid_length;
        CHECK_AT(nanodtls_record_open(&s_case.keys, s_case.record, total, s_case.cid_length, total - header) == (int)i, i);
        CHECK_AT(memcmp(s_case.record + header + 8, s_case.plaintext, i) == 0, i);
    }
}

void record_refuses_every_change_of_its_header(void)
{
    for (unsigned cid_length = 0; cid_length <= 8; cid_length += 4)
    {
        make_case(900, cid_length, 40, 8);
        size_t total = expected_record(s_case.record, s_case.key_block + 16, s_case.key_block + 36);
        size_t header = 13 + cid_length;
        record_case good = s_case;
        for (size_t bit = 0; bit < 8 * total; bit++)
        {
            // The length field is given in the call instead.
            if (bit / 8 == header - 2 || bit / 8 == header - 1)
            {
                continue;
            }

            memcpy(s_case.record, good.record, total);
            s_case.record[bit / 8] ^= (uint8_t)(1u << bit % 8);
            CHECK_AT(nanodtls_record_open(&s_case.keys, s_case.record, total, cid_length, total - header) == NANODTLS_ERROR_TAG, bit);
            CHECK_AT(test_is_zero(s_case.record + header + 8, 40), bit);
        }
    }
}

void record_checks_its_arguments(void)
{
    make_case(1000, 0, 40, 8);
    nanodtls_record_keys *keys = &s_case.keys;
    nanodtls_record_keys unset;
    uint8_t *record = s_case.record;
    uint8_t before[sizeof(s_case.record)];
    memset(&unset, 0, sizeof(unset));
    memcpy(before, record, sizeof(before));
    CHECK(nanodtls_record_set_keys(NULL, s_case.key_block, 8) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_set_keys(&unset, NULL, 8) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_set_keys(&unset, s_case.key_block, 12) == NANODTLS_ERROR_ARGUMENT);
    CHECK(test_is_zero(&unset, sizeof(unset)));

    CHECK(nanodtls_record_seal(NULL, record, 200, 0, 40) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_seal(keys, NULL, 200, 0, 40) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_seal(keys, record, 68, 0, 40) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_seal(keys, record, 200, 33, 40) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_seal(keys, record, SIZE_MAX, 0, 16386) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_seal(keys, record, SIZE_MAX, SIZE_MAX, 40) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_seal(&unset, record, 200, 0, 40) == NANODTLS_ERROR_STATE);

    CHECK(nanodtls_record_open(NULL, record, 200, 0, 56) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_open(keys, NULL, 200, 0, 56) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_open(keys, record, 12, 0, 56) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_open(keys, record, 68, 0, 56) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_open(keys, record, 200, 33, 56) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_open(keys, record, 200, 0, 15) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_open(keys, record, SIZE_MAX, 0, 0x10000) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_open(keys, record, SIZE_MAX, 0, SIZE_MAX) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_open(&unset, record, 200, 0, 56) == NANODTLS_ERROR_STATE);
    CHECK(memcmp(record, before, sizeof(before)) == 0);

    // 69 bytes are just enough.
    CHECK(nanodtls_record_seal(keys, record, 69, 0, 40) == 69);
    CHECK(nanodtls_record_open(keys, record, 69, 0, 56) == NANODTLS_ERROR_TAG);
}

void record_opens_longer_ones_than_the_protocol_allows(void)
{
    // An authentic record that is too long has an alert of its own, so the engine has to learn that it is authentic.
    enum { TOO_LONG = 16386 };
    static uint8_t s_long[13 + 8 + TOO_LONG + 8];
    uint8_t aad[13], nonce[12];
    make_case(1200, 0, 0, 8);
    memset(s_long, 0x77, sizeof(s_long));
    memcpy(aad, s_long + 3, 8);
    memcpy(aad + 8, s_long, 3);
    aad[11] = TOO_LONG >> 8;
    aad[12] = TOO_LONG & 0xFF;
    memcpy(nonce, s_case.key_block + 36, 4);
    memcpy(nonce + 4, s_long + 13, 8);
    nanodtls_ccm_seal(&s_case.keys.server_key, nonce, aad, sizeof(aad), s_long + 21, TOO_LONG, s_long + 21 + TOO_LONG, 8);
    CHECK(nanodtls_record_open(&s_case.keys, s_long, sizeof(s_long), 0, 8 + TOO_LONG + 8) == TOO_LONG);
    CHECK(s_long[21] == 0x77 && s_long[20 + TOO_LONG] == 0x77);
    CHECK(nanodtls_record_seal(&s_case.keys, s_long, sizeof(s_long), 0, TOO_LONG) == NANODTLS_ERROR_ARGUMENT);
}

void record_gives_the_key_block_back(void)
{
    uint8_t back[40];
    nanodtls_record_keys unset;
    memset(&unset, 0, sizeof(unset));
    make_case(1100, 0, 0, 8);
    CHECK(nanodtls_record_get_keys(&s_case.keys, back) == NANODTLS_OK);
    CHECK(memcmp(back, s_case.key_block, sizeof(back)) == 0);
    CHECK(nanodtls_record_get_keys(NULL, back) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_get_keys(&s_case.keys, NULL) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_record_get_keys(&unset, back) == NANODTLS_ERROR_STATE);
}
