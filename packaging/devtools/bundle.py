"""`dev.py build`: a folder with the program that runs without Python, and its self-test."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from pathlib import Path

from devtools.console import CommandError, Console, KnownError, child_environment
from devtools.interpreters import NEWEST
from devtools.layout import BUILD, ROOT, venv_python

SPEC = ROOT / "packaging" / "nanobanana.spec"
NAME = "nanobanana-desktop"


def debian_packages_for_build() -> list[str]:
    """What PyInstaller itself needs on Linux: objdump, and Python as a shared library."""
    packages = [] if shutil.which("objdump") else ["binutils"]
    library = sysconfig.get_config_var("INSTSONAME") or ""
    folder = Path(sysconfig.get_config_var("LIBDIR") or "/usr/lib")
    if sys.base_prefix == "/usr" and not (folder / library).is_file():
        # Debian's interpreter does without the library and keeps it in a package of its own.
        packages.append(f"libpython{sysconfig.get_config_var('py_version_short')}")
    return packages


def build(console: Console) -> int:
    target = ROOT / "dist"
    env = child_environment()
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
    executable = _executable(target)
    files = [path for path in (target / NAME).rglob("*") if not path.is_symlink()]
    size = sum(path.stat().st_size for path in files if path.is_file())
    console.line("", f"{size / 1e6:.0f} MB in {target / NAME}")
    env["QT_QPA_PLATFORM"] = "offscreen"
    with console.step("self-test", str(executable.relative_to(ROOT))):
        console.run([executable, "--self-test"], env=env)
    return 0


def _executable(target: Path) -> Path:
    path = target / NAME / (f"{NAME}.exe" if os.name == "nt" else NAME)
    if not path.exists():
        raise KnownError(f"PyInstaller ended without making {path}.")
    return path
