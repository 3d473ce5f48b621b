"""What a look through the whole library asks the history, in portions, and where it stands."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from functools import partial
from typing import Any, Final

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.task_rows import ROW_LIMIT, clean_text, load_tasks


class LibraryStore:
    """Raises StorageError as `Database` says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count_pictures(self) -> int:
        """Finished tasks with a picture, in the trash too."""
        return await self._database.run(
            lambda connection: int(connection.execute(_COUNT).fetchone()[0])
        )

    async def pictures_after(self, number: int, limit: int) -> list[tuple[int, GenerationTask]]:
        """Up to `limit` (at most 500) finished tasks with a picture behind row `number`."""
        values = (number, min(limit, ROW_LIMIT))
        return await self._database.run(lambda c: _numbered(c, _AFTER, values))

    async def tasks_at(self, numbers: Sequence[int]) -> list[tuple[int, GenerationTask]]:
        """The tasks of up to 500 rows; those that are gone are left out."""
        values = (json.dumps(list(numbers[:ROW_LIMIT])),)
        return await self._database.run(lambda c: _numbered(c, _AT, values))

    async def unknown_paths(self, relative_paths: Collection[str]) -> list[str]:
        """Those of the paths that no row has."""
        paths = list(relative_paths)
        unknown: list[str] = []
        for begin in range(0, len(paths), ROW_LIMIT):
            values = (json.dumps([clean_text(path) for path in paths[begin : begin + ROW_LIMIT]]),)
            unknown += await self._database.run(partial(_texts, values))
        return unknown

    async def load_state(self, key: str) -> Any:
        """What was saved under `key`, as JSON can hold it; None when there is nothing."""
        row = await self._database.run(
            lambda c: c.execute("SELECT value FROM app_state WHERE key = ?", (key,)).fetchone()
        )
        try:
            return json.loads(row[0]) if row is not None else None
        except (ValueError, TypeError, RecursionError):
            return None

    async def save_state(self, key: str, state: Any) -> None:
        """None when there is nothing to keep."""
        if state is None:
            await self._database.write(
                lambda c: c.execute("DELETE FROM app_state WHERE key = ?", (key,))
            )
            return
        values = (key, json.dumps(state))
        await self._database.write(
            lambda c: c.execute("INSERT OR REPLACE INTO app_state VALUES (?, ?)", values)
        )


def _texts(values: tuple[str], connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute(_UNKNOWN, values)]


def _numbered(
    connection: sqlite3.Connection, sql: str, values: tuple[Any, ...]
) -> list[tuple[int, GenerationTask]]:
    rows = connection.execute(sql, values).fetchall()
    numbers = {row["id"]: int(row["number"]) for row in rows}
    return [(numbers[task.id], task) for task in load_tasks(connection, list(numbers))]


_COUNT: Final = """
SELECT COUNT(*) FROM images JOIN tasks ON tasks.number = task_number WHERE state = 'done'
"""
_AFTER: Final = """
SELECT number, id FROM images CROSS JOIN tasks ON tasks.number = task_number
WHERE task_number > ? AND state = 'done' ORDER BY task_number LIMIT ?
"""
"""The order of the join is fixed: by the index of states each portion would sort all that follow.
"""
_AT: Final = """
SELECT number, id FROM tasks WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number
"""
_UNKNOWN: Final = """
SELECT value FROM json_each(?)
WHERE NOT EXISTS (SELECT 1 FROM images WHERE relative_path = value)
"""
