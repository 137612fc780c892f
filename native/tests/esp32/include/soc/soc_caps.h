// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The capabilities of each chip that the back end asks for, as ESP-IDF 5.5 defines them. MODEL_CHIP_name is set by the
// build.

#ifndef MODEL_SOC_CAPS_H
#define MODEL_SOC_CAPS_H

#if defined(MODEL_CHIP_ESP32)

#define SOC_AES_SUPPORTED 1
#define SOC_SHA_SUPPORTED 1
#define SOC_SHA_SUPPORT_PARALLEL_ENG (1)
#define SOC_SHA_ENDIANNESS_BE (1)

#elif defined(MODEL_CHIP_ESP32C61)

#define SOC_SHA_SUPPORTED 1
#define SOC_SHA_SUPPORT_DMA (1)
#define SOC_SHA_SUPPORT_RESUME (1)

#elif defined(MODEL_CHIP_ESP32S2) || defined(MODEL_CHIP_ESP32S3) || defined(MODEL_CHIP_ESP32C3) || defined(MODEL_CHIP_ESP32C5) \
    || defined(MODEL_CHIP_ESP32C6) || defined(MODEL_CHIP_ESP32H2) || defined(MODEL_CHIP_ESP32P4)

#define SOC_AES_SUPPORTED 1
#define SOC_AES_SUPPORT_DMA (1)
#define SOC_SHA_SUPPORTED 1
#define SOC_SHA_SUPPORT_DMA (1)
#define SOC_SHA_SUPPORT_RESUME (1)

#else
#error "no chip"
#endif

#endif
