// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// A model of the accelerators, their locks and the random generator. It behaves as the chip does that the build
// chose, computes with OpenSSL, and ends the program when the back end breaks a rule of the hardware.

#ifndef MODEL_H
#define MODEL_H

#include <stdbool.h>
#include <stdint.h>

typedef struct
{
    // Counted since model_reset.
    uint32_t aes_acquisitions;
    uint32_t aes_blocks;
    uint32_t most_blocks_per_acquisition;
    uint32_t sha_acquisitions;
    uint32_t sha_blocks;

    // Faults: the block or key write of this number (from 1) is skipped; 0 is none.
    uint32_t skip_aes_block;
    uint32_t skip_key_write;
    uint32_t skip_sha_block;
    bool sha_engine_busy;
    bool random_is_stuck;
}
model_state;

extern model_state model;

// Forgets counts and faults. Nothing may be held.
void model_reset(void);

// Whether a lock is held.
bool model_is_held(void);

#endif
