#!/usr/bin/env bash
# Measures NanoDtls and writes bench/results.md and bench/results.json.
#
#   ./bench/run.sh [--quick] [--details] [--no-live]
#
#   --quick    every key once, in under 3 minutes
#   --details  print breakdowns too: executed IL by method, arrays and objects of a connection
#   --no-live  do not measure against OpenSSL, even where it is installed
#
# Prints each key with its value and its limit of bench/budgets.json, and exits non-zero when a limit
# is exceeded. Needs the .NET SDK only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

project=bench/NanoDtls.Bench/NanoDtls.Bench.csproj
dotnet build "$project" -c Release -v quiet --nologo
exec dotnet bench/NanoDtls.Bench/bin/Release/net10.0/NanoDtls.Bench.dll "$@"
