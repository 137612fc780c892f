#!/usr/bin/env bash
# Copyright (c) The NanoDtls Authors.
# See the LICENSE file in the project root for full license information.

# Fails when an object of a library has initialised or zeroed variables. The platform of the desktop is left out: its
# slot stands for the RTC memory of a chip.
set -uo pipefail
symbols=$("$1" "$2") || exit 1
found=$(awk '/:$/ { object = $0 } object !~ /platform/ && $2 ~ /^[bBdDcC]$/ { print object, $0 }' <<< "$symbols")
constants=$(grep -c ' [rR] ' <<< "$symbols")
if [ -n "$found" ] || [ "$constants" -eq 0 ]; then
    printf 'variables:\n%s\n' "$found"
    exit 1
fi

printf 'no variables, %s constants\n' "$constants"
