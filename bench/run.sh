#!/usr/bin/env bash
# Measures NanoDtls and writes bench/results.md, bench/results.json, the tables of docs/energy.md and, without --quick, the
# plots and, by bench/fleet.json, the computed parts of docs/server-setup.md and docs/scale.md.
#
#   ./bench/run.sh [--quick] [--details] [--no-live] [--only TEXT]
#
#   --quick      every key that has a limit, once, in under 3 minutes
#   --details    print breakdowns too: executed IL by method, arrays and objects of a connection
#   --no-live    no times and no foreign programs: what needs the .NET SDK only
#   --only TEXT  only meters whose title has the text; prints their tables and writes no files
#
# Prints each key with its value and its limit of bench/budgets.json, and exits non-zero when a limit
# is exceeded. What it compares with is installed on Debian and Ubuntu when root runs it; elsewhere
# it says what is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# A command or a header, then the package that has it.
needed=(
    openssl openssl
    gnutls-cli gnutls-bin
    coap-server-openssl libcoap3-bin
    tshark tshark
    gcc gcc
    /usr/include/stdio.h libc6-dev
    /usr/include/mbedtls/ssl.h libmbedtls-dev
    /usr/include/openssl/ssl.h libssl-dev
    g++ g++
    cmake cmake
    ninja ninja-build
    valgrind valgrind
    riscv64-unknown-elf-gcc gcc-riscv64-unknown-elf
    /usr/lib/picolibc/riscv64-unknown-elf/include/stdint.h picolibc-riscv64-unknown-elf
    qemu-system-riscv32 qemu-system-misc
)

install_peers()
{
    local i packages=()
    for ((i = 0; i < ${#needed[@]}; i += 2)); do
        command -v "${needed[i]}" > /dev/null || [ -e "${needed[i]}" ] || packages+=("${needed[i + 1]}")
    done
    [ ${#packages[@]} -eq 0 ] && return
    if ! command -v apt-get > /dev/null || [ "$(id -u)" -ne 0 ]; then
        printf 'missing, or measure with --no-live: apt-get install %s\n' "${packages[*]}" >&2
        exit 3
    fi
    apt-get update -qq
    printf 'wireshark-common wireshark-common/install-setuid boolean false\n' | debconf-set-selections
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" > /dev/null
}

[[ " $* " == *" --no-live "* || " $* " == *" --help "* ]] || install_peers
for project in NanoDtls.Bench NanoDtls.Speed Fleet Energy; do
    dotnet build "bench/$project/$project.csproj" -c Release -v quiet --nologo
done

result=0
dotnet bench/NanoDtls.Bench/bin/Release/net10.0/NanoDtls.Bench.dll "$@" || result=$?
# The model of docs/energy.md is computed from what was just measured.
if [ "$result" -le 1 ] && [[ " $* " != *" --no-live "* && " $* " != *" --only "* && " $* " != *" --help "* ]]; then
    dotnet bench/Energy/bin/Release/net10.0/Energy.dll --write
fi
exit "$result"
