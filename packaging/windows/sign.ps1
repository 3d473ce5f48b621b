# sign.ps1 FILE: signs it by the certificate in the environment, which is a file meanwhile only.
param([Parameter(Mandatory)] [string] $File)
$ErrorActionPreference = 'Stop'

foreach ($name in 'CERTIFICATE', 'CERTIFICATE_PASSWORD', 'TIMESTAMP_SERVER') {
  if (-not [Environment]::GetEnvironmentVariable($name)) { throw "$name is not set." }
}
$signtool = Get-ChildItem "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe" |
  Sort-Object FullName | Select-Object -Last 1
if (-not $signtool) { throw 'signtool.exe was not found.' }

$store = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName() + '.pfx')
try {
  [IO.File]::WriteAllBytes($store, [Convert]::FromBase64String($env:CERTIFICATE))
  & $signtool.FullName sign /fd sha256 /td sha256 /tr $env:TIMESTAMP_SERVER `
    /f $store /p $env:CERTIFICATE_PASSWORD $File
  $status = $LASTEXITCODE
} finally {
  Remove-Item -Force -ErrorAction SilentlyContinue $store
}
exit $status
