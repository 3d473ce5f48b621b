"""The person's marks in the history: changed for many tasks at once, never by the engine."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final, NamedTuple

from nanobanana_desktop.domain.history_query import normalise_for_search
from nanobanana_desktop.domain.marks import NO_CHANGE, MarkChange, clean_tags
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import UNFINISHED
from nanobanana_desktop.storage.task_rows import ROW_LIMIT, clean_text, load_tasks


class TagUse(NamedTuple):
    """A tag, and how many of the tasks that were asked about have it."""

    name: str
    tasks: int


class MarksBefore(NamedTuple):
    """The marks of one row as they were."""

    number: int
    starred: bool
    rating: int
    note: str
    tags: tuple[str, ...]
    trashed_at: float | None


class MarkedRows(NamedTuple):
    """`undo` are the changes that lead back, with the rows of each; rows that had the marks
    already are in none. `tasks` are tasks as they are now. On `left` rows the note would have
    become too long, and is as it was.
    """

    undo: tuple[tuple[MarkChange, tuple[int, ...]], ...] = ()
    tasks: tuple[GenerationTask, ...] = ()
    left: int = 0


class MarkStore:
    """Every method raises StorageError as `Database` says; nothing of the call is stored then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def change(
        self, numbers: Sequence[int], change: MarkChange, at: float, *, tell_all: bool = True
    ) -> MarkedRows:
        """Change the marks of up to 500 rows; `at` is the time of the trash (UTC seconds).

        With `tell_all` the answer holds all changed tasks, else only those that are not finished.
        """
        rows = tuple(numbers[:ROW_LIMIT])
        return await self._database.write(partial(_change, rows, change, at, tell_all))

    async def change_each(
        self,
        changes: Sequence[tuple[MarkChange, Sequence[int]]],
        at: float,
        *,
        tell_all: bool = True,
    ) -> MarkedRows:
        """As `change`, several changes of up to 500 rows together in one transaction."""

        def change_each(connection: sqlite3.Connection) -> MarkedRows:
            done = [
                _change(tuple(rows[:ROW_LIMIT]), change, at, tell_all, connection)
                for change, rows in changes
            ]
            undo = tuple(each for marked in done for each in marked.undo)
            tasks = tuple(task for marked in done for task in marked.tasks)
            return MarkedRows(undo, tasks, sum(marked.left for marked in done))

        return await self._database.write(change_each)

    async def tags(self) -> list[TagUse]:
        """All tags that a task has, in the order of the alphabet."""
        return await self._database.run(partial(_tags, _ALL_TAGS, ()))

    async def tags_of(self, numbers: Sequence[int]) -> list[TagUse]:
        """The tags of these rows, however many."""
        return await self._database.run(partial(_tags, _TAGS_OF, (_json(numbers),)))

    async def numbers_with_tags(self, names: Sequence[str]) -> list[int]:
        """The rows that have one of these tags, however many, in the trash too."""
        values = (json.dumps([normalise_for_search(clean_text(name)) for name in names]),)
        return await self._database.run(
            lambda connection: [row[0] for row in connection.execute(_WITH_TAGS, values)]
        )

    async def numbers_of(self, ids: Sequence[str]) -> list[int]:
        """The rows of these tasks, however many; unknown ids are left out."""
        values = (json.dumps([clean_text(task_id) for task_id in ids]),)
        return await self._database.run(
            lambda connection: [row[0] for row in connection.execute(_NUMBERS_OF, values)]
        )


def set_marks(connection: sqlite3.Connection, task: GenerationTask) -> None:
    """Give the row of a task that was just added the marks that `task` tells of."""
    row = connection.execute(_NUMBER, (clean_text(task.id),)).fetchone()
    if row is None:
        return
    connection.execute(_SET, (task.rating, task.trashed_at, row[0]))
    _set_note(connection, task.note, _json([row[0]]))
    for tag in clean_tags(task.tags):
        _add_tag(connection, tag, _json([row[0]]))


def _change(
    numbers: Sequence[int],
    change: MarkChange,
    at: float,
    tell_all: bool,
    connection: sqlite3.Connection,
) -> MarkedRows:
    undo: dict[MarkChange, list[int]] = {}
    notes: dict[str, list[int]] = {}
    left = 0
    for before in _before(connection, numbers, with_tags=change.concerns_tags):
        inverse = change.inverse(before)
        if inverse != NO_CHANGE:
            undo.setdefault(inverse, []).append(before.number)
        left += change.is_too_long_for(before.note)
        note = change.note_after(before.note)
        if note != before.note:
            notes.setdefault(note, []).append(before.number)
    changed = [number for rows in undo.values() for number in rows]
    if changed:
        _write(connection, _json(changed), change, at)
    for note, noted in notes.items():
        _set_note(connection, note, _json(noted))
    told = _TOLD if tell_all else _TOLD_UNFINISHED
    states = json.dumps(sorted(state.value for state in UNFINISHED))
    rows = connection.execute(told, (_json(changed), states)).fetchall()
    tasks = load_tasks(connection, [row[0] for row in rows])
    inverses = tuple((inverse, tuple(rows)) for inverse, rows in undo.items())
    return MarkedRows(inverses, tuple(tasks), left)


