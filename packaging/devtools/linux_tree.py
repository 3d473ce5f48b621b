"""The program as it lies in a Linux system: one folder, a command, a menu entry and icons."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from devtools.console import Console, KnownError
from devtools.layout import ROOT
from devtools.release import NAME, Release

LINUX: Final = ROOT / "packaging" / "linux"
_SIZE_NAME: Final = re.compile(r"[0-9]+")
_GLIBC: Final = re.compile(rb"GLIBC_2\.([0-9]+)\b")
_BIGGEST_ICON: Final = 512


def stage(bundle: Path, art: Path, prefix: Path, release: Release) -> None:
    """Fill `prefix` (for example `tree/usr`) with the program of `bundle` and what shows it."""
    program = prefix / "lib" / NAME
    copy_bundle(bundle, program)
    command = prefix / "bin" / NAME
    command.parent.mkdir(parents=True)
    command.symlink_to(Path("..") / "lib" / NAME / NAME)
    share = prefix / "share"
    _write(share / "applications" / f"{NAME}.desktop", _text(f"{NAME}.desktop"))
    _write(share / "metainfo" / f"{NAME}.metainfo.xml", metainfo(release))
    copy_icons(art, share / "icons" / "hicolor")


def copy_bundle(bundle: Path, target: Path) -> None:
    """The built folder with plain rights: everybody may read it, its owner alone may write."""
    shutil.copytree(bundle, target, symlinks=True)
    for path in walk(target):
        if not path.is_symlink():
            is_open = path.is_dir() or path == target / NAME
            path.chmod(0o755 if is_open else 0o644)


def copy_icons(art: Path, hicolor: Path) -> None:
    """All sizes that menus and docks ask for, and the drawing itself."""
    for png in sorted(art.glob("*.png")):
        if _SIZE_NAME.fullmatch(png.stem) and int(png.stem) <= _BIGGEST_ICON:
            folder = hicolor / f"{png.stem}x{png.stem}" / "apps"
            folder.mkdir(parents=True)
            shutil.copyfile(png, folder / f"{NAME}.png")
    folder = hicolor / "scalable" / "apps"
    folder.mkdir(parents=True)
    shutil.copyfile(ROOT / "resources" / "icons" / "app.svg", folder / f"{NAME}.svg")


def metainfo(release: Release) -> str:
    """What software centres show."""
    text = _text(f"{NAME}.metainfo.xml")
    return text.replace("@VERSION@", release.version).replace("@DATE@", release.date)


def newest_glibc(folder: Path) -> str:
    """The version of the C library that the programs and libraries below need, as `2.36`."""
    newest = 0
    for path in walk(folder):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if data.startswith(b"\x7fELF"):
                newest = max([newest, *map(int, _GLIBC.findall(data))])
    return f"2.{newest}"


def forget_builder(console: Console, folder: Path) -> None:
    """Take the building machine's own folders out of the places where libraries are looked for."""
    for path in walk(folder):
        if path.is_symlink() or not path.is_file() or ".so" not in path.name:
            continue
        places = console.run(["patchelf", "--print-rpath", path]).strip()
        own = [place for place in places.split(":") if place.startswith("$ORIGIN")]
        if places and ":".join(own) != places:
            change = ["--set-rpath", ":".join(own)] if own else ["--remove-rpath"]
            console.run(["patchelf", *change, path])


def check_nothing_tells_of(place: Path, folder: Path) -> None:
    """Raises KnownError when a file below `folder` has the path of `place` in it."""
    named = os.fsencode(place)
    telling = [path for path in walk(folder) if path.is_file() and named in path.read_bytes()]
    if telling:
        raise KnownError(f"The folder of the building machine is named in {telling[0]}.")


def set_times(folder: Path, epoch: int) -> None:
    """Give everything below the time of the release."""
    for path in walk(folder):
        os.utime(path, (epoch, epoch), follow_symlinks=False)
    os.utime(folder, (epoch, epoch))


def walk(folder: Path) -> Iterator[Path]:
    """Everything below, in an order that does not depend on the disk."""
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from walk(path)


def total_size(folder: Path) -> int:
    """Bytes of all files below."""
    return sum(p.lstat().st_size for p in walk(folder) if p.is_file() and not p.is_symlink())


def _text(name: str) -> str:
    return (LINUX / name).read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
