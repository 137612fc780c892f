// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#ifndef MODEL_AES_TYPES_H
#define MODEL_AES_TYPES_H

#define ESP_AES_ENCRYPT 1
#define ESP_AES_DECRYPT 0

#endif
