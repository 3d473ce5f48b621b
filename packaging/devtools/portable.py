"""What runs without a package manager: an archive with an install script, and an AppDir."""

from __future__ import annotations

import lzma
import shutil
import tarfile
from pathlib import Path
from typing import Final

from devtools.console import Console
from devtools.layout import ROOT
from devtools.linux_tree import LINUX, copy_bundle, set_times, stage, walk
from devtools.release import NAME, Release

_SCRIPTS: Final = ("install.sh", "uninstall.sh")


def make_archive(
    console: Console, bundle: Path, art: Path, work: Path, target: Path, release: Release
) -> Path:
    """A `.tar.xz` of one folder that can be run from where it lies, or installed for one user."""
    archive = target / release.file_name(".tar.xz")
    top = work / "archive" / archive.name.removesuffix(".tar.xz")
    shutil.rmtree(top.parent, ignore_errors=True)
    tree = work / "archive-tree"
    shutil.rmtree(tree, ignore_errors=True)
    with console.step("tar.xz", archive.name):
        stage(bundle, art, tree / "usr", release)
        top.mkdir(parents=True)
        shutil.move(tree / "usr" / "share", top / "share")
        shutil.rmtree(tree)
        copy_bundle(bundle, top / NAME)
        for name in _SCRIPTS:
            shutil.copy(LINUX / name, top / name)
            (top / name).chmod(0o755)
        for name in ("LICENSE", "THIRD_PARTY_LICENSES.md"):
            shutil.copyfile(ROOT / name, top / name)
        (top / "VERSION").write_text(f"{release.version}\n", encoding="ascii")
        set_times(top, release.epoch)
        _pack(top, archive, release)
    return archive


def make_appdir(
    console: Console, bundle: Path, art: Path, work: Path, target: Path, release: Release
) -> Path:
    """The folder that an AppImage is made of. The runtime of an AppImage is not to be had here."""
    folder = target / f"{NAME}.AppDir"
    shutil.rmtree(folder, ignore_errors=True)
    with console.step("AppDir", folder.name):
        stage(bundle, art, folder / "usr", release)
        shutil.copy(LINUX / "AppRun", folder / "AppRun")
        (folder / "AppRun").chmod(0o755)
        shutil.copyfile(
            folder / "usr/share/applications" / f"{NAME}.desktop", folder / f"{NAME}.desktop"
        )
        shutil.copyfile(art / "256.png", folder / f"{NAME}.png")
        (folder / ".DirIcon").symlink_to(f"{NAME}.png")
        set_times(folder, release.epoch)
        if shutil.which("mksquashfs"):
            image = work / f"{NAME}.squashfs"
            image.unlink(missing_ok=True)
            console.run(
                [
                    "mksquashfs",
                    folder,
                    image,
                    "-comp",
                    "zstd",
                    "-Xcompression-level",
                    "19",
                    "-root-owned",
                    "-noappend",
                    "-quiet",
                    "-no-progress",
                ]
            )
            console.line("", f"{image.stat().st_size / 1e6:.0f} MB as the image of an AppImage")
    return folder


def _pack(top: Path, archive: Path, release: Release) -> None:
    def plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
        info.uid = info.gid = 0
        info.uname = info.gname = "root"
        info.mtime = release.epoch
        return info

    with (
        lzma.open(archive, "wb", preset=6) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in (top, *walk(top)):
            name = path.relative_to(top.parent).as_posix()
            tar.add(path, name, recursive=False, filter=plain)
