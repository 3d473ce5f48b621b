"""What is made for Windows from the built folder: an installer for one person, and a zip."""

from __future__ import annotations

import os
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from devtools.console import Console, KnownError
from devtools.layout import ROOT
from devtools.linux_tree import walk
from devtools.release import NAME, Release, four_numbers, leave_out

SCRIPT: Final = ROOT / "packaging" / "windows" / "installer.nsi"


def make(console: Console, bundle: Path, art: Path, target: Path, release: Release) -> list[Path]:
    """The artefacts; without makensis the zip alone, see `leave_out`."""
    made = [make_zip(console, bundle, target, release)]
    if shutil.which("makensis"):
        made.append(make_installer(console, bundle, art, target, release))
    else:
        leave_out(console, "installer", ["makensis"])
    return made


def sign(console: Console, executable: Path) -> None:
    """By the command in the variable SIGN_COMMAND: words without quotes, before the file's name."""
    command = _sign_command()
    if not command:
        console.line("sign", "left out: no command is set in the environment")
        return
    with console.step("sign", executable.name):
        console.run([*command.split(), executable])


def _sign_command() -> str:
    return os.environ.get("SIGN_COMMAND", "").strip()


def make_zip(console: Console, bundle: Path, target: Path, release: Release) -> Path:
    """One folder that runs from wherever it is unpacked."""
    archive = target / release.file_name("-portable.zip")
    moment = datetime.fromtimestamp(release.epoch, UTC).timetuple()[:6]
    with (
        console.step("zip", archive.name),
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
    ):
        for path in walk(bundle):
            if path.is_file():
                name = (Path(NAME) / path.relative_to(bundle)).as_posix()
                info = zipfile.ZipInfo(name, moment)
                info.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(info, path.read_bytes())
    return archive


def make_installer(
    console: Console, bundle: Path, art: Path, target: Path, release: Release
) -> Path:
    """Compile the installer; makensis runs on every system.

    With a SIGN_COMMAND makensis has the installer and its uninstaller signed by it.
    """
    known = {"_internal", f"{NAME}.exe"}
    strange = sorted(path.name for path in bundle.iterdir() if path.name not in known)
    if strange:
        raise KnownError(f"The installer does not know what to do with {', '.join(strange)}.")
    installer = target / release.file_name("-setup.exe")
    values = {
        "VERSION": release.version,
        "FOUR_NUMBERS": four_numbers(release.version),
        "BUNDLE": bundle,
        "ICON": art / f"{NAME}.ico",
        "OUTPUT": installer,
    }
    if _sign_command():
        values["SIGN_COMMAND"] = _sign_command()
    defines = [f"-D{name}={value}" for name, value in values.items()]
    with console.step("installer", installer.name):
        console.run(["makensis", "-V2", "-WX", *defines, SCRIPT])
    return installer
