// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The software back end: any 32-bit little-endian chip, no accelerator.

#ifndef NANODTLS_BACKEND_CONFIG_H
#define NANODTLS_BACKEND_CONFIG_H

#define NANODTLS_AES_HARDWARE 0
#define NANODTLS_SHA256_HARDWARE 0

// 11 round keys of 8 words.
#define NANODTLS_AES_KEY_WORDS 88

#endif
