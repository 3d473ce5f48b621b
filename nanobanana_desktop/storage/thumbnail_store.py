"""Small versions of pictures in a database of their own that can be rebuilt at any time."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtGui import QImage

from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.connections import OpenMode, connect, is_damage
from nanobanana_desktop.storage.picture_reader import (
    PinnedReader,
    UnreadablePictureError,
    as_srgb,
    encode_jpeg,
    inspect_file,
)
from nanobanana_desktop.storage.private_files import make_private_folder, open_new
from nanobanana_desktop.storage.result_errors import ResultBadError

THUMBNAIL_SIDE: Final = 256
"""Pixels of the longer side."""

THUMBNAIL_QUALITY: Final = 85

_VERSION: Final = 1
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS thumbnails (
    task_id TEXT PRIMARY KEY,
    image_sha256 TEXT NOT NULL,
    jpeg BLOB NOT NULL
) STRICT
"""

T = TypeVar("T")

logger = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """The picture scaled down, for showing at once and for keeping."""

    image: QImage
    jpeg: bytes


def make_thumbnail(path: Path, side: int = THUMBNAIL_SIDE) -> Thumbnail:
    """The picture of a file, upright, in sRGB, at most `side` pixels; for a worker thread.

    Raises StorageError(FILE_GONE) when the file cannot be read and ResultBadError when it is no
    complete PNG, JPEG or WebP within the limits.
    """
    try:
        facts = inspect_file(path)
        if facts is None or not facts.complete:
            raise ResultBadError(facts.defect if facts else "no PNG, JPEG or WebP")
        image = as_srgb(PinnedReader(path, facts).read(side))
        return Thumbnail(image, encode_jpeg(image, THUMBNAIL_QUALITY))
    except OSError as error:
        raise StorageError(ErrorCase.FILE_GONE, str(error), file=path.name) from error
    except UnreadablePictureError as error:
        raise ResultBadError(str(error)) from error


class ThumbnailStore:
    """Thumbnails by task and picture; thread-safe.

    Nothing here is worth an error: a thumbnail that cannot be read is missing, one that cannot be
    written is made anew next time, and a damaged file is replaced.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._closed = False

    def get(self, task_id: str, image_sha256: str) -> bytes | None:
        """The JPEG bytes made from exactly this picture, or None."""
        row = self._ask(
            lambda connection: connection.execute(_GET, (task_id, image_sha256)).fetchone()
        )
        return row["jpeg"] if row else None

    def put(self, task_id: str, image_sha256: str, jpeg: bytes) -> None:
        self._ask(lambda connection: connection.execute(_PUT, (task_id, image_sha256, jpeg)))

    def remove(self, task_id: str) -> None:
        self._ask(lambda connection: connection.execute(_REMOVE, (task_id,)))

    def close(self) -> None:
        """Twice does no harm; afterwards every thumbnail is missing."""
        with self._lock:
            self._closed = True
            self._disconnect()

    def _ask(self, question: Callable[[sqlite3.Connection], T]) -> T | None:
        with self._lock:
            if self._closed:
                return None
            try:
                return question(self._connected())
            except (sqlite3.Error, OSError) as error:
                logger.info("thumbnails: %s", error)
                self._disconnect()
                if isinstance(error, sqlite3.Error) and is_damage(error):
                    self._delete_file()
        return None

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            try:
                self._connection = self._open()
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError) and not is_damage(error):
                    raise
                self._delete_file()
                self._connection = self._open()
        return self._connection

    def _open(self) -> sqlite3.Connection:
        if not self._path.exists():
            make_private_folder(self._path.parent)
            os.close(open_new(self._path))
        connection = connect(self._path, OpenMode.WRITE, shared=True)
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
                raise sqlite3.DatabaseError("another version's thumbnails")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(_SCHEMA)
            connection.execute(f"PRAGMA user_version = {_VERSION:d}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _delete_file(self) -> None:
        self._disconnect()
        for ending in ("", "-wal", "-shm"):
            file = self._path.with_name(self._path.name + ending)
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                logger.info("damaged thumbnails could not be removed: %s", error)


_GET: Final = "SELECT jpeg FROM thumbnails WHERE task_id = ? AND image_sha256 = ?"
_PUT: Final = "INSERT OR REPLACE INTO thumbnails (task_id, image_sha256, jpeg) VALUES (?, ?, ?)"
_REMOVE: Final = "DELETE FROM thumbnails WHERE task_id = ?"
