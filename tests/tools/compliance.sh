#!/bin/sh
# Writes docs/compliance.md anew from docs/compliance-rows.tsv and the names of the tests.
# Run it after adding or renaming a test that carries an ID; a test fails until the file is right.
set -eu
cd "$(dirname "$0")/../.."
NANODTLS_UPDATE_COMPLIANCE=1 dotnet run --project tests/NanoDtls.Build.Tests -- --filter "ClassName~ComplianceTests"
git diff --stat -- docs/compliance.md
