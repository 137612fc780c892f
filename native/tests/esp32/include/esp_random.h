// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#ifndef MODEL_ESP_RANDOM_H
#define MODEL_ESP_RANDOM_H

#include <stddef.h>

void esp_fill_random(void *buf, size_t len);

#endif
