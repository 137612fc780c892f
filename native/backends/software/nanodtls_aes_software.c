// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// AES-128 encryption in software, for chips without an AES unit. Constant time: bitsliced, so that there is
// neither a table nor a branch that depends on a key or on data. Two blocks go through in one pass, which CCM
// can always use: one block of the CBC-MAC beside one of the key stream.
//
// State: plane i (one 32-bit word, eight of them) holds bit i of all 32 bytes. The byte of row r and column c of
// block b lies at bit 8r + 2c + b, so that rows are the bytes of a word.
//
// Fixslicing (Adomnicai and Peyrin, https://eprint.iacr.org/2020/1123): ShiftRows is not carried out in every round.
// Behind an odd round it is left out: column c of row r lies in column c + r then. SubBytes does not care, the round
// keys are expanded in that order, and MixColumns takes its neighbours from where they are. Behind an even round
// two ShiftRows are made up for at once, which are one exchange of columns in the rows 1 and 3. (Leaving out all of them
// saves 3 % of the time and costs two more variants of MixColumns, 700 bytes.)

#include "nanodtls_backend.h"

#if !NANODTLS_AES_HARDWARE

#include <string.h>

// The figures in README.md hold whatever the firmware is compiled with: scheduling before register allocation, which
// knows nothing of the registers that are left, spills half of the planes.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O2", "no-schedule-insns")
#endif

#include "nanodtls_aes_sbox.h"

#define ROUNDS 10

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the planes are loaded as little-endian words"
#endif

