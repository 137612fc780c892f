#!/usr/bin/env bash
# Builds everything and runs every test of NanoDtls on Debian or Ubuntu.
#
#   ./test.sh [--filter EXPRESSION] [--long] [--no-install]
#
#   --filter EXPRESSION  only tests that match, such as 'FullyQualifiedName~OpenSsl'
#   --long               longer fuzz budgets (sets NANODTLS_LONG=1)
#   --no-install         name missing tools instead of installing them
#
# The last line is always "N passed, N failed, N skipped"; a build or a test project that broke
# counts as one failure. The exit code is 0 only when everything built, every test ran and every
# test passed. Results and logs are left in artifacts/test-results.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
exec < /dev/null    # nothing may ever wait for a keyboard

readonly solution=NanoDtls.Desktop.slnx
readonly results="$PWD/artifacts/test-results"
readonly project_limit=600    # seconds that one test project may take
readonly build_options=(-c Release --nologo -v quiet -nodeReuse:false -p:UseSharedCompilation=false)

# Command, header in angle brackets, or file, then the Debian and Ubuntu package that has it.
readonly tools=(
    gcc gcc
    g++ g++
    '<stdio.h>' libc6-dev
    '<openssl/evp.h>' libssl-dev
    '<mbedtls/ssl.h>' libmbedtls-dev
    '<coap3/coap.h>' libcoap3-dev
    cmake cmake
    ninja ninja-build
    valgrind valgrind
    riscv64-unknown-elf-gcc gcc-riscv64-unknown-elf
    /usr/lib/picolibc/riscv64-unknown-elf/include/stdint.h picolibc-riscv64-unknown-elf
    qemu-system-riscv32 qemu-system-misc
    openssl openssl
    gnutls-serv gnutls-bin
    gnutls-cli gnutls-bin
    coap-server-openssl libcoap3-bin
    coap-server-gnutls libcoap3-bin
    coap-client-openssl libcoap3-bin
    tshark tshark
    shellcheck shellcheck
)

passed=0
failed=0
skipped=0
incomplete=0
problems=()

main()
{
    local filter=""
    local install=yes
    while [ $# -gt 0 ]; do
        case "$1" in
            --filter) [ $# -ge 2 ] || usage "--filter needs an expression"; filter="$2"; shift 2 ;;
            --filter=*) filter="${1#*=}"; shift ;;
            --long) export NANODTLS_LONG=1; shift ;;
            --no-install) install=no; shift ;;
            -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' test.sh; exit 0 ;;
            *) usage "unknown option $1" ;;
        esac
    done

    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1
    ensure_tools "$install"
    ensure_sdk
    restore_tools
    build
    rm -rf "$results"
    mkdir -p "$results"
    check_solution

    # Native tests have no names of .NET's: a filter leaves them out.
    [ -n "$filter" ] || run_native

    local project
    while IFS= read -r project; do
        run_project "$project" "$filter"
    done < <(test_projects)

    # The live peers once more, over native crypto; tests of the tests' own tools are not repeated.
    local live='FullyQualifiedName!~HarnessTests&FullyQualifiedName!~ChaosProxyTests'
    [ -z "$filter" ] || live="($filter)&$live"
    NANODTLS_TEST_CRYPTO=HardwareCrypto run_project tests/NanoDtls.Live.Tests/NanoDtls.Live.Tests.csproj "$live" .HardwareCrypto
    if [ $((passed + failed + skipped)) -eq 0 ]; then
        problem "no test ran"
    fi
    finish
}

usage()
{
    problem "$1 (see ./test.sh --help)"
    finish
}

# Remembers what went wrong and counts it as a failure.
problem()
{
    problems+=("$1")
    failed=$((failed + 1))
}

