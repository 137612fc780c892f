// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Vectors that OpenSSL made while the tests were built (generate_vectors.c). Inputs come from the seeded generator on
// both sides, outputs are stored.

#ifndef VECTORS_H
#define VECTORS_H

#include <stddef.h>
#include <stdint.h>

#include "test.h"

#define VECTOR_MAX_DATA 400
#define VECTOR_MAX_AAD 80

// AES-CCM: data lengths 0 to 144 with both tags, then lengths and additional data at random.
#define VECTOR_CCM_SWEEP 145
#define VECTOR_CCM_RANDOM 60
#define VECTOR_CCM_COUNT (2 * VECTOR_CCM_SWEEP + VECTOR_CCM_RANDOM)

typedef struct
{
    uint8_t key[16];
    uint8_t nonce[12];
    uint8_t aad[VECTOR_MAX_AAD];
    uint8_t data[VECTOR_MAX_DATA];
    size_t aad_length;
    size_t length;
    size_t tag_length;
} ccm_case;

static inline void make_ccm_case(ccm_case *vector, unsigned index)
{
    test_random random;
    test_random_seed(&random, 1000 + index);
    if (index < 2 * VECTOR_CCM_SWEEP)
    {
        // Additional data of a record, of none, and of a record with a connection ID in turn.
        static const uint8_t aad_lengths[] = { 13, 13, 0, 31 };
        vector->length = index / 2;
        vector->tag_length = index % 2 == 0 ? 8 : 16;
        vector->aad_length = aad_lengths[index / 2 % 4];
    }
    else
    {
        vector->length = test_random_below(&random, VECTOR_MAX_DATA + 1);
        vector->tag_length = index % 2 == 0 ? 8 : 16;
        vector->aad_length = test_random_below(&random, VECTOR_MAX_AAD + 1);
    }

    test_random_bytes(&random, vector->key, sizeof(vector->key));
    test_random_bytes(&random, vector->nonce, sizeof(vector->nonce));
    test_random_bytes(&random, vector->aad, vector->aad_length);
    test_random_bytes(&random, vector->data, vector->length);
}

// SHA-256 of 0 to 300 bytes.
#define VECTOR_SHA_COUNT 301

static inline void make_sha_data(uint8_t *data, unsigned length)
{
    test_random random;
    test_random_seed(&random, 5000 + length);
    test_random_bytes(&random, data, length);
}

// HMAC and PRF with secrets of 0 to 139 bytes.
#define VECTOR_MAC_COUNT 140

typedef struct
{
    uint8_t secret[140];
    uint8_t seed[200];
    size_t seed_length;
    size_t output_length;   // of the PRF
} mac_case;

static inline void make_mac_case(mac_case *vector, unsigned secret_length)
{
    test_random random;
    test_random_seed(&random, 9000 + secret_length);
    test_random_bytes(&random, vector->secret, secret_length);
    vector->seed_length = test_random_below(&random, sizeof(vector->seed) + 1);
    vector->output_length = 1 + test_random_below(&random, 100);
    test_random_bytes(&random, vector->seed, vector->seed_length);
}

// Data of all CCM cases in a row, each ciphertext followed by its tag.
extern const uint8_t vector_ccm[];

// 32 bytes for each length.
extern const uint8_t vector_sha[];

// For each case the code of 32 bytes, followed by the output of the PRF.
extern const uint8_t vector_mac[];

// AES: 16 bytes for each key and block of the seeds 20000 and up.
#define VECTOR_AES_COUNT 500
extern const uint8_t vector_aes[];

#endif
