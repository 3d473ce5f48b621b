"""Emptying the trash: the history says first what goes, then the files go, then the rows.

At every moment a file that is still there has its row, and a history that cannot be written keeps
every file. A program that dies in between finds at its next start what it had begun.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.storage.trash_store import STILL_MADE, TrashSummary

__all__ = ["Departure", "Emptied", "Held", "TrashService", "TrashSummary"]

_log = get_logger(__name__)

PORTION: Final = 50
"""Tasks whose files go between two writes of the history."""


class Departure(Enum):
    """What became of a task's file."""

    GONE = "gone"
    """It is in the system's bin, or there was none any more."""
    REFUSED = "refused"
    """The system's bin did not take it."""
    FOLDER_AWAY = "folder_away"
    """An image folder, of today or a former one, is not there; the file may be in it."""


class Emptied(NamedTuple):
    """What came of it: how many tasks are gone, refused by the system's bin, kept for a folder."""

    gone: int = 0
    refused: int = 0
    folder_away: int = 0

    def plus(self, departures: Collection[Departure]) -> Emptied:
        counts = (list(departures).count(kind) for kind in Departure)
        return Emptied(*(old + new for old, new in zip(self, counts, strict=True)))


class Held(NamedTuple):
    """Folders that are not there, and how many tasks stay in the trash until they are."""

    folders: tuple[Path, ...] = ()
    tasks: int = 0


class Trash(Protocol):
    """The trash on disk, see `TrashStore`."""

    async def summary(self, numbers: Sequence[int] | None = None) -> TrashSummary: ...
    async def leavable(
        self, numbers: Sequence[int] | None = None, *, starred: bool
    ) -> list[int]: ...
    async def picture_paths(self) -> list[str]: ...
    async def begin_leaving(self, numbers: Sequence[int]) -> list[GenerationTask]: ...
    async def end_leaving(self, gone: Iterable[str]) -> None: ...
    async def leaving(self) -> list[GenerationTask]: ...


class Tasks(Protocol):
    async def remove_all(
        self,
        task_ids: Sequence[str],
        remove: Callable[[Sequence[GenerationTask]], Awaitable[object]],
        *,
        may: Callable[[GenerationTask], bool],
    ) -> list[str]: ...


class Shelf(Protocol):
    """Blocking; called in a worker."""

    def throw_away(self, task: GenerationTask) -> Departure:
        """Put the task's file into the system's bin."""
        ...

    def departed(self, task: GenerationTask) -> Departure:
        """GONE when the task's file is away already, REFUSED when it is still there."""
        ...

    def away(self) -> list[Path]:
        """Image folders that are not there and are waited for."""
        ...

    def not_found(self, relative_paths: Sequence[str]) -> int:
        """How many of these files are in none of the folders that are there."""
        ...


class TrashService(QObject):
    """Lets tasks leave the trash for good.

    Signals: `progress_changed(int, int)` – how many are done, of how many –, `emptied(Emptied)`,
    `trouble(AppError)` – the history was not written; what did not leave stays in the trash.
    """

    progress_changed = Signal(int, int)
    emptied = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        store: Trash,
        tasks: Tasks,
        shelf: Shelf,
        workers: Workers,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._tasks = tasks
        self._shelf = shelf
        self._workers = workers
        self._jobs = jobs
        self._is_over = False
        self.turn = asyncio.Lock()
        """Held while a portion leaves: nothing is taken out of the trash under way."""

    async def summary(self, numbers: Sequence[int] | None = None) -> TrashSummary:
        """What would leave the trash. Raises StorageError."""
        return await self._store.summary(numbers)

    async def held(self) -> Held:
        """What stays in the trash because of folders that are not there. Raises StorageError."""
        folders = await self._workers.run(self._shelf.away)
        paths = await self._store.picture_paths() if folders else []
        return Held(tuple(folders), await self._workers.run(self._shelf.not_found, paths))

    def empty(self, numbers: Sequence[int] | None = None, *, starred: bool = False) -> None:
        """Let all tasks in the trash leave, or those of these rows; `emptied` follows."""
        self._jobs.start("empty trash", self._empty(numbers, starred=starred))

    async def settle(self) -> None:
        """End what an earlier session had begun: rows whose files are gone go as well."""
        try:
            async with self.turn:
                left = await self._store.leaving()
                if left:
                    departures = await self._workers.run(self._departed, left)
                    if Departure.FOLDER_AWAY not in departures:
                        await self._end(left, departures)
        except StorageError as error:
            _log.info("what was leaving the trash is looked at next time: %s", error)

    def stop(self) -> None:
        """The program ends: no further portion leaves."""
        self._is_over = True

    async def _empty(self, numbers: Sequence[int] | None, *, starred: bool) -> None:
        result = Emptied()
        await self.settle()
        try:
            chosen = await self._store.leavable(numbers, starred=starred)
            for begin in range(0, len(chosen), PORTION):
                if self._is_over:
                    break
                portion = chosen[begin : begin + PORTION]
                async with self.turn:
                    tasks = await self._store.begin_leaving(portion)
                    departures = await self._workers.run(self._throw_away, tasks)
                    result = result.plus(await self._end(tasks, departures))
                self.progress_changed.emit(begin + len(portion), len(chosen))
        except StorageError as error:
            _log.error("the trash was not emptied: %s", error)
            self.trouble.emit(error)
        self.emptied.emit(result)

    async def _end(
        self, tasks: Sequence[GenerationTask], departures: Sequence[Departure]
    ) -> list[Departure]:
        """What became of each; those are left out that turned out to be under way meanwhile."""
        ids = [task.id for task in tasks]
        became = dict(zip(ids, departures, strict=True))
        away = [task_id for task_id in ids if became[task_id] is Departure.GONE]
        gone = await self._tasks.remove_all(
            away, lambda going: self._store.end_leaving(task.id for task in going), may=_may_leave
        )
        kept = set(away).difference(gone)
        return [departure for task_id, departure in became.items() if task_id not in kept]

    def _throw_away(self, tasks: Sequence[GenerationTask]) -> list[Departure]:
        return [self._shelf.throw_away(task) for task in tasks]

    def _departed(self, tasks: Sequence[GenerationTask]) -> list[Departure]:
        return [self._shelf.departed(task) for task in tasks]


def _may_leave(task: GenerationTask) -> bool:
    """An order may have been taken out of the trash, or have turned out to be paid, meanwhile."""
    return task.trashed_at is not None and task.state not in STILL_MADE
