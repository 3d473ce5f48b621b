"""The virtual environment: made, filled from the locked requirements, and recognised as complete.

A stamp file is written last; without a fitting one the environment is completed. Another mark
stands while pip works: where that was broken off, packages may be half there, and all is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from devtools.console import CommandError, Console, KnownError, child_environment
from devtools.interpreters import is_supported
from devtools.layout import BUILD, REQUIREMENTS, ROOT, VENV, site_packages, venv_python

STAMP_NAME = "nanobanana-installed.json"
WORKING_NAME = "nanobanana-installing"
# Raise it when the way of installing changes, so that existing environments are completed again.
STAMP_FORMAT = 1


class Level(IntEnum):
    """How much is installed: what the program needs, or the developer's tools as well."""

    RUN = 1
    DEV = 2


FILES = {Level.RUN: ("run.txt", "build.txt"), Level.DEV: ("dev.txt",)}


@dataclass(frozen=True)
class Stamp:
    """What was installed: `fingerprint` names the inputs, `folders` the distributions on disk."""

    level: Level
    fingerprint: str
    folders: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> Stamp | None:
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            return cls(Level(record["level"]), record["fingerprint"], frozenset(record["folders"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, path: Path) -> None:
        record = {
            "level": int(self.level),
            "fingerprint": self.fingerprint,
            "folders": sorted(self.folders),
        }
        unfinished = path.with_suffix(".part")
        unfinished.write_text(json.dumps(record, indent=1), encoding="utf-8")
        unfinished.replace(path)


def fingerprint(level: Level, python_version: str, root: Path, requirements: Path) -> str:
    """Changes whenever installing again could give another result."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    metadata = {
        "format": STAMP_FORMAT,
        "python": python_version,
        "root": str(root),
        "project": project.get("project"),
        "build": [project.get("build-system"), project.get("tool", {}).get("hatch")],
    }
    digest = hashlib.sha256(json.dumps(metadata, sort_keys=True).encode())
    for name in FILES[level]:
        digest.update((requirements / name).read_bytes())
    return digest.hexdigest()


def recorded_python(venv: Path) -> str | None:
    """The Python version that `pyvenv.cfg` tells, for example "3.11.2"."""
    try:
        lines = (venv / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    for line in lines:
        name, _, value = line.partition("=")
        if name.strip() == "version":
            return value.strip()
    return None


def distribution_folders(venv: Path) -> frozenset[str]:
    folder = site_packages(venv)
    if folder is None:
        return frozenset()
    return frozenset(entry.name for entry in folder.iterdir() if entry.suffix == ".dist-info")


class Environment:
    """The `.venv` of the project."""

    def __init__(
        self,
        console: Console,
        root: Path = ROOT,
        venv: Path = VENV,
        requirements: Path = REQUIREMENTS,
    ) -> None:
        self._console = console
        self._root = root
        self._venv = venv
        self._requirements = requirements
        self._stamp_path = venv / STAMP_NAME
        self._working_path = venv / WORKING_NAME

    def is_ready(self, level: Level) -> bool:
        """Whether all of `level` is installed as locked today; looks at files only."""
        stamp = Stamp.read(self._stamp_path)
        version = recorded_python(self._venv)
        if stamp is None or stamp.level < level or version is None or not is_supported(version):
            return False
        wanted = fingerprint(stamp.level, version, self._root, self._requirements)
        return (
            stamp.fingerprint == wanted
            and venv_python(self._venv).exists()
            and stamp.folders <= distribution_folders(self._venv)
        )

    def must_be_made(self) -> bool:
        """Whether there is nothing that could be completed, so that `python -m venv` is needed."""
        if self._working_path.exists() or not is_supported(recorded_python(self._venv)):
            return True
        return not self.runs("pip")

    def runs(self, module: str) -> bool:
        """Whether `python -m module` works in the environment, complete or not."""
        try:
            answer = subprocess.run(
                [venv_python(self._venv), "-m", module, "--version"],
                capture_output=True,
                check=False,
                env=child_environment(),
            )
        except OSError:
            return False
        return answer.returncode == 0

    def ensure(self, level: Level) -> None:
        """Makes the environment complete for `level`; quick when it is."""
        if self.is_ready(level):
            return
        with _one_at_a_time(BUILD / "environment.lock"):
            if self.is_ready(level):
                return
            previous = Stamp.read(self._stamp_path)
            # The developer's tools stay up to date too when the lock changes.
            level = max(level, previous.level) if previous else level
            self._stamp_path.unlink(missing_ok=True)
            if self.must_be_made():
                self._make()
            self._install(level)

    def _make(self) -> None:
        if self._venv.is_symlink():
            raise KnownError(f"{self._venv} is a link to another folder; remove the link first.")
        version = ".".join(str(part) for part in sys.version_info[:3])
        with self._console.step("environment", f"making .venv with Python {version}"):
            if self._venv.exists():
                shutil.rmtree(self._venv)
            # The base interpreter: an environment made from another one would depend on it.
            python = getattr(sys, "_base_executable", None) or sys.executable
            self._console.run([python, "-m", "venv", self._venv], env=child_environment())

    def _install(self, level: Level) -> None:
        pip = [str(venv_python(self._venv)), "-m", "pip", "--disable-pip-version-check"]
        # A person's own pip settings for indexes and certificates count; these would mislead.
        env = child_environment() | {"PIP_USER": "0", "PIP_TARGET": "", "PIP_REQUIRE_HASHES": "0"}
        # Wheels only: building from source would fetch tools that no lock names.
        locked = ["--require-hashes", "--only-binary=:all:"]
        for name in FILES[level]:
            locked += ["-r", str(self._requirements / name)]
        project = ["--no-index", "--no-build-isolation", "-e", str(self._root)]
        size = "about 90 MB" if level is Level.RUN else "about 150 MB"
        self._working_path.touch()
        try:
            with self._console.step("packages", f"installing the locked packages, {size} once"):
                self._console.run([*pip, "install", "--no-deps", *locked], env=env)
                self._console.run([*pip, "install", "--no-deps", *project], env=env)
                self._console.run([*pip, "check"], env=env)
        except CommandError as failure:
            # pip gave up in good order and left no package half there.
            self._working_path.unlink()
            raise KnownError(
                "The packages could not be installed. Nothing is lost: run the same command again"
                " when the reason above is mended (often the network)."
            ) from failure
        version = recorded_python(self._venv)
        if version is None:
            raise KnownError(f"{self._venv} has no pyvenv.cfg; remove that folder and try again.")
        mark = fingerprint(level, version, self._root, self._requirements)
        self._working_path.unlink()
        Stamp(level, mark, distribution_folders(self._venv)).write(self._stamp_path)


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Waits while another dev.py fills the same environment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as lock:
        if sys.platform == "win32":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:
                    # It gives up after ten seconds; a first installation takes longer.
                    continue
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def needs_venv_package() -> bool:
    """Debian and its family keep what `python -m venv` needs in a package of its own."""
    import importlib.util

    return os.name == "posix" and importlib.util.find_spec("ensurepip") is None
