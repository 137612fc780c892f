#!/bin/sh
# Writes anew what is made from other things: boards/*/ from boards/boards.tsv and the templates, docs/api.md from the XML docs,
# the README's figures, docs/energy.md's tables from bench/results.json, those of docs/scale.md and docs/server-setup.md from bench/fleet.json,
# and the README's output of the demo from the demo. A test fails until they are right.
set -eu
cd "$(dirname "$0")/../.."
export NANODTLS_UPDATE_GENERATED=1
for project in SensorNode.Tests NanoDtls.Setup.Tests NanoDtls.Bench.Tests; do
    dotnet run --project "tests/$project" -c Release -- --filter "TestCategory=Generated"
done
git status --short -- boards docs README.md
