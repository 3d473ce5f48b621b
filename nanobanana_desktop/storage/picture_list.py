"""Which pictures the history knows, in portions, for those that keep something beside it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.domain.tile import PictureKey
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.task_rows import ROW_LIMIT, load_tasks


class ListedPicture(NamedTuple):
    """`number` is that of the task's row; it rises with time."""

    number: int
    picture: PictureKey


class PictureList:
    """Raises StorageError as `Database` says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def before(self, number: int | None, limit: int) -> list[ListedPicture]:
        """Up to `limit` (at most 500) pictures of rows below `number`, the newest first."""
        values = (_LAST if number is None else number, min(limit, ROW_LIMIT))
        rows = await self._rows(_BEFORE, values)
        return [ListedPicture(row["number"], PictureKey(row["id"], row["sha256"])) for row in rows]

    async def known(self, task_ids: Collection[str]) -> set[PictureKey]:
        """The pictures of at most 500 tasks, as far as they are known."""
        rows = await self._rows(_KNOWN, (json.dumps(list(task_ids)),))
        return {PictureKey(row["id"], row["sha256"]) for row in rows}

    async def tasks(self, ids: Sequence[str]) -> list[GenerationTask]:
        """The tasks of at most 500 ids; those that are gone are left out."""
        return await self._database.run(lambda connection: load_tasks(connection, ids))

    async def _rows(self, question: str, values: tuple[object, ...]) -> list[sqlite3.Row]:
        return await self._database.run(lambda c: c.execute(question, values).fetchall())


_LAST: Final = 2**63 - 1
_BEFORE: Final = """
SELECT number, id, sha256 FROM tasks JOIN images ON images.task_number = tasks.number
WHERE number < ? ORDER BY number DESC LIMIT ?
"""
_KNOWN: Final = """
SELECT id, sha256 FROM tasks JOIN images ON images.task_number = tasks.number
WHERE id IN (SELECT value FROM json_each(?))
"""
