// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "nanodtls_calls.h"

#include <string.h>

#include "nanodtls_rtc.h"

#define DRAW_LENGTH 32

// The connection in a state array, or null.
static nanodtls_connection *connection_of(uint8_t *state, int32_t length)
{
    if (state == NULL || length < (int32_t)sizeof(nanodtls_connection) || ((uintptr_t)state & 3) != 0)
    {
        return NULL;
    }

    return (nanodtls_connection *)(void *)state;
}

static int is_range(const uint8_t *array, int32_t length, int32_t offset, int32_t count)
{
    return array != NULL && offset >= 0 && count >= 0 && offset <= length && count <= length - offset;
}

static int is_slot(int32_t slot)
{
    return slot >= 0 && slot < NANODTLS_SECRET_SLOTS;
}

int32_t nanodtls_call_get_state_length(void)
{
    return (int32_t)sizeof(nanodtls_connection);
}

int32_t nanodtls_call_get_features(void)
{
    return (NANODTLS_AES_HARDWARE ? NANODTLS_FEATURE_AES_UNIT : 0) | (NANODTLS_SHA256_HARDWARE ? NANODTLS_FEATURE_SHA_UNIT : 0);
}

int32_t nanodtls_call_transcript_reset(uint8_t *state, int32_t state_length)
{
    nanodtls_connection *connection = connection_of(state, state_length);
    if (connection == NULL)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    connection->transcript_open = 1;
    return nanodtls_sha256_init(&connection->transcript);
}

int32_t nanodtls_call_transcript_update(uint8_t *state, int32_t state_length, const uint8_t *data, int32_t data_length,
    int32_t offset, int32_t count)
{
    nanodtls_connection *connection = connection_of(state, state_length);
    if (connection == NULL || data == state || !is_range(data, data_length, offset, count))
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    return connection->transcript_open != 0
        ? nanodtls_sha256_update(&connection->transcript, data + offset, (size_t)count)
        : NANODTLS_ERROR_STATE;
}

int32_t nanodtls_call_transcript_digest(uint8_t *state, int32_t state_length, uint8_t *digest, int32_t digest_length,
    int32_t offset)
{
    nanodtls_connection *connection = connection_of(state, state_length);
    if (connection == NULL || digest == state || !is_range(digest, digest_length, offset, NANODTLS_SHA256_DIGEST_LENGTH))
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    if (connection->transcript_open == 0)
    {
        return NANODTLS_ERROR_STATE;
    }

    // The transcript goes on: a copy is finished.
    nanodtls_sha256 copy = connection->transcript;
    return nanodtls_sha256_finish(&copy, digest + offset);
}

int32_t nanodtls_call_set_secret(uint8_t *state, int32_t state_length, int32_t slot, const uint8_t *secret,
    int32_t secret_length, int32_t offset, int32_t count)
{
    nanodtls_connection *connection = connection_of(state, state_length);
    if (connection == NULL || !is_slot(slot) || secret == state || !is_range(secret, secret_length, offset, count))
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    connection->secrets_set |= 1u << slot;
    return nanodtls_hmac_set_key(&connection->secrets[slot], secret + offset, (size_t)count);
}

int32_t nanodtls_call_prf(uint8_t *state, int32_t state_length, int32_t slot, const uint8_t *seed, int32_t seed_length,
    int32_t offset, int32_t count, uint8_t *output, int32_t output_length, int32_t output_offset, int32_t output_count)
{
    nanodtls_connection *connection = connection_of(state, state_length);
    if (connection == NULL || !is_slot(slot) || seed == state || output == state
        || !is_range(seed, seed_length, offset, count) || !is_range(output, output_length, output_offset, output_count)
        || (seed == output && offset < output_offset + output_count && output_offset < offset + count))
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    if ((connection->secrets_set >> slot & 1) == 0)
    {
        return NANODTLS_ERROR_STATE;
    }

    return nanodtls_prf(&connection->secrets[slot], seed + offset, (size_t)count, output + output_offset, (size_t)output_count);
}

int32_t nanodtls_call_set_record_keys(uint8_t *state, int32_t state_length, const uint8_t *key_block,
    int32_t key_block_length, int32_t offset, int32_t tag_length)
{
    nanodtls_connection *connection = connection_of(state, state_length);
    if (connection == NULL || key_block == state || tag_length < 0
        || !is_range(key_block, key_block_length, offset, NANODTLS_KEY_BLOCK_LENGTH))
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    return nanodtls_record_set_keys(&connection->keys, key_block + offset, (size_t)tag_length);
}

