"""Licences of what is built in and is no Python package: Python, Qt, libraries of the system.

Those of Qt's own parts are kept in the checkout: its wheels bring none. They are the texts that
Debian gathered from Qt's sources.

The recipe of the build asks for them, so this module needs the standard library alone.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = "licences"
"""In the built program."""
_TEXTS: Final = Path(__file__).parents[1] / "licences"
_DOCUMENTS: Final = Path("/usr/share/doc")
_COMMON_TEXTS: Final = Path("/usr/share/common-licenses")
_COMMON: Final = re.compile(r"/usr/share/common-licenses/([\w.+-]*\w)")


class LicenceError(Exception):
    """A part would be shipped without its licence."""


class SystemPackage(NamedTuple):
    """A package of Debian or a system made from it."""

    name: str
    version: str

    @property
    def file_name(self) -> str:
        return f"{self.name}_{self.version.replace(':', '%3a')}.txt"

    @classmethod
    def of_file(cls, path: Path) -> SystemPackage:
        """The one whose licence lies in this file of the built program."""
        name, _, version = path.stem.partition("_")
        return cls(name, version.replace("%3a", ":"))


def licence_files(libraries: Iterable[Path]) -> dict[str, Path]:
    """Where the licences of Python, Qt and these libraries lie, by their names in `FOLDER`.

    Libraries of Python packages and of Python itself may be among them; the packages bring their
    own licences. Raises LicenceError for one that belongs to nothing that is known.
    """
    found = {path.name: path for path in sorted(_TEXTS.iterdir())}
    found["Python.txt"] = _of_python()
    loader = metadata.distribution("pyinstaller")
    found[f"PyInstaller-{loader.version}.txt"] = _of_loader(loader)
    for package in sorted(set(_packages_of(libraries))):
        text = _DOCUMENTS / package.name / "copyright"
        if not text.is_file():
            raise LicenceError(f"{text} is not there, and {package.name} would be shipped.")
        found[package.file_name] = text
        for name in _COMMON.findall(text.read_text(encoding="utf-8", errors="replace")):
            found[f"{name}.txt"] = _COMMON_TEXTS / name
    return found


def _of_python() -> Path:
    places = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    for place in places:
        if (place / "LICENSE.txt").is_file():
            return place / "LICENSE.txt"
    raise LicenceError(f"Python's LICENSE.txt lies in none of {', '.join(map(str, places))}.")


def _of_loader(package: metadata.Distribution) -> Path:
    """What the system starts; the licence has an exception for what it loads."""
    for file in package.files or ():
        if file.name in ("COPYING.txt", "COPYING"):
            return Path(str(package.locate_file(file)))
    raise LicenceError("PyInstaller brings no COPYING.txt.")


def _packages_of(libraries: Iterable[Path]) -> Iterator[SystemPackage]:
    if not sys.platform.startswith("linux") or shutil.which("dpkg-query") is None:
        return
    own = {Path(sysconfig.get_path("platlib")).resolve()}
    if sys.base_prefix != "/usr":
        own.add(Path(sys.base_prefix).resolve())
    names = set()
    for library in libraries:
        if not any(library.resolve().is_relative_to(folder) for folder in own):
            names.add(_package_of(library))
    if not names:
        return
    told = _ask("--show", "--showformat=${binary:Package}\t${Version}\n", *sorted(names))
    for line in told.splitlines():
        name, version = line.split("\t")
        yield SystemPackage(name.partition(":")[0], version)


def _package_of(library: Path) -> str:
    # What moved from /lib to /usr/lib is still listed under its old name.
    spellings = dict.fromkeys(
        str(path).replace(*prefixes, 1)
        for path in (library, library.resolve())
        for prefixes in (("", ""), ("/usr/lib/", "/lib/"), ("/lib/", "/usr/lib/"))
    )
    for spelling in spellings:
        if told := _ask("--search", spelling):
            return told.partition(": ")[0].partition(",")[0]
    raise LicenceError(f"{library} belongs to no package, so its licence is not known.")


def _ask(*words: str) -> str:
    command = ["dpkg-query", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
