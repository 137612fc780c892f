// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// What a back end provides. All of the core is written over two primitives: encrypt n blocks under a key, and
// compress n blocks into a state. Arguments have been checked by the caller.

#ifndef NANODTLS_BACKEND_H
#define NANODTLS_BACKEND_H

#include "nanodtls_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

// Marks a result as public for the check of constant time, which treats everything computed from secrets as secret.
#ifdef NANODTLS_CONSTANT_TIME_CHECK
#include <valgrind/memcheck.h>
#define NANODTLS_PUBLISH(variable) ((void)VALGRIND_MAKE_MEM_DEFINED(&(variable), sizeof(variable)))
#else
#define NANODTLS_PUBLISH(variable) ((void)0)
#endif

// One use of the AES unit. Between begin and end a back end may hold a lock: nothing else is done there, and end
// follows on every path.
typedef struct
{
    const nanodtls_aes_key *key;
    uint32_t blocks;    // encrypted since the unit was taken
    int status;         // NANODTLS_OK, or the error after which nothing more is encrypted
} nanodtls_aes_run;

void nanodtls_aes_begin(nanodtls_aes_run *run, const nanodtls_aes_key *key);

// Encrypts count (1 or 2) blocks in place. After an error they are zero.
void nanodtls_aes_encrypt(nanodtls_aes_run *run, uint32_t *blocks, size_t count);

void nanodtls_aes_end(nanodtls_aes_run *run);

void nanodtls_aes_expand_key(nanodtls_aes_key *key, const uint8_t *raw);
void nanodtls_aes_recover_key(const nanodtls_aes_key *key, uint8_t *raw);

// Compresses count blocks of 64 bytes into a state (FIPS 180-4 section 6.2.2).
void nanodtls_sha256_software(uint32_t *state, const uint8_t *blocks, size_t count);
#if NANODTLS_SHA256_HARDWARE || defined(NANODTLS_COUNT_COMPRESSIONS)
void nanodtls_sha256_compress(uint32_t *state, const uint8_t *blocks, size_t count);
#else
#define nanodtls_sha256_compress nanodtls_sha256_software
#endif

#ifdef __cplusplus
}
#endif

#endif
