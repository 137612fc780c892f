#!/usr/bin/env bash
# Measures NanoDtls and writes bench/results.md and bench/results.json.
#
#   ./bench/run.sh [--quick] [--details] [--no-live]
#
#   --quick    every key once, in under 3 minutes
#   --details  print breakdowns too: executed IL by method, arrays and objects of a connection
#   --no-live  do not measure against OpenSSL and Mbed TLS, even where they are installed
#
# Prints each key with its value and its limit of bench/budgets.json, and exits non-zero when a limit
# is exceeded. Needs the .NET SDK, and for the handshakes under loss gcc and libmbedtls-dev, which root gets
# installed on Debian and Ubuntu; without them use --no-live.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

has_mbedtls()
{
    printf '#include <mbedtls/ssl.h>\n' | gcc -E - > /dev/null 2>&1
}

if [[ " $* " != *" --no-live "* ]] && ! has_mbedtls && command -v apt-get > /dev/null && [ "$(id -u)" -eq 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gcc libc6-dev libmbedtls-dev > /dev/null
fi

project=bench/NanoDtls.Bench/NanoDtls.Bench.csproj
dotnet build "$project" -c Release -v quiet --nologo
exec dotnet bench/NanoDtls.Bench/bin/Release/net10.0/NanoDtls.Bench.dll "$@"
