// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The core's tests over the model of one chip, and what only the chips' back end has to show.

#include "nanodtls_calls.h"
#include "nanodtls_platform.h"
#include "model.h"
#include "reference.h"
#include "test.h"

#define TEST(name) void name(void);
#include "core_tests.h"
#include "esp32_tests.h"
#undef TEST

static nanodtls_record_keys s_keys;
static uint8_t s_record[13 + 8 + 2000 + 16];

static void prepare(void)
{
    static const uint8_t s_key_block[40] = { 1, 2, 3, 4, 5 };
    memset(s_record, 0x5A, sizeof(s_record));
    nanodtls_record_set_keys(&s_keys, s_key_block, 8);
    model_reset();
}

// The number of AES blocks of a record: B_0, the additional data, and two for each block of the payload but one for the
// tag's key stream.
static uint32_t blocks_of(size_t length)
{
    return (uint32_t)(2 + 2 * ((length + 15) / 16) + 1);
}

void record_of_64_bytes_takes_11_blocks_in_one_acquisition(void)
{
    prepare();
    CHECK(nanodtls_record_seal(&s_keys, s_record, sizeof(s_record), 0, 64) == 13 + 8 + 64 + 8);
    if (NANODTLS_AES_HARDWARE)
    {
        CHECK_AT(model.aes_blocks == 11, model.aes_blocks);
        CHECK_AT(model.aes_acquisitions == 1, model.aes_acquisitions);
    }
    else
    {
        CHECK_AT(model.aes_blocks == 0, model.aes_blocks);
    }
}

void long_records_keep_to_the_blocks_per_acquisition(void)
{
    for (size_t length = 0; NANODTLS_AES_HARDWARE && length <= 2000; length += 125)
    {
        prepare();
        nanodtls_record_seal(&s_keys, s_record, sizeof(s_record), 0, length);
        CHECK_AT(model.aes_blocks == blocks_of(length), length);
#ifdef SOC_AES_SUPPORT_DMA
        CHECK_AT(model.aes_acquisitions == 1, length);
#else
        CHECK_AT(model.most_blocks_per_acquisition <= 16, length);
        CHECK_AT(model.aes_acquisitions <= (blocks_of(length) + 14) / 15, length);
#endif
    }
}

void every_block_that_is_skipped_is_noticed(void)
{
    for (uint32_t block = 1; NANODTLS_AES_HARDWARE && block <= blocks_of(100); block++)
    {
        prepare();
        model.skip_aes_block = block;
        CHECK_AT(nanodtls_record_seal(&s_keys, s_record, sizeof(s_record), 0, 100) == NANODTLS_ERROR_HARDWARE, block);
        CHECK_AT(test_is_zero(s_record + 21, 108), block);
        CHECK_AT(!model_is_held(), block);

        prepare();
        model.skip_aes_block = block;
        CHECK_AT(nanodtls_record_open(&s_keys, s_record, sizeof(s_record), 0, 116) == NANODTLS_ERROR_HARDWARE, block);
        CHECK_AT(test_is_zero(s_record + 21, 100), block);
        CHECK_AT(!model_is_held(), block);
    }

    model_reset();
}

void every_key_write_that_is_skipped_is_noticed(void)
{
    prepare();
    nanodtls_record_seal(&s_keys, s_record, sizeof(s_record), 0, 1000);
    uint32_t acquisitions = model.aes_acquisitions;
    for (uint32_t write = 1; write <= acquisitions; write++)
    {
        prepare();
        model.skip_key_write = write;
        CHECK_AT(nanodtls_record_seal(&s_keys, s_record, sizeof(s_record), 0, 1000) == NANODTLS_ERROR_HARDWARE, write);
        CHECK_AT(test_is_zero(s_record + 21, 1008), write);
        CHECK_AT(!model_is_held(), write);
    }

    model_reset();
}

static void check_hash(long detail)
{
    uint8_t data[200], expected[32], actual[32];
    memset(data, 0x33, sizeof(data));
    reference_sha256(data, sizeof(data), expected);
    nanodtls_sha256_digest(data, sizeof(data), actual);
    CHECK_AT(memcmp(actual, expected, 32) == 0, detail);
    CHECK_AT(!model_is_held(), detail);
}

void hash_is_right_when_the_unit_skips_a_block(void)
{
    // One block at a time, as in an HMAC: a state that did not change is noticed.
    for (uint32_t block = 1; block <= 4; block++)
    {
        nanodtls_hmac_key key, expected;
        uint8_t secret[16] = { 9, 8, 7 };
        model_reset();
        nanodtls_hmac_set_key(&expected, secret, sizeof(secret));
        model_reset();
        model.skip_sha_block = block;
        nanodtls_hmac_set_key(&key, secret, sizeof(secret));
        CHECK_AT(memcmp(&key, &expected, sizeof(key)) == 0, block);
    }

    model_reset();
}

void hash_is_right_while_the_unit_is_busy(void)
{
    model_reset();
    model.sha_engine_busy = true;
    check_hash(0);
#ifdef SOC_SHA_SUPPORT_PARALLEL_ENG
    CHECK(model.sha_blocks == 0);
#endif
    model_reset();
}

void hash_uses_the_unit_where_the_chip_can(void)
{
    model_reset();
    check_hash(0);
#ifdef SOC_SHA_SUPPORT_PARALLEL_ENG
    // 200 bytes: three blocks at once from the start of the message. The padded one goes on from a state.
    CHECK_AT(model.sha_blocks == 3 && model.sha_acquisitions == 1, model.sha_blocks);
#else
    CHECK_AT(model.sha_blocks == 4 && model.sha_acquisitions == 2, model.sha_blocks);
#endif
    model_reset();
}

void random_source_that_is_stuck_is_reported(void)
{
    uint8_t buffer[64];
    memset(buffer, 0xEE, sizeof(buffer));
    model_reset();
    model.random_is_stuck = true;
    CHECK(nanodtls_call_fill_random(buffer, 64, 4, 50) == NANODTLS_ERROR_RANDOM);
    CHECK(test_is_zero(buffer + 4, 50));
    CHECK(buffer[3] == 0xEE && buffer[54] == 0xEE);
    model_reset();
    CHECK(nanodtls_call_fill_random(buffer, 64, 4, 50) == NANODTLS_OK);
    CHECK(!test_is_zero(buffer + 4, 50));
}

void slot_lies_in_the_memory_that_deep_sleep_keeps(void)
{
    extern const uint8_t __start_model_rtc_data[];
    extern const uint8_t __stop_model_rtc_data[];
    CHECK((const uint8_t *)nanodtls_platform_rtc_slot() == __start_model_rtc_data);
    CHECK((size_t)(__stop_model_rtc_data - __start_model_rtc_data) == sizeof(nanodtls_rtc_slot));
}

void key_state_is_as_small_as_the_chip_allows(void)
{
#ifdef SOC_AES_SUPPORTED
    CHECK(sizeof(nanodtls_aes_key) == 16);
    CHECK(nanodtls_call_get_features() == (NANODTLS_FEATURE_AES_UNIT | NANODTLS_FEATURE_SHA_UNIT));
#else
    CHECK(sizeof(nanodtls_aes_key) == 352);
    CHECK(nanodtls_call_get_features() == NANODTLS_FEATURE_SHA_UNIT);
#endif
}

void nothing_is_held_at_the_end(void)
{
    CHECK(!model_is_held());
}

#define TEST(name) { #name, name },
const test_case test_cases[] =
{
#include "core_tests.h"
#include "esp32_tests.h"
    { NULL, NULL },
};
