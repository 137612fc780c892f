// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#ifndef MODEL_SHA_CORE_H
#define MODEL_SHA_CORE_H

#include "hal/sha_types.h"

void esp_sha_acquire_hardware(void);
void esp_sha_release_hardware(void);
void esp_sha_set_mode(esp_sha_type sha_type);
void esp_sha_block(esp_sha_type sha_type, const void *data_block, bool is_first_block);
void esp_sha_read_digest_state(esp_sha_type sha_type, void *digest_state);
void esp_sha_write_digest_state(esp_sha_type sha_type, void *digest_state);

#endif