int32_t nanodtls_call_export_record_keys(uint8_t *state, int32_t state_length, uint8_t *key_block,
    int32_t key_block_length, int32_t offset)
{
    nanodtls_connection *connection = connection_of(state, state_length);
    if (connection == NULL || key_block == state || !is_range(key_block, key_block_length, offset, NANODTLS_KEY_BLOCK_LENGTH))
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    int status = nanodtls_record_get_keys(&connection->keys, key_block + offset);
    return status == NANODTLS_OK ? NANODTLS_KEY_BLOCK_LENGTH : status;
}

int32_t nanodtls_call_seal_record(uint8_t *state, int32_t state_length, uint8_t *buffer, int32_t buffer_length,
    int32_t offset, int32_t cid_length, int32_t plaintext_length)
{
    nanodtls_connection *connection = connection_of(state, state_length);
    if (connection == NULL || buffer == state || !is_range(buffer, buffer_length, offset, 0) || cid_length < 0 || plaintext_length < 0)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    return nanodtls_record_seal(&connection->keys, buffer + offset, (size_t)(buffer_length - offset), (size_t)cid_length,
        (size_t)plaintext_length);
}

int32_t nanodtls_call_open_record(uint8_t *state, int32_t state_length, uint8_t *buffer, int32_t buffer_length,
    int32_t offset, int32_t cid_length, int32_t fragment_length)
{
    nanodtls_connection *connection = connection_of(state, state_length);
    if (connection == NULL || buffer == state || !is_range(buffer, buffer_length, offset, 0) || cid_length < 0 || fragment_length < 0)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    return nanodtls_record_open(&connection->keys, buffer + offset, (size_t)(buffer_length - offset), (size_t)cid_length,
        (size_t)fragment_length);
}

int32_t nanodtls_call_clear(uint8_t *state, int32_t state_length, int32_t all)
{
    nanodtls_connection *connection = connection_of(state, state_length);
    if (connection == NULL)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    if (all != 0)
    {
        nanodtls_zeroize(connection, sizeof(*connection));
        return NANODTLS_OK;
    }

    nanodtls_zeroize(&connection->transcript, sizeof(connection->transcript));
    nanodtls_zeroize(&connection->secrets[NANODTLS_MASTER_SECRET], sizeof(connection->secrets[0]));
    nanodtls_zeroize(&connection->keys, sizeof(connection->keys));
    connection->secrets_set &= ~(1u << NANODTLS_MASTER_SECRET);
    connection->transcript_open = 0;
    return NANODTLS_OK;
}

int32_t nanodtls_call_fill_random(uint8_t *buffer, int32_t buffer_length, int32_t offset, int32_t count)
{
    uint8_t draw[DRAW_LENGTH];
    int status = NANODTLS_OK;
    if (!is_range(buffer, buffer_length, offset, count))
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    uint8_t *position = buffer + offset;
    for (int32_t left = count; left > 0 && status == NANODTLS_OK; left -= DRAW_LENGTH)
    {
        // Whole draws are checked for zeros: a short range may be zero by chance.
        status = nanodtls_platform_random(draw, DRAW_LENGTH);
        uint32_t any = 0;
        for (unsigned i = 0; i < DRAW_LENGTH; i++)
        {
            any |= draw[i];
        }

        if (any == 0)
        {
            status = NANODTLS_ERROR_RANDOM;
        }

        memcpy(position, draw, left < DRAW_LENGTH ? (size_t)left : DRAW_LENGTH);
        position += left < DRAW_LENGTH ? left : DRAW_LENGTH;
    }

    nanodtls_zeroize(draw, sizeof(draw));
    if (status != NANODTLS_OK)
    {
        nanodtls_zeroize(buffer + offset, (size_t)count);
    }

    return status;
}

int32_t nanodtls_call_write_rtc(const uint8_t *buffer, int32_t buffer_length, int32_t offset, int32_t count)
{
    return is_range(buffer, buffer_length, offset, count)
        ? nanodtls_rtc_write(buffer + offset, (size_t)count)
        : NANODTLS_ERROR_ARGUMENT;
}

int32_t nanodtls_call_read_rtc(uint8_t *buffer, int32_t buffer_length, int32_t offset, int32_t count)
{
    return is_range(buffer, buffer_length, offset, count)
        ? nanodtls_rtc_read(buffer + offset, (size_t)count)
        : NANODTLS_ERROR_ARGUMENT;
}