static INLINE uint32_t ror(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

// Rotates each byte to the right; low holds the bits that stay below the wrap.
static INLINE uint32_t ror_bytes(uint32_t x, unsigned n, uint32_t low)
{
    return (x >> n & low) | (x & ~(low << n)) << (8 - n);
}

static INLINE void swap_move(uint32_t *a, uint32_t *b, uint32_t mask, unsigned n)
{
    uint32_t t = (*a >> n ^ *b) & mask;
    *b ^= t;
    *a ^= t << n;
}

// Exchanges bytes of two words.
static INLINE void swap_bytes(uint32_t *a, uint32_t *b, uint32_t mask)
{
    uint32_t t = (*a ^ *b) & mask;
    *a ^= t;
    *b ^= t;
}

// Transposes the 8 x 8 bits that the words hold in each of their four byte lanes; its own inverse. Both words 2c
// and 2c + 1 are column c, of the first and of the second block.
static INLINE void transpose(uint32_t q[PLANES])
{
    UNROLL
    for (unsigned i = 0; i < 8; i += 2)
    {
        swap_move(&q[i], &q[i + 1], 0x55555555, 1);
    }

    UNROLL
    for (unsigned i = 0; i < 8; i += 4)
    {
        swap_move(&q[i], &q[i + 2], 0x33333333, 2);
        swap_move(&q[i + 1], &q[i + 3], 0x33333333, 2);
    }

    UNROLL
    for (unsigned i = 0; i < 4; i++)
    {
        swap_move(&q[i], &q[i + 4], 0x0F0F0F0F, 4);
    }
}

static __attribute__((noinline)) void transpose_in_memory(uint32_t words[PLANES])
{
    transpose(words);
}

// Two ShiftRows: the rows 1 and 3 move by two columns, row 2 is where it was.
static INLINE void shift_rows_twice(uint32_t q[PLANES])
{
    UNROLL
    for (unsigned i = 0; i < PLANES; i++)
    {
        uint32_t t = (q[i] >> 4 ^ q[i]) & 0x0F000F00;
        q[i] ^= t ^ t << 4;
    }
}

// The byte one row below, and one column further where ShiftRows was left out.
static INLINE uint32_t next_row(uint32_t x, int skewed)
{
    x = ror(x, 8);
    return skewed ? ror_bytes(x, 2, 0x3F3F3F3F) : x;
}

// The byte two rows below.
static INLINE uint32_t second_row(uint32_t x, int skewed)
{
    x = ror(x, 16);
    return skewed ? ror_bytes(x, 4, 0x0F0F0F0F) : x;
}

// MixColumns (FIPS 197 section 5.1.3): 2a + 3b + c + d = 2(a + b) + b + (c + d), with b, c, d the rows below a.
static INLINE void mix_columns(uint32_t q[PLANES], int skewed)
{
    uint32_t below = next_row(q[7], skewed);
    uint32_t top = q[7] ^ below;
    uint32_t sum7 = below ^ second_row(top, skewed);
    uint32_t carry = top;
    UNROLL
    for (unsigned i = 0; i < 7; i++)
    {
        below = next_row(q[i], skewed);
        uint32_t sum = q[i] ^ below;

        // Doubling: the planes move up by one, and x^8 = x^4 + x^3 + x + 1.
        q[i] = carry ^ below ^ second_row(sum, skewed);
        if (i == 1 || i == 3 || i == 4)
        {
            q[i] ^= top;
        }

        carry = sum;
    }

    q[7] = carry ^ sum7;
}

static INLINE void add_round_key(uint32_t q[PLANES], const uint32_t *round_key)
{
    UNROLL
    for (unsigned i = 0; i < PLANES; i++)
    {
        q[i] ^= round_key[i];
    }
}

// Encrypts two blocks from the given round on: 0 for all of AES, ROUNDS - 1 for SubBytes and ShiftRows alone.
// Output may be the same memory as the input.
static __attribute__((noinline)) void encrypt_pair(const uint32_t *round_key, unsigned round, const uint32_t first[4],
    const uint32_t second[4], uint32_t output[8])
{
    uint32_t q[PLANES] = { first[0], second[0], first[1], second[1], first[2], second[2], first[3], second[3] };
    transpose(q);
    for (;;)
    {
        add_round_key(q, round_key);
        round_key += PLANES;
        sub_bytes(q);
        round++;
        if (round == ROUNDS)
        {
            break;
        }

        if ((round & 1) != 0)
        {
            mix_columns(q, 1);
        }
        else
        {
            shift_rows_twice(q);
            mix_columns(q, 0);
        }
    }

    add_round_key(q, round_key);
    transpose(q);

    // The last two ShiftRows are cheaper with bytes.
    UNROLL
    for (unsigned i = 0; i < 4; i++)
    {
        swap_bytes(&q[i], &q[i + 4], 0xFF00FF00);
    }

    UNROLL
    for (unsigned i = 0; i < 4; i++)
    {
        output[i] = q[2 * i];
        output[i + 4] = q[2 * i + 1];
    }
}

void nanodtls_aes_begin(nanodtls_aes_run *run, const nanodtls_aes_key *key)
{
    run->key = key;
    run->blocks = 0;
    run->status = NANODTLS_OK;
}

void nanodtls_aes_encrypt(nanodtls_aes_run *run, uint32_t *blocks, size_t count)
{
    // A single block goes through with whatever stands beside it.
    (void)count;
    encrypt_pair(run->key->words, 0, blocks, blocks + 4, blocks);
}

void nanodtls_aes_end(nanodtls_aes_run *run)
{
    run->key = NULL;
}

// Puts a round key in the order that the planes have after so many rounds.
static void store_round_key(uint32_t *words, const uint32_t key[4], unsigned round)
{
    uint32_t column[4] = { key[0], key[1], key[2], key[3] };
    if (round == ROUNDS)
    {
        // Added before the last two ShiftRows are made up for.
        swap_bytes(&column[0], &column[2], 0xFF00FF00);
        swap_bytes(&column[1], &column[3], 0xFF00FF00);
    }
    else if ((round & 1) != 0)
    {
        // Row r moves by r columns.
        for (unsigned i = 0; i < 4; i++)
        {
            column[i] = (key[i] & 0x000000FF) | (key[(i + 3) & 3] & 0x0000FF00) | (key[(i + 2) & 3] & 0x00FF0000)
                | (key[(i + 1) & 3] & 0xFF000000);
        }
    }

    uint32_t constant = round != 0 ? AFFINE_CONSTANT : 0;
    for (unsigned i = 0; i < 4; i++)
    {
        words[2 * i] = words[2 * i + 1] = column[i] ^ constant;
    }

    transpose_in_memory(words);
}

// FIPS 197 section 5.2.
void nanodtls_aes_expand_key(nanodtls_aes_key *key, const uint8_t *raw)
{
    uint32_t column[4];
    uint32_t none[2 * PLANES];
    uint32_t work[8];
    uint32_t constant = 1;
    nanodtls_zeroize(none, sizeof(none));
    memcpy(column, raw, sizeof(column));
    for (unsigned round = 0;; round++)
    {
        store_round_key(&key->words[PLANES * round], column, round);
        if (round == ROUNDS)
        {
            break;
        }

        // SubWord, constant time: the last round of a block whose columns are all this word. ShiftRows
        // moves nothing then, and the keys are zero.
        work[0] = work[1] = work[2] = work[3] = ror(column[3], 8);
        encrypt_pair(none, ROUNDS - 1, work, work, work);
        column[0] ^= work[0] ^ AFFINE_CONSTANT ^ constant;
        column[1] ^= column[0];
        column[2] ^= column[1];
        column[3] ^= column[2];
        constant = constant << 1 ^ (constant >> 7) * 0x11B;
    }

    nanodtls_zeroize(column, sizeof(column));
    nanodtls_zeroize(work, sizeof(work));
}

void nanodtls_aes_recover_key(const nanodtls_aes_key *key, uint8_t *raw)
{
    // The first round key is the key.
    uint32_t words[PLANES];
    memcpy(words, key->words, sizeof(words));
    transpose_in_memory(words);
    for (unsigned i = 0; i < 4; i++)
    {
        memcpy(raw + 4 * i, &words[2 * i], 4);
    }

    nanodtls_zeroize(words, sizeof(words));
}

#endif
