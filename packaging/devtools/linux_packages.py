"""All that is made for Linux from the built folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from devtools.console import Console
from devtools.deb import make_deb
from devtools.portable import make_appdir, make_archive
from devtools.release import Release, leave_out
from devtools.rpm import make_rpm

_FOR_DEB: Final = ("dpkg-deb", "lintian", "desktop-file-validate", "appstreamcli", "patchelf")
_FOR_RPM: Final = ("rpmbuild", "rpm2cpio", "cpio")


def make(
    console: Console, bundle: Path, art: Path, work: Path, target: Path, release: Release
) -> list[Path]:
    """The artefacts; what the tools of this system cannot make is left out, see `leave_out`."""
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
            leave_out(console, name, missing)
        else:
            made.append(maker(console, bundle, art, work, target, release))
    return made
