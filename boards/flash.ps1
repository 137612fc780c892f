<#
.SYNOPSIS
Puts firmware, configuration and program on a board with nanoff, after checking what it needs.

.DESCRIPTION
  boards/flash.ps1 firmware TARGET PORT [CLRFILE]   stock firmware, or firmware that build-firmware built
  boards/flash.ps1 config   TARGET PORT FILE        the configuration file of samples/SensorNode
  boards/flash.ps1 app      TARGET PORT [IMAGE]     the program; SensorNode as last built when no image is named
  boards/flash.ps1 details  TARGET PORT             what is on the board

TARGET is a folder of boards/, PORT such as COM3 or /dev/ttyUSB0. Exit codes: 0 done, 2 bad command line,
3 a tool is missing, 4 a file is missing or unfit, 5 the port cannot be used, 6 nanoff failed.
The twin of flash.sh: the same checks, words and codes.
#>
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$boards = $PSScriptRoot
$application = 'SensorNode'

function Stop-With([int] $code, [string] $message) {
    [Console]::Error.WriteLine("flash: $message")
    exit $code
}

function Get-Usage {
    $text = (Get-Content -Raw $PSCommandPath) -replace "`r", ''
    return ($text -split '#>')[0] -replace '<#\n', ''
}

function Stop-WithUsage([string] $message) {
    [Console]::Error.WriteLine("flash: $message`n")
    [Console]::Error.WriteLine((Get-Usage))
    exit 2
}

function Test-Target([string] $target) {
    if (-not (Test-Path -PathType Leaf (Join-Path (Join-Path $boards $target) 'README.md'))) {
        [Console]::Error.WriteLine("flash: no target $target; there are:")
        Get-ChildItem -Directory $boards | ForEach-Object { [Console]::Error.WriteLine("  $($_.Name)") }
        exit 2
    }
}

function Test-Nanoff {
    if (Get-Command nanoff -CommandType Application -ErrorAction SilentlyContinue) { return }
    $tools = Join-Path (Join-Path $HOME '.dotnet') 'tools'
    if ((Test-Path (Join-Path $tools 'nanoff')) -or (Test-Path (Join-Path $tools 'nanoff.exe'))) {
        Stop-With 3 "nanoff is installed but not on the PATH: add $tools to it"
    }
    Stop-With 3 'nanoff is missing: dotnet tool install -g nanoff'
}

# Version 3 of nanoff takes verbs, version 2 options.
function Get-NanoffMajor {
    $ErrorActionPreference = 'Continue'    # what it writes to the error stream is no reason to stop
    $output = (& nanoff --version 2>&1 | Out-String).Trim()
    if ($output -notmatch '(?m)(^|[^0-9.])v?(\d+)\.\d') { Stop-With 3 "nanoff does not tell its version: $output" }
    $major = [int] $Matches[2]
    if ($major -lt 2) { Stop-With 3 "nanoff $major is too old: dotnet tool update -g nanoff" }
    return $major
}

function Test-Port([string] $port) {
    if ($port -match '^COM\d') { return }
    if (-not (Test-Path $port)) { Stop-With 5 "no port ${port}: is the board plugged in, with a cable that carries data? nanoff can list the ports" }
}

function Test-File([string] $file) {
    if (-not (Test-Path -PathType Leaf $file)) { Stop-With 4 "no file $file" }
    if ((Get-Item $file).Length -eq 0) { Stop-With 4 "$file is empty" }
}

# What the node itself would refuse, as far as a script can tell.
function Test-Configuration([string] $file) {
    Test-File $file
    $text = Get-Content -Raw $file
    $value = ''
    foreach ($key in 'server', 'psk-identity', 'psk-key') {
        $value = ''
        if ($text -match "(?m)^[ \t]*$key[ \t]*=[ \t]*([^\r\n]*)") { $value = $Matches[1].Trim() }
        if ($value -eq '') { Stop-With 4 "${file}: $key has no value" }
    }
    if ($value -notmatch '^([0-9A-Fa-f]{2}){16,64}$') {
        Stop-With 4 "${file}: psk-key is not 32 to 128 hexadecimal digits: openssl rand -hex 16 makes one"
    }
    if ($text -match '(?m)^[ \t]*wifi-(ssid|password)[ \t]*=[ \t]*your-') {
        Stop-With 4 "${file}: wifi-ssid and wifi-password are still those of the template"
    }
}

