// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The back end for chips of Espressif over ESP-IDF 5.5. What a chip has, soc_caps.h says.

#ifndef NANODTLS_BACKEND_CONFIG_H
#define NANODTLS_BACKEND_CONFIG_H

#include "soc/soc_caps.h"

#if defined(SOC_AES_SUPPORTED) && SOC_AES_SUPPORTED
#define NANODTLS_AES_HARDWARE 1
#define NANODTLS_AES_KEY_WORDS 4
#else
// The C61 has no AES unit: the expanded key of the constant-time software.
#define NANODTLS_AES_HARDWARE 0
#define NANODTLS_AES_KEY_WORDS 88
#endif

#if defined(SOC_SHA_SUPPORTED) && SOC_SHA_SUPPORTED
#define NANODTLS_SHA256_HARDWARE 1
#else
#define NANODTLS_SHA256_HARDWARE 0
#endif

#endif
