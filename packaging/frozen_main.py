"""Where the built program starts, and what only a built program needs."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from importlib import import_module
from pathlib import Path
from typing import Protocol

OWN_FILE = Path("/proc/self/exe")
"""On Linux the file that this process was started from, whatever stands at its path by now."""


class Archive(Protocol):
    """PyInstaller's reader of the modules that are packed into the executable."""

    _filename: str


def restore_library_path(environment: MutableMapping[str, str]) -> None:
    """Have what the program starts (browser, file manager) load the libraries of the system.

    PyInstaller's loader puts the program's own libraries first, for this process; it has read that
    by now, and in others they stand in the way of newer ones.
    """
    former = environment.pop("LD_LIBRARY_PATH_ORIG", None)
    if former is not None:
        environment["LD_LIBRARY_PATH"] = former
    else:
        environment.pop("LD_LIBRARY_PATH", None)


def read_from_own_file(archive: Archive, own: Path = OWN_FILE) -> None:
    """Load modules from the version that runs, also after an upgrade put another in its place.

    PyInstaller opens the executable anew, by its path, for each module that is loaded later.
    """
    if own.exists():
        archive._filename = str(own)


if __name__ == "__main__":
    if sys.platform == "linux":
        restore_library_path(os.environ)
        read_from_own_file(import_module("pyimod02_importers").pyz_archive)
    from nanobanana_desktop.__main__ import main

    sys.exit(main())
