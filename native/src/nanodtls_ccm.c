// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// AES-128-CCM (RFC 3610 with L = 3). The block of the CBC-MAC and the block of the key stream that are needed next
// go through AES together: CTR does not depend on the MAC, and the MAC of a block only on the stream before it.

#include <string.h>

#include "nanodtls_backend.h"

#define BLOCK NANODTLS_AES_BLOCK_LENGTH

typedef struct
{
    nanodtls_aes_run run;
    uint32_t mac[4];
    uint32_t stream[4];     // directly behind the MAC: both are encrypted together
    uint32_t counter[4];
} ccm_state;

static void encrypt(ccm_state *state, size_t count)
{
    nanodtls_aes_encrypt(&state->run, state->mac, count);
}

// Encrypts the MAC, and beside it the key stream of a block number.
static void step(ccm_state *state, uint32_t number)
{
    uint8_t *last = (uint8_t *)&state->counter[3];
    last[1] = (uint8_t)(number >> 16);
    last[2] = (uint8_t)(number >> 8);
    last[3] = (uint8_t)number;
    for (unsigned i = 0; i < 4; i++)
    {
        state->stream[i] = state->counter[i];
    }

    encrypt(state, 2);
}

// Takes the additional data into the MAC (RFC 3610 section 2.2). The last block is left for the next step.
static void absorb(ccm_state *state, const uint8_t *aad, size_t length)
{
    uint8_t *mac = (uint8_t *)state->mac;
    encrypt(state, 1);

    // The length is encoded in two bytes, or from 0xFF00 on in six.
    unsigned position = 0;
    uint32_t encoded = (uint32_t)length;
    if (encoded >= 0xFF00)
    {
        mac[0] ^= 0xFF;
        mac[1] ^= 0xFE;
        mac[2] ^= (uint8_t)(encoded >> 24);
        mac[3] ^= (uint8_t)(encoded >> 16);
        position = 4;
    }

    mac[position] ^= (uint8_t)(encoded >> 8);
    mac[position + 1] ^= (uint8_t)encoded;
    position += 2;
    for (; length != 0; length--)
    {
        if (position == BLOCK)
        {
            encrypt(state, 1);
            position = 0;
        }

        mac[position++] ^= *aad++;
    }
}

// Authenticates up to 16 bytes and adds the key stream. mask is all ones to open: the MAC covers the plaintext.
static void add_stream(ccm_state *state, uint8_t *data, size_t length, uint32_t mask)
{
    for (size_t i = 0; i < length; i++)
    {
        uint8_t *mac = (uint8_t *)state->mac + i;
        uint32_t key_stream = ((const uint8_t *)state->stream)[i];
        *mac = (uint8_t)(*mac ^ data[i] ^ (key_stream & mask));
        data[i] = (uint8_t)(data[i] ^ key_stream);
    }
}

// The same for a whole block at any address.
static void add_stream_to_block(ccm_state *state, uint8_t *data, uint32_t mask)
{
    for (uint32_t *mac = state->mac; mac != state->stream; mac++)
    {
        uint32_t word = data[0] | (uint32_t)data[1] << 8 | (uint32_t)data[2] << 16 | (uint32_t)data[3] << 24;
        uint32_t key_stream = mac[4];
        *mac ^= word ^ (key_stream & mask);
        word ^= key_stream;
        data[0] = (uint8_t)word;
        data[1] = (uint8_t)(word >> 8);
        data[2] = (uint8_t)(word >> 16);
        data[3] = (uint8_t)(word >> 24);
        data += 4;
    }
}

// Seals (mask 0) or opens. The tag is written or compared.
static int process(const nanodtls_aes_key *key, const uint8_t *nonce, const uint8_t *aad, size_t aad_length,
    uint8_t *data, size_t length, uint8_t *tag, size_t tag_length, uint32_t mask)
{
    ccm_state state;
    if (key == NULL || nonce == NULL || tag == NULL || (aad == NULL && aad_length != 0) || (data == NULL && length != 0)
        || length > NANODTLS_CCM_MAX_LENGTH || (sizeof(size_t) > 4 && aad_length > UINT32_MAX)
        || (tag_length != NANODTLS_CCM_SHORT_TAG_LENGTH && tag_length != NANODTLS_CCM_LONG_TAG_LENGTH))
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    // B_0 and the counter blocks: flags, nonce, and the length or the counter (RFC 3610 sections 2.2 and 2.3).
    uint8_t *first = (uint8_t *)state.mac;
    memcpy(first + 1, nonce, NANODTLS_CCM_NONCE_LENGTH);
    first[13] = (uint8_t)(length >> 16);
    first[14] = (uint8_t)(length >> 8);
    first[15] = (uint8_t)length;
    first[0] = 2;
    for (unsigned i = 0; i < 4; i++)
    {
        state.counter[i] = state.mac[i];
        state.stream[i] = 0;
    }

    first[0] = (uint8_t)((aad_length != 0 ? 0x42 : 0x02) + (tag_length - 2) * 4);
    nanodtls_aes_begin(&state.run, key);
    if (aad_length != 0)
    {
        absorb(&state, aad, aad_length);
    }

    uint32_t number = 0;
    uint8_t *position = data;
    size_t left = length;
    while (left != 0)
    {
        step(&state, ++number);
        if (left >= BLOCK)
        {
            add_stream_to_block(&state, position, mask);
            position += BLOCK;
            left -= BLOCK;
        }
        else
        {
            add_stream(&state, position, left, mask);
            left = 0;
        }
    }

    step(&state, 0);
    nanodtls_aes_end(&state.run);
    for (unsigned i = 0; i < 4; i++)
    {
        state.mac[i] ^= state.stream[i];
    }

    int status = state.run.status;
    if (mask == 0)
    {
        memcpy(tag, state.mac, tag_length);
        if (status != NANODTLS_OK)
        {
            nanodtls_zeroize(tag, tag_length);
        }
    }
    else if (status == NANODTLS_OK)
    {
        // Whether the tag is right everybody may know.
        int equal = nanodtls_equal(state.mac, tag, tag_length);
        NANODTLS_PUBLISH(equal);
        if (!equal)
        {
            status = NANODTLS_ERROR_TAG;
        }
    }

    if (status != NANODTLS_OK)
    {
        // Plaintext that nobody verified, or that was never encrypted.
        nanodtls_zeroize(data, length);
    }

    nanodtls_zeroize(&state, sizeof(state));
    return status;
}

int nanodtls_ccm_seal(const nanodtls_aes_key *key, const uint8_t *nonce, const uint8_t *aad, size_t aad_length,
    uint8_t *data, size_t length, uint8_t *tag, size_t tag_length)
{
    return process(key, nonce, aad, aad_length, data, length, tag, tag_length, 0);
}

int nanodtls_ccm_open(const nanodtls_aes_key *key, const uint8_t *nonce, const uint8_t *aad, size_t aad_length,
    uint8_t *data, size_t length, const uint8_t *tag, size_t tag_length)
{
    // The tag is only read when the mask is not 0.
    return process(key, nonce, aad, aad_length, data, length, (uint8_t *)(uintptr_t)tag, tag_length, UINT32_MAX);
}

int nanodtls_aes_set_key(nanodtls_aes_key *key, const uint8_t *raw)
{
    if (key == NULL || raw == NULL)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    nanodtls_aes_expand_key(key, raw);
    return NANODTLS_OK;
}

int nanodtls_aes_get_key(const nanodtls_aes_key *key, uint8_t *raw)
{
    if (key == NULL || raw == NULL)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    nanodtls_aes_recover_key(key, raw);
    return NANODTLS_OK;
}
