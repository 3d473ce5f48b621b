"""Each artefact as a person gets it: unpacked, attached or installed, so that it can be tried."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

from devtools.console import Console, KnownError
from devtools.release import NAME, TITLE

IN_APPLICATION: Final = Path(f"{TITLE}.app", "Contents", "MacOS", NAME)
"""The program's file in what macOS calls an application."""
_SETUP: Final = "-setup.exe"


def would_replace(artefact: Path) -> bool:
    """Whether trying it here would take the place of the version that this person has installed.

    The installer registers itself once for each person; a machine that only builds has nothing
    to lose, and says so by the variable CI.
    """
    return artefact.name.endswith(_SETUP) and not os.environ.get("CI")


@contextmanager
def unpacked(console: Console, artefact: Path, work: Path) -> Iterator[Path]:
    """The program's file inside the artefact, where its package manager would put it.

    `work` is emptied before and goes afterwards. Raises KnownError for an unknown kind of
    artefact and for one without the program.
    """
    openers = [opener for ending, opener in _OPENERS.items() if artefact.name.endswith(ending)]
    if not openers:
        raise KnownError(f"It is not known how to unpack {artefact.name}.")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    with openers[0](console, artefact, work) as program:
        if not program.is_file():
            raise KnownError(f"{artefact.name} holds no {program.name}.")
        yield program
    shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _as_it_is(_console: Console, artefact: Path, _work: Path) -> Iterator[Path]:
    yield artefact / "AppRun"


@contextmanager
def _from_deb(console: Console, artefact: Path, work: Path) -> Iterator[Path]:
    console.run(["dpkg-deb", "--extract", artefact, work])
    yield work / "usr" / "bin" / NAME


@contextmanager
def _from_rpm(console: Console, artefact: Path, work: Path) -> Iterator[Path]:
    script = 'rpm2cpio "$1" | cpio --extract --make-directories --quiet'
    console.run(["sh", "-c", script, "sh", artefact], cwd=work)
    yield work / "usr" / "bin" / NAME


@contextmanager
def _from_tar(console: Console, artefact: Path, work: Path) -> Iterator[Path]:
    console.run(["tar", "--extract", "--file", artefact, "--directory", work])
    yield work / artefact.name.removesuffix(".tar.xz") / NAME / NAME


@contextmanager
def _from_zip(_console: Console, artefact: Path, work: Path) -> Iterator[Path]:
    with zipfile.ZipFile(artefact) as packed:
        packed.extractall(work)
    yield work / NAME / f"{NAME}.exe"


@contextmanager
def _from_setup(console: Console, artefact: Path, work: Path) -> Iterator[Path]:
    folder = work / "installed"
    console.run([artefact, "/S", *_to_the_end("/D=", folder)])
    try:
        yield folder / f"{NAME}.exe"
    finally:
        # Told its folder it works there and is waited for, and cannot remove itself.
        uninstaller = folder / "uninstall.exe"
        console.run([uninstaller, "/S", *_to_the_end("_?=", folder)])
    left = sorted(path.name for path in folder.iterdir() if path != uninstaller)
    if left:
        raise KnownError(f"The uninstaller leaves behind: {', '.join(left)}")


def _to_the_end(option: str, folder: Path) -> list[str]:
    """An option that takes the rest of the command line and understands no quotes.

    Each word of it by itself is what Python puts no quotes around.
    """
    return f"{option}{folder}".split(" ")


@contextmanager
def _from_image(console: Console, artefact: Path, work: Path) -> Iterator[Path]:
    how = ["-nobrowse", "-readonly", "-mountpoint"]
    console.run(["hdiutil", "attach", *how, work, artefact])
    try:
        yield work / IN_APPLICATION
    finally:
        # Whatever looks at new disks may hold it; nothing on it can be lost.
        console.run(["hdiutil", "detach", "-force", work])


_Opener = Callable[[Console, Path, Path], AbstractContextManager[Path]]
_OPENERS: Final[dict[str, _Opener]] = {
    ".AppDir": _as_it_is,
    ".deb": _from_deb,
    ".rpm": _from_rpm,
    ".tar.xz": _from_tar,
    ".zip": _from_zip,
    _SETUP: _from_setup,
    ".dmg": _from_image,
}
