// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The crypto of NanoDtls in portable C11: AES-128-CCM, SHA-256, HMAC, the TLS 1.2 PRF and DTLS 1.2 records.
// No heap and no variables: all state lies in structures that the caller holds, which may be moved between
// calls. Functions check their arguments and return a code; nothing is changed when that is an argument error.
// One structure must not be used by two threads at a time.

#ifndef NANODTLS_CRYPTO_H
#define NANODTLS_CRYPTO_H

#include <stddef.h>
#include <stdint.h>

#include "nanodtls_backend_config.h"

#ifdef __cplusplus
extern "C" {
#endif

// Results. Functions that return a length return these when it is negative.
#define NANODTLS_OK 0
#define NANODTLS_ERROR_TAG (-1)         // The tag is wrong; what was decrypted has been cleared.
#define NANODTLS_ERROR_ARGUMENT (-2)    // A null pointer, a length out of range or a misaligned structure.
#define NANODTLS_ERROR_STATE (-3)       // Something has to be set first.
#define NANODTLS_ERROR_HARDWARE (-4)    // The AES unit did not do its work; the data has been cleared.
#define NANODTLS_ERROR_RANDOM (-5)      // The random generator failed.
#define NANODTLS_ERROR_DAMAGED (-6)     // What memory holds is not what was written.

#define NANODTLS_AES_BLOCK_LENGTH 16
#define NANODTLS_AES_KEY_LENGTH 16
#define NANODTLS_CCM_NONCE_LENGTH 12
#define NANODTLS_CCM_SHORT_TAG_LENGTH 8
#define NANODTLS_CCM_LONG_TAG_LENGTH 16
#define NANODTLS_SHA256_BLOCK_LENGTH 64
#define NANODTLS_SHA256_DIGEST_LENGTH 32

// CCM with a 3-byte length field (RFC 3610 with L = 3, as in RFC 6655).
#define NANODTLS_CCM_MAX_LENGTH 0xFFFFFFu

// An AES-128 key in the form that the back end wants: 16 bytes where the chip has an AES unit, else the
// expanded round keys.
typedef struct
{
    uint32_t words[NANODTLS_AES_KEY_WORDS];
} nanodtls_aes_key;

// Takes a key of 16 bytes.
int nanodtls_aes_set_key(nanodtls_aes_key *key, const uint8_t *raw);

// Gives back the 16 bytes of a key.
int nanodtls_aes_get_key(const nanodtls_aes_key *key, uint8_t *raw);

// AES-128-CCM in place (RFC 3610, L = 3).
//   nonce       12 bytes, never used before under this key
//   aad         additional data, any length; may be null when that is 0
//   data        length bytes, at most 2^24 - 1; may be null when length is 0
//   tag         8 or 16 bytes; must not overlap data
// Seal returns NANODTLS_OK, or NANODTLS_ERROR_HARDWARE with data and tag cleared. Open returns NANODTLS_OK, or with
// data cleared NANODTLS_ERROR_TAG or NANODTLS_ERROR_HARDWARE: no unverified plaintext is released.
int nanodtls_ccm_seal(const nanodtls_aes_key *key, const uint8_t *nonce, const uint8_t *aad, size_t aad_length,
    uint8_t *data, size_t length, uint8_t *tag, size_t tag_length);
int nanodtls_ccm_open(const nanodtls_aes_key *key, const uint8_t *nonce, const uint8_t *aad, size_t aad_length,
    uint8_t *data, size_t length, const uint8_t *tag, size_t tag_length);

// SHA-256 (FIPS 180-4) of up to 2^32 - 1 bytes. May be copied by assignment to go on twice from one point.
typedef struct
{
    uint32_t state[8];
    uint32_t length;
    uint8_t block[NANODTLS_SHA256_BLOCK_LENGTH];
} nanodtls_sha256;

int nanodtls_sha256_init(nanodtls_sha256 *hash);
int nanodtls_sha256_update(nanodtls_sha256 *hash, const uint8_t *data, size_t length);

// Writes the digest of 32 bytes and zeroes the hash.
int nanodtls_sha256_finish(nanodtls_sha256 *hash, uint8_t *digest);

// All in one. The digest may overlap the data.
int nanodtls_sha256_digest(const uint8_t *data, size_t length, uint8_t *digest);

// The two states of an HMAC-SHA-256 key (RFC 2104 section 4), so that its pads are hashed only once.
typedef struct
{
    uint32_t inner[8];
    uint32_t outer[8];
} nanodtls_hmac_key;

int nanodtls_hmac_set_key(nanodtls_hmac_key *key, const uint8_t *secret, size_t length);

// HMAC-SHA-256 of the concatenation of two ranges; either may be empty. The code of 32 bytes may overlap them.
int nanodtls_hmac(const nanodtls_hmac_key *key, const uint8_t *first, size_t first_length, const uint8_t *second,
    size_t second_length, uint8_t *code);

// The TLS 1.2 PRF with SHA-256 (RFC 5246 section 5). The output must not overlap label and seed.
int nanodtls_prf(const nanodtls_hmac_key *key, const uint8_t *label_and_seed, size_t length, uint8_t *output,
    size_t output_length);

// Keys of the records of one epoch, seen from the client.
typedef struct
{
    nanodtls_aes_key client_key;
    nanodtls_aes_key server_key;
    uint8_t client_iv[4];
    uint8_t server_iv[4];
    uint32_t tag_length;
} nanodtls_record_keys;

#define NANODTLS_KEY_BLOCK_LENGTH 40
#define NANODTLS_RECORD_HEADER_LENGTH 13
#define NANODTLS_EXPLICIT_NONCE_LENGTH 8
#define NANODTLS_MAX_CID_LENGTH 32
// 2^14 bytes and the type that a CID record has inside (RFC 9146 section 4).
#define NANODTLS_MAX_PLAINTEXT_LENGTH 16385

// What a length field can say. Whoever opens records decides which of them are too long: an authentic one has its own
// alert.
#define NANODTLS_MAX_FRAGMENT_LENGTH 0xFFFF

// Takes a key block: client key, server key (16 bytes each), client IV, server IV (4 bytes each).
int nanodtls_record_set_keys(nanodtls_record_keys *keys, const uint8_t *key_block, size_t tag_length);

// Writes that key block, 40 bytes.
int nanodtls_record_get_keys(const nanodtls_record_keys *keys, uint8_t *key_block);

// Protects one record in place with the client's keys (RFC 6655; RFC 9146 when cid_length is not 0). On entry the
// record holds type, version, epoch, sequence number, the connection ID if there is one, and 10 bytes further on
// the plaintext (of a CID record: the whole DTLSInnerPlaintext). capacity is what the array has from record on.
// Returns the length of the record.
int nanodtls_record_seal(const nanodtls_record_keys *keys, uint8_t *record, size_t capacity, size_t cid_length,
    size_t plaintext_length);

// Verifies and decrypts one record in place with the server's keys. fragment_length is what follows the length
// field, at most 65,535. Returns the length of the plaintext, which starts 21 + cid_length bytes after record.
int nanodtls_record_open(const nanodtls_record_keys *keys, uint8_t *record, size_t available, size_t cid_length,
    size_t fragment_length);

// Sets memory to zero, also when it is never read again.
void nanodtls_zeroize(void *memory, size_t length);

// 1 when the ranges are equal, else 0. The time depends on the length only.
int nanodtls_equal(const void *left, const void *right, size_t length);

#ifdef __cplusplus
}
#endif

#endif
