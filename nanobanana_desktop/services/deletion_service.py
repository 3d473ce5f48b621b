"""Deleting with a way back: hidden at once, carried out when the time for Undo is over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.schedule import Schedule

_log = get_logger(__name__)

UNDO_TIME: Final = 10.0
"""Seconds in which a deletion can be taken back."""
_KEY: Final = "delete"


class DeletionService(QObject):
    """Hides tasks, and after `UNDO_TIME` moves their files to the system's bin.

    The file goes first and the row second: when either cannot be done, the task comes back and
    the others go on.

    Signals: `task_hidden(str)`, `task_restored(GenerationTask)`, `not_deleted(GenerationTask)` –
    the system's bin did not take the file –, `trouble(AppError)` – the history was not written.
    """

    task_hidden = Signal(str)
    task_restored = Signal(object)
    not_deleted = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        move_to_bin: Callable[[GenerationTask], bool],
        forget: Callable[[str], Awaitable[None]],
        workers: Workers,
        jobs: Jobs,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._move_to_bin = move_to_bin
        self._forget = forget
        self._workers = workers
        self._jobs = jobs
        self._schedule = Schedule(clock, self)
        self._schedule.due.connect(self._on_schedule_due)
        self._hidden: dict[str, GenerationTask] = {}
        self._leaving: set[str] = set()

    @property
    def hidden(self) -> frozenset[str]:
        """Ids of the tasks that are deleted, as long as the history still has them."""
        return frozenset(self._leaving.union(self._hidden))

    def delete(self, tasks: Sequence[GenerationTask]) -> None:
        """Hide the tasks now. An earlier deletion that waits for Undo is carried out."""
        self._start_carrying_out()
        for task in tasks:
            self._hidden[task.id] = task
            self.task_hidden.emit(task.id)
        self._schedule.set(_KEY, UNDO_TIME)

    def undo(self) -> None:
        """Bring back what the last `delete` hid."""
        self._schedule.cancel(_KEY)
        for task in self._take_hidden():
            self.task_restored.emit(task)

    async def carry_out(self) -> None:
        """Delete for good what is hidden; also called when the program ends."""
        self._schedule.cancel(_KEY)
        await self._carry_out_all(self._take_leaving())

    def _take_hidden(self) -> list[GenerationTask]:
        tasks, self._hidden = list(self._hidden.values()), {}
        return tasks

    def _take_leaving(self) -> list[GenerationTask]:
        """What is hidden; it stays so until it is gone: an order in it must not be sent."""
        tasks = self._take_hidden()
        self._leaving.update(task.id for task in tasks)
        return tasks

    async def _carry_out_all(self, tasks: Sequence[GenerationTask]) -> None:
        for task in tasks:
            try:
                is_gone = await self._carry_out(task)
            except StorageError as error:
                _log.warning("task %s was not deleted: %s", task.id[:8], error)
                self._restore(task)
                self.trouble.emit(error)
            else:
                if is_gone:
                    self._leaving.discard(task.id)
                else:
                    self._restore(task)
                    self.not_deleted.emit(task)

    async def _carry_out(self, task: GenerationTask) -> bool:
        if task.image is not None and not await self._workers.run(self._move_to_bin, task):
            _log.info("task %s: the bin did not take the file", task.id[:8])
            return False
        await self._forget(task.id)
        return True

    def _restore(self, task: GenerationTask) -> None:
        self._leaving.discard(task.id)
        self.task_restored.emit(task)

    def _start_carrying_out(self) -> None:
        if self._hidden:
            self._jobs.start("delete", self._carry_out_all(self._take_leaving()))

    def _on_schedule_due(self, _keys: list[str]) -> None:
        self._start_carrying_out()
