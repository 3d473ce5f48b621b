"""Tasks with their pictures, in portions, for those that keep something beside the history."""

from __future__ import annotations

from collections.abc import Sequence

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.task_rows import load_tasks


class PictureList:
    """Raises StorageError as `Database` says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tasks(self, ids: Sequence[str]) -> list[GenerationTask]:
        """The tasks of at most 500 ids; those that are gone are left out."""
        if not ids:
            return []
        return await self._database.run(lambda connection: load_tasks(connection, ids))
