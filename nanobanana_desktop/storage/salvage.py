"""Rows of a damaged history that can still be read, copied into a new one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.connections import SQLITE_ERRORS
from nanobanana_desktop.storage.private_files import open_new
from nanobanana_desktop.storage.salvage_mending import mend
from nanobanana_desktop.storage.schema_graft import patch_header, patch_schema

TIME_LIMIT: Final = 4.0
"""Seconds; the start waits for this, so a large and badly damaged file is read only in part."""

CHUNK: Final = 500
"""Rows that one statement copies; around damage it is one."""

_HIGHEST: Final = 2**40
"""No row has a number beyond: the search for rows behind a damaged page ends there."""

_TABLES: Final = (
    ("tasks", "number"),
    ("images", "task_number"),
    ("task_references", "task_number"),
    ("task_search", "task_number"),
    ("tags", "number"),
    ("task_tags", "task_number"),
    ("saved_searches", "number"),
    ("task_attempts", "task_number"),
    ("task_events", "number"),
)
"""In the order of their worth, each with the column by which its rows lie in order."""

_TARGET_FAILED: Final = (
    "SQLITE_FULL",
    "SQLITE_READONLY",
    "SQLITE_NOMEM",
    "SQLITE_IOERR_WRITE",
    "SQLITE_IOERR_FSYNC",
    "SQLITE_CANTOPEN",
)

logger = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Salvage:
    """How many tasks were saved; `complete` is False when time ended before the file did."""

    tasks: int = 0
    complete: bool = True


def salvage(
    damaged: Path,
    target: sqlite3.Connection,
    pattern: bytes,
    monotonic: Callable[[], float] = time.monotonic,
) -> Salvage:
    """Copy what can be read of `damaged` into the empty history behind `target`.

    Reads a copy: the damaged bytes are never written. `pattern` are the bytes of an empty history
    of this version, from which a damaged header or schema is replaced. Raises sqlite3.Error or
    OSError when `target` cannot be written; it is of no use then.
    """
    deadline = monotonic() + TIME_LIMIT
    target.execute("PRAGMA foreign_keys = OFF")
    complete = True
    for patch in (None, patch_header, patch_schema):
        try:
            with _working_copy(damaged) as copy:
                if patch is not None:
                    patch(copy, pattern)
                complete = _copy_tables(copy, target, lambda: monotonic() > deadline)
        except (*SQLITE_ERRORS, OSError) as error:
            if _is_about_target(error):
                raise
            logger.info("one way to read the damaged history: %s", error)
        if _count(target):
            break
    mend(target)
    target.execute("PRAGMA foreign_keys = ON")
    return Salvage(_count(target), complete)


@contextmanager
def _working_copy(damaged: Path) -> Iterator[Path]:
    copy = damaged.with_name(f".{damaged.name}.salvage")
    pieces = [copy.with_name(copy.name + ending) for ending in ("", "-wal", "-shm", "-journal")]
    _remove(pieces)
    try:
        for ending in ("", "-wal"):
            source = damaged.with_name(damaged.name + ending)
            if source.is_file():
                descriptor = open_new(copy.with_name(copy.name + ending))
                with os.fdopen(descriptor, "wb") as to, source.open("rb") as original:
                    shutil.copyfileobj(original, to, 1024 * 1024)
        yield copy
    finally:
        _remove(pieces)


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _copy_tables(copy: Path, target: sqlite3.Connection, is_late: Callable[[], bool]) -> bool:
    """Whether there was time for everything."""
    target.execute("ATTACH ? AS damaged", (f"{copy.absolute().as_uri()}?mode=rw",))
    try:
        return all(_Table(target, table, key).copy(is_late) for table, key in _TABLES)
    finally:
        target.execute("DETACH damaged")


def _count(target: sqlite3.Connection) -> int:
    return int(target.execute("SELECT COUNT(*) FROM main.tasks").fetchone()[0])


def _is_about_target(error: Exception) -> bool:
    name = getattr(error, "sqlite_errorname", None) or ""
    return name.startswith(_TARGET_FAILED)


class _Table:
    """Copies one table from the front, jumping over what cannot be read."""

    def __init__(self, target: sqlite3.Connection, name: str, key: str) -> None:
        self._target = target
        known = self._columns("main", name)
        columns = ", ".join(column for column in self._columns("damaged", name) if column in known)
        self._is_there = bool(columns)
        # The names are this program's own; only numbers come from the damaged file.
        rows = " ".join(("FROM damaged.", name, "WHERE", key, "> ?"))
        self._end = " ".join(
            ("SELECT max(place) FROM (SELECT", key, "AS place", rows, "ORDER BY", key, "LIMIT ?)")
        )
        place = " ".join(("INSERT OR IGNORE INTO main.", name, "(", columns, ")"))
        self._insert = " ".join((place, "SELECT", columns, rows, "AND", key, "<= ?"))

    def copy(self, is_late: Callable[[], bool]) -> bool:
        """False when time ended before the table did."""
        position, size = 0, CHUNK
        while self._is_there:
            if is_late():
                return False
            try:
                end = self._end_of_chunk(position, size)
                if end is None:
                    return True
                self._target.execute(self._insert, (position, end))
            except SQLITE_ERRORS as error:
                if _is_about_target(error):
                    raise
                if size > 1:
                    size //= 8
                    size = max(1, size)
                    continue
                behind = self._behind_damage(position)
                if behind is None:
                    return True
                position = behind
            else:
                position, size = end, min(CHUNK, 2 * size)
        return True

    def _columns(self, schema: str, name: str) -> list[str]:
        rows = self._target.execute("SELECT name FROM pragma_table_info(?, ?)", (name, schema))
        return [row[0] for row in rows.fetchall()]

    def _end_of_chunk(self, position: int, size: int) -> int | None:
        end = self._target.execute(self._end, (position, size)).fetchone()[0]
        if end is not None and not (isinstance(end, int) and end > position):
            raise sqlite3.DatabaseError("keys out of order")
        return end

    def _behind_damage(self, position: int) -> int | None:
        """The nearest place from which rows can be read again; None when there is none."""
        unreadable = self._end_if_readable(position)
        if unreadable is not None:
            # The key can be read, the row cannot.
            return unreadable
        step = 1
        while not self._is_readable(position + step):
            step *= 2
            if position + step > _HIGHEST:
                return None
        bad, good = position + step // 2, position + step
        while good - bad > 1:
            middle = (bad + good) // 2
            if self._is_readable(middle):
                good = middle
            else:
                bad = middle
        return good

    def _end_if_readable(self, position: int) -> int | None:
        try:
            return self._end_of_chunk(position, 1)
        except SQLITE_ERRORS:
            return None

    def _is_readable(self, position: int) -> bool:
        try:
            self._end_of_chunk(position, 1)
        except SQLITE_ERRORS:
            return False
        return True
