// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The compression function of SHA-256 (FIPS 180-4 section 6.2.2). It has neither branches nor loads that depend
// on its input. Eight rounds are unrolled, after which every variable has its role again; the 16 words of the
// schedule are replaced in place, eight at a time, so that 64 bytes of stack are enough.

#include "nanodtls_backend.h"

// Speed is in what is unrolled below; more of it would only be larger.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("Os")
#endif

#define INLINE inline __attribute__((always_inline))

static const uint32_t s_constants[64] =
{
    0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
    0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
    0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
    0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
    0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
    0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
    0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
    0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
};

static INLINE uint32_t ror(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

static INLINE uint32_t load_big_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

// One round; what was h becomes a, and d becomes e. "pair" enters as b ^ c and leaves as a ^ b, which is the b ^ c
// of the next round: Maj(a, b, c) = b ^ ((a ^ b) & (b ^ c)).
#define ROUND(a, b, c, d, e, f, g, h, i)                                            \
    do                                                                              \
    {                                                                               \
        uint32_t t = h + k[i] + w[i] + (g ^ (e & (f ^ g)))                          \
            + ror(ror(ror(e, 14) ^ e, 5) ^ e, 6);                                   \
        uint32_t next = a ^ b;                                                      \
        d += t;                                                                     \
        h = t + (b ^ (pair & next)) + ror(ror(ror(a, 9) ^ a, 11) ^ a, 2);           \
        pair = next;                                                                \
    }                                                                               \
    while (0)

// Word t + 16 from the words t, t + 1, t + 9 and t + 14.
static INLINE uint32_t extend(uint32_t w0, uint32_t w1, uint32_t w9, uint32_t w14)
{
    return w0 + (ror(w1, 7) ^ ror(w1, 18) ^ w1 >> 3) + w9 + (ror(w14, 17) ^ ror(w14, 19) ^ w14 >> 10);
}

void nanodtls_sha256_software(uint32_t *state, const uint8_t *blocks, size_t count)
{
    uint32_t schedule[16];
    for (; count != 0; count--)
    {
        for (uint32_t *word = schedule; word != schedule + 16; word += 2)
        {
            word[0] = load_big_endian(blocks);
            word[1] = load_big_endian(blocks + 4);
            blocks += 8;
        }

        uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
        uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
        uint32_t pair = b ^ c;
        const uint32_t *k = s_constants;
        uint32_t *w = schedule;
        uint32_t *other = schedule + 8;

        // The state is read again at the end: held meanwhile, it would only fill the stack.
        __asm__ __volatile__("" : : : "memory");
        for (int left = 7;; left--)
        {
            ROUND(a, b, c, d, e, f, g, h, 0);
            ROUND(h, a, b, c, d, e, f, g, 1);
            ROUND(g, h, a, b, c, d, e, f, 2);
            ROUND(f, g, h, a, b, c, d, e, 3);
            ROUND(e, f, g, h, a, b, c, d, 4);
            ROUND(d, e, f, g, h, a, b, c, 5);
            ROUND(c, d, e, f, g, h, a, b, 6);
            ROUND(b, c, d, e, f, g, h, a, 7);
            k += 8;
            if (left == 0)
            {
                break;
            }

            uint32_t *swap = w;
            if (left > 1)
            {
                w[0] = extend(w[0], w[1], other[1], other[6]);
                w[1] = extend(w[1], w[2], other[2], other[7]);
                w[2] = extend(w[2], w[3], other[3], w[0]);
                w[3] = extend(w[3], w[4], other[4], w[1]);
                w[4] = extend(w[4], w[5], other[5], w[2]);
                w[5] = extend(w[5], w[6], other[6], w[3]);
                w[6] = extend(w[6], w[7], other[7], w[4]);
                w[7] = extend(w[7], other[0], w[0], w[5]);
            }

            w = other;
            other = swap;
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    for (volatile uint32_t *word = schedule; word != schedule + 16; word++)
    {
        *word = 0;
    }
}
