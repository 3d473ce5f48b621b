"""The Debian package, for Debian, Ubuntu and what comes from them."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Final

from devtools import manual
from devtools.console import Console, child_environment
from devtools.layout import ROOT
from devtools.licences import FOLDER as LICENCES
from devtools.linux_tree import (
    LINUX,
    newest_glibc,
    set_times,
    stage,
    total_size,
    walk,
)
from devtools.release import DEBIAN_MACHINES, NAME, SUMMARY, TITLE, Release

DEPENDS: Final = (
    "libstdc++6",
    "libgcc-s1",
    "libgl1",
    "libegl1",
    "libxcb1",
    "libwayland-client0",
    "libwayland-cursor0",
    "libwayland-egl1",
    "fontconfig-config",
    "ca-certificates",
)
"""What stays with the system: graphics drivers, display servers, fonts, certificates."""
RECOMMENDS: Final = (
    "gnome-keyring | kwalletmanager | keepassxc",
    "fonts-noto-cjk",
    "xdg-utils",
    "xdg-desktop-portal",
)
MAINTAINER: Final = f"The {TITLE} authors <{NAME}@localhost.invalid>"
_DESCRIPTION: Final = """\
 Write a prompt, choose shape, size and model, and press Generate. Every order
 is written down before it is sent and is never sent twice; every picture is
 fetched, checked and kept with its prompt and settings.
 .
 The history stays quick with a hundred thousand pictures, also without a
 network. The key of the service is kept in the system's password store only.
"""


def file_name(release: Release) -> str:
    return f"{NAME}_{release.version}_{_machine(release)}.deb"


def _machine(release: Release) -> str:
    return DEBIAN_MACHINES.get(release.machine, release.machine)


def make_deb(
    console: Console, bundle: Path, art: Path, work: Path, target: Path, release: Release
) -> Path:
    """Build the package in `target` and have lintian look at it; its errors are errors here."""
    tree = work / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    usr = tree / "usr"
    stage(bundle, art, usr, release)
    _document(usr / "share", release)
    manual.write(console, usr / "share", release)
    _control(tree, release)
    set_times(tree, release.epoch)
    package = target / file_name(release)
    env = child_environment() | {"SOURCE_DATE_EPOCH": str(release.epoch)}
    with console.step("deb", package.name):
        console.run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", tree, package], env=env)
        console.run(["desktop-file-validate", usr / "share/applications" / f"{NAME}.desktop"])
        information = usr / "share/metainfo" / f"{NAME}.metainfo.xml"
        console.run(["appstreamcli", "validate", "--no-net", information])
        # Other releases of lintian know other warnings; they are shown and do not stop the build.
        told = console.run(["lintian", "--allow-root", "--fail-on", "error", package])
        for line in told.splitlines():
            console.line("lintian", line)
    return package


def _document(share: Path, release: Release) -> None:
    folder = share / "doc" / NAME
    folder.mkdir(parents=True)
    changes = (ROOT / "CHANGELOG.md").read_bytes()
    (folder / "CHANGELOG.md.gz").write_bytes(gzip.compress(changes, 9, mtime=0))
    entry = (
        f"{NAME} ({release.version}) stable; urgency=medium\n\n"
        f"  * The changes are told in CHANGELOG.md.gz beside this file.\n\n"
        f" -- {MAINTAINER}  {format_datetime(datetime.fromtimestamp(release.epoch, UTC))}\n"
    )
    (folder / "changelog.gz").write_bytes(gzip.compress(entry.encode(), 9, mtime=0))
    (folder / "copyright").write_text(_copyright(), encoding="utf-8")
    overrides = share / "lintian" / "overrides" / NAME
    overrides.parent.mkdir(parents=True)
    shutil.copyfile(LINUX / "lintian-overrides", overrides)


def _copyright() -> str:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8").split("\n\n", 2)[2].strip()
    internal = f"usr/lib/{NAME}/_internal"
    others = (ROOT / "THIRD_PARTY_LICENSES.md").read_text(encoding="utf-8").strip()
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        f"Upstream-Name: {TITLE}\n"
        f"Comment: {_indented(others)}\n\n"
        f"Files: *\nCopyright: 2026 The {TITLE} authors\nLicense: Expat\n{_indented(licence, 1)}\n"
        "\n"
        f"Files: {internal}/*\nCopyright: their authors, whom the texts named below tell\n"
        "License: those-of-the-parts\n"
        " Python, Qt, the packages and the libraries that the program is built with, each under\n"
        " its own licence. The texts are installed beside them:\n"
        f" .\n  /{internal}/{LICENCES}\n  /{internal}/*.dist-info\n"
    )


def _indented(text: str, first: int = 0) -> str:
    lines = [f" {line.strip()}" if line.strip() else " ." for line in text.splitlines()]
    return "\n".join(lines) if first else "\n".join(["", *lines])


def _control(tree: Path, release: Release) -> None:
    usr = tree / "usr"
    depends = ", ".join((f"libc6 (>= {newest_glibc(usr / 'lib' / NAME)})", *DEPENDS))
    control = tree / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(
        f"Package: {NAME}\n"
        f"Version: {release.version}\n"
        f"Architecture: {_machine(release)}\n"
        f"Maintainer: {MAINTAINER}\n"
        f"Installed-Size: {-(-total_size(usr) // 1024)}\n"
        f"Depends: {depends}\n"
        f"Recommends: {', '.join(RECOMMENDS)}\n"
        "Section: graphics\n"
        "Priority: optional\n"
        f"Description: {SUMMARY[0].lower()}{SUMMARY[1:]}\n{_DESCRIPTION}",
        encoding="utf-8",
    )
    sums = []
    for path in walk(usr):
        if path.is_file() and not path.is_symlink():
            digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
            sums.append(f"{digest}  {path.relative_to(tree).as_posix()}\n")
    (control / "md5sums").write_text("".join(sums), encoding="utf-8")
    for file in control.iterdir():
        file.chmod(0o644)
