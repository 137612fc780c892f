// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// What the core is compared with: OpenSSL's EVP, and the PRF from its definition over OpenSSL's HMAC. Every function
// ends the program when OpenSSL refuses.

#ifndef REFERENCE_H
#define REFERENCE_H

#include <stddef.h>
#include <stdint.h>

void reference_aes(const uint8_t *key, const uint8_t *block, uint8_t *output);

// Encrypts in place and writes the tag.
void reference_ccm_seal(const uint8_t *key, const uint8_t *nonce, const uint8_t *aad, size_t aad_length, uint8_t *data,
    size_t length, uint8_t *tag, size_t tag_length);

void reference_sha256(const uint8_t *data, size_t length, uint8_t *digest);

void reference_hmac(const uint8_t *secret, size_t secret_length, const uint8_t *data, size_t length, uint8_t *code);

void reference_prf(const uint8_t *secret, size_t secret_length, const uint8_t *seed, size_t seed_length, uint8_t *output,
    size_t output_length);

#endif
