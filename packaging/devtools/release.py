"""What names a release: its version, its time and the machine it runs on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from devtools.console import Console, KnownError
from devtools.layout import ROOT

NAME: Final = "nanobanana-desktop"
TITLE: Final = "NanoBanana Desktop"
SUMMARY: Final = "Make pictures with the Nano Banana service and keep every one of them"
DEBIAN_MACHINES: Final = {"x86_64": "amd64", "aarch64": "arm64"}


class Release(NamedTuple):
    """`epoch` is the time of the last change, UTC seconds: two builds of it are the same."""

    version: str
    epoch: int
    machine: str

    @property
    def date(self) -> str:
        """As `2026-11-23`."""
        return f"{datetime.fromtimestamp(self.epoch, UTC):%Y-%m-%d}"

    def file_name(self, ending: str) -> str:
        """Of an artefact, for example `nanobanana-desktop-1.2.0-x86_64.tar.xz`."""
        return f"{NAME}-{self.version}-{self.machine}{ending}"


def read_release(root: Path = ROOT) -> Release:
    """Of this checkout. Raises KnownError when it names no version."""
    return Release(_version(root), _epoch(root), platform.machine().replace("AMD64", "x86_64"))


def leave_out(console: Console, artefact: str, missing: Sequence[str]) -> None:
    """Say that it is not made because tools are missing.

    Raises KnownError where CI is set: a release that lacks it must not look like a whole one.
    """
    told = f"not made: {', '.join(missing)} not found"
    if os.environ.get("CI"):
        raise KnownError(f"{artefact} {told}")
    console.line(artefact, told)


def four_numbers(version: str) -> str:
    """What Windows wants of a version: 1.2 is 1.2.0.0."""
    return ".".join([*version.split("."), "0", "0", "0"][:4])


def _version(root: Path) -> str:
    text = (root / "nanobanana_desktop" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([0-9]+(?:\.[0-9]+)+)"$', text, re.MULTILINE)
    if found is None:
        raise KnownError("nanobanana_desktop/__init__.py names no version.")
    return found[1]


def _epoch(root: Path) -> int:
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return int(given)
    try:
        command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        return int(told.stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return int((root / "CHANGELOG.md").stat().st_mtime)
