<#
.SYNOPSIS
Builds nanoFramework firmware for a board with the native half of NanoDtls.Native in it.

.DESCRIPTION
  boards/build-firmware.ps1 TARGET [--interpreter DIR] [--ref REF] [--clean]

  TARGET             a folder of boards/, which is also the name of the CMake preset
  --interpreter DIR  the sources of the interpreter, default ../nf-interpreter; cloned when missing
  --ref REF          branch or tag to clone, default main: the sources of stock firmware
  --clean            configure from nothing

Run it where ESP-IDF and its compilers are: the interpreter's own container for ESP32 has them. Exit codes:
0 done, 2 bad command line, 3 a tool is missing, 4 sources are missing or unfit, 6 a step failed.
The twin of build-firmware.sh: the same checks, words and codes.
#>
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$boards = $PSScriptRoot
$root = Split-Path $boards
$native = "$root/native"
$parts = @('include', 'src', 'backends', 'interop')
$assembly = 'NanoDtls.Native'
$repository = 'https://github.com/nanoframework/nf-interpreter.git'
$leastCmake = [version] '3.23'    # presets of version 4 with include

function Stop-With([int] $code, [string] $message) {
    [Console]::Error.WriteLine("build-firmware: $message")
    exit $code
}

function Get-Usage {
    $text = (Get-Content -Raw $PSCommandPath) -replace "`r", ''
    return ($text -split '#>')[0] -replace '<#\n', ''
}

function Stop-WithUsage([string] $message) {
    [Console]::Error.WriteLine("build-firmware: $message`n")
    [Console]::Error.WriteLine((Get-Usage))
    exit 2
}

function Test-Target([string] $target) {
    if (-not (Test-Path -PathType Leaf (Join-Path (Join-Path $boards $target) 'README.md'))) {
        [Console]::Error.WriteLine("build-firmware: no target $target; there are:")
        Get-ChildItem -Directory $boards | ForEach-Object { [Console]::Error.WriteLine("  $($_.Name)") }
        exit 2
    }
}

function Test-Tools {
    foreach ($tool in 'git', 'cmake', 'ninja') {
        if (-not (Get-Command $tool -CommandType Application -ErrorAction SilentlyContinue)) {
            Stop-With 3 "$tool is missing: run this in the container of nf-interpreter (Reopen in Container, the one for ESP32)"
        }
    }
    $output = (& cmake --version | Out-String)
    if ($output -notmatch '(?m)^cmake version (\d+\.\d+)') { Stop-With 3 'cmake does not tell its version' }
    if ([version] $Matches[1] -lt $leastCmake) { Stop-With 3 "cmake $($Matches[1]) is too old for the presets: $leastCmake or later" }
    if (-not $env:IDF_PATH) { Stop-With 3 'IDF_PATH is not set: run this in the container, or export it after installing ESP-IDF' }
    if (-not (Test-Path -PathType Container $env:IDF_PATH)) { Stop-With 3 "IDF_PATH names no folder: $env:IDF_PATH" }
}

function Test-Native {
    foreach ($part in $parts + "interop/FindINTEROP-$assembly.cmake") {
        if (-not (Test-Path "$native/$part")) { Stop-With 4 "no native sources: $native/$part is missing; is the clone of NanoDtls complete?" }
    }
}

function Get-Interpreter([string] $folder, [string] $ref) {
    if (-not (Test-Path $folder)) {
        Write-Output "+ git clone --depth 1 --branch $ref $repository $folder"
        & git clone --depth 1 --branch $ref $repository $folder
        if ($LASTEXITCODE -ne 0) { Stop-With 6 "git could not clone $repository at $ref" }
    }
    if (-not (Test-Path (Join-Path $folder 'CMakePresets.json'))) { Stop-With 4 "$folder is not the interpreter: CMakePresets.json is missing" }
    if (-not (Test-Path (Join-Path $folder 'CMake/Modules'))) { Stop-With 4 "$folder is not the interpreter: CMake/Modules is missing" }
}

