"""Keeps the thumbnails in step with the history: unwanted ones go, missing ones are made ahead."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from PySide6.QtCore import SignalInstance

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.storage.thumbnail_gaps import BEGIN, Missing
from nanobanana_desktop.storage.thumbnail_store import SIZE_LIMIT, KeptThumbnail

_log = get_logger(__name__)

PORTION: Final = 250
"""Tasks between two looks at the history; fewer than wait to be made ahead at the most."""
WORTH_GIVING_BACK: Final = 100
"""Removed thumbnails from which on their space is handed back."""


class Tasks(Protocol):
    """What the history knows."""

    async def tasks(self, ids: Sequence[str]) -> list[GenerationTask]: ...


class Gaps(Protocol):
    """Where history and thumbnails differ; blocking."""

    def unwanted(self, after: int, limit: int) -> list[KeptThumbnail]: ...
    def missing(self, below: int, limit: int) -> Missing: ...


class Thumbnails(Protocol):
    """What is kept; blocking."""

    @property
    def size(self) -> int: ...
    def kept_after(self, number: int, limit: int) -> list[KeptThumbnail]: ...
    def remove(self, task_ids: Iterable[str]) -> None: ...
    def give_back(self) -> None: ...


class Maker(Protocol):
    """Makes thumbnails when nothing else is to do.

    Signal: `made_ahead()` – nothing is left to be made.
    """

    made_ahead: SignalInstance

    def make_ahead(self, tasks: Iterable[GenerationTask]) -> None: ...


class ThumbnailUpkeep:
    """One look through everything when it is started; afterwards `note` tells of new pictures."""

    def __init__(
        self,
        tasks: Tasks,
        gaps: Gaps,
        thumbnails: Thumbnails,
        maker: Maker,
        workers: Workers,
        jobs: Jobs,
        size_limit: int = SIZE_LIMIT,
    ) -> None:
        self._tasks = tasks
        self._gaps = gaps
        self._thumbnails = thumbnails
        self._maker = maker
        self._workers = workers
        self._jobs = jobs
        self._size_limit = size_limit
        self._made = asyncio.Event()
        maker.made_ahead.connect(self._made.set)

    def start(self) -> None:
        self._jobs.start("thumbnails", self._run())

    def note(self, task: GenerationTask) -> None:
        """The task changed: a new picture is shown at once when somebody comes to it."""
        if task.state is TaskState.DONE and task.image is not None:
            self._maker.make_ahead([task])

    async def _run(self) -> None:
        try:
            unwanted, too_many = await self._remove_unwanted(), await self._remove_oldest()
            if unwanted + too_many >= WORTH_GIVING_BACK:
                await self._workers.run(self._thumbnails.give_back)
            if not too_many:
                await self._make_missing()
        except StorageError as error:
            _log.info("thumbnails are left as they are: %s", error)

    async def _remove_unwanted(self) -> int:
        """Of tasks that are gone, or whose picture is another one now."""
        removed = number = 0
        while gone := await self._workers.run(self._gaps.unwanted, number, PORTION):
            number = gone[-1].number
            await self._workers.run(
                self._thumbnails.remove, [each.picture.task_id for each in gone]
            )
            removed += len(gone)
        return removed

    async def _remove_oldest(self) -> int:
        removed = 0
        while await self._workers.run(self._size) > self._size_limit:
            oldest = await self._workers.run(self._thumbnails.kept_after, 0, PORTION)
            if not oldest:
                break
            await self._workers.run(
                self._thumbnails.remove, [each.picture.task_id for each in oldest]
            )
            removed += len(oldest)
        return removed

    async def _make_missing(self) -> None:
        low: int | None = BEGIN
        while low is not None:
            missing, low = await self._workers.run(self._gaps.missing, low, PORTION)
            if await self._workers.run(self._size) >= self._size_limit:
                return
            tasks = await self._tasks.tasks([picture.task_id for picture in missing])
            # They may have been removed meanwhile; of nothing nobody tells that it is made.
            if tasks:
                self._made.clear()
                self._maker.make_ahead(tasks)
                await self._made.wait()

    def _size(self) -> int:
        return self._thumbnails.size
