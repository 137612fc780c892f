#!/usr/bin/env bash
# Copyright (c) The NanoDtls Authors.
# See the LICENSE file in the project root for full license information.

# Builds Mbed TLS's portable C from Debian's or Ubuntu's source package for rv32imc, as native/tests/rv32 builds NanoDtls's,
# runs it in qemu, and prints a line "name number" for each figure.
#
#   bench/peers/rv32/mbedtls.sh FOLDER
#
# FOLDER keeps the sources and the build. Exits with 3, and a reason, where there is no source package to be had.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
native="$here/../../../native"
folder=${1:?usage: mbedtls.sh FOLDER}
mkdir -p "$folder"
cd "$folder"

# Lists of source packages of the suites that apt knows, kept here: apt's own configuration stays as it is.
fetch_sources()
{
    mkdir -p lists/partial
    apt-get indextargets --format "deb-src \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" 'Created-By: Packages' 'Origin: Debian' > sources.list
    apt-get indextargets --format "deb-src \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" 'Created-By: Packages' 'Origin: Ubuntu' >> sources.list
    local options=(-o Dir::Etc::sourcelist="$PWD/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::Lists="$PWD/lists" -o APT::Sandbox::User=root -qq)
    apt-get "${options[@]}" update && apt-get "${options[@]}" source --download-only "mbedtls=$version" || return 1
    mkdir -p "$sources"
    tar --extract --file mbedtls_*.orig.tar.* --strip-components 1 --directory "$sources"
}

# The version that the other programs here link.
version=$(dpkg-query --show --showformat '${Version}' libmbedtls-dev 2> /dev/null) || { printf 'libmbedtls-dev is not installed\n' >&2; exit 3; }
sources="sources-$version"
if [ ! -e "$sources/library/ccm.c" ]; then
    fetch_sources > fetch.log 2>&1 || { printf 'no source package of Mbed TLS %s: %s\n' "$version" "$(tail -n 1 fetch.log)" >&2; exit 3; }
fi

machine=(-march=rv32imc -mabi=ilp32 --specs=picolibc.specs)
# shellcheck disable=SC2054 # the commas are the linker's
link=(--oslib=semihost --crt0=semihost -Wl,--gc-sections
    -Wl,--defsym=__flash=0x80000000 -Wl,--defsym=__flash_size=0x400000
    -Wl,--defsym=__ram=0x80400000 -Wl,--defsym=__ram_size=0x400000 -Wl,--defsym=__stack_size=0x8000)

compile()
{
    riscv64-unknown-elf-gcc "${machine[@]}" -std=gnu11 -ffunction-sections -fdata-sections -I"$here" -I"$sources/include" -I"$sources/library" \
        -DMBEDTLS_CONFIG_FILE='"mbedtls_config.h"' -D_POSIX_TIMERS -D_POSIX_MONOTONIC_CLOCK -I"$native/include" -I"$native/src" -I"$native/backends/software" "$@"
}

emulate()
{
    timeout 60 qemu-system-riscv32 -machine virt -cpu rv32 -m 16M -bios none -display none -monitor none -serial none \
        -semihosting-config enable=on,target=native -icount shift=0 -kernel "$1" 2>&1
}

# NanoDtls's own core, for the record that both have to make.
own=()
for source in "$native"/src/nanodtls_{ccm,hmac,memory,record,sha256}.c "$native"/backends/software/*.c; do
    own+=("own-$(basename "$source" .c).o")
    compile -Os -c "$source" -o "${own[-1]}"
done

for level in s 2; do
    mkdir -p "O$level"
    objects=()
    for name in aes ccm cipher cipher_wrap constant_time ctr_drbg entropy md platform_util sha256 ssl_ciphersuites ssl_cli ssl_cookie ssl_msg ssl_srv ssl_tls version; do
        compile "-O$level" -w -c "$sources/library/$name.c" -o "O$level/$name.o"
        objects+=("O$level/$name.o")
    done
    compile "-O$level" -Wall -Wextra -Werror "$here/mbedtls_figures.c" "${objects[@]}" "${own[@]}" "${link[@]}" -o "O$level/figures.elf"
    emulate "O$level/figures.elf" | sed "s/^/O${level}_/"

    # The crypto alone, as native/tests/rv32 weighs NanoDtls's: what firmware links of it, without the C library and the records.
    roots=()
    for root in mbedtls_ccm_setkey mbedtls_ccm_encrypt_and_tag mbedtls_ccm_auth_decrypt mbedtls_sha256_ret mbedtls_md_hmac_update mbedtls_ssl_tls_prf; do
        roots+=("-Wl,--undefined=$root")
    done
    riscv64-unknown-elf-gcc "${objects[@]}" -march=rv32imc -mabi=ilp32 -nostdlib -nostartfiles -Wl,--gc-sections -Wl,--entry=0 "${roots[@]}" \
        -Wl,--unresolved-symbols=ignore-all -o "O$level/code.elf"
    printf 'O%s_code_bytes %d\n' "$level" "$(riscv64-unknown-elf-size "O$level/code.elf" | awk 'NR == 2 { print $1 + $2 + $3 }')"
done

# A whole handshake, the client's heap counted: sizes as on the chip, where a pointer takes 4 bytes.
compile -Os -Wall -Wextra -Werror -Dmain=handshake_main -c "$here/../mbedtls_handshake.c" -o handshake.o
compile -Os -Wall -Wextra -Werror -c "$here/mbedtls_machine.c" -o machine.o
compile handshake.o machine.o Os/{aes,ccm,cipher,cipher_wrap,constant_time,ctr_drbg,entropy,md,platform_util,sha256,ssl_ciphersuites,ssl_cli,ssl_cookie,ssl_msg,ssl_srv,ssl_tls,version}.o \
    "${link[@]}" -Wl,--wrap=calloc -Wl,--wrap=free -o handshake.elf
emulate handshake.elf | sed -n 's/^client_ns /client_instructions /p; /^client_heap /p; /^client_blocks /p; /^client_held /p; /^client_context /p'
