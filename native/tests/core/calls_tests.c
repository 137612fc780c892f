// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "nanodtls_calls.h"
#include "nanodtls_platform.h"
#include "test.h"

#define ARRAY 200

static uint32_t s_state_words[sizeof(nanodtls_connection) / 4 + 1];
static uint8_t *const s_state = (uint8_t *)s_state_words;
static const int32_t s_state_length = (int32_t)sizeof(nanodtls_connection);
static uint8_t s_array[ARRAY];

// A state in which everything is set.
static void prepare(void)
{
    test_random random;
    test_random_seed(&random, 1);
    test_random_bytes(&random, s_array, ARRAY);
    memset(s_state_words, 0, sizeof(s_state_words));
    CHECK(nanodtls_call_transcript_reset(s_state, s_state_length) == NANODTLS_OK);
    CHECK(nanodtls_call_set_record_keys(s_state, s_state_length, s_array, ARRAY, 0, 8) == NANODTLS_OK);
    for (int32_t slot = 0; slot < NANODTLS_SECRET_SLOTS; slot++)
    {
        CHECK(nanodtls_call_set_secret(s_state, s_state_length, slot, s_array, ARRAY, slot, 48) == NANODTLS_OK);
    }
}

// Every call that takes a range, with this array, length and range; where the length is not an argument the call's
// own is left out of the check by the caller.
static void refuse(uint8_t *array, int32_t length, int32_t offset, int32_t count)
{
    static uint8_t s_other[ARRAY];
    uint8_t *s = s_state;
    int32_t n = s_state_length;
    CHECK_AT(nanodtls_call_transcript_update(s, n, array, length, offset, count) == NANODTLS_ERROR_ARGUMENT, offset);
    CHECK_AT(nanodtls_call_set_secret(s, n, 1, array, length, offset, count) == NANODTLS_ERROR_ARGUMENT, offset);
    CHECK_AT(nanodtls_call_prf(s, n, 1, array, length, offset, count, s_other, ARRAY, 0, 12) == NANODTLS_ERROR_ARGUMENT, offset);
    CHECK_AT(nanodtls_call_prf(s, n, 1, s_other, ARRAY, 0, 12, array, length, offset, count) == NANODTLS_ERROR_ARGUMENT, offset);
    CHECK_AT(nanodtls_call_fill_random(array, length, offset, count) == NANODTLS_ERROR_ARGUMENT, offset);
    CHECK_AT(nanodtls_call_write_rtc(array, length, offset, count) == NANODTLS_ERROR_ARGUMENT, offset);
    CHECK_AT(nanodtls_call_read_rtc(array, length, offset, count) == NANODTLS_ERROR_ARGUMENT, offset);
    CHECK_AT(nanodtls_call_seal_record(s, n, array, length, offset, 0, count) == NANODTLS_ERROR_ARGUMENT, offset);
    CHECK_AT(nanodtls_call_open_record(s, n, array, length, offset, 0, count) == NANODTLS_ERROR_ARGUMENT, offset);
}

