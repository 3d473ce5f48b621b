"""Small files that follow what happens on screen: the draft of the form, the window's state."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Protocol

from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers

_log = get_logger(__name__)


class ObjectFile(Protocol):
    """One JSON object in a file; blocking."""

    def save(self, content: Mapping[str, object]) -> None: ...


class FileKeeper:
    """Writes the newest content in a worker; what came in between is skipped.

    A failure is logged: neither a draft nor a window's place is worth interrupting anybody.
    """

    def __init__(self, file: ObjectFile, workers: Workers, jobs: Jobs) -> None:
        self._file = file
        self._workers = workers
        self._jobs = jobs
        self._newest: Mapping[str, object] | None = None
        self._save_lock = asyncio.Lock()

    def save(self, content: Mapping[str, object]) -> None:
        self._newest = content
        self._jobs.start("save file", self._save())

    async def flush(self) -> None:
        """Return when what is not written yet was written; called at the end."""
        await self._save()

    async def _save(self) -> None:
        async with self._save_lock:
            if self._newest is None:
                return
            content, self._newest = self._newest, None
            try:
                await self._workers.run(self._file.save, content)
            except StorageError as error:
                _log.warning("not written: %s", error)
