#!/bin/sh
# Writes the list of source files of each device project (.nfproj) anew from the files on disk.
# Run it after adding, renaming or removing a file of theirs; a test fails until the lists are right.
set -eu
cd "$(dirname "$0")/../.."

for project in src/*/*.nfproj samples/*/*.nfproj tests/*/*.nfproj; do
    folder=$(dirname "$project")
    list=$(cd "$folder" && find . -name '*.cs' ! -path './bin/*' ! -path './obj/*' ! -path './Platform/Desktop/*' |
        sed 's|^\./||' | LC_ALL=C sort | tr '/' '\\' | sed 's|.*|    <Compile Include="&" />|')
    if [ "$folder" = samples/SensorNode.Accelerated ]; then
        # The program is that of samples/SensorNode but for its back end.
        list=$(printf '%s\n' "$list"; cd samples/SensorNode && find . -name '*.cs' ! -path './bin/*' ! -path './obj/*' ! -path './Stock/*' ! -path './Properties/*' |
            sed 's|^\./|..\\SensorNode\\|' | LC_ALL=C sort | tr '/' '\\' | sed 's|.*|    <Compile Include="&" />|')
    fi
    # The item group with the sources is the first whose first line is a source.
    LIST="$list" awk '
        held { print held; held = ""; if (/<Compile /) { print ENVIRON["LIST"]; skipping = 1; done = 1 } }
        /<ItemGroup>/ && !done { held = $0; next }
        /<\/ItemGroup>/ { skipping = 0 }
        !skipping { print }
    ' "$project" > "$project.new"
    mv "$project.new" "$project"
    echo "$project: $(grep -c '<Compile ' "$project") files"
done
