#!/usr/bin/env bash
# Puts firmware, configuration and program on a board with nanoff, after checking what it needs.
#
#   boards/flash.sh firmware TARGET PORT [CLRFILE]   stock firmware, or firmware that build-firmware.sh built
#   boards/flash.sh config   TARGET PORT FILE        the configuration file of samples/SensorNode
#   boards/flash.sh app      TARGET PORT [IMAGE]     the program; SensorNode as last built when no image is named
#   boards/flash.sh details  TARGET PORT             what is on the board
#
# TARGET is a folder of boards/, PORT such as /dev/ttyUSB0 or COM3. Exit codes: 0 done, 2 bad command line,
# 3 a tool is missing, 4 a file is missing or unfit, 5 the port cannot be used, 6 nanoff failed.
set -euo pipefail

boards=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly boards
readonly application="SensorNode"
list=""

fail()
{
    printf 'flash: %s\n' "$2" >&2
    exit "$1"
}

usage()
{
    printf 'flash: %s\n\n' "$1" >&2
    sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}" >&2
    exit 2
}

check_target()
{
    if [ ! -f "$boards/$1/README.md" ]; then
        local folder
        printf 'flash: no target %s; there are:\n' "$1" >&2
        for folder in "$boards"/*/; do
            printf '  %s\n' "$(basename "$folder")" >&2
        done
        exit 2
    fi
}

check_nanoff()
{
    command -v nanoff > /dev/null && return
    if [ -x "${HOME:-}/.dotnet/tools/nanoff" ]; then
        fail 3 "nanoff is installed but not on the PATH: export PATH=\"\$PATH:\$HOME/.dotnet/tools\""
    fi
    fail 3 "nanoff is missing: dotnet tool install -g nanoff"
}

# Version 3 of nanoff takes verbs, version 2 options.
nanoff_major()
{
    local output major
    output=$(nanoff --version 2>&1) || true
    major=$(printf '%s\n' "$output" | sed -n 's/.*[^0-9.]v\{0,1\}\([0-9]\{1,\}\)\.[0-9].*/\1/p' | head -n 1)
    if [ -z "$major" ]; then
        major=$(printf '%s\n' "$output" | sed -n 's/^v\{0,1\}\([0-9]\{1,\}\)\.[0-9].*/\1/p' | head -n 1)
    fi
    [ -n "$major" ] || fail 3 "nanoff does not tell its version: $output"
    [ "$major" -ge 2 ] || fail 3 "nanoff $major is too old: dotnet tool update -g nanoff"
    printf '%s\n' "$major"
}

check_port()
{
    case "$1" in
        COM[0-9]*) return ;;
    esac
    [ -e "$1" ] || fail 5 "no port $1: is the board plugged in, with a cable that carries data? nanoff can list the ports"
    if [ ! -r "$1" ] || [ ! -w "$1" ]; then
        fail 5 "no permission for $1: sudo usermod -aG dialout \"\$USER\", then log in again"
    fi
}

check_file()
{
    [ -f "$1" ] || fail 4 "no file $1"
    [ -s "$1" ] || fail 4 "$1 is empty"
}

# What the node itself would refuse, as far as a shell can tell.
check_configuration()
{
    local key value
    check_file "$1"
    for key in server psk-identity psk-key; do
        value=$(sed -n "s/^[[:space:]]*${key}[[:space:]]*=[[:space:]]*//p" "$1" | tr -d '\r' | head -n 1)
        [ -n "$value" ] || fail 4 "$1: $key has no value"
    done
    if ! printf '%s' "$value" | grep -Eq '^([0-9A-Fa-f]{2}){16,64}$'; then
        fail 4 "$1: psk-key is not 32 to 128 hexadecimal digits: openssl rand -hex 16 makes one"
    fi
    if grep -Eq '^[[:space:]]*wifi-(ssid|password)[[:space:]]*=[[:space:]]*your-' "$1"; then
        fail 4 "$1: wifi-ssid and wifi-password are still those of the template"
    fi
}

run()
{
    printf '+ %s\n' "$*"
    "$@" || fail 6 "nanoff failed with exit code $?; hold the BOOT button while it connects, close serial monitors, try again"
}

flash_firmware()
{
    local major=$1 target=$2 port=$3 clr=$4
    if [ "$major" -ge 3 ]; then
        run nanoff flash target "$target" serialport "$port" ${clr:+image "$clr"}
    else
        run nanoff --update --target "$target" --serialport "$port" ${clr:+--clrfile "$clr"}
    fi
}

deploy_application()
{
    local major=$1 port=$2 image=$3
    if [ "$major" -ge 3 ]; then
        run nanoff deploy serialport "$port" image "$image"
    else
        run nanoff --nanodevice --deploy --serialport "$port" --image "$image"
    fi
}

# Quotes a path for JSON.
json()
{
    printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g'
}

deploy_configuration()
{
    local major=$1 port=$2 file=$3
    list=$(mktemp "${TMPDIR:-/tmp}/nanodtls-files.XXXXXX")
    trap 'rm -f "$list"' EXIT
    printf '{ "Files": [ { "DestinationFilePath": "I:\\\\sensor-node.conf", "SourceFilePath": "%s" } ] }\n' "$(json "$file")" > "$list"
    if [ "$major" -ge 3 ]; then
        run nanoff deploy serialport "$port" file "$list"
    else
        run nanoff --filedeployment "$list" --serialport "$port"
    fi
}

show_details()
{
    local major=$1 port=$2
    if [ "$major" -ge 3 ]; then
        run nanoff details serialport "$port"
    else
        run nanoff --nanodevice --devicedetails --serialport "$port"
    fi
}

# The newest image of the sample: a Release build, a Debug build, or what the VS Code extension leaves.
find_application()
{
    local root newest
    root=$(dirname "$boards")
    newest=$(find "$root/samples/$application/bin" "$root/OutputDir" -name "$application.bin" -type f -exec ls -t {} + 2> /dev/null | head -n 1) || true
    [ -n "$newest" ] || fail 4 "no $application.bin: build NanoDtls.sln first (VS Code: nanoFramework: Build Project)"
    printf '%s\n' "$newest"
}

absolute()
{
    case "$1" in
        /* | [A-Za-z]:*) printf '%s\n' "$1" ;;
        *) printf '%s/%s\n' "$PWD" "$1" ;;
    esac
}

main()
{
    case "${1:-}" in
        -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 0 ;;
        firmware | config | app | details) ;;
        "") usage "what to do?" ;;
        *) usage "unknown command $1" ;;
    esac
    [ $# -ge 3 ] || usage "$1 needs TARGET and PORT"
    [ $# -le 4 ] || usage "too many words"
    local command=$1 target=$2 port=$3 file=${4:-} major
    check_target "$target"
    case "$command" in
        firmware) [ -z "$file" ] || check_file "$file" ;;
        config) [ -n "$file" ] || usage "config needs FILE"; check_configuration "$file" ;;
        app) [ -n "$file" ] || file=$(find_application); check_file "$file" ;;
        details) [ -z "$file" ] || usage "details takes no file" ;;
    esac
    check_nanoff
    major=$(nanoff_major)
    check_port "$port"
    case "$command" in
        firmware) flash_firmware "$major" "$target" "$port" "$file" ;;
        config) deploy_configuration "$major" "$port" "$(absolute "$file")" ;;
        app) deploy_application "$major" "$port" "$(absolute "$file")" ;;
        details) show_details "$major" "$port" ;;
    esac
    printf 'flash: %s done\n' "$command"
}

main "$@"
