#!/usr/bin/env bash
# Measures NanoDtls and writes bench/results.md and bench/results.json.
#
#   ./bench/run.sh [--quick] [--details] [--no-live]
#
#   --quick    every key once, in under 3 minutes
#   --details  print breakdowns too: executed IL by method, arrays and objects of a connection
#   --no-live  do not measure with foreign programs (OpenSSL, Mbed TLS, qemu), even where they are installed
#
# Prints each key with its value and its limit of bench/budgets.json, and exits non-zero when a limit
# is exceeded. Needs the .NET SDK; for the handshakes under loss gcc and libmbedtls-dev, and for native crypto on
# rv32imc cmake, a cross compiler and qemu, which root gets installed on Debian and Ubuntu; without them use --no-live.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

has_tools()
{
    local tool
    for tool in cmake ninja g++ valgrind riscv64-unknown-elf-gcc qemu-system-riscv32; do
        command -v "$tool" > /dev/null || return 1
    done
    [ -e /usr/lib/picolibc/riscv64-unknown-elf/include/stdint.h ] || return 1
    printf '#include <mbedtls/ssl.h>\n#include <openssl/evp.h>\n' | gcc -E - > /dev/null 2>&1
}

if [[ " $* " != *" --no-live "* ]] && ! has_tools && command -v apt-get > /dev/null && [ "$(id -u)" -eq 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gcc g++ libc6-dev libmbedtls-dev libssl-dev \
        cmake ninja-build valgrind gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf qemu-system-misc > /dev/null
fi

project=bench/NanoDtls.Bench/NanoDtls.Bench.csproj
dotnet build "$project" -c Release -v quiet --nologo
exec dotnet bench/NanoDtls.Bench/bin/Release/net10.0/NanoDtls.Bench.dll "$@"
