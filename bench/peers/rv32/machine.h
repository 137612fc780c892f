// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The emulated processor's counter of instructions: qemu-system-riscv32 with -icount shift=0.

#ifndef NANODTLS_BENCH_MACHINE_H
#define NANODTLS_BENCH_MACHINE_H

#include <stdint.h>

static inline uint32_t instructions(void)
{
    uint32_t count;
    __asm__ __volatile__(".option push\n\t.option arch, +zicsr\n\tcsrr %0, minstret\n\t.option pop" : "=r"(count) : : "memory");
    return count;
}

#endif
