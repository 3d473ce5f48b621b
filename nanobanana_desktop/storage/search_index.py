"""The full-text index: trigrams of prompts, notes and file names in a file that can be made anew.

It lies beside the history and not in it: a copy of the history, its check after a crash and what
is saved from it when damaged stay as small and quick as they were, and no paid commit ever waits
for the index. The index is read and written by one connection, to which the history is attached
for reading; it follows the history by itself. What it has not read yet is known (`Reach`) and
looked through instead, so that a search is right at any time, without the index too.

It holds for each piece of three code points the numbers of the tasks (FTS5, `detail=none`), no
positions and no text: on 100,000 tasks 40 MB made in 9 s, against 105 MB in 14 s with columns and
146 MB in 15 s with positions. Whether the pieces stand together is looked up in the text itself,
which costs about a microsecond for each candidate. Numbers that are too many do no harm for the
same reason: a changed text is added to the former, and what was removed stays.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from nanobanana_desktop.storage.connections import SQLITE_ERRORS, OpenMode, connect
from nanobanana_desktop.storage.private_files import open_new

VERSION: Final = 1

ZONE: Final = 512
"""Neighbouring numbers whose newest and oldest time are kept together."""

SLICE_SECONDS: Final = 0.008
"""Wanted length of a slice: a search waits for the present one."""

FIRST_SLICE: Final = 32
LARGEST_SLICE: Final = 500
MERGE_PAGES: Final = 32
"""Pages that are merged after each slice: 10 to 20 ms instead of 60 when FTS5 does it by itself."""

COMPANIONS: Final = ("", "-wal", "-shm", "-journal")


class Reach(NamedTuple):
    """The index holds the tasks of the numbers `low` < number <= `high`, with all changes up to
    the one of number `changes`.
    """

    low: int
    high: int
    changes: int


_CACHE_KB: Final = 2_000
"""More than elsewhere: what is built is written once."""


def open_index(path: Path) -> sqlite3.Connection:
    """The connection, with or without a usable index; a file of another kind is replaced.

    Raises sqlite3.Error or OSError where the file cannot be written.
    """
    for is_last in (False, True):
        if not path.exists():
            os.close(open_new(path))
        connection = connect(path, OpenMode.WRITE, shared=True)
        try:
            connection.row_factory = None
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KB:d}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == VERSION:
                return connection
            if version == 0 and _is_blank(connection):
                _create(connection)
                return connection
        except SQLITE_ERRORS:
            if is_last:
                connection.close()
                raise
        connection.close()
        remove_index(path)
    raise sqlite3.DatabaseError("the index cannot be made")


def remove_index(path: Path) -> None:
    """Raises OSError."""
    for ending in COMPANIONS:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _is_blank(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_schema").fetchone() is None


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement in _SCHEMA:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION:d}")
    connection.execute("COMMIT")


class SearchIndex:
    """Lies in the main database of `connection`, the history in the attached one `history`.

    Not thread-safe. Methods raise sqlite3.Error.
    """

    def __init__(
        self, connection: sqlite3.Connection, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._connection = connection
        self._monotonic = monotonic
        self._slice = FIRST_SLICE
        self._merges = True

    def adopt(self) -> None:
        """Begin anew unless the index is that of the history as it is now.

        A history that was put back from a copy knows fewer numbers or changes than the index.
        """
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            if self._connection.execute(_IS_OURS).fetchone() is None:
                for statement in _FORGET:
                    self._connection.execute(statement)
            self._connection.execute("COMMIT")
        except SQLITE_ERRORS:
            self._roll_back()
            raise

    def reach(self) -> Reach:
        """What the index holds, in the present transaction."""
        return Reach(*self._connection.execute("SELECT low, high, changes FROM reach").fetchone())

    def is_complete(self) -> bool:
        return self._connection.execute(_IS_COMPLETE).fetchone() is not None

    def build(self) -> bool:
        """Read a slice of what is missing; whether there is more to do."""
        begin = self._monotonic()
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            read = self._read_slice()
            self._connection.execute("COMMIT")
        except SQLITE_ERRORS:
            self._roll_back()
            raise
        elapsed = self._monotonic() - begin
        if read == self._slice:
            wanted = int(read * SLICE_SECONDS / max(elapsed, 1e-4))
            self._slice = max(FIRST_SLICE, min(LARGEST_SLICE, 2 * read, wanted))
        if read:
            self._merges = True
        return self._merge() or read > 0

    def check(self) -> None:
        """Raises sqlite3.DatabaseError when the index contradicts itself."""
        self._connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _read_slice(self) -> int:
        """How many rows were read: changed ones first, then new ones, then older and older."""
        low, high, changes = self.reach()
        changed = self._connection.execute(_CHANGED, (changes, self._slice)).fetchall()
        if changed:
            for _, number in changed:
                if low < number <= high:
                    self._add(number, number)
            self._connection.execute("UPDATE reach SET changes = ?", (changed[-1][0],))
            return len(changed)
        end = self._connection.execute(_NEW_END, (high, self._slice)).fetchone()[0]
        if end is not None:
            self._connection.execute("UPDATE reach SET high = ?", (end,))
            return self._add(high + 1, end)
        if low > 0:
            begin = self._connection.execute(_OLD_BEGIN, (low, self._slice)).fetchone()[0]
            self._connection.execute("UPDATE reach SET low = ?", ((begin or 1) - 1,))
            return self._add(begin, low) if begin is not None else 0
        return 0

    def _add(self, first: int, last: int) -> int:
        """Add the tasks with these numbers; how many there were."""
        self._connection.execute(_ADD_ZONES, (ZONE, first, last))
        return self._connection.execute(_ADD_WORDS, (first, last)).rowcount

    def _merge(self) -> bool:
        """Join small parts of the index, a few pages at a time; whether there is more to join."""
        if self._merges:
            before = self._connection.total_changes
            self._connection.execute(_MERGE, (MERGE_PAGES,))
            # So little changes when there was nothing to do.
            self._merges = self._connection.total_changes - before >= 2
        return self._merges


_WORDS: Final = """
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1'
)
"""
_ZONES: Final = """
CREATE TABLE zones (zone INTEGER PRIMARY KEY, oldest REAL NOT NULL, newest REAL NOT NULL) STRICT
"""
_REACH: Final = """
CREATE TABLE reach (
    place INTEGER PRIMARY KEY CHECK (place = 1),
    history TEXT NOT NULL,
    low INTEGER NOT NULL,
    high INTEGER NOT NULL,
    changes INTEGER NOT NULL
) STRICT
"""
_SCHEMA: Final = (
    _WORDS,
    "INSERT INTO words (words, rank) VALUES ('automerge', 0)",
    "INSERT INTO words (words, rank) VALUES ('crisismerge', 1000)",
    _ZONES,
    "CREATE INDEX zones_newest ON zones (newest, zone)",
    "CREATE INDEX zones_oldest ON zones (oldest, zone)",
    _REACH,
    "INSERT INTO reach VALUES (1, '', 0, 0, 0)",
)
_LAST_NUMBER: Final = "(SELECT value FROM app_state WHERE key = 'last_number')"
_LAST_CHANGE: Final = (
    "(SELECT ifnull(max(seq), 0) FROM history.sqlite_sequence WHERE name = 'search_changes')"
)
_THIS_HISTORY: Final = "(SELECT value FROM app_state WHERE key = 'history')"
_IS_OURS: Final = " ".join(
    (
        "SELECT 1 FROM reach WHERE history =",
        _THIS_HISTORY,
        "AND high <=",
        _LAST_NUMBER,
        "AND changes <=",
        _LAST_CHANGE,
    )
)
_FORGET: Final = (
    "INSERT INTO words (words) VALUES ('delete-all')",
    "DELETE FROM zones",
    " ".join(
        (
            "UPDATE reach SET history =",
            _THIS_HISTORY,
            ", low =",
            _LAST_NUMBER,
            ", high =",
            _LAST_NUMBER,
            ", changes =",
            _LAST_CHANGE,
        )
    ),
)
_IS_COMPLETE: Final = """
SELECT 1 FROM reach WHERE low = 0
    AND NOT EXISTS (SELECT 1 FROM task_search WHERE task_number > high)
    AND NOT EXISTS (SELECT 1 FROM search_changes WHERE number > changes)
