// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#ifndef MODEL_ESP_AES_H
#define MODEL_ESP_AES_H

void esp_aes_acquire_hardware(void);
void esp_aes_release_hardware(void);

#endif
