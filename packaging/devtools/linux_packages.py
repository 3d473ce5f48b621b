"""All that is made for Linux from the built folder, and each of it unpacked again to be tried."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from devtools.console import Console, KnownError
from devtools.deb import make_deb
from devtools.portable import make_appdir, make_archive
from devtools.release import NAME, Release
from devtools.rpm import make_rpm

_FOR_DEB: Final = ("dpkg-deb", "lintian", "desktop-file-validate", "appstreamcli", "patchelf")
_FOR_RPM: Final = ("rpmbuild", "rpm2cpio", "cpio")


def make(
    console: Console, bundle: Path, art: Path, work: Path, target: Path, release: Release
) -> list[Path]:
    """The artefacts; what the tools of this system cannot make is said and left out."""
    work.mkdir(parents=True, exist_ok=True)
    made = []
    for name, maker, tools in (
        ("deb", make_deb, _FOR_DEB),
        ("rpm", make_rpm, _FOR_RPM),
        ("tar.xz", make_archive, ()),
        ("AppDir", make_appdir, ()),
    ):
        missing = [tool for tool in tools if shutil.which(tool) is None]
        if missing:
            console.line(name, f"not made: {', '.join(missing)} not found")
        else:
            made.append(maker(console, bundle, art, work, target, release))
    return made


@contextmanager
def unpacked(console: Console, artefact: Path, work: Path) -> Iterator[Path]:
    """The program's file inside the artefact, where its package manager would put it."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    if artefact.is_dir():
        yield artefact / "AppRun"
        return
    if artefact.suffix == ".deb":
        console.run(["dpkg-deb", "--extract", artefact, work])
        yield work / "usr" / "bin" / NAME
    elif artefact.suffix == ".rpm":
        script = 'rpm2cpio "$1" | cpio --extract --make-directories --quiet'
        console.run(["sh", "-c", script, "sh", artefact], cwd=work)
        yield work / "usr" / "bin" / NAME
    elif artefact.name.endswith(".tar.xz"):
        console.run(["tar", "--extract", "--file", artefact, "--directory", work])
        yield from sorted(work.glob(f"*/{NAME}/{NAME}"))
    else:
        raise KnownError(f"It is not known how to unpack {artefact.name}.")
    shutil.rmtree(work, ignore_errors=True)