# The user's own presets are ignored by git there, and the presets of the targets include them.
function Copy-Presets([string] $folder) {
    $templates = @(Get-ChildItem (Join-Path $folder 'config') -Filter 'user-*.TEMPLATE*' -ErrorAction SilentlyContinue)
    if ($templates.Count -eq 0) { Stop-With 4 "no templates in $folder/config: is the interpreter's clone complete?" }
    foreach ($template in $templates) {
        $copy = Join-Path $template.DirectoryName ($template.Name -replace '\.TEMPLATE', '')
        if (-not (Test-Path $copy)) {
            Copy-Item $template.FullName $copy
            Write-Output "made $copy"
        }
    }
}

function Invoke-In([string] $folder, [string[]] $words) {
    Push-Location $folder
    try { & cmake @words } finally { Pop-Location }
}

# The module looks for the folders of native/ where the interpreter keeps interop assemblies.
function Copy-Native([string] $folder) {
    $to = Join-Path (Join-Path $folder 'InteropAssemblies') $assembly
    if (Test-Path $to) { Remove-Item -Recurse -Force $to }
    New-Item -ItemType Directory -Force $to | Out-Null
    foreach ($part in $parts) { Copy-Item -Recurse "$native/$part" $to }
    Copy-Item "$native/interop/FindINTEROP-$assembly.cmake" (Join-Path $folder 'CMake/Modules')
}

$target = ''
$interpreter = Join-Path (Split-Path $root) 'nf-interpreter'
$ref = 'main'
$clean = $false
for ($i = 0; $i -lt $args.Count; $i++) {
    $word = [string] $args[$i]
    if ($word -eq '--interpreter') {
        if ($i + 1 -ge $args.Count) { Stop-WithUsage '--interpreter needs a folder' }
        $i++
        $interpreter = [string] $args[$i]
    }
    elseif ($word -eq '--ref') {
        if ($i + 1 -ge $args.Count) { Stop-WithUsage '--ref needs a branch or tag' }
        $i++
        $ref = [string] $args[$i]
    }
    elseif ($word -eq '--clean') { $clean = $true }
    elseif ($word -in '-h', '--help', '-?') { Write-Output (Get-Usage); exit 0 }
    elseif ($word.StartsWith('-')) { Stop-WithUsage "unknown option $word" }
    elseif ($target -ne '') { Stop-WithUsage 'one target at a time' }
    else { $target = $word }
}

if ($target -eq '') { Stop-WithUsage 'which target?' }
Test-Target $target
Test-Native
Test-Tools
Get-Interpreter $interpreter $ref
$interpreter = (Resolve-Path $interpreter).Path
Copy-Presets $interpreter
$presets = (Invoke-In $interpreter @('--list-presets') | Out-String)
if (-not $presets.Contains("`"$target`"")) { Stop-With 4 "the interpreter in $interpreter has no preset ${target}; its presets: cmake --list-presets" }
Copy-Native $interpreter
$build = Join-Path $interpreter 'build'
if ($clean -and (Test-Path $build)) { Remove-Item -Recurse -Force $build }
Write-Output "+ cmake --preset $target -DNF_INTEROP_ASSEMBLIES=$assembly"
Invoke-In $interpreter @('--preset', $target, "-DNF_INTEROP_ASSEMBLIES=$assembly")
if ($LASTEXITCODE -ne 0) { Stop-With 6 'configuring failed; the lines above say why' }
Write-Output "+ cmake --build --preset $target"
Invoke-In $interpreter @('--build', '--preset', $target)
if ($LASTEXITCODE -ne 0) { Stop-With 6 'building failed; the lines above say why' }
$image = Join-Path $build 'nanoCLR.bin'
if (-not (Test-Path $image) -or (Get-Item $image).Length -eq 0) { Stop-With 6 "the build left no $image" }
Write-Output "build-firmware: $image"
Write-Output "flash it: boards/flash.ps1 firmware $target PORT $image"
exit 0