def _write(connection: sqlite3.Connection, numbers: str, change: MarkChange, at: float) -> None:
    if change.starred is not None:
        connection.execute(_STAR, (change.starred, numbers))
    if change.rating is not None:
        connection.execute(_RATE, (change.rating, numbers))
    if change.trash is not None:
        connection.execute(_TRASH, (at if change.trash else None, numbers))
    for tag in change.remove_tags:
        folded = normalise_for_search(tag)
        if folded not in change.respelled:
            connection.execute(_REMOVE_TAG, (folded, numbers))
            connection.execute(_FORGET_TAG, (folded,))
    for tag in change.add_tags:
        _add_tag(connection, tag, numbers)
        if normalise_for_search(tag) in change.respelled:
            connection.execute(_RESPELL, (clean_text(tag), normalise_for_search(tag)))


def _set_note(connection: sqlite3.Connection, note: str, numbers: str) -> None:
    text = clean_text(note)
    connection.execute(_NOTE, (text, numbers))
    connection.execute(_NOTE_TEXT, (normalise_for_search(text), numbers))


def _add_tag(connection: sqlite3.Connection, tag: str, numbers: str) -> None:
    folded = normalise_for_search(tag)
    connection.execute(_NEW_TAG, (clean_text(tag), folded))
    connection.execute(_ADD_TAG, (numbers, folded))


def _before(
    connection: sqlite3.Connection, numbers: Sequence[int], *, with_tags: bool
) -> list[MarksBefore]:
    values = (_json(numbers),)
    tags: dict[int, list[str]] = {}
    if with_tags:
        for row in connection.execute(_TAGS_BEFORE, values):
            tags.setdefault(row[0], []).append(row[1])
    return [
        MarksBefore(
            row["number"],
            bool(row["starred"]),
            row["rating"],
            row["note"],
            tuple(tags.get(row["number"], ())),
            row["trashed_at"],
        )
        for row in connection.execute(_BEFORE, values)
    ]


def _tags(sql: str, values: tuple[str, ...], connection: sqlite3.Connection) -> list[TagUse]:
    rows = [TagUse(row[0], row[1]) for row in connection.execute(sql, values)]
    return sorted(rows, key=lambda use: normalise_for_search(use.name))


def _json(numbers: Iterable[int]) -> str:
    return json.dumps(list(numbers))


_BEFORE: Final = """
SELECT number, starred, rating, note, trashed_at FROM tasks
WHERE number IN (SELECT value FROM json_each(?))
"""
_TAGS_BEFORE: Final = """
SELECT task_number, name FROM task_tags JOIN tags ON tags.number = tag_number
WHERE task_number IN (SELECT value FROM json_each(?))
"""
_STAR: Final = """
UPDATE tasks SET starred = ? WHERE number IN (SELECT value FROM json_each(?))
"""
_RATE: Final = """
UPDATE tasks SET rating = ? WHERE number IN (SELECT value FROM json_each(?))
"""
_NOTE: Final = """
UPDATE tasks SET note = ? WHERE number IN (SELECT value FROM json_each(?))
"""
_NOTE_TEXT: Final = """
UPDATE task_search SET note_text = ? WHERE task_number IN (SELECT value FROM json_each(?))
"""
_TRASH: Final = """
UPDATE tasks SET trashed_at = ? WHERE number IN (SELECT value FROM json_each(?))
"""
_NEW_TAG: Final = "INSERT INTO tags (name, folded) VALUES (?, ?) ON CONFLICT (folded) DO NOTHING"
_ADD_TAG: Final = """
INSERT OR IGNORE INTO task_tags (task_number, tag_number)
SELECT value, (SELECT number FROM tags WHERE folded = ?2) FROM json_each(?1)
"""
_REMOVE_TAG: Final = """
DELETE FROM task_tags WHERE tag_number = (SELECT number FROM tags WHERE folded = ?)
    AND task_number IN (SELECT value FROM json_each(?))
"""
_FORGET_TAG: Final = """
DELETE FROM tags WHERE folded = ?
    AND NOT EXISTS (SELECT 1 FROM task_tags WHERE tag_number = tags.number)
"""
_RESPELL: Final = "UPDATE tags SET name = ? WHERE folded = ?"
_WITH_TAGS: Final = """
SELECT DISTINCT task_number FROM task_tags JOIN tags ON tags.number = tag_number
WHERE folded IN (SELECT value FROM json_each(?)) ORDER BY task_number
"""
_ALL_TAGS: Final = """
SELECT name, COUNT(*) FROM tags JOIN task_tags ON tag_number = tags.number GROUP BY tags.number
"""
_TAGS_OF: Final = """
SELECT name, COUNT(*) FROM task_tags JOIN tags ON tags.number = tag_number
WHERE task_number IN (SELECT value FROM json_each(?)) GROUP BY tags.number
"""
_NUMBER: Final = "SELECT number FROM tasks WHERE id = ?"
_NUMBERS_OF: Final = """
SELECT number FROM tasks WHERE id IN (SELECT value FROM json_each(?)) ORDER BY number
"""
_SET: Final = "UPDATE tasks SET rating = ?, trashed_at = ? WHERE number = ?"
_TOLD: Final = """
SELECT id FROM tasks WHERE number IN (SELECT value FROM json_each(?1)) AND ?2 <> ''
"""
_TOLD_UNFINISHED: Final = """
SELECT id FROM tasks WHERE number IN (SELECT value FROM json_each(?1))
    AND state IN (SELECT value FROM json_each(?2))
"""
