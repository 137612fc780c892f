#!/bin/sh
# Writes the list of source files of each device project (.nfproj) anew from the files on disk.
# Run it after adding, renaming or removing a file below src/; a test fails until the lists are right.
set -eu
cd "$(dirname "$0")/../.."

for project in src/*/*.nfproj; do
    folder=$(dirname "$project")
    list=$(cd "$folder" && find . -name '*.cs' ! -path './bin/*' ! -path './obj/*' ! -path './Platform/Desktop/*' |
        sed 's|^\./||' | LC_ALL=C sort | tr '/' '\\' | sed 's|.*|    <Compile Include="&" />|')
    # The first item group of a project is its list of sources.
    LIST="$list" awk '
        /<ItemGroup>/ && !done { print; print ENVIRON["LIST"]; skipping = 1; done = 1; next }
        /<\/ItemGroup>/ { skipping = 0 }
        !skipping { print }
    ' "$project" > "$project.new"
    mv "$project.new" "$project"
    echo "$project: $(grep -c '<Compile ' "$project") files"
done
