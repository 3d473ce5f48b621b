"""`dev.py build`: the program as it runs without Python, tested by itself, and its packages."""

from __future__ import annotations

import json
import os
import shutil
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from devtools import (
    bare_build,
    deb,
    fresh_root,
    linux_packages,
    linux_tree,
    macos_packages,
    sbom,
    unpacking,
    windows_packages,
    wine_trial,
)
from devtools.console import CommandError, Console, KnownError, child_environment
from devtools.interpreters import NEWEST
from devtools.layout import BUILD, ROOT, venv_python
from devtools.linux_tree import total_size
from devtools.release import NAME, Release, read_release

SPEC = ROOT / "packaging" / "nanobanana.spec"


def debian_packages_for_build() -> list[str]:
    """What PyInstaller itself needs on Linux: objdump, and Python as a shared library."""
    packages = [] if shutil.which("objdump") else ["binutils"]
    library = sysconfig.get_config_var("INSTSONAME") or ""
    folder = Path(sysconfig.get_config_var("LIBDIR") or "/usr/lib")
    if sys.base_prefix == "/usr" and not (folder / library).is_file():
        # Debian's interpreter does without the library and keeps it in a package of its own.
        packages.append(f"libpython{sysconfig.get_config_var('py_version_short')}")
    return packages


def build(console: Console, *, packages: bool = True, verify: bool = False) -> int:
    """Make the folder and have it test itself; then its packages, and figures beside a bare build.

    `packages` False ends with the folder. `verify` tries what was made, see there.
    """
    release = read_release()
    target, work, art = ROOT / "dist", BUILD / "packages", BUILD / "icons"
    console.line("version", f"{release.version}, {release.date}, {release.machine}")
    console.run([venv_python(), ROOT / "packaging" / "artwork.py", art], env=child_environment())
    bundle = _freeze(console, target, release)
    executable = built_program(target)
    console.line("", f"{total_size(bundle) / 1e6:.1f} MB in {bundle}")
    if sys.platform == "win32":
        windows_packages.sign(console, executable)
    told = _self_test(console, executable)
    sbom.write_sbom(bundle, target, release, told)
    if not packages:
        return 0
    if sys.platform == "linux":
        made = linux_packages.make(console, bundle, art, work, target, release)
    elif sys.platform == "win32":
        made = windows_packages.make(console, bundle, art, target, release)
    else:
        made = macos_packages.make(console, release)
    try_each(console, made, work / "unpacked")
    bare_build.compare(console, bundle, executable, _smallest(made))
    return try_packages(console) if verify else 0


def try_packages(console: Console) -> int:
    """The Debian package and the archive in `dist`, and the installer's script, in a fresh root.

    Raises KnownError when they are not built, and without the rights of root.
    """
    release, target = read_release(), ROOT / "dist"
    package = target / deb.file_name(release)
    if not package.exists():
        raise KnownError(f"{package.name} is not built; build it first, with all of its tools.")
    archive = target / release.file_name(".tar.xz")
    fresh_root.verify(console, package, archive, BUILD / "fresh-root")
    wine_trial.try_installer(console, BUILD / "icons" / f"{NAME}.ico", BUILD / "fresh-root")
    return 0


def try_each(console: Console, made: Sequence[Path], work: Path) -> None:
    """Have the program in each artefact test itself; `work` is emptied for each."""
    for artefact in made:
        if unpacking.would_replace(artefact):
            console.line("self-test", f"not of {artefact.name}: it would replace an installed one")
            continue
        with unpacking.unpacked(console, artefact, work) as program:
            _self_test(console, program, artefact.name)


def _freeze(console: Console, target: Path, release: Release) -> Path:
    # The same sources give the same bytecode, with the same times in it.
    env = child_environment() | {
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(release.epoch),
    }
    pyinstaller = [str(venv_python()), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(target), "--workpath", str(BUILD / "pyinstaller")]
    try:
        with console.step("build", f"PyInstaller makes dist/{NAME}"):
            console.run([*pyinstaller, *places, SPEC], env=env)
    except CommandError as failure:
        if "shared library" in failure.output:
            raise KnownError(
                "This Python has no shared library, which PyInstaller needs. Use Python"
                f" {NEWEST[0]}.{NEWEST[1]} of the distribution or of python.org."
            ) from failure
        raise
    bundle = target / NAME
    if sys.platform == "linux":
        if shutil.which("patchelf"):
            linux_tree.forget_builder(console, bundle)
        linux_tree.check_nothing_tells_of(ROOT, bundle)
    return bundle


def _self_test(console: Console, executable: Path, name: str = "") -> dict[str, Any]:
    """What the program says of itself; it ends with an error unless all is there."""
    env = child_environment() | {"QT_QPA_PLATFORM": "offscreen"}
    with console.step("self-test", name or str(executable.relative_to(ROOT))):
        answer = console.run([executable, "--self-test"], env=env)
    told: dict[str, Any] = json.loads(answer[answer.index("{") :])
    return told


def _smallest(made: Sequence[Path]) -> Path | None:
    """What a person would download."""
    files = [path for path in made if path.is_file()]
    return min(files, key=lambda path: path.stat().st_size, default=None)


def built_program(target: Path) -> Path:
    """The very file that is shipped. Raises KnownError when it is not there."""
    if sys.platform == "darwin":
        path = target / unpacking.IN_APPLICATION
    else:
        path = target / NAME / (f"{NAME}.exe" if os.name == "nt" else NAME)
    if not path.exists():
        raise KnownError(f"PyInstaller ended without making {path}.")
    return path
