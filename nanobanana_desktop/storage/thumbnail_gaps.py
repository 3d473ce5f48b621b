"""Where the thumbnails and the history differ, found out by SQLite alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from nanobanana_desktop.domain.tile import PictureKey
from nanobanana_desktop.storage.connections import (
    CACHE_KB,
    SQLITE_ERRORS,
    database_error,
    open_for_reading,
)
from nanobanana_desktop.storage.thumbnail_store import KeptThumbnail

STRIDE: Final = 20_000
"""Rows of the history that are compared at once: some 20 ms."""

BEGIN: Final = 2**63 - 1
"""Above all numbers of the history."""


class Missing(NamedTuple):
    """Pictures without a thumbnail, the newest first; what is below `low` was not looked at.

    `low` is None when there is nothing below.
    """

    pictures: list[PictureKey]
    low: int | None


class ThumbnailGaps:
    """All methods block and are to be called in a worker; each opens both files for itself.

    Raises StorageError(DATABASE) when one of them cannot be read. What is not written yet does not
    count as kept.
    """

    def __init__(self, history: Path, thumbnails: Path) -> None:
        self._history = history
        self._thumbnails = thumbnails

    def unwanted(self, after: int, limit: int) -> list[KeptThumbnail]:
        """Thumbnails numbered above `after` of tasks that are gone or have another picture now."""
        with self._connected() as connection:
            if not _has_thumbnails(connection):
                return []
            rows = connection.execute(_UNWANTED, (after, limit)).fetchall()
        return [KeptThumbnail(row[0], PictureKey(row[1], row[2])) for row in rows]

    def missing(self, below: int, limit: int) -> Missing:
        """Those among the `STRIDE` newest rows numbered lower than `below`, `limit` at most."""
        with self._connected() as connection:
            high = connection.execute(_NEWEST, (below,)).fetchone()[0]
            if high is None:
                return Missing([], None)
            question = _MISSING if _has_thumbnails(connection) else _ALL
            rows = connection.execute(question, (high, high - STRIDE, limit)).fetchall()
        low = rows[-1][0] if len(rows) == limit else high - STRIDE + 1
        return Missing([PictureKey(row[1], row[2]) for row in rows], low)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(open_for_reading(self._history)) as connection:
                if self._thumbnails.exists():
                    address = f"{self._thumbnails.absolute().as_uri()}?mode=ro"
                    connection.execute("ATTACH ? AS kept", (address,))
                    connection.execute(f"PRAGMA kept.cache_size = -{CACHE_KB:d}")
                yield connection
        except SQLITE_ERRORS as error:
            raise database_error(error, self._thumbnails) from error


def _has_thumbnails(connection: sqlite3.Connection) -> bool:
    """Nothing is kept yet in a file that was never written to."""
    attached = {row["name"] for row in connection.execute("PRAGMA database_list")}
    return "kept" in attached and connection.execute(_TABLE).fetchone() is not None


_TABLE: Final = "SELECT 1 FROM kept.sqlite_schema WHERE name = 'thumbnails'"
_NEWEST: Final = "SELECT max(number) FROM main.tasks WHERE number < ?"
_UNWANTED: Final = """
SELECT number, task_id, image_sha256 FROM kept.thumbnails AS thumbnails
WHERE number > ? AND NOT EXISTS (
    SELECT 1 FROM main.tasks AS tasks JOIN main.images AS images
    ON images.task_number = tasks.number
    WHERE tasks.id = thumbnails.task_id AND images.sha256 = thumbnails.image_sha256
)
ORDER BY number LIMIT ?
"""
_ALL: Final = """
SELECT tasks.number, tasks.id, images.sha256
FROM main.tasks AS tasks JOIN main.images AS images ON images.task_number = tasks.number
WHERE tasks.number <= ? AND tasks.number > ?
ORDER BY tasks.number DESC LIMIT ?
"""
_MISSING: Final = """
SELECT tasks.number, tasks.id, images.sha256
FROM main.tasks AS tasks JOIN main.images AS images ON images.task_number = tasks.number
WHERE tasks.number <= ? AND tasks.number > ? AND NOT EXISTS (
    SELECT 1 FROM kept.thumbnails AS thumbnails
    WHERE thumbnails.task_id = tasks.id AND thumbnails.image_sha256 = images.sha256
)
ORDER BY tasks.number DESC LIMIT ?
"""
