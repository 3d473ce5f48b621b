"""The last step of tasks in the trash: noted before their files go, removed afterwards."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from nanobanana_desktop.domain.task import POLLED, GenerationTask, TaskState
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.task_rows import ROW_LIMIT, clean_text, load_tasks

S = TaskState

STILL_MADE: Final = POLLED | {S.SUBMITTING, S.RESULT_READY, S.DOWNLOADING}
"""Their pictures are paid and on their way; such tasks stay in the trash until it is here."""

_LEAVING: Final = "leaving"


class TrashSummary(NamedTuple):
    """How many tasks could leave the trash for good, how many of them are starred, and how many
    stay because they are still being made.
    """

    leaving: int = 0
    starred: int = 0
    still_made: int = 0


class TrashStore:
    """Every method raises StorageError as `Database` says; nothing of the call is stored then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def summary(self, numbers: Sequence[int] | None = None) -> TrashSummary:
        """Of the whole trash, or of these rows as far as they lie in it."""
        return await self._database.run(partial(_summary, _as_json(numbers)))

    async def leavable(self, numbers: Sequence[int] | None = None, *, starred: bool) -> list[int]:
        """Rows that can leave the trash for good, of these only if any are given.

        With `starred` also starred ones.
        """
        values = (_MADE, _as_json(numbers), int(starred))
        return await self._database.run(
            lambda connection: [row[0] for row in connection.execute(_LEAVABLE, values)]
        )

    async def picture_paths(self) -> list[str]:
        """Where the pictures of all tasks in the trash lie, below one of the image folders."""
        return await self._database.run(
            lambda connection: [row[0] for row in connection.execute(_PICTURE_PATHS)]
        )

    async def begin_leaving(self, numbers: Sequence[int]) -> list[GenerationTask]:
        """Note that these rows, at most 500, leave the trash for good; their files may go then.

        Gives the tasks of those that (still) can leave it, without the picture that another task,
        which stays, has as well: its file must not go.
        """
        values = (_MADE, json.dumps(list(numbers[:ROW_LIMIT])))
        return await self._database.write(partial(_begin_leaving, values))

    async def end_leaving(self, gone: Iterable[str]) -> None:
        """Remove the rows of these tasks, whose files are gone; the others stay in the trash."""
        ids = json.dumps([clean_text(task_id) for task_id in gone])
        await self._database.write(partial(_end_leaving, ids))

    async def leaving(self) -> list[GenerationTask]:
        """Tasks whose leaving was noted and did not end: the program died in between.

        Not those that can no longer leave: an order may have turned out to be under way since.
        """
        return await self._database.run(_leaving)


def _as_json(numbers: Sequence[int] | None) -> str | None:
    return None if numbers is None else json.dumps(list(numbers))


def _summary(numbers: str | None, connection: sqlite3.Connection) -> TrashSummary:
    row = connection.execute(_SUMMARY, (_MADE, numbers)).fetchone()
    return TrashSummary(*(int(value or 0) for value in row))


def _begin_leaving(values: tuple[str, str], connection: sqlite3.Connection) -> list[GenerationTask]:
    ids = [row["id"] for row in connection.execute(_CAN_LEAVE, values)]
    if ids:
        note = (_LEAVING, json.dumps(ids))
        connection.execute("INSERT OR REPLACE INTO app_state VALUES (?, ?)", note)
    shared = {row["id"] for row in connection.execute(_SHARED, (json.dumps(ids),))}
    tasks = load_tasks(connection, ids)
    return [replace(task, image=None) if task.id in shared else task for task in tasks]


def _end_leaving(ids: str, connection: sqlite3.Connection) -> None:
    connection.execute(_REMOVE, (ids,))
    connection.execute("DELETE FROM app_state WHERE key = ?", (_LEAVING,))


def _leaving(connection: sqlite3.Connection) -> list[GenerationTask]:
    row = connection.execute("SELECT value FROM app_state WHERE key = ?", (_LEAVING,)).fetchone()
    try:
        ids = json.loads(row[0]) if row is not None else []
    except (ValueError, TypeError, RecursionError):
        return []
    texts = [value for value in ids if isinstance(value, str)] if isinstance(ids, list) else []
    tasks = load_tasks(connection, texts)
    return [task for task in tasks if task.trashed_at is not None and task.state not in STILL_MADE]


_MADE: Final = json.dumps(sorted(state.value for state in STILL_MADE))

_SUMMARY: Final = """
SELECT SUM(NOT is_made), SUM(NOT is_made AND starred), SUM(is_made)
FROM (
    SELECT starred, state IN (SELECT value FROM json_each(?1)) AS is_made
    FROM tasks WHERE trashed_at IS NOT NULL
        AND (?2 IS NULL OR number IN (SELECT value FROM json_each(?2)))
)
"""
_LEAVABLE: Final = """
SELECT number FROM tasks
WHERE trashed_at IS NOT NULL AND (?3 OR starred = 0)
    AND state NOT IN (SELECT value FROM json_each(?1))
    AND (?2 IS NULL OR number IN (SELECT value FROM json_each(?2)))
ORDER BY number
"""
_PICTURE_PATHS: Final = """
SELECT relative_path FROM tasks JOIN images ON task_number = number WHERE trashed_at IS NOT NULL
"""
_CAN_LEAVE: Final = """
SELECT tasks.id FROM json_each(?2) CROSS JOIN tasks ON tasks.number = json_each.value
WHERE trashed_at IS NOT NULL AND state NOT IN (SELECT value FROM json_each(?1))
"""
_SHARED: Final = """
WITH leaving AS (SELECT number, id FROM tasks WHERE id IN (SELECT value FROM json_each(?)))
SELECT id FROM leaving JOIN images AS own ON own.task_number = number
WHERE EXISTS (
    SELECT 1 FROM images AS other WHERE other.relative_path = own.relative_path
        AND other.task_number NOT IN (SELECT number FROM leaving)
)
"""
_REMOVE: Final = """
DELETE FROM tasks
WHERE id IN (SELECT value FROM json_each(?)) AND trashed_at IS NOT NULL
"""