finish()
{
    local line
    if [ ${#problems[@]} -gt 0 ]; then
        printf '\n'
        for line in "${problems[@]}"; do
            printf 'FAILED: %s\n' "$line"
        done
    fi
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" -eq 0 ] && [ "$incomplete" -eq 0 ] && exit 0
    exit 1
}

# Whether a command, a header in angle brackets, or a file by its path is there.
is_installed()
{
    case "$1" in
        '<'*) printf '#include %s\n' "$1" | gcc -E -x c - > /dev/null 2>&1 ;;
        /*) [ -e "$1" ] ;;
        *) command -v "$1" > /dev/null ;;
    esac
}

# Prints the packages whose commands, headers or files are missing.
missing_packages()
{
    local i
    for ((i = 0; i < ${#tools[@]}; i += 2)); do
        is_installed "${tools[i]}" || printf '%s\n' "${tools[i + 1]}"
    done | sort -u
}

ensure_tools()
{
    local packages sudo=()
    mapfile -t packages < <(missing_packages)
    [ ${#packages[@]} -eq 0 ] && return
    if [ "$1" = no ] || ! command -v apt-get > /dev/null; then
        problem "missing packages, install them first: ${packages[*]}"
        finish
    fi
    if [ "$(id -u)" -ne 0 ]; then
        # -n: a password prompt would hang an unattended run.
        if ! command -v sudo > /dev/null || ! sudo -n true 2> /dev/null; then
            problem "missing packages, and neither root nor sudo: apt-get install ${packages[*]}"
            finish
        fi
        sudo=(sudo -n)
    fi
    printf '== installing %s\n' "${packages[*]}"
    "${sudo[@]}" apt-get update -qq
    # tshark asks whether users may capture; the tests read files only, so the answer is no.
    printf 'wireshark-common wireshark-common/install-setuid boolean false\n' \
        | "${sudo[@]}" debconf-set-selections
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${packages[@]}" > /dev/null
    mapfile -t packages < <(missing_packages)
    if [ ${#packages[@]} -gt 0 ]; then
        problem "could not install: ${packages[*]}"
        finish
    fi
}

ensure_sdk()
{
    # global.json names the version; dotnet itself says so when no installed SDK fits it.
    if ! command -v dotnet > /dev/null; then
        problem "the .NET 10 SDK is missing (package dotnet-sdk-10.0, or https://dotnet.microsoft.com)"
        finish
    fi
    if ! dotnet --version > /dev/null 2>&1; then
        problem "no .NET SDK that global.json accepts: install the .NET 10 SDK"
        finish
    fi
}

# PowerShell, which the twins of the shell scripts are tested with.
restore_tools()
{
    local output
    if ! output=$(dotnet tool restore 2>&1); then
        printf '%s\n' "$output"
        problem "dotnet tool restore, which brings PowerShell for the tests of boards/*.ps1"
    fi
}

build()
{
    printf '== building %s\n' "$solution"
    if ! dotnet build "$solution" "${build_options[@]}"; then
        problem "the build of $solution"
        finish
    fi
}

test_projects()
{
    dotnet sln "$solution" list | tr '\\' '/' | grep -E '\.Tests\.csproj$' | sort
}

# A test project outside the solution would never run, and nobody would notice.
check_solution()
{
    local project listed
    listed=$(test_projects)
    for project in tests/*.Tests/*.Tests.csproj; do
        grep -qxF "$project" <<< "$listed" || problem "$project is not in $solution"
    done
}

# Reads one attribute of the counters in a TRX file.
counter()
{
    sed -n "s/.*<Counters.*[[:space:]]$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1
}

# Builds and runs the tests of native/, which CTest counts.
run_native()
{
    local log=$results/native.log counts total not_passed not_run
    local folder=artifacts/native
    printf '\n== native\n'
    if ! { cmake -S native -B "$folder" -G Ninja && cmake --build "$folder"; } > "$log" 2>&1; then
        tail -n 30 "$log"
        problem "the build of native"
        return
    fi
    timeout --kill-after=30 "$project_limit" ctest --test-dir "$folder" --parallel 2 --timeout 300 \
        --output-on-failure --output-log "$log" > /dev/null 2>&1
    counts=$(sed -n 's/^[0-9]*% tests passed, \([0-9]*\) tests failed out of \([0-9]*\)$/\1 \2/p' "$log")
    read -r not_passed total <<< "$counts"
    if [ -z "${total:-}" ] || [ "$total" -eq 0 ]; then
        tail -n 30 "$log"
        problem "native ended without results"
        return
    fi
    # CTest counts a test that was disabled or not run as neither.
    not_run=$(grep -cE '\*\*\*(Skipped|Not Run \(Disabled\))' "$log")
    passed=$((passed + total - not_passed - not_run))
    failed=$((failed + not_passed))
    skipped=$((skipped + not_run))
    printf '%d of %d passed\n' $((total - not_passed - not_run)) "$total"
    while IFS= read -r name; do
        problems+=("native: $name")
    done < <(sed -n 's/^[[:space:]]*[0-9]* - \(.*\) (\(Failed\|Timeout\|Not Run\|SEGFAULT\|Subprocess aborted\|[A-Za-z ]*\))$/\1/p' "$log" | sort -u)
    cat "$folder/tests/rv32/figures.txt"
}

# Runs one test project; the third argument is put behind its name where it runs more than once.
run_project()
{
    local project=$1 filter=$2
    local name assembly trx log code listed total executed not_passed
    name=$(basename "$project" .csproj)
    assembly=$(dirname "$project")/bin/Release/net10.0/$name.dll
    name+=${3:-}
    trx=$results/$name.trx
    log=$results/$name.log
    local arguments=(--progress off --no-ansi --results-directory "$results"
        --report-trx --report-trx-filename "$name.trx")
    [ -n "$filter" ] && arguments+=(--filter "$filter")

    printf '\n== %s\n' "$name"
    timeout --kill-after=30 "$project_limit" dotnet exec "$assembly" "${arguments[@]}" 2>&1 | tee "$log"
    code=${PIPESTATUS[0]}
    if [ "$code" -eq 8 ] && [ -n "$filter" ]; then
        return    # nothing in this project matches the filter
    fi
    if ! grep -qs '<Counters ' "$trx"; then
        problem "$name ended with exit code $code and without results"
        return
    fi
    total=$(counter "$trx" total)
    executed=$(counter "$trx" executed)
    not_passed=$((executed - $(counter "$trx" passed)))
    passed=$((passed + executed - not_passed))
    failed=$((failed + not_passed))
    skipped=$((skipped + total - executed))
    list_failures "$trx"

    if [ -z "$filter" ]; then
        listed=$(dotnet exec "$assembly" --list-tests --no-ansi 2> /dev/null \
            | sed -n 's/^Test discovery summary: found \([0-9]*\) test.*/\1/p')
        if [ -z "$listed" ] || [ "$executed" -lt "$listed" ]; then
            problems+=("$name: only $executed of ${listed:-an unknown number of} tests ran")
            incomplete=1
        fi
    fi
    if [ "$code" -ne 0 ] && [ "$not_passed" -eq 0 ]; then
        problem "$name ended with exit code $code"
    fi
}

list_failures()
{
    local test
    while IFS= read -r test; do
        problems+=("$(basename "$1" .trx): $test")
    done < <(grep -E '<UnitTestResult .*outcome="(Failed|Error|Timeout|Aborted)"' "$1" \
        | sed -n 's/.* testName="\([^"]*\)".*/\1/p' \
        | sed 's/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g')
}

main "$@"
