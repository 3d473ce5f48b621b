"""Files that ship with the program: icons, translations, licences."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


def resource_path(relative: str) -> Path:
    """The full path of a file below `resources/`, from source and in a frozen build alike."""
    return _resource_root() / relative


def licence_paths() -> tuple[Path, ...]:
    """The files about the work of others; not every kind of installation has all of them."""
    return (
        _resource_root().parent / "THIRD_PARTY_LICENSES.md",
        resource_path("icons/LICENSE-lucide.txt"),
    )


@cache
def _resource_root() -> Path:
    frozen_root = getattr(sys, "_MEIPASS", None)
    base = Path(frozen_root) if frozen_root else Path(__file__).resolve().parent.parent
    return base / "resources"