void calls_refuse_every_bad_range(void)
{
    prepare();
    uint8_t before[ARRAY];
    memcpy(before, s_array, ARRAY);
    refuse(NULL, 0, 0, 0);
    refuse(NULL, ARRAY, 0, 20);
    refuse(s_array, ARRAY, -1, 20);
    refuse(s_array, ARRAY, 0, -1);
    refuse(s_array, ARRAY, 0, ARRAY + 1);
    refuse(s_array, ARRAY, ARRAY, 1);
    refuse(s_array, ARRAY, ARRAY + 1, 0);
    refuse(s_array, ARRAY, INT32_MAX, INT32_MAX);
    refuse(s_array, ARRAY, 1, INT32_MAX);
    refuse(s_array, ARRAY, INT32_MIN, INT32_MIN);
    refuse(s_array, ARRAY, INT32_MIN, INT32_MAX);
    refuse(s_array, 0, 1, 1);

    uint8_t *s = s_state;
    int32_t n = s_state_length;
    CHECK(nanodtls_call_transcript_digest(s, n, s_array, ARRAY, ARRAY - 31) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_transcript_digest(s, n, s_array, ARRAY, -1) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_transcript_digest(s, n, NULL, ARRAY, 0) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_set_record_keys(s, n, s_array, ARRAY, ARRAY - 39, 8) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_set_record_keys(s, n, s_array, ARRAY, 0, 9) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_set_record_keys(s, n, s_array, ARRAY, 0, -8) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_set_record_keys(s, n, NULL, ARRAY, 0, 8) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_export_record_keys(s, n, s_array, ARRAY, ARRAY - 39) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_export_record_keys(s, n, NULL, ARRAY, 0) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_set_secret(s, n, -1, s_array, ARRAY, 0, 16) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_set_secret(s, n, NANODTLS_SECRET_SLOTS, s_array, ARRAY, 0, 16) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_prf(s, n, NANODTLS_SECRET_SLOTS, s_array, ARRAY, 0, 16, s_array, ARRAY, 50, 12) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_prf(s, n, INT32_MIN, s_array, ARRAY, 0, 16, s_array, ARRAY, 50, 12) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_seal_record(s, n, s_array, ARRAY, 0, -1, 10) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_seal_record(s, n, s_array, ARRAY, 0, 33, 10) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_seal_record(s, n, s_array, ARRAY, 0, 0, ARRAY - 28) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_open_record(s, n, s_array, ARRAY, 0, -1, 30) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_open_record(s, n, s_array, ARRAY, 0, 33, 30) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_open_record(s, n, s_array, ARRAY, 0, 0, ARRAY - 12) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_open_record(s, n, s_array, ARRAY, 0, 0, 15) == NANODTLS_ERROR_ARGUMENT);

    // Output over label and seed.
    CHECK(nanodtls_call_prf(s, n, 1, s_array, ARRAY, 10, 20, s_array, ARRAY, 29, 12) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_prf(s, n, 1, s_array, ARRAY, 10, 20, s_array, ARRAY, 0, 11) == NANODTLS_ERROR_ARGUMENT);
    CHECK(memcmp(before, s_array, ARRAY) == 0);
    CHECK(nanodtls_call_prf(s, n, 1, s_array, ARRAY, 10, 20, s_array, ARRAY, 30, 12) == NANODTLS_OK);
    CHECK(nanodtls_call_prf(s, n, 1, s_array, ARRAY, 10, 20, s_array, ARRAY, 0, 10) == NANODTLS_OK);
}

static void refuse_state(uint8_t *state, int32_t length)
{
    CHECK(nanodtls_call_transcript_reset(state, length) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_transcript_update(state, length, s_array, ARRAY, 0, 1) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_transcript_digest(state, length, s_array, ARRAY, 0) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_set_secret(state, length, 0, s_array, ARRAY, 0, 16) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_prf(state, length, 0, s_array, ARRAY, 0, 16, s_array, ARRAY, 50, 12) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_set_record_keys(state, length, s_array, ARRAY, 0, 8) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_export_record_keys(state, length, s_array, ARRAY, 0) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_seal_record(state, length, s_array, ARRAY, 0, 0, 10) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_open_record(state, length, s_array, ARRAY, 0, 0, 30) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_clear(state, length, 1) == NANODTLS_ERROR_ARGUMENT);
}

void calls_refuse_a_bad_state(void)
{
    prepare();
    CHECK(nanodtls_call_get_state_length() == s_state_length);
    refuse_state(NULL, s_state_length);
    refuse_state(s_state, s_state_length - 1);
    refuse_state(s_state, 0);
    refuse_state(s_state, -1);
    refuse_state(s_state, INT32_MIN);
    refuse_state(s_state + 1, s_state_length);
    refuse_state(s_state + 2, s_state_length);

    // The state itself in the place of data.
    uint8_t *s = s_state;
    int32_t n = s_state_length;
    CHECK(nanodtls_call_transcript_update(s, n, s, n, 0, 1) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_transcript_digest(s, n, s, n, 0) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_set_secret(s, n, 0, s, n, 0, 16) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_prf(s, n, 0, s, n, 0, 16, s_array, ARRAY, 0, 12) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_prf(s, n, 0, s_array, ARRAY, 0, 16, s, n, 0, 12) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_set_record_keys(s, n, s, n, 0, 8) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_export_record_keys(s, n, s, n, 0) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_seal_record(s, n, s, n, 0, 0, 10) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_call_open_record(s, n, s, n, 0, 0, 30) == NANODTLS_ERROR_ARGUMENT);
}

