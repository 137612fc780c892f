// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The S-box of AES over bit planes. Part of nanodtls_aes_software.c, in a file of its own for its length.

#ifndef NANODTLS_AES_SBOX_H
#define NANODTLS_AES_SBOX_H

#include <stdint.h>

#define PLANES 8

// The planes have to be registers: loops over them are unrolled and everything is one function, whatever the
// optimisation level.
#define INLINE inline __attribute__((always_inline))
#define UNROLL _Pragma("GCC unroll 8")

// The constant of SubBytes (FIPS 197 section 5.1.1). It is left out of the S-box, passes MixColumns
// unchanged, and is part of the round keys instead.
#define AFFINE_CONSTANT 0x63636363u

// The S-box as a circuit of 113 gates (Boyar and Peralta, https://eprint.iacr.org/2009/191), without the
// four inversions at its end: see AFFINE_CONSTANT.
static INLINE void sub_bytes(uint32_t q[PLANES])
{
    uint32_t x0 = q[7], x1 = q[6], x2 = q[5], x3 = q[4], x4 = q[3], x5 = q[2], x6 = q[1], x7 = q[0];

    uint32_t y14 = x3 ^ x5;
    uint32_t y13 = x0 ^ x6;
    uint32_t y9 = x0 ^ x3;
    uint32_t y8 = x0 ^ x5;
    uint32_t t0 = x1 ^ x2;
    uint32_t y1 = t0 ^ x7;
    uint32_t y4 = y1 ^ x3;
    uint32_t y12 = y13 ^ y14;
    uint32_t y2 = y1 ^ x0;
    uint32_t y5 = y1 ^ x6;
    uint32_t y3 = y5 ^ y8;
    uint32_t t1 = x4 ^ y12;
    uint32_t y15 = t1 ^ x5;
    uint32_t y20 = t1 ^ x1;
    uint32_t y6 = y15 ^ x7;
    uint32_t y10 = y15 ^ t0;
    uint32_t y11 = y20 ^ y9;
    uint32_t y7 = x7 ^ y11;
    uint32_t y17 = y10 ^ y11;
    uint32_t y19 = y10 ^ y8;
    uint32_t y16 = t0 ^ y11;
    uint32_t y21 = y13 ^ y16;
    uint32_t y18 = x0 ^ y16;

    uint32_t t2 = y12 & y15;
    uint32_t t4 = (y3 & y6) ^ t2;
    uint32_t t6 = (y4 & x7) ^ t2;
    uint32_t t7 = y13 & y16;
    uint32_t t9 = (y5 & y1) ^ t7;
    uint32_t t11 = (y2 & y7) ^ t7;
    uint32_t t12 = y9 & y11;
    uint32_t t14 = (y14 & y17) ^ t12;
    uint32_t t16 = (y8 & y10) ^ t12;
    uint32_t t21 = t4 ^ t14 ^ y20;
    uint32_t t22 = t6 ^ t16 ^ y19;
    uint32_t t23 = t9 ^ t14 ^ y21;
    uint32_t t24 = t11 ^ t16 ^ y18;

    uint32_t t25 = t21 ^ t22;
    uint32_t t26 = t21 & t23;
    uint32_t t27 = t24 ^ t26;
    uint32_t t29 = (t25 & t27) ^ t22;
    uint32_t t30 = t23 ^ t24;
    uint32_t t31 = t22 ^ t26;
    uint32_t t33 = (t31 & t30) ^ t24;
    uint32_t t34 = t23 ^ t33;
    uint32_t t35 = t27 ^ t33;
    uint32_t t36 = t24 & t35;
    uint32_t t37 = t36 ^ t34;
    uint32_t t38 = t27 ^ t36;
    uint32_t t40 = t25 ^ (t29 & t38);
    uint32_t t41 = t40 ^ t37;
    uint32_t t42 = t29 ^ t33;
    uint32_t t43 = t29 ^ t40;
    uint32_t t44 = t33 ^ t37;
    uint32_t t45 = t42 ^ t41;

    uint32_t z0 = t44 & y15;
    uint32_t z1 = t37 & y6;
    uint32_t z2 = t33 & x7;
    uint32_t z3 = t43 & y16;
    uint32_t z4 = t40 & y1;
    uint32_t z5 = t29 & y7;
    uint32_t z6 = t42 & y11;
    uint32_t z7 = t45 & y17;
    uint32_t z8 = t41 & y10;
    uint32_t z9 = t44 & y12;
    uint32_t z10 = t37 & y3;
    uint32_t z11 = t33 & y4;
    uint32_t z12 = t43 & y13;
    uint32_t z13 = t40 & y5;
    uint32_t z14 = t29 & y2;
    uint32_t z15 = t42 & y9;
    uint32_t z16 = t45 & y14;
    uint32_t z17 = t41 & y8;

    uint32_t t46 = z15 ^ z16;
    uint32_t t47 = z10 ^ z11;
    uint32_t t48 = z5 ^ z13;
    uint32_t t49 = z9 ^ z10;
    uint32_t t50 = z2 ^ z12;
    uint32_t t51 = z2 ^ z5;
    uint32_t t52 = z7 ^ z8;
    uint32_t t53 = z0 ^ z3;
    uint32_t t54 = z6 ^ z7;
    uint32_t t55 = z16 ^ z17;
    uint32_t t56 = z12 ^ t48;
    uint32_t t57 = t50 ^ t53;
    uint32_t t58 = z4 ^ t46;
    uint32_t t59 = z3 ^ t54;
    uint32_t t60 = t46 ^ t57;
    uint32_t t61 = z14 ^ t57;
    uint32_t t62 = t52 ^ t58;
    uint32_t t63 = t49 ^ t58;
    uint32_t t64 = z4 ^ t59;
    uint32_t t65 = t61 ^ t62;
    uint32_t t66 = z1 ^ t63;
    uint32_t t67 = t64 ^ t65;
    uint32_t s3 = t53 ^ t66;

    q[7] = t59 ^ t63;
    q[6] = t64 ^ s3;
    q[5] = t55 ^ t67;
    q[4] = s3;
    q[3] = t51 ^ t66;
    q[2] = t47 ^ t65;
    q[1] = t56 ^ t62;
    q[0] = t48 ^ t60;
}

#endif
