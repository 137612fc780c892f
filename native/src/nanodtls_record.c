// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Records of DTLS 1.2 under AES-CCM: RFC 6655 and RFC 6347, with a connection ID RFC 9146.

#include <string.h>

#include "nanodtls_crypto.h"

// Offsets in a record header. A connection ID stands in front of the length.
#define EPOCH 3
#define CID 11

#define NUMBER_LENGTH 8
#define IV_LENGTH 4

// The additional data of a CID record without its CID.
#define CID_AAD_LENGTH 23

static inline int is_tag_length(size_t length)
{
    return length == NANODTLS_CCM_SHORT_TAG_LENGTH || length == NANODTLS_CCM_LONG_TAG_LENGTH;
}

int nanodtls_record_set_keys(nanodtls_record_keys *keys, const uint8_t *key_block, size_t tag_length)
{
    if (keys == NULL || key_block == NULL || !is_tag_length(tag_length))
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    nanodtls_aes_set_key(&keys->client_key, key_block);
    nanodtls_aes_set_key(&keys->server_key, key_block + NANODTLS_AES_KEY_LENGTH);
    memcpy(keys->client_iv, key_block + 2 * NANODTLS_AES_KEY_LENGTH, IV_LENGTH);
    memcpy(keys->server_iv, key_block + 2 * NANODTLS_AES_KEY_LENGTH + IV_LENGTH, IV_LENGTH);
    keys->tag_length = (uint32_t)tag_length;
    return NANODTLS_OK;
}

int nanodtls_record_get_keys(const nanodtls_record_keys *keys, uint8_t *key_block)
{
    if (keys == NULL || key_block == NULL)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    if (!is_tag_length(keys->tag_length))
    {
        return NANODTLS_ERROR_STATE;
    }

    nanodtls_aes_get_key(&keys->client_key, key_block);
    nanodtls_aes_get_key(&keys->server_key, key_block + NANODTLS_AES_KEY_LENGTH);
    memcpy(key_block + 2 * NANODTLS_AES_KEY_LENGTH, keys->client_iv, IV_LENGTH);
    memcpy(key_block + 2 * NANODTLS_AES_KEY_LENGTH + IV_LENGTH, keys->server_iv, IV_LENGTH);
    return NANODTLS_OK;
}

// Seals or opens: what the two have in common, which is all but the nonce and the lengths they are given.
static int process(const nanodtls_record_keys *keys, uint8_t *record, size_t cid_length, size_t plaintext_length, int open)
{
    uint8_t nonce[NANODTLS_CCM_NONCE_LENGTH];
    uint8_t aad[CID_AAD_LENGTH + NANODTLS_MAX_CID_LENGTH];
    uint8_t *end = aad + NUMBER_LENGTH;
    size_t header = CID + cid_length;
    if (cid_length == 0)
    {
        // RFC 5246 section 6.2.3.3: epoch and sequence number, type, version, length.
        memcpy(aad, record + EPOCH, NUMBER_LENGTH);
        header = EPOCH;
    }
    else
    {
        // RFC 9146 section 5.3: eight 0xFF, tls12_cid, length of the CID, tls12_cid, version, epoch and sequence
        // number, CID, length of DTLSInnerPlaintext.
        memset(aad, 0xFF, NUMBER_LENGTH);
        *end++ = record[0];
        *end++ = (uint8_t)cid_length;
    }

    memcpy(end, record, header);
    end += header;
    *end++ = (uint8_t)(plaintext_length >> 8);
    *end++ = (uint8_t)plaintext_length;

    uint8_t *explicit_nonce = record + NANODTLS_RECORD_HEADER_LENGTH + cid_length;
    uint8_t *content = explicit_nonce + NANODTLS_EXPLICIT_NONCE_LENGTH;
    memcpy(nonce, open ? keys->server_iv : keys->client_iv, IV_LENGTH);
    memcpy(nonce + IV_LENGTH, explicit_nonce, NANODTLS_EXPLICIT_NONCE_LENGTH);
    uint8_t *tag = content + plaintext_length;
    size_t aad_length = (size_t)(end - aad);
    return open
        ? nanodtls_ccm_open(&keys->server_key, nonce, aad, aad_length, content, plaintext_length, tag, keys->tag_length)
        : nanodtls_ccm_seal(&keys->client_key, nonce, aad, aad_length, content, plaintext_length, tag, keys->tag_length);
}

int nanodtls_record_seal(const nanodtls_record_keys *keys, uint8_t *record, size_t capacity, size_t cid_length,
    size_t plaintext_length)
{
    if (keys == NULL || record == NULL || cid_length > NANODTLS_MAX_CID_LENGTH || plaintext_length > NANODTLS_MAX_PLAINTEXT_LENGTH)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    size_t tag_length = keys->tag_length;
    if (!is_tag_length(tag_length))
    {
        return NANODTLS_ERROR_STATE;
    }

    size_t header = NANODTLS_RECORD_HEADER_LENGTH + cid_length;
    size_t fragment_length = NANODTLS_EXPLICIT_NONCE_LENGTH + plaintext_length + tag_length;
    if (capacity < header + fragment_length)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    record[header - 2] = (uint8_t)(fragment_length >> 8);
    record[header - 1] = (uint8_t)fragment_length;

    // RFC 6655 section 3: in DTLS the explicit nonce is epoch and sequence number, unique by design.
    memcpy(record + header, record + EPOCH, NUMBER_LENGTH);
    int status = process(keys, record, cid_length, plaintext_length, 0);
    return status == NANODTLS_OK ? (int)(header + fragment_length) : status;
}

int nanodtls_record_open(const nanodtls_record_keys *keys, uint8_t *record, size_t available, size_t cid_length,
    size_t fragment_length)
{
    if (keys == NULL || record == NULL || cid_length > NANODTLS_MAX_CID_LENGTH)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    size_t tag_length = keys->tag_length;
    if (!is_tag_length(tag_length))
    {
        return NANODTLS_ERROR_STATE;
    }

    size_t header = NANODTLS_RECORD_HEADER_LENGTH + cid_length;
    size_t overhead = NANODTLS_EXPLICIT_NONCE_LENGTH + tag_length;
    if (available < header || fragment_length > available - header || fragment_length < overhead
        || fragment_length > NANODTLS_MAX_FRAGMENT_LENGTH)
    {
        return NANODTLS_ERROR_ARGUMENT;
    }

    int status = process(keys, record, cid_length, fragment_length - overhead, 1);
    return status == NANODTLS_OK ? (int)(fragment_length - overhead) : status;
}