void calls_need_what_has_to_be_set_first(void)
{
    memset(s_state_words, 0, sizeof(s_state_words));
    CHECK(nanodtls_call_transcript_update(s_state, s_state_length, s_array, ARRAY, 0, 1) == NANODTLS_ERROR_STATE);
    CHECK(nanodtls_call_transcript_digest(s_state, s_state_length, s_array, ARRAY, 0) == NANODTLS_ERROR_STATE);
    for (int32_t slot = 0; slot < NANODTLS_SECRET_SLOTS; slot++)
    {
        CHECK(nanodtls_call_prf(s_state, s_state_length, slot, s_array, ARRAY, 0, 16, s_array, ARRAY, 50, 12) == NANODTLS_ERROR_STATE);
    }

    CHECK(nanodtls_call_export_record_keys(s_state, s_state_length, s_array, ARRAY, 0) == NANODTLS_ERROR_STATE);
    CHECK(nanodtls_call_seal_record(s_state, s_state_length, s_array, ARRAY, 0, 0, 10) == NANODTLS_ERROR_STATE);
    CHECK(nanodtls_call_open_record(s_state, s_state_length, s_array, ARRAY, 0, 0, 30) == NANODTLS_ERROR_STATE);
    CHECK(test_is_zero(s_state_words, sizeof(s_state_words)));
}

void calls_do_a_handshakes_work(void)
{
    prepare();
    uint8_t digest[32], expected[32], back[40];
    nanodtls_hmac_key key;

    // The transcript goes on after its digest was taken.
    for (int32_t taken = 0; taken < ARRAY; taken += 25)
    {
        CHECK(nanodtls_call_transcript_update(s_state, s_state_length, s_array, ARRAY, taken, 25) == NANODTLS_OK);
        CHECK(nanodtls_call_transcript_digest(s_state, s_state_length, digest, 32, 0) == NANODTLS_OK);
        nanodtls_sha256_digest(s_array, (size_t)taken + 25, expected);
        CHECK_AT(memcmp(digest, expected, 32) == 0, taken);
    }

    for (int32_t slot = 0; slot < NANODTLS_SECRET_SLOTS; slot++)
    {
        nanodtls_hmac_set_key(&key, s_array + slot, 48);
        nanodtls_prf(&key, s_array + 60, 30, expected, 32);
        CHECK(nanodtls_call_prf(s_state, s_state_length, slot, s_array, ARRAY, 60, 30, digest, 32, 0, 32) == NANODTLS_OK);
        CHECK_AT(memcmp(digest, expected, 32) == 0, slot);
    }

    CHECK(nanodtls_call_export_record_keys(s_state, s_state_length, back, 40, 0) == 40);
    CHECK(memcmp(back, s_array, 40) == 0);

    // With the directions exchanged, what the client sealed opens.
    uint8_t exchanged[40];
    memcpy(exchanged, s_array + 16, 16);
    memcpy(exchanged + 16, s_array, 16);
    memcpy(exchanged + 32, s_array + 36, 4);
    memcpy(exchanged + 36, s_array + 32, 4);
    uint8_t plaintext[50];
    memcpy(plaintext, s_array + 5 + 21, 50);
    CHECK(nanodtls_call_seal_record(s_state, s_state_length, s_array, ARRAY, 5, 0, 50) == 79);
    CHECK(nanodtls_call_set_record_keys(s_state, s_state_length, exchanged, 40, 0, 8) == NANODTLS_OK);
    CHECK(nanodtls_call_open_record(s_state, s_state_length, s_array, ARRAY, 5, 0, 66) == 50);
    CHECK(memcmp(s_array + 5 + 21, plaintext, 50) == 0);
}

void calls_clear_what_they_say(void)
{
    prepare();
    CHECK(nanodtls_call_clear(s_state, s_state_length, 0) == NANODTLS_OK);
    const nanodtls_connection *connection = (const nanodtls_connection *)s_state_words;
    CHECK(test_is_zero(&connection->transcript, sizeof(connection->transcript)));
    CHECK(test_is_zero(&connection->keys, sizeof(connection->keys)));
    CHECK(test_is_zero(&connection->secrets[1], sizeof(connection->secrets[1])));
    CHECK(nanodtls_call_prf(s_state, s_state_length, 0, s_array, ARRAY, 0, 16, s_array, ARRAY, 50, 12) == NANODTLS_OK);
    CHECK(nanodtls_call_prf(s_state, s_state_length, 1, s_array, ARRAY, 0, 16, s_array, ARRAY, 50, 12) == NANODTLS_ERROR_STATE);
    CHECK(nanodtls_call_seal_record(s_state, s_state_length, s_array, ARRAY, 0, 0, 10) == NANODTLS_ERROR_STATE);
    CHECK(nanodtls_call_clear(s_state, s_state_length, 1) == NANODTLS_OK);
    CHECK(test_is_zero(s_state_words, sizeof(s_state_words)));
}

