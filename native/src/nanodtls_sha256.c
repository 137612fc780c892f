// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "nanodtls_sha256.h"

#include <string.h>

#include "nanodtls_backend.h"

#define BLOCK NANODTLS_SHA256_BLOCK_LENGTH

int nanodtls_sha256_init(nanodtls_sha256 *hash)
{
    if (hash == NULL)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    memset(hash, 0, sizeof(*hash));
    nanodtls_sha256_initial(hash->state);
    return NANODTLS_OK;
}

int nanodtls_sha256_update(nanodtls_sha256 *hash, const uint8_t *data, size_t length)
{
    if (hash == NULL || (data == NULL && length != 0) || length > UINT32_MAX - hash->length)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    nanodtls_sha256_append(hash, data, length);
    return NANODTLS_OK;
}

int nanodtls_sha256_finish(nanodtls_sha256 *hash, uint8_t *digest)
{
    if (hash == NULL || digest == NULL)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    nanodtls_sha256_pad(hash);
    nanodtls_sha256_store(hash->state, digest);
    nanodtls_zeroize(hash, sizeof(*hash));
    return NANODTLS_OK;
}

int nanodtls_sha256_digest(const uint8_t *data, size_t length, uint8_t *digest)
{
    nanodtls_sha256 hash;
    if (digest == NULL)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    nanodtls_sha256_init(&hash);
    int status = nanodtls_sha256_update(&hash, data, length);
    return status == NANODTLS_OK ? nanodtls_sha256_finish(&hash, digest) : status;
}

void nanodtls_sha256_initial(uint32_t *state)
{
    // FIPS 180-4 section 5.3.3
    static const uint32_t initial[8] =
    {
        0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
    };

    memcpy(state, initial, sizeof(initial));
}

void nanodtls_sha256_append(nanodtls_sha256 *hash, const uint8_t *data, size_t length)
{
    size_t used = hash->length % BLOCK;
    hash->length += (uint32_t)length;
    if (used != 0)
    {
        size_t part = length < BLOCK - used ? length : BLOCK - used;
        if (part != 0)
        {
            memcpy(hash->block + used, data, part);
        }

        if (used + part < BLOCK)
        {
            return;
        }

        nanodtls_sha256_compress(hash->state, hash->block, 1);
        data += part;
        length -= part;
    }

    size_t blocks = length / BLOCK;
    if (blocks != 0)
    {
        nanodtls_sha256_compress(hash->state, data, blocks);
        data += blocks * BLOCK;
        length %= BLOCK;
    }

    if (length != 0)
    {
        memcpy(hash->block, data, length);
    }
}

void nanodtls_sha256_pad(nanodtls_sha256 *hash)
{
    // FIPS 180-4 section 5.1.1: a one bit, zeros, and the length in bits.
    size_t used = hash->length % BLOCK;
    hash->block[used++] = 0x80;
    if (used > BLOCK - 8)
    {
        memset(hash->block + used, 0, BLOCK - used);
        nanodtls_sha256_compress(hash->state, hash->block, 1);
        used = 0;
    }

    memset(hash->block + used, 0, BLOCK - used);
    uint64_t bits = (uint64_t)hash->length << 3;
    for (unsigned i = BLOCK; i > BLOCK - 5; bits >>= 8)
    {
        hash->block[--i] = (uint8_t)bits;
    }

    nanodtls_sha256_compress(hash->state, hash->block, 1);
}

void nanodtls_sha256_store(const uint32_t *state, uint8_t *digest)
{
    for (unsigned i = 0; i < 8; i++)
    {
        uint32_t word = state[i];
        *digest++ = (uint8_t)(word >> 24);
        *digest++ = (uint8_t)(word >> 16);
        *digest++ = (uint8_t)(word >> 8);
        *digest++ = (uint8_t)word;
    }
}
