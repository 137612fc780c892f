// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The calls that managed code makes: one function for each InternalCall of NanoDtls.ChipCrypto, over arrays with
// their lengths. Managed code may be wrong, so every array and every range is checked here before anything is read or
// written. All of a connection's secrets lie in one state array, which the caller owns; the garbage collector may
// move it between calls.
//
// Every function returns NANODTLS_OK, a length, or one of the negative codes of nanodtls_crypto.h.

#ifndef NANODTLS_CALLS_H
#define NANODTLS_CALLS_H

#include "nanodtls_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

// Slots of secrets, as in NanoDtls.DtlsCrypto.
#define NANODTLS_PREMASTER_SECRET 0
#define NANODTLS_MASTER_SECRET 1
#define NANODTLS_SECRET_SLOTS 2

// Results of nanodtls_call_get_features.
#define NANODTLS_FEATURE_AES_UNIT 1
#define NANODTLS_FEATURE_SHA_UNIT 2

// The content of a state array. All zeros is a state without secrets.
typedef struct
{
    nanodtls_sha256 transcript;
    nanodtls_hmac_key secrets[NANODTLS_SECRET_SLOTS];
    nanodtls_record_keys keys;
    uint32_t secrets_set;       // a bit for each slot
    uint32_t transcript_open;
} nanodtls_connection;

// Bytes that a state array must have.
int32_t nanodtls_call_get_state_length(void);

// Which accelerators of the chip are used.
int32_t nanodtls_call_get_features(void);

int32_t nanodtls_call_transcript_reset(uint8_t *state, int32_t state_length);
int32_t nanodtls_call_transcript_update(uint8_t *state, int32_t state_length, const uint8_t *data, int32_t data_length,
    int32_t offset, int32_t count);
int32_t nanodtls_call_transcript_digest(uint8_t *state, int32_t state_length, uint8_t *digest, int32_t digest_length,
    int32_t offset);

int32_t nanodtls_call_set_secret(uint8_t *state, int32_t state_length, int32_t slot, const uint8_t *secret,
    int32_t secret_length, int32_t offset, int32_t count);

// Label and seed may lie in the same array as the output, without overlap.
int32_t nanodtls_call_prf(uint8_t *state, int32_t state_length, int32_t slot, const uint8_t *seed, int32_t seed_length,
    int32_t offset, int32_t count, uint8_t *output, int32_t output_length, int32_t output_offset, int32_t output_count);

int32_t nanodtls_call_set_record_keys(uint8_t *state, int32_t state_length, const uint8_t *key_block,
    int32_t key_block_length, int32_t offset, int32_t tag_length);
int32_t nanodtls_call_export_record_keys(uint8_t *state, int32_t state_length, uint8_t *key_block,
    int32_t key_block_length, int32_t offset);

// The length of the record, or NANODTLS_ERROR_HARDWARE with the plaintext cleared.
int32_t nanodtls_call_seal_record(uint8_t *state, int32_t state_length, uint8_t *buffer, int32_t buffer_length,
    int32_t offset, int32_t cid_length, int32_t plaintext_length);

// The length of the plaintext, or with it cleared NANODTLS_ERROR_TAG or NANODTLS_ERROR_HARDWARE.
int32_t nanodtls_call_open_record(uint8_t *state, int32_t state_length, uint8_t *buffer, int32_t buffer_length,
    int32_t offset, int32_t cid_length, int32_t fragment_length);

// Zeroes the master secret, the record keys and the transcript, and if all is not 0 the other secrets too.
int32_t nanodtls_call_clear(uint8_t *state, int32_t state_length, int32_t all);

// NANODTLS_ERROR_RANDOM when the source failed or gave zeros only; the range is zero then.
int32_t nanodtls_call_fill_random(uint8_t *buffer, int32_t buffer_length, int32_t offset, int32_t count);

// The slot that survives deep sleep: see nanodtls_rtc.h.
int32_t nanodtls_call_write_rtc(const uint8_t *buffer, int32_t buffer_length, int32_t offset, int32_t count);
int32_t nanodtls_call_read_rtc(uint8_t *buffer, int32_t buffer_length, int32_t offset, int32_t count);

#ifdef __cplusplus
}
#endif

#endif