void calls_fill_random_ranges(void)
{
    // After 40 fills every byte of a range was other than 0 at least once; bytes around it never.
    for (int32_t count = 0; count <= 70; count += 7)
    {
        uint8_t changed[90] = { 0 };
        for (unsigned i = 0; i < 40; i++)
        {
            uint8_t buffer[90] = { 0 };
            CHECK(nanodtls_call_fill_random(buffer, 90, 10, count) == NANODTLS_OK);
            for (unsigned j = 0; j < 90; j++)
            {
                changed[j] |= buffer[j];
            }
        }

        for (int32_t j = 0; j < 90; j++)
        {
            CHECK_AT((changed[j] != 0) == (j >= 10 && j < 10 + count), j);
        }
    }
}

void rtc_keeps_what_was_written(void)
{
    uint8_t data[NANODTLS_RTC_CAPACITY + 10], back[NANODTLS_RTC_CAPACITY + 10];
    int32_t size = (int32_t)sizeof(data);
    test_random random;
    test_random_seed(&random, 3);
    for (int32_t length = NANODTLS_RTC_CAPACITY; length >= 0; length--)
    {
        test_random_bytes(&random, data, sizeof(data));
        CHECK_AT(nanodtls_call_write_rtc(data, size, 3, length) == NANODTLS_OK, length);
        memset(back, 0xEE, sizeof(back));
        CHECK_AT(nanodtls_call_read_rtc(back, size, 5, NANODTLS_RTC_CAPACITY) == length, length);
        CHECK_AT(memcmp(back + 5, data + 3, (size_t)length) == 0, length);
        CHECK_AT(back[4] == 0xEE && back[5 + length] == 0xEE, length);
        CHECK_AT(test_is_zero(nanodtls_platform_rtc_slot()->data + length, (size_t)(NANODTLS_RTC_CAPACITY - length)), length);
    }

    CHECK(nanodtls_call_write_rtc(data, size, 0, NANODTLS_RTC_CAPACITY) == NANODTLS_OK);
    CHECK(nanodtls_call_write_rtc(data, size, 0, NANODTLS_RTC_CAPACITY + 1) == NANODTLS_ERROR_ARGUMENT);
    memset(back, 0xEE, sizeof(back));
    CHECK(nanodtls_call_read_rtc(back, size, 0, NANODTLS_RTC_CAPACITY - 1) == NANODTLS_RTC_CAPACITY);
    CHECK(back[0] == 0xEE && back[NANODTLS_RTC_CAPACITY - 1] == 0xEE);
    CHECK(nanodtls_call_read_rtc(back, size, 0, NANODTLS_RTC_CAPACITY) == NANODTLS_RTC_CAPACITY);
}

void rtc_gives_nothing_when_damaged(void)
{
    uint8_t data[100], back[NANODTLS_RTC_CAPACITY];
    nanodtls_rtc_slot *slot = nanodtls_platform_rtc_slot();
    test_random random;
    test_random_seed(&random, 4);
    test_random_bytes(&random, data, sizeof(data));
    CHECK(nanodtls_call_write_rtc(data, 100, 0, 100) == NANODTLS_OK);

    // Every bit of length, checksum and content; what lies behind the content is nobody's.
    uint8_t *bytes = (uint8_t *)slot;
    for (size_t bit = 0; bit < 8 * (8 + 100); bit++)
    {
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        CHECK_AT(nanodtls_call_read_rtc(back, (int32_t)sizeof(back), 0, (int32_t)sizeof(back)) == NANODTLS_ERROR_DAMAGED, bit);
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }

    CHECK(nanodtls_call_read_rtc(back, (int32_t)sizeof(back), 0, (int32_t)sizeof(back)) == 100);

    // Power-on, and memory that came up with ones.
    memset(slot, 0, sizeof(*slot));
    CHECK(nanodtls_call_read_rtc(back, (int32_t)sizeof(back), 0, (int32_t)sizeof(back)) == 0);
    memset(slot, 0xFF, sizeof(*slot));
    CHECK(nanodtls_call_read_rtc(back, (int32_t)sizeof(back), 0, (int32_t)sizeof(back)) == NANODTLS_ERROR_DAMAGED);

    // A reset in the middle of a write: content and length are there, the checksum is not yet.
    memset(slot, 0, sizeof(*slot));
    slot->length = 10;
    CHECK(nanodtls_call_read_rtc(back, (int32_t)sizeof(back), 0, (int32_t)sizeof(back)) == NANODTLS_ERROR_DAMAGED);
    memset(slot, 0, sizeof(*slot));
}
