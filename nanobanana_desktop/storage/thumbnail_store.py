"""Small versions of pictures in a database of their own that can be rebuilt at any time."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from nanobanana_desktop.domain.tile import PictureKey
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.connections import (
    SQLITE_ERRORS,
    OpenMode,
    connect,
    is_busy,
    is_damage,
)
from nanobanana_desktop.storage.private_files import make_private_folder, open_new

SIZE_LIMIT: Final = 4 * 1024**3
"""Bytes of the file beyond which no thumbnails are made ahead: some 200,000 of them."""

BATCH: Final = 64
"""So many thumbnails are written at once, and at most so many are lost with the program."""

READ_LIMIT: Final = 500
"""Rows of one question."""

_VERSION: Final = 2
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS thumbnails (
    number INTEGER PRIMARY KEY,
    task_id TEXT NOT NULL UNIQUE,
    image_sha256 TEXT NOT NULL,
    jpeg BLOB NOT NULL
) STRICT
"""

T = TypeVar("T")

logger = get_logger(__name__)


class KeptThumbnail(NamedTuple):
    """`number` rises in the order in which thumbnails were made."""

    number: int
    picture: PictureKey


class ThumbnailStore:
    """Thumbnails by task and picture; thread-safe.

    Nothing here is worth an error: a thumbnail that cannot be read is missing, one that cannot be
    written is made anew next time, and a damaged file is replaced. Reading never waits for
    writing, and goes on where nothing can be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reader = _Side(lambda: _open_reader(path))
        self._writer = _Side(lambda: _open_writer(path))
        self._pending: dict[str, tuple[str, bytes]] = {}
        self._pending_lock = threading.Lock()

    @property
    def path(self) -> Path:
        return self._path

    def get_many(self, pictures: Sequence[PictureKey]) -> dict[PictureKey, bytes]:
        """The JPEG bytes made from exactly these pictures, `READ_LIMIT` at most, as far as kept."""
        # First, for what is written meanwhile is in the file by the time it leaves this list.
        with self._pending_lock:
            pending = {PictureKey(i, digest): jpeg for i, (digest, jpeg) in self._pending.items()}
        rows = self._read(_GET, (_ids(pictures),))
        found = {PictureKey(row["task_id"], row["image_sha256"]): row["jpeg"] for row in rows}
        found |= pending
        return {picture: found[picture] for picture in pictures if picture in found}

    def put(self, picture: PictureKey, jpeg: bytes) -> None:
        """Keep a thumbnail: it can be read at once and is written with others."""
        if self._writer.is_closed:
            return
        with self._pending_lock:
            self._pending[picture.task_id] = (picture.sha256, jpeg)
            is_full = len(self._pending) >= BATCH
        if is_full:
            self.flush()

    def flush(self) -> bool:
        """Write what is not written yet; False when that failed: it is dropped then."""
        with self._pending_lock:
            rows = [(i, digest, jpeg) for i, (digest, jpeg) in self._pending.items()]
        if not rows:
            return True
        written = self._write(lambda connection: connection.executemany(_PUT, rows))
        with self._pending_lock:
            for task_id, digest, jpeg in rows:
                if self._pending.get(task_id) == (digest, jpeg):
                    del self._pending[task_id]
        return written

    def remove(self, task_ids: Iterable[str]) -> None:
        ids = list(task_ids)
        with self._pending_lock:
            for task_id in ids:
                self._pending.pop(task_id, None)
        self._write(lambda connection: connection.executemany(_REMOVE, ((i,) for i in ids)))

    def kept_after(self, number: int, limit: int = READ_LIMIT) -> list[KeptThumbnail]:
        """What is written, oldest first, from behind `number` on."""
        rows = self._read(_AFTER, (number, min(limit, READ_LIMIT)))
        return [
            KeptThumbnail(row["number"], PictureKey(row["task_id"], row["image_sha256"]))
            for row in rows
        ]

    @property
    def size(self) -> int:
        """Bytes of the file that hold something."""
        row = next(iter(self._read(_SIZE, ())), None)
        return 0 if row is None else int(row["bytes"])

    def give_back(self) -> None:
        """Hand the space of removed thumbnails back to the file system."""
        # `execute` would end it after the first page.
        self._writer.ask(lambda connection: connection.executescript(_SHRINK))

    def close(self) -> None:
        """Twice does no harm; afterwards every thumbnail is missing."""
        self.flush()
        self._reader.close()
        self._writer.close()

    def _read(self, question: str, values: Sequence[object]) -> list[sqlite3.Row]:
        if self._reader.is_closed or not self._path.exists():
            return []
        rows = self._reader.ask(lambda connection: connection.execute(question, values).fetchall())
        if self._reader.saw_damage:
            self._replace_file()
        return rows or []

    def _write(self, change: Callable[[sqlite3.Connection], object]) -> bool:
        """Whether the change is in the file. A file that is damaged is made anew for it."""
        for _ in range(2):
            if self._writer.is_closed:
                return False
            if not self._path.exists():
                # Removed under us: what is written to the old one is lost.
                self._disconnect()
            if self._writer.ask(lambda connection: _committed(connection, change)):
                return True
            if not self._writer.saw_damage:
                return False
            self._replace_file()
        return False

    def _disconnect(self) -> None:
        self._reader.disconnect()
        self._writer.disconnect()

    def _replace_file(self) -> None:
        self._disconnect()
        for ending in ("", "-wal", "-shm"):
            file = self._path.with_name(self._path.name + ending)
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                logger.info("damaged thumbnails could not be removed: %s", error)


class _Side:
    """One connection, used by one thread at a time; opened when first needed, and after errors."""

    def __init__(self, open_connection: Callable[[], sqlite3.Connection]) -> None:
        self._open_connection = open_connection
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._said = ""
        self.is_closed = False
        self.saw_damage = False
        """Whether the last question failed for what the file holds."""

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T | None:
        """The answer; None when there is none."""
        with self._lock:
            self.saw_damage = False
            if self.is_closed:
                return None
            try:
                if self._connection is None:
                    self._connection = self._open_connection()
                return question(self._connection)
            except (*SQLITE_ERRORS, OSError) as error:
                self._close_connection()
                self.saw_damage = isinstance(error, _WrongVersionError) or is_damage(error)
                # A full disk fails again and again.
                if str(error) != self._said:
                    self._said = str(error)
                    logger.info("thumbnails: %s", error)
        return None

    def disconnect(self) -> None:
        with self._lock:
            self._close_connection()

    def close(self) -> None:
        with self._lock:
            self.is_closed = True
            self._close_connection()

    def _close_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


class _WrongVersionError(sqlite3.DatabaseError):
    """The file is that of another version of the program."""


class _NothingKeptError(sqlite3.OperationalError):
    """The file is being made."""


def _open_reader(path: Path) -> sqlite3.Connection:
    try:
        return _checked(connect(path, OpenMode.READ, shared=True))
    except sqlite3.OperationalError as error:
        # Read as if it never changed, a file that does would look damaged.
        if isinstance(error, _NothingKeptError) or is_damage(error) or is_busy(error):
            raise
        # A folder that takes no files has no place for what SQLite puts beside the database.
        return _checked(connect(path, OpenMode.READ, shared=True, unchanging=True))


def _open_writer(path: Path) -> sqlite3.Connection:
    is_new = not path.exists()
    if is_new:
        make_private_folder(path.parent)
        os.close(open_new(path))
    connection = connect(path, OpenMode.WRITE, shared=True)
    try:
        if _version(connection) == 0:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        else:
            _checked(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        # The medium is waited for when the log is folded in, never for a single thumbnail.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_SCHEMA)
        connection.execute(f"PRAGMA user_version = {_VERSION:d}")
    except BaseException:
        connection.close()
        raise
    return connection


def _checked(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        version = _version(connection)
        if version == 0:
            raise _NothingKeptError("nothing is kept yet")
        if version != _VERSION:
            raise _WrongVersionError("another version's thumbnails")
    except BaseException:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _committed(
    connection: sqlite3.Connection, change: Callable[[sqlite3.Connection], object]
) -> bool:
    connection.execute("BEGIN IMMEDIATE")
    try:
        change(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return True


def _ids(pictures: Sequence[PictureKey]) -> str:
    """As a list that SQLite takes apart."""
    if len(pictures) > READ_LIMIT:
        raise ValueError(f"{len(pictures)} pictures in one question")
    return json.dumps([picture.task_id for picture in pictures])


_GET: Final = """
SELECT task_id, image_sha256, jpeg FROM thumbnails
WHERE task_id IN (SELECT value FROM json_each(?))
"""
_PUT: Final = "INSERT OR REPLACE INTO thumbnails (task_id, image_sha256, jpeg) VALUES (?, ?, ?)"
_REMOVE: Final = "DELETE FROM thumbnails WHERE task_id = ?"
_AFTER: Final = (
    "SELECT number, task_id, image_sha256 FROM thumbnails WHERE number > ? ORDER BY number LIMIT ?"
)
_SIZE: Final = """
SELECT (pages.page_count - free.freelist_count) * size.page_size AS bytes
FROM pragma_page_count AS pages, pragma_freelist_count AS free, pragma_page_size AS size
"""
_SHRINK: Final = "PRAGMA incremental_vacuum"
