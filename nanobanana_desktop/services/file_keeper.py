"""Small files that follow what happens on screen: the draft of the form, the window's state."""

from __future__ import annotations

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
        self._saving = False

    def save(self, content: Mapping[str, object]) -> None:
        self._newest = content
        if not self._saving:
            self._saving = True
            self._jobs.start("save file", self._save())

    async def flush(self) -> None:
        """Write what is not written yet; called at the end."""
        await self._save()

    async def _save(self) -> None:
        try:
            while self._newest is not None:
                content, self._newest = self._newest, None
                await self._workers.run(self._file.save, content)
        except StorageError as error:
            _log.warning("not written: %s", error)
        finally:
            self._saving = False
