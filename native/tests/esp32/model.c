// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A name that ESP-IDF uses for something else.
#define SHA1 openssl_SHA1
#include <openssl/sha.h>
#undef SHA1

#include "aes/esp_aes.h"
#include "esp_random.h"
#include "hal/aes_hal.h"
#include "reference.h"
#include "soc/soc_caps.h"
#include "test.h"

#ifdef SOC_SHA_SUPPORT_PARALLEL_ENG
#include "sha/sha_parallel_engine.h"
#else
#include "sha/sha_core.h"
#endif

model_state model;

static struct
{
    bool aes_held;
    bool sha_held;
    bool key_written;
    bool sha_mode_set;
    bool sha_state_valid;
    uint32_t key_writes;
    uint32_t blocks_in_acquisition;
    uint8_t key[16];
    SHA256_CTX sha;
}
s_chip;

static void rule(bool kept, const char *what)
{
    if (!kept)
    {
        fprintf(stderr, "model: rule broken: %s\n", what);
        abort();
    }
}

static bool is_aligned(const void *address)
{
    return ((uintptr_t)address & 3) == 0;
}

void model_reset(void)
{
    rule(!model_is_held(), "a lock is held between calls");
    memset(&model, 0, sizeof(model));
    s_chip.key_writes = 0;
}

bool model_is_held(void)
{
    return s_chip.aes_held || s_chip.sha_held;
}

#ifdef SOC_AES_SUPPORTED

void esp_aes_acquire_hardware(void)
{
    rule(!s_chip.aes_held, "AES lock taken twice");
    rule(!s_chip.sha_held, "AES lock taken inside the SHA lock");
    s_chip.aes_held = true;
    s_chip.blocks_in_acquisition = 0;
    model.aes_acquisitions++;

    // Clock and reset: whatever key was there is gone.
    s_chip.key_written = false;
    memset(s_chip.key, 0xDD, sizeof(s_chip.key));
}

void esp_aes_release_hardware(void)
{
    rule(s_chip.aes_held, "AES lock released but not held");
    s_chip.aes_held = false;
    s_chip.key_written = false;
}

uint8_t aes_hal_setkey(const uint8_t *key, size_t key_bytes, int mode)
{
    rule(s_chip.aes_held, "key written outside the lock");
    rule(key_bytes == 16, "16 bytes of key");
    rule(mode == ESP_AES_ENCRYPT, "encryption mode");
    rule(is_aligned(key), "key is read in words");
    rule(!s_chip.key_written, "key written once per acquisition");
    if (++s_chip.key_writes == model.skip_key_write)
    {
        return 12;
    }

    memcpy(s_chip.key, key, 16);
    s_chip.key_written = true;
    return 16;
}

void aes_hal_transform_block(const void *input_block, void *output_block)
{
    rule(s_chip.aes_held, "block outside the lock");
    rule(s_chip.key_written, "block without a key of this acquisition");
    rule(is_aligned(input_block) && is_aligned(output_block), "blocks are words");
    rule(input_block != output_block, "input is kept, or the fault check cannot see it");
    s_chip.blocks_in_acquisition++;
    if (s_chip.blocks_in_acquisition > model.most_blocks_per_acquisition)
    {
        model.most_blocks_per_acquisition = s_chip.blocks_in_acquisition;
    }

#ifndef SOC_AES_SUPPORT_DMA
    rule(s_chip.blocks_in_acquisition <= 16, "16 blocks with interrupts off");
#endif
    if (++model.aes_blocks == model.skip_aes_block)
    {
        // The unit did not start: its text registers are read back as they were written.
        memcpy(output_block, input_block, 16);
        return;
    }

    reference_aes(s_chip.key, input_block, output_block);
}

#endif

static void take_sha(void)
{
    rule(!s_chip.sha_held, "SHA lock taken twice");
    rule(!s_chip.aes_held, "SHA lock taken inside the AES lock");
    s_chip.sha_held = true;
    s_chip.sha_state_valid = false;
    model.sha_acquisitions++;
}

static void release_sha(void)
{
    rule(s_chip.sha_held, "SHA lock released but not held");
    s_chip.sha_held = false;
    s_chip.sha_mode_set = false;
}

#ifdef SOC_SHA_SUPPORT_PARALLEL_ENG

bool esp_sha_try_lock_engine(esp_sha_type sha_type)
{
    rule(sha_type == SHA2_256, "SHA-256");
    if (model.sha_engine_busy)
    {
        return false;
    }

    take_sha();
    s_chip.sha_mode_set = true;
    return true;
}

void esp_sha_unlock_engine(esp_sha_type sha_type)
{
    rule(sha_type == SHA2_256, "SHA-256");
    release_sha();
}

#else

void esp_sha_acquire_hardware(void)
{
    take_sha();
}

void esp_sha_release_hardware(void)
{
    release_sha();
}

void esp_sha_set_mode(esp_sha_type sha_type)
{
    rule(s_chip.sha_held, "mode set outside the lock");
    rule(sha_type == SHA2_256, "SHA-256");
    s_chip.sha_mode_set = true;
}

void esp_sha_write_digest_state(esp_sha_type sha_type, void *digest_state)
{
    rule(s_chip.sha_held && s_chip.sha_mode_set && sha_type == SHA2_256, "state written in the lock, behind the mode");
    rule(is_aligned(digest_state), "state is words");
    for (unsigned i = 0; i < 8; i++)
    {
        s_chip.sha.h[i] = __builtin_bswap32(((const uint32_t *)digest_state)[i]);
    }

    s_chip.sha_state_valid = true;
}

#endif

void esp_sha_block(esp_sha_type sha_type, const void *data_block, bool is_first_block)
{
    rule(s_chip.sha_held && s_chip.sha_mode_set && sha_type == SHA2_256, "block in the lock, behind the mode");
    rule(is_aligned(data_block), "block is words");
    rule(is_first_block || s_chip.sha_state_valid, "first block, or a state to go on from");
    if (is_first_block)
    {
        SHA256_Init(&s_chip.sha);
        s_chip.sha_state_valid = true;
    }

    if (++model.sha_blocks != model.skip_sha_block)
    {
        SHA256_Transform(&s_chip.sha, data_block);
    }
}

void esp_sha_read_digest_state(esp_sha_type sha_type, void *digest_state)
{
    rule(s_chip.sha_held && sha_type == SHA2_256, "state read in the lock");
    rule(is_aligned(digest_state), "state is words");
    for (unsigned i = 0; i < 8; i++)
    {
#ifdef SOC_SHA_ENDIANNESS_BE
        ((uint32_t *)digest_state)[i] = s_chip.sha.h[i];
#else
        ((uint32_t *)digest_state)[i] = __builtin_bswap32(s_chip.sha.h[i]);
#endif
    }
}

void esp_fill_random(void *buf, size_t len)
{
    static test_random s_random = { 4711 };
    rule(!model_is_held(), "random outside the locks");
    memset(buf, 0, len);
    if (!model.random_is_stuck)
    {
        test_random_bytes(&s_random, buf, len);
    }
}
