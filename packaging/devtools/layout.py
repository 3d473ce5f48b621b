"""Where things lie in the project and in its virtual environment."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "packaging" / "requirements"
BUILD = ROOT / "build"


def venv_python(venv: Path = VENV, os_name: str = os.name) -> Path:
    return venv / "Scripts" / "python.exe" if os_name == "nt" else venv / "bin" / "python"


def venv_command(name: str, venv: Path = VENV, os_name: str = os.name) -> Path:
    """A program that a package installed into the environment, for example `ruff`."""
    folder = venv_python(venv, os_name).parent
    return folder / (f"{name}.exe" if os_name == "nt" else name)


def site_packages(venv: Path = VENV, os_name: str = os.name) -> Path | None:
    """The folder of the installed packages, or None in a broken environment."""
    if os_name == "nt":
        folder = venv / "Lib" / "site-packages"
        return folder if folder.is_dir() else None
    return next(iter(sorted(venv.glob("lib/python3.*/site-packages"))), None)
