// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#ifndef MODEL_AES_HAL_H
#define MODEL_AES_HAL_H

#include <stddef.h>
#include <stdint.h>

#include "hal/aes_types.h"

uint8_t aes_hal_setkey(const uint8_t *key, size_t key_bytes, int mode);
void aes_hal_transform_block(const void *input_block, void *output_block);

#endif
