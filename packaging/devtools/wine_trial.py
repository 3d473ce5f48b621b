"""The Windows installer's script, tried under wine with a stub in the program's place.

It shows what the script does, not what the program does: a Windows that is too old, a new
installation, a disk that is full, an upgrade in place, a program that runs meanwhile, an older
version over a newer one, and a removal that leaves the data.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from devtools.console import Console
from devtools.fresh_root import fresh_root, run_inside
from devtools.layout import ROOT
from devtools.release import NAME

_TOOLS: Final = ("wine", "wine64", "nsis")

# Wine's own command prompt stands for the program: it waits as long as its input is open.
_TRIAL: Final = f"""
export DEBIAN_FRONTEND=noninteractive
apt-get -q update
apt-get -q install -y --no-install-recommends {" ".join(_TOOLS)}
cd /trial
export WINEPREFIX=/trial/prefix WINEDEBUG=-all
wine wineboot -i
local="$WINEPREFIX/drive_c/users/$(id -un)/AppData/Local"
place="$local/Programs/NanoBanana Desktop"
data="$local/NanoBanana Desktop"
key='HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\NanoBananaDesktop'
stub=$(find /usr/lib -path '*x86_64-windows/cmd.exe')

fail() {{ echo "$1"; exit 1; }}
check_version() {{
  [ "$(ls "$place/_internal")" = "of-$1" ] || fail "files of another version than $1"
  wine reg query "$key" /v DisplayVersion | grep -q "$1" || fail "$1 is not registered"
}}

setup() {{
  status=0
  wine "setup-$1.exe" /S || status=$?
  [ $status -eq "$2" ] || fail "status $status instead of $2 of version $1: $3"
}}

for version in 1.0.0 1.1 1.10.0; do
  rm -rf bundle
  mkdir -p bundle/_internal
  cp "$stub" bundle/{NAME}.exe
  touch "bundle/_internal/of-$version"
  if [ $version = 1.10.0 ]; then head -c 16M /dev/urandom >bundle/_internal/large; fi
  makensis -V2 -WX -DVERSION=$version -DFOUR_NUMBERS=1.0.0.0 -DBUNDLE=/trial/bundle \\
    -DICON=/trial/app.ico -DOUTPUT=/trial/setup-$version.exe installer.nsi
done

wine reg add 'HKCU\\Software\\Wine' /v Version /d win81 /f
setup 1.0.0 3 "Windows is too old"
[ ! -e "$place" ] || fail "a Windows that is too old has got files"
wine reg add 'HKCU\\Software\\Wine' /v Version /d win10 /f

mkdir -p "$place"
mount -t tmpfs -o size=8m tmpfs "$place"
setup 1.0.0 0 "new"
setup 1.10.0 2 "the disk is full"
check_version 1.0.0
ls "$place" >left
grep -q 'new$' left && fail "half a version is left behind"
wineserver -w
umount "$place"

setup 1.0.0 0 "new"
check_version 1.0.0
mkdir -p "$data"
echo kept >"$data/history.sqlite"

mkfifo held
wine "$place/{NAME}.exe" /c pause <held >started &
exec 3>held
until grep -q . started; do sleep 0.1; done
setup 1.1 2 "the program runs"
check_version 1.0.0
exec 3>&-
wait

# What is in the way of the old files stands for old files that cannot be moved.
touch "$place/_internal.old"
setup 1.1 5 "the old files cannot be moved"
check_version 1.0.0
rm "$place/_internal.old"
mkdir "$place/{NAME}.exe.old"
setup 1.1 5 "the old program cannot be moved"
check_version 1.0.0
[ -f "$place/{NAME}.exe" ] || fail "the old program is gone"
rmdir "$place/{NAME}.exe.old"

setup 1.1 0 "newer"
check_version 1.1
setup 1.0.0 4 "older"
check_version 1.1
setup 1.1 0 "the same again"
check_version 1.1
setup 1.10.0 0 "newer by number, not by letter"
[ -e "$place/_internal/of-1.10.0" ] || fail "1.10.0 is not installed"
setup 1.1 4 "older by number, not by letter"

wine "$place/uninstall.exe" /S
wineserver -w
[ ! -e "$place" ] || fail "the program's folder is left behind"
[ -z "$(find "$WINEPREFIX" -name 'NanoBanana*.lnk')" ] || fail "a shortcut is left behind"
if wine reg query "$key"; then fail "the registration is left behind"; fi
grep -q kept "$data/history.sqlite"

# As the build tries the installer: in a folder it is told, and removed while that is waited for.
elsewhere="$WINEPREFIX/drive_c/for a trial"
wine setup-1.1.exe /S '/D=C:\\for' a trial
[ -f "$elsewhere/{NAME}.exe" ] || fail "the installer did not take the folder it was told"
wine "$elsewhere/uninstall.exe" /S '_?=C:\\for' a trial
[ "$(ls "$elsewhere")" = uninstall.exe ] || fail "not only the uninstaller is left"
"""


def try_installer(console: Console, icon: Path, work: Path) -> None:
    """Raises KnownError or CommandError at the first thing that is not as it must be."""
    with (
        fresh_root(console, work) as root,
        console.step("installer", "for Windows: new, in use, upgraded, refused, removed"),
    ):
        trial = root / "trial"
        trial.mkdir()
        shutil.copyfile(ROOT / "packaging" / "windows" / "installer.nsi", trial / "installer.nsi")
        shutil.copyfile(icon, trial / "app.ico")
        run_inside(console, root, _TRIAL)
