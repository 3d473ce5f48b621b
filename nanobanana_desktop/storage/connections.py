"""Connections to SQLite files with the guards that every one of them has."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage.private_files import disk_full

BUSY_SECONDS: Final = 5.0
"""How long an operation waits for another program that holds the file."""

CACHE_KB: Final = 512
"""What a connection keeps of its file; there are many of them, and the system keeps files too."""

_DAMAGE: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT")
_NOT_WRITABLE: Final = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")
_WAITED_IN_VAIN: Final = ("SQLITE_BUSY", "SQLITE_LOCKED")


class OpenMode(StrEnum):
    READ = "ro"
    WRITE = "rw"


def connect(
    path: Path, mode: OpenMode, *, shared: bool = False, unchanging: bool = False
) -> sqlite3.Connection:
    """A connection to an existing file; transactions are begun and ended by hand.

    It belongs to the thread that made it unless `shared`, in which case the caller takes care that
    only one thread uses it at a time. Text that is not UTF-8 is read with replacement characters.
    `unchanging` reads the file as it lies there, without a log beside it and without locks.
    """
    fixed = "&immutable=1" if unchanging else ""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode.value}{fixed}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS,
        check_same_thread=not shared,
    )
    connection.row_factory = sqlite3.Row
    connection.text_factory = _lenient_text
    try:
        # A file may come from elsewhere: its schema must not run functions of ours.
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        # It reads the schema. Whether that is damaged is for whoever asks something of it.
        with suppress(*SQLITE_ERRORS):
            connection.execute(f"PRAGMA cache_size = -{CACHE_KB:d}")
        if mode is OpenMode.READ:
            connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _lenient_text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def prepare_for_durable_writing(connection: sqlite3.Connection) -> None:
    """Every commit is on the medium when it returns. Writes to the file on its first use."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA checkpoint_fullfsync = ON")


SQLITE_ERRORS: Final = (sqlite3.Error, UnicodeDecodeError)
"""What Python's sqlite3 raises: the second when SQLite quotes damaged bytes in its message."""


def is_damage(error: Exception) -> bool:
    """Whether SQLite found the file's content to be wrong."""
    return isinstance(error, UnicodeDecodeError) or _error_name(error).startswith(_DAMAGE)


def is_unusable(error: Exception) -> bool:
    """Whether plain questions about the schema failed for what the file holds."""
    return is_damage(error) or _error_name(error) == "SQLITE_ERROR"


def database_error(error: Exception, path: Path) -> StorageError:
    """What SQLite ran into, in the words of this program; facts as in `storage_error`."""
    name = _error_name(error)
    detail = f"{name or type(error).__name__}: {error}"
    folder = path.parent
    if name.startswith("SQLITE_FULL"):
        return disk_full(detail, folder)
    if name.startswith(_NOT_WRITABLE):
        return StorageError(ErrorCase.FOLDER_MISSING, detail, retryable=True, folder=str(folder))
    retryable = name.startswith(_WAITED_IN_VAIN)
    return StorageError(ErrorCase.DATABASE, detail, retryable=retryable, folder=str(folder))


def is_busy(error: Exception) -> bool:
    """Whether another program held the file all the time."""
    return _error_name(error).startswith(_WAITED_IN_VAIN)


def _error_name(error: Exception) -> str:
    return getattr(error, "sqlite_errorname", None) or ""


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A new connection that can only read, for the thread that calls; the caller closes it.

    Raises StorageError(DATABASE) when there is no file or it cannot be read.
    """
    try:
        return connect(path, OpenMode.READ)
    except SQLITE_ERRORS as error:
        raise database_error(error, path) from error
