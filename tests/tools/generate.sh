#!/bin/sh
# Writes anew what is made from other files: boards/*/ from boards/boards.tsv and the templates, docs/api.md from the XML docs.
# Run it after changing one of those; a test fails until the files are right.
set -eu
cd "$(dirname "$0")/../.."
NANODTLS_UPDATE_GENERATED=1 dotnet run --project tests/NanoDtls.Setup.Tests -c Release -- --filter "TestCategory=Generated"
git status --short -- boards docs/api.md
