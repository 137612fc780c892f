// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Inside of SHA-256, for HMAC. Arguments are not checked here.

#ifndef NANODTLS_SHA256_H
#define NANODTLS_SHA256_H

#include "nanodtls_crypto.h"

// The state of an empty message.
void nanodtls_sha256_initial(uint32_t *state);

void nanodtls_sha256_append(nanodtls_sha256 *hash, const uint8_t *data, size_t length);

// Pads the message. The state is the digest then, as eight words.
void nanodtls_sha256_pad(nanodtls_sha256 *hash);

// Writes a state as bytes.
void nanodtls_sha256_store(const uint32_t *state, uint8_t *digest);

#endif