"""
_CHANGED: Final = """
SELECT number, task_number FROM search_changes WHERE number > ? ORDER BY number LIMIT ?
"""
_NEW_END: Final = """
SELECT max(task_number) FROM (
    SELECT task_number FROM task_search WHERE task_number > ? ORDER BY task_number LIMIT ?
)
"""
_OLD_BEGIN: Final = """
SELECT min(task_number) FROM (
    SELECT task_number FROM task_search WHERE task_number <= ? ORDER BY task_number DESC LIMIT ?
)
"""
_ADD_WORDS: Final = """
INSERT INTO words (rowid, text)
SELECT task_number, concat_text FROM (
    SELECT task_number,
        search_text || char(10) || note_text || char(10) || file_name AS concat_text
    FROM task_search WHERE task_number BETWEEN ? AND ? ORDER BY task_number
)
"""
_ADD_ZONES: Final = """
INSERT INTO zones
SELECT number / ?1, min(created_at), max(created_at) FROM tasks
WHERE number BETWEEN ?2 AND ?3 GROUP BY number / ?1
ON CONFLICT (zone) DO UPDATE SET
    oldest = min(oldest, excluded.oldest), newest = max(newest, excluded.newest)
"""
_MERGE: Final = "INSERT INTO words (words, rank) VALUES ('merge', ?)"
