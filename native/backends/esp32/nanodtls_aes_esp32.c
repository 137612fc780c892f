// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// AES on the chip's unit, block by block: the call works on every chip, and no DMA touches the managed heap, which may
// lie in PSRAM. The key goes in once per acquisition, always inside the lock, since another task may have used the unit.

#include "nanodtls_backend.h"

#if NANODTLS_AES_HARDWARE

#include <string.h>

#include "aes/esp_aes.h"
#include "hal/aes_hal.h"

// Units without DMA (the ESP32) are taken by a spinlock with interrupts off: they are given back now and then. The
// others are taken by a mutex.
#if defined(SOC_AES_SUPPORT_DMA) && SOC_AES_SUPPORT_DMA
#define BLOCKS_PER_ACQUISITION UINT32_MAX
#else
#define BLOCKS_PER_ACQUISITION 16
#endif

static void acquire(nanodtls_aes_run *run)
{
    esp_aes_acquire_hardware();
    run->blocks = 0;
    if (aes_hal_setkey((const uint8_t *)run->key->words, NANODTLS_AES_KEY_LENGTH, ESP_AES_ENCRYPT) != NANODTLS_AES_KEY_LENGTH)
    {
        run->status = NANODTLS_ERROR_HARDWARE;
    }
}

void nanodtls_aes_begin(nanodtls_aes_run *run, const nanodtls_aes_key *key)
{
    run->key = key;
    run->status = NANODTLS_OK;
    acquire(run);
}

void nanodtls_aes_encrypt(nanodtls_aes_run *run, uint32_t *blocks, size_t count)
{
    if (run->blocks + count > BLOCKS_PER_ACQUISITION)
    {
        esp_aes_release_hardware();
        acquire(run);
    }

    for (; count != 0; count--)
    {
        // Words on the stack: the unit of the ESP32 is written in words.
        uint32_t output[4] = { 0 };
        if (run->status == NANODTLS_OK)
        {
            aes_hal_transform_block(blocks, output);
            run->blocks++;

            // A block that comes out as it went in means that the unit did not run: a fault was injected.
            if (nanodtls_equal(blocks, output, sizeof(output)))
            {
                run->status = NANODTLS_ERROR_HARDWARE;
                nanodtls_zeroize(output, sizeof(output));
            }
        }

        memcpy(blocks, output, sizeof(output));
        blocks += 4;
        nanodtls_zeroize(output, sizeof(output));
    }
}

void nanodtls_aes_end(nanodtls_aes_run *run)
{
    esp_aes_release_hardware();
    run->key = NULL;
}

void nanodtls_aes_expand_key(nanodtls_aes_key *key, const uint8_t *raw)
{
    memcpy(key->words, raw, NANODTLS_AES_KEY_LENGTH);
}

void nanodtls_aes_recover_key(const nanodtls_aes_key *key, uint8_t *raw)
{
    memcpy(raw, key->words, NANODTLS_AES_KEY_LENGTH);
}

#endif
