// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// SHA-256 on the chip's unit, without DMA. The software is linked too: for what the ESP32 cannot do, and when a unit did
// not do its work.

#include "nanodtls_backend.h"

#if NANODTLS_SHA256_HARDWARE

#include <string.h>

#include "hal/sha_types.h"

#if defined(SOC_SHA_SUPPORT_PARALLEL_ENG) && SOC_SHA_SUPPORT_PARALLEL_ENG
#include "sha/sha_parallel_engine.h"
#elif __has_include("sha/sha_core.h")
#include "sha/sha_core.h"
#else
#include "sha/sha_dma.h"
#endif

#define STATE_LENGTH 32

// Hashes blocks on the unit, which is held and in the right mode. It reads words, so a block is copied to the stack.
static void hash_blocks(const uint8_t *blocks, size_t count, bool first)
{
    uint32_t block[NANODTLS_SHA256_BLOCK_LENGTH / 4];
    for (; count != 0; count--)
    {
        memcpy(block, blocks, sizeof(block));
        esp_sha_block(SHA2_256, block, first);
        blocks += sizeof(block);
        first = false;
    }

    nanodtls_zeroize(block, sizeof(block));
}

#if defined(SOC_SHA_SUPPORT_PARALLEL_ENG) && SOC_SHA_SUPPORT_PARALLEL_ENG

// The unit of the ESP32 gives its state out but takes none in: only the start of a message can run on it. A
// message that goes on, and HMAC, which goes on from saved states, run in software.
static int compress(uint32_t *state, const uint8_t *blocks, size_t count)
{
    static const uint32_t initial[8] =
    {
        0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
    };

    // Somebody else's TLS connection may hold the unit for long.
    if (!nanodtls_equal(state, initial, STATE_LENGTH) || !esp_sha_try_lock_engine(SHA2_256))
    {
        return 0;
    }

    hash_blocks(blocks, count, true);
    esp_sha_read_digest_state(SHA2_256, state);
    esp_sha_unlock_engine(SHA2_256);
    return 1;
}

#else

// The other units hold a state as the bytes of a digest, in big-endian order.
static void swap_words(uint32_t *state)
{
    for (unsigned i = 0; i < STATE_LENGTH / 4; i++)
    {
        state[i] = __builtin_bswap32(state[i]);
    }
}

static int compress(uint32_t *state, const uint8_t *blocks, size_t count)
{
    swap_words(state);
    esp_sha_acquire_hardware();
    esp_sha_set_mode(SHA2_256);
    esp_sha_write_digest_state(SHA2_256, state);
    hash_blocks(blocks, count, false);
    esp_sha_read_digest_state(SHA2_256, state);
    esp_sha_release_hardware();
    swap_words(state);
    return 1;
}

#endif

void nanodtls_sha256_compress(uint32_t *state, const uint8_t *blocks, size_t count)
{
    uint32_t before[STATE_LENGTH / 4];
    memcpy(before, state, STATE_LENGTH);
    if (!compress(state, blocks, count) || nanodtls_equal(state, before, STATE_LENGTH))
    {
        // Not started, or a state that comes out as it went in: the unit did not run.
        memcpy(state, before, STATE_LENGTH);
        nanodtls_sha256_software(state, blocks, count);
    }

    nanodtls_zeroize(before, sizeof(before));
}

#endif
