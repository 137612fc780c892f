// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The ESP32's unit. It has no function that writes a state.

#ifndef MODEL_SHA_PARALLEL_ENGINE_H
#define MODEL_SHA_PARALLEL_ENGINE_H

#include "hal/sha_types.h"

bool esp_sha_try_lock_engine(esp_sha_type sha_type);
void esp_sha_unlock_engine(esp_sha_type sha_type);
void esp_sha_block(esp_sha_type sha_type, const void *data_block, bool is_first_block);
void esp_sha_read_digest_state(esp_sha_type sha_type, void *digest_state);

#endif
