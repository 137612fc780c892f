#!/usr/bin/env bash
# Builds nanoFramework firmware for a board with the native half of NanoDtls.Native in it.
#
#   boards/build-firmware.sh TARGET [--interpreter DIR] [--ref REF] [--clean]
#
#   TARGET             a folder of boards/, which is also the name of the CMake preset
#   --interpreter DIR  the sources of the interpreter, default ../nf-interpreter; cloned when missing
#   --ref REF          branch or tag to clone, default main: the sources of stock firmware
#   --clean            configure from nothing
#
# Run it in the interpreter's own container for ESP32, which has ESP-IDF and the compilers. Exit codes:
# 0 done, 2 bad command line, 3 a tool is missing, 4 sources are missing or unfit, 6 a step failed.
set -euo pipefail

boards=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$boards")
readonly boards root
readonly native="$root/native"
readonly parts=(include src backends interop)
readonly assembly="NanoDtls.Native"
readonly repository="https://github.com/nanoframework/nf-interpreter.git"
readonly least_cmake=3.23    # presets of version 4 with include

fail()
{
    printf 'build-firmware: %s\n' "$2" >&2
    exit "$1"
}

usage()
{
    printf 'build-firmware: %s\n\n' "$1" >&2
    sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}" >&2
    exit 2
}

check_target()
{
    if [ ! -f "$boards/$1/README.md" ]; then
        local folder
        printf 'build-firmware: no target %s; there are:\n' "$1" >&2
        for folder in "$boards"/*/; do
            printf '  %s\n' "$(basename "$folder")" >&2
        done
        exit 2
    fi
}

check_tools()
{
    local tool version
    for tool in git cmake ninja; do
        command -v "$tool" > /dev/null \
            || fail 3 "$tool is missing: run this in the container of nf-interpreter (Reopen in Container, the one for ESP32)"
    done
    version=$(cmake --version | sed -n 's/^cmake version \([0-9.]*\).*/\1/p')
    [ -n "$version" ] || fail 3 "cmake does not tell its version"
    if [ "$(printf '%s\n%s\n' "$least_cmake" "$version" | sort -V | head -n 1)" != "$least_cmake" ]; then
        fail 3 "cmake $version is too old for the presets: $least_cmake or later"
    fi
    [ -n "${IDF_PATH:-}" ] || fail 3 "IDF_PATH is not set: run this in the container, or export it after installing ESP-IDF"
    [ -d "$IDF_PATH" ] || fail 3 "IDF_PATH names no folder: $IDF_PATH"
}

check_native()
{
    local part
    for part in "${parts[@]}" "interop/FindINTEROP-$assembly.cmake"; do
        [ -e "$native/$part" ] || fail 4 "no native sources: $native/$part is missing; is the clone of NanoDtls complete?"
    done
}

get_interpreter()
{
    local folder=$1 ref=$2
    if [ ! -e "$folder" ]; then
        printf '+ git clone --depth 1 --branch %s %s %s\n' "$ref" "$repository" "$folder"
        git clone --depth 1 --branch "$ref" "$repository" "$folder" || fail 6 "git could not clone $repository at $ref"
    fi
    [ -f "$folder/CMakePresets.json" ] || fail 4 "$folder is not the interpreter: CMakePresets.json is missing"
    [ -d "$folder/CMake/Modules" ] || fail 4 "$folder is not the interpreter: CMake/Modules is missing"
}

# The user's own presets are ignored by git there, and the presets of the targets include them.
copy_presets()
{
    local template copy
    for template in "$1"/config/user-*.TEMPLATE*; do
        [ -e "$template" ] || fail 4 "no templates in $1/config: is the interpreter's clone complete?"
        copy=${template/.TEMPLATE/}
        if [ ! -e "$copy" ]; then
            cp "$template" "$copy"
            printf 'made %s\n' "$copy"
        fi
    done
}

check_preset()
{
    ( cd "$1" && cmake --list-presets ) | grep -Fq "\"$2\"" \
        || fail 4 "the interpreter in $1 has no preset $2; its presets: cmake --list-presets"
}

# The module looks for the folders of native/ where the interpreter keeps interop assemblies.
copy_native()
{
    local to=$1/InteropAssemblies/$assembly part
    rm -rf "$to"
    mkdir -p "$to"
    for part in "${parts[@]}"; do
        cp -R "$native/$part" "$to/"
    done
    cp "$native/interop/FindINTEROP-$assembly.cmake" "$1/CMake/Modules/"
}

build()
{
    local folder=$1 target=$2
    (
        cd "$folder"
        printf '+ cmake --preset %s -DNF_INTEROP_ASSEMBLIES=%s\n' "$target" "$assembly"
        cmake --preset "$target" "-DNF_INTEROP_ASSEMBLIES=$assembly"
    ) || fail 6 "configuring failed; the lines above say why"
    (
        cd "$folder"
        printf '+ cmake --build --preset %s\n' "$target"
        cmake --build --preset "$target"
    ) || fail 6 "building failed; the lines above say why"
    [ -s "$folder/build/nanoCLR.bin" ] || fail 6 "the build left no $folder/build/nanoCLR.bin"
}

main()
{
    local target="" interpreter="$root/../nf-interpreter" ref=main clean=no
    while [ $# -gt 0 ]; do
        case "$1" in
            --interpreter) [ $# -ge 2 ] || usage "--interpreter needs a folder"; interpreter=$2; shift 2 ;;
            --ref) [ $# -ge 2 ] || usage "--ref needs a branch or tag"; ref=$2; shift 2 ;;
            --clean) clean=yes; shift ;;
            -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 0 ;;
            -*) usage "unknown option $1" ;;
            *) [ -z "$target" ] || usage "one target at a time"; target=$1; shift ;;
        esac
    done
    [ -n "$target" ] || usage "which target?"
    check_target "$target"
    check_native
    check_tools
    get_interpreter "$interpreter" "$ref"
    interpreter=$(cd "$interpreter" && pwd)
    copy_presets "$interpreter"
    check_preset "$interpreter" "$target"
    copy_native "$interpreter"
    [ "$clean" = no ] || rm -rf "$interpreter/build"
    build "$interpreter" "$target"
    printf 'build-firmware: %s\nflash it: boards/flash.sh firmware %s PORT %s\n' "$interpreter/build/nanoCLR.bin" "$target" "$interpreter/build/nanoCLR.bin"
}

main "$@"
