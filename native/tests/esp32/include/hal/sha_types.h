// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#ifndef MODEL_SHA_TYPES_H
#define MODEL_SHA_TYPES_H

#include <stdbool.h>

typedef enum
{
    SHA1 = 0,
    SHA2_224,
    SHA2_256,
}
esp_sha_type;

#endif
