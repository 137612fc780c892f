// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// HMAC-SHA-256 (RFC 2104) and the PRF of TLS 1.2 over it (RFC 5246 section 5). A key is kept as the two states
// behind its pads, so that no pad is hashed twice.

#include <string.h>

#include "nanodtls_backend.h"
#include "nanodtls_sha256.h"

#define BLOCK NANODTLS_SHA256_BLOCK_LENGTH
#define DIGEST NANODTLS_SHA256_DIGEST_LENGTH

static void resume(nanodtls_sha256 *hash, const uint32_t *state)
{
    memcpy(hash->state, state, sizeof(hash->state));
    hash->length = BLOCK;
}

// Ends the inner hash and leaves the code in the hash's block, which is free then.
static uint8_t *finish(nanodtls_sha256 *hash, const nanodtls_hmac_key *key)
{
    nanodtls_sha256_pad(hash);
    nanodtls_sha256_store(hash->state, hash->block);
    resume(hash, key->outer);
    hash->length += DIGEST;
    nanodtls_sha256_pad(hash);
    nanodtls_sha256_store(hash->state, hash->block);
    return hash->block;
}

int nanodtls_hmac_set_key(nanodtls_hmac_key *key, const uint8_t *secret, size_t length)
{
    nanodtls_sha256 hash;
    if (key == NULL || (secret == NULL && length != 0) || length > UINT32_MAX)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    // A long secret is replaced by its digest; a short one is filled with zeros.
    nanodtls_sha256_init(&hash);
    nanodtls_sha256_append(&hash, secret, length);
    if (length > BLOCK)
    {
        nanodtls_sha256_pad(&hash);
        nanodtls_sha256_store(hash.state, hash.block);
        memset(hash.block + DIGEST, 0, BLOCK - DIGEST);
    }
    else if (length == BLOCK)
    {
        memcpy(hash.block, secret, BLOCK);
    }

    // Inner pad 0x36, outer pad 0x5C.
    uint32_t pad = 0x36;
    uint32_t *state = key->inner;
    for (unsigned turn = 0; turn < 2; turn++)
    {
        for (unsigned i = 0; i < BLOCK; i++)
        {
            hash.block[i] ^= (uint8_t)pad;
        }

        pad = 0x36 ^ 0x5C;
        nanodtls_sha256_initial(state);
        nanodtls_sha256_compress(state, hash.block, 1);
        state = key->outer;
    }

    nanodtls_zeroize(&hash, sizeof(hash));
    return NANODTLS_OK;
}

int nanodtls_hmac(const nanodtls_hmac_key *key, const uint8_t *first, size_t first_length, const uint8_t *second,
    size_t second_length, uint8_t *code)
{
    nanodtls_sha256 hash;
    if (key == NULL || code == NULL || (first == NULL && first_length != 0) || (second == NULL && second_length != 0)
        || first_length > UINT32_MAX - BLOCK || second_length > UINT32_MAX - BLOCK - first_length)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    resume(&hash, key->inner);
    nanodtls_sha256_append(&hash, first, first_length);
    nanodtls_sha256_append(&hash, second, second_length);
    memcpy(code, finish(&hash, key), DIGEST);
    nanodtls_zeroize(&hash, sizeof(hash));
    return NANODTLS_OK;
}

int nanodtls_prf(const nanodtls_hmac_key *key, const uint8_t *label_and_seed, size_t length, uint8_t *output,
    size_t output_length)
{
    // A(i) in front, the next part of the output behind it.
    uint8_t chain[2 * DIGEST];
    if (key == NULL || (label_and_seed == NULL && length != 0) || (output == NULL && output_length != 0)
        || length > UINT32_MAX - BLOCK - DIGEST)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    // A(1) = HMAC(label and seed), A(i) = HMAC(A(i - 1)), output HMAC(A(i), label and seed)
    const uint8_t *previous = label_and_seed;
    size_t previous_length = length;
    while (output_length != 0)
    {
        size_t part = output_length < DIGEST ? output_length : DIGEST;
        nanodtls_hmac(key, previous, previous_length, NULL, 0, chain);
        nanodtls_hmac(key, chain, DIGEST, label_and_seed, length, chain + DIGEST);
        memcpy(output, chain + DIGEST, part);
        previous = chain;
        previous_length = DIGEST;
        output += part;
        output_length -= part;
    }

    nanodtls_zeroize(chain, sizeof(chain));
    return NANODTLS_OK;
}
