"""What is made for Windows from the built folder: an installer for one person, and a zip."""

from __future__ import annotations

import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from devtools.console import Console
from devtools.layout import ROOT
from devtools.linux_tree import walk
from devtools.release import NAME, Release

SCRIPT: Final = ROOT / "packaging" / "windows" / "installer.nsi"


def make(console: Console, bundle: Path, art: Path, target: Path, release: Release) -> list[Path]:
    """The artefacts; without makensis the zip alone, which is said."""
    made = [make_zip(console, bundle, target, release)]
    if shutil.which("makensis"):
        made.append(make_installer(console, bundle, art, target, release))
    else:
        console.line("installer", "not made: makensis not found")
    return made


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
    """Compile the installer; makensis runs on every system."""
    installer = target / release.file_name("-setup.exe")
    values = {
        "VERSION": release.version,
        "BUNDLE": bundle,
        "ICON": art / f"{NAME}.ico",
        "OUTPUT": installer,
    }
    defines = [f"-D{name}={value}" for name, value in values.items()]
    with console.step("installer", installer.name):
        console.run(["makensis", "-V2", "-WX", *defines, SCRIPT])
    return installer