function Invoke-Nanoff([string[]] $words) {
    Write-Output "+ nanoff $words"
    & nanoff @words
    if ($LASTEXITCODE -ne 0) {
        Stop-With 6 "nanoff failed with exit code ${LASTEXITCODE}; hold the BOOT button while it connects, close serial monitors, try again"
    }
}

# The newest image of the sample: a Release build, a Debug build, or what the VS Code extension leaves.
function Find-Application {
    $root = Split-Path $boards
    $folders = @((Join-Path $root "samples/$application/bin"), (Join-Path $root 'OutputDir')) | Where-Object { Test-Path $_ }
    $images = @($folders | ForEach-Object { Get-ChildItem -Recurse -File -Filter "$application.bin" $_ } | Sort-Object LastWriteTime -Descending)
    if ($images.Count -eq 0) { Stop-With 4 "no $application.bin: build NanoDtls.sln first (VS Code: nanoFramework: Build Project)" }
    return $images[0].FullName
}

if ($args.Count -eq 0) { Stop-WithUsage 'what to do?' }
if ($args[0] -in '-h', '--help', '-?') { Write-Output (Get-Usage); exit 0 }
$command = [string] $args[0]
if ($command -notin 'firmware', 'config', 'app', 'details') { Stop-WithUsage "unknown command $command" }
if ($args.Count -lt 3) { Stop-WithUsage "$command needs TARGET and PORT" }
if ($args.Count -gt 4) { Stop-WithUsage 'too many words' }
$target = [string] $args[1]
$port = [string] $args[2]
$file = ''
if ($args.Count -eq 4) { $file = [string] $args[3] }

Test-Target $target
switch ($command) {
    'firmware' { if ($file -ne '') { Test-File $file } }
    'config' { if ($file -eq '') { Stop-WithUsage 'config needs FILE' }; Test-Configuration $file }
    'app' { if ($file -eq '') { $file = Find-Application }; Test-File $file }
    'details' { if ($file -ne '') { Stop-WithUsage 'details takes no file' } }
}
Test-Nanoff
$major = Get-NanoffMajor
Test-Port $port
if ($file -ne '') { $file = (Resolve-Path $file).Path }

switch ($command) {
    'firmware' {
        if ($major -ge 3) {
            $words = @('flash', 'target', $target, 'serialport', $port)
            if ($file -ne '') { $words += @('image', $file) }
        }
        else {
            $words = @('--update', '--target', $target, '--serialport', $port)
            if ($file -ne '') { $words += @('--clrfile', $file) }
        }
        Invoke-Nanoff $words
    }
    'config' {
        $list = [IO.Path]::GetTempFileName()
        try {
            $entry = @{ DestinationFilePath = 'I:\sensor-node.conf'; SourceFilePath = $file }
            [IO.File]::WriteAllText($list, (ConvertTo-Json -Compress -Depth 3 @{ Files = @($entry) }))
            if ($major -ge 3) { Invoke-Nanoff @('deploy', 'serialport', $port, 'file', $list) }
            else { Invoke-Nanoff @('--filedeployment', $list, '--serialport', $port) }
        }
        finally {
            Remove-Item $list -ErrorAction SilentlyContinue
        }
    }
    'app' {
        if ($major -ge 3) { Invoke-Nanoff @('deploy', 'serialport', $port, 'image', $file) }
        else { Invoke-Nanoff @('--nanodevice', '--deploy', '--serialport', $port, '--image', $file) }
    }
    'details' {
        if ($major -ge 3) { Invoke-Nanoff @('details', 'serialport', $port) }
        else { Invoke-Nanoff @('--nanodevice', '--devicedetails', '--serialport', $port) }
    }
}
Write-Output "flash: $command done"
exit 0
