#!/usr/bin/env bash
# Copyright (c) The NanoDtls Authors.
# See the LICENSE file in the project root for full license information.

# Prints the figures of the core on rv32imc, a line "name number" each, and fails when one is over its limit:
#   instructions, counted by qemu; bytes of code and constants, linked; bytes of stack of the deepest call.
# The argument is the folder with the build of tests/rv32, where they are left in figures.txt too.
set -uo pipefail
cd "$1" || exit 1
failed=0

: > figures.txt

figure()
{
    printf '%s %d\n' "$1" "$2" | tee -a figures.txt
    if [ "$2" -le 0 ] || [ "$2" -gt "$3" ]; then
        printf 'FAILED: %s is %d, the limit is %d\n' "$1" "$2" "$3"
        failed=1
    fi
}

# Reads one line of the program's output.
counted()
{
    sed -n "s/^$1 \([0-9]*\)$/\1/p" <<< "$output"
}

output=$(timeout 60 qemu-system-riscv32 -machine virt -cpu rv32 -m 16M -bios none -display none -monitor none \
    -serial none -semihosting-config enable=on,target=native -icount shift=0 -kernel figures.elf 2>&1) || exit 1

# A hundred instructions have to count as a hundred: of qemu's counter one may be missing at a block's end.
calibration=$(counted calibration)
if [ "$calibration" -lt 99 ] || [ "$calibration" -gt 100 ]; then
    printf 'FAILED: 100 instructions count as %s\n' "$calibration"
    failed=1
fi

figure seal64 "$(counted seal64)" 20000
figure open64 "$(counted open64)" 20000
figure key_schedule "$(counted key_schedule)" 7000
figure aes_two_blocks "$(counted aes_two_blocks)" 3400
figure sha256_block "$(counted sha256_block)" 3900
figure prf_finished "$(counted prf_finished)" 24000
figure code_bytes "$(riscv64-unknown-elf-size code.elf | awk 'NR == 2 { print $1 + $2 + $3 }')" 8192
figure sha256_bytes "$(riscv64-unknown-elf-nm -S code.elf \
    | awk '$4 == "nanodtls_sha256_software" || $4 == "s_constants" { print $2 }' \
    | { total=0; while read -r size; do total=$((total + 0x$size)); done; printf '%d' "$total"; })" 2252

# Stack: the deepest path through the call graphs that GCC writes with -fcallgraph-info=su. Functions of the C library
# are not counted; memcpy and memset have no frame.
figure stack_bytes "$(awk '
    /^node:.*bytes \(static\)/ {
        split($0, part, "\"");
        size = part[4];
        sub(/ bytes \(static\).*/, "", size);
        sub(/.*\\n/, "", size);
        frame[part[2]] = size + 0;
    }
    /^node:.*bytes \(dynamic/ { print 1000000; exit }
    /^edge:/ {
        split($0, part, "\"");
        edges++;
        from[edges] = part[2];
        to[edges] = part[4];
    }
    END {
        # Without recursion the depths settle after as many rounds as there are functions.
        for (name in frame) { depth[name] = frame[name]; functions++ }
        for (round = 0; changed || round == 0; round++) {
            if (round > functions) { print 1000000; exit }
            changed = 0;
            for (i = 1; i <= edges; i++) {
                if ((from[i] in frame) && (to[i] in frame) && depth[from[i]] < frame[from[i]] + depth[to[i]]) {
                    depth[from[i]] = frame[from[i]] + depth[to[i]];
                    changed = 1;
                }
            }
        }
        deepest = 0;
        for (name in depth) { if (depth[name] > deepest) { deepest = depth[name]; } }
        print deepest;
    }' nanodtls_*.ci)" 512
figure state_bytes "$(counted state_bytes)" 2048

exit $failed
