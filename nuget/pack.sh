#!/usr/bin/env bash
# Packs the NuGet packages from the outputs of a device build.
#
#   nuget/pack.sh [--configuration NAME] [--output DIR] [ID...]
#
#   --configuration NAME  Release (default) or Debug
#   --output DIR          where the packages go, default artifacts/packages
#   ID                    NanoDtls, NanoDtls.Coap or NanoDtls.Native; all of them when none is named
#
# Build NanoDtls.sln with the nanoFramework tools first; only the .NET 10 SDK is needed here. The version is that of
# Directory.Build.props, the native version and checksum are those of the glue in native/interop. Exit codes: 0 done,
# 2 bad command line, 3 a tool is missing, 4 an output is missing or does not fit, 6 packing failed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly root
readonly endings=(dll pdb pdbx pe xml)
native_version=""
native_checksum=""

fail()
{
    printf 'pack: %s\n' "$2" >&2
    exit "$1"
}

usage()
{
    printf 'pack: %s\n\n' "$1" >&2
    sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}" >&2
    exit 2
}

check_sdk()
{
    command -v dotnet > /dev/null || fail 3 "dotnet is missing: install the .NET 10 SDK"
    local version
    version=$(dotnet --version) || fail 3 "no .NET SDK that global.json accepts"
    [ "${version%%.*}" -ge 10 ] || fail 3 "the .NET SDK $version does not pack a nuspec: 10 or later"
}

read_version()
{
    local version
    version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$root/Directory.Build.props")
    [ -n "$version" ] || fail 4 "Directory.Build.props has no version"
    printf '%s\n' "$version"
}

check_outputs()
{
    local id=$1 folder=$root/src/$1/bin/$2 ending
    for ending in "${endings[@]}"; do
        [ -s "$folder/$id.$ending" ] || fail 4 "$folder/$id.$ending is missing: build NanoDtls.sln in configuration $2 first"
    done
}

# The firmware compares version and checksum with those that it was built with: they come from its own source, and the managed
# half must name the same version.
read_native()
{
    local glue text managed
    glue=$(grep -rl 'g_CLR_AssemblyNative_NanoDtls_Native' "$root/native/interop" --include='*.cpp' 2> /dev/null | head -n 1) || true
    [ -n "$glue" ] || fail 4 "no glue of NanoDtls.Native in native/interop"
    text=$(tr '\n' ' ' < "$glue" | sed -n 's/.*g_CLR_AssemblyNative_NanoDtls_Native *= *{ *"NanoDtls\.Native" *, *\(0x[0-9A-Fa-f]\{8\}\) *, *method_lookup *, *{ *\([0-9]\{1,\}\) *, *\([0-9]\{1,\}\) *, *\([0-9]\{1,\}\) *, *\([0-9]\{1,\}\) *}.*/\1 \2.\3.\4.\5/p')
    [ -n "$text" ] || fail 4 "$glue does not tell checksum and version as { \"NanoDtls.Native\", 0x12345678, method_lookup, { 1, 0, 0, 0 } }"
    native_checksum=${text% *}
    native_version=${text#* }
    managed=$(sed -n 's/^\[assembly: AssemblyNativeVersion("\([0-9.]*\)")\]$/\1/p' "$root/src/NanoDtls.Native/Properties/AssemblyInfo.cs")
    [ "$managed" = "$native_version" ] || fail 4 "native version $native_version of the glue is not $managed of src/NanoDtls.Native/Properties/AssemblyInfo.cs"
}

pack()
{
    local id=$1 configuration=$2 output=$3 version=$4
    local properties=(-p "version=$version" -p "outputs=$configuration")
    if [ "$id" = NanoDtls.Native ]; then
        properties+=(-p "nativeVersion=$native_version" -p "nativeChecksum=$native_checksum")
    fi
    dotnet pack "$root/nuget/$id.nuspec" --output "$output" "${properties[@]}" || fail 6 "dotnet could not pack $id"
    [ -s "$output/$id.$version.nupkg" ] || fail 6 "dotnet left no $output/$id.$version.nupkg"
}

main()
{
    local configuration=Release output=$root/artifacts/packages version id
    local ids=()
    while [ $# -gt 0 ]; do
        case "$1" in
            --configuration) [ $# -ge 2 ] || usage "--configuration needs a name"; configuration=$2; shift 2 ;;
            --output) [ $# -ge 2 ] || usage "--output needs a folder"; output=$2; shift 2 ;;
            -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 0 ;;
            -*) usage "unknown option $1" ;;
            *) [ -f "$root/nuget/$1.nuspec" ] || usage "no package $1"; ids+=("$1"); shift ;;
        esac
    done
    [ ${#ids[@]} -gt 0 ] || ids=(NanoDtls NanoDtls.Coap NanoDtls.Native)
    check_sdk
    version=$(read_version)
    for id in "${ids[@]}"; do
        check_outputs "$id" "$configuration"
        [ "$id" != NanoDtls.Native ] || read_native
    done
    mkdir -p "$output"
    for id in "${ids[@]}"; do
        pack "$id" "$configuration" "$output" "$version"
    done
    printf 'pack: %s of version %s in %s\n' "${ids[*]}" "$version" "$output"
}

main "$@"
