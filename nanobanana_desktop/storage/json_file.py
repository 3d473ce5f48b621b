"""A small JSON object in a file that survives power cuts, full disks and hand editing."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.private_files import (
    make_private_folder,
    storage_error,
    unused_name,
    utc_stamp,
    write_whole,
)

SIZE_LIMIT: Final = 4 * 1024 * 1024
"""Bytes; a larger file is not ours."""

BAD_COPIES_KEPT: Final = 3

logger = get_logger(__name__)


class LoadResult(StrEnum):
    LOADED = "loaded"
    MISSING = "missing"
    FROM_BACKUP = "from_backup"
    """The file could not be used; the last good copy was."""
    LOST = "lost"
    """Neither the file nor a copy could be used: the content is empty."""


class Loaded(NamedTuple):
    """`content` is empty unless something was read; `kept_as` is where an unusable file went."""

    result: LoadResult
    content: dict[str, object]
    kept_as: Path | None = None


class JsonFile:
    """One JSON object, readable by its owner only; thread-safe.

    Each save replaces the file as a whole and then the last good copy beside it (`.bak`). A file
    that cannot be used is kept under a name with the time; one over `size_limit` bytes is such.
    """

    def __init__(
        self, path: Path, *, clock: Callable[[], float] = time.time, size_limit: int = SIZE_LIMIT
    ) -> None:
        self._path = path
        self._size_limit = size_limit
        self._backup = path.with_name(f"{path.name}.bak")
        self._clock = clock
        self._lock = threading.Lock()

    def load(self) -> Loaded:
        """Never raises for a bad or unreadable file."""
        with self._lock:
            content = _read(self._path, self._size_limit)
            if content is not None:
                return Loaded(LoadResult.LOADED, content)
            if not os.path.lexists(self._path):
                # Deleting the file is how people start afresh, so the copy is not brought back.
                return Loaded(LoadResult.MISSING, {})
            kept_as = self._keep_aside()
            backup = _read(self._backup, self._size_limit)
            if backup is not None:
                logger.info("%s could not be used, its last good copy was", self._path.name)
                return Loaded(LoadResult.FROM_BACKUP, backup, kept_as)
            return Loaded(LoadResult.LOST, {}, kept_as)

    def save(self, content: Mapping[str, object]) -> None:
        """Raises StorageError(DISK_FULL | FOLDER_MISSING); the former content is then untouched."""
        text = json.dumps(content, indent=2, sort_keys=True)
        data = text.encode("ascii") + b"\n"
        with self._lock:
            try:
                make_private_folder(self._path.parent)
                write_whole(self._path, data)
                write_whole(self._backup, data)
            except OSError as error:
                raise storage_error(error, self._path.parent, len(data)) from error

    def _keep_aside(self) -> Path | None:
        aside = self._path.with_name(f"{self._path.name}.bad-{utc_stamp(self._clock())}")
        try:
            aside = unused_name(aside)
            self._path.rename(aside)
            older = sorted(self._path.parent.glob(f"{self._path.name}.bad-*"))
            for surplus in older[:-BAD_COPIES_KEPT]:
                surplus.unlink()
        except OSError as error:
            logger.info("%s could not be kept aside: %s", self._path.name, error)
            return None
        return aside


def _read(path: Path, size_limit: int) -> dict[str, object] | None:
    """The object in the file, or None when there is none that can be used."""
    try:
        with path.open("rb") as file:
            data = file.read(size_limit + 1)
        if len(data) > size_limit:
            return None
        content = json.loads(data.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
