"""The one writer of task state: every change passes the engine and the database, then is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.answers import Accepted
from nanobanana_desktop.domain.engine import step
from nanobanana_desktop.domain.events import Effect, Event, PostEnded
from nanobanana_desktop.domain.task import ENDED, ENDED_SOFTLY, GenerationTask
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.clock import Clock

_log = get_logger(__name__)

SETTLED = ENDED | ENDED_SOFTLY


class TaskStore(Protocol):
    async def add(self, tasks: Sequence[GenerationTask]) -> None: ...
    async def save(self, task: GenerationTask) -> bool: ...
    async def save_intent(
        self, task: GenerationTask, request_json: str, *, monotonic: float, boot_id: str
    ) -> bool: ...
    async def save_remote_id(self, task_id: str, remote_id: str, accepted_at: float) -> bool: ...
    async def remove(self, task_id: str) -> bool: ...
    async def get(self, task_id: str) -> GenerationTask | None: ...
    async def unfinished(self) -> list[GenerationTask]: ...


class Journal(Protocol):
    async def append(self, task_id: str, remote_id: str, at: float) -> None: ...


class TaskLedger(QObject):
    """Keeps the tasks that are not settled in memory and commits every change before telling it.

    Signals: `task_added(GenerationTask)`, `task_changed(GenerationTask)`, `task_removed(str)`,
    `trouble(AppError)` – the database did not take a change.
    """

    task_added = Signal(object)
    task_changed = Signal(object)
    task_removed = Signal(str)
    trouble = Signal(object)

    def __init__(
        self,
        store: TaskStore,
        journal: Journal,
        clock: Clock,
        on_effect: Callable[[GenerationTask, Effect], Awaitable[None]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._journal = journal
        self._clock = clock
        self._on_effect = on_effect
        self._open: dict[str, GenerationTask] = {}
        self._lock = asyncio.Lock()

    @property
    def open_tasks(self) -> list[GenerationTask]:
        """Tasks that are not settled, oldest first."""
        return sorted(self._open.values(), key=lambda t: (t.created_at, t.id))

    async def load(self) -> list[GenerationTask]:
        """Read the unsettled tasks of earlier sessions."""
        for task in await self._store.unfinished():
            self._open[task.id] = task
        return self.open_tasks

    async def get(self, task_id: str) -> GenerationTask | None:
        return self._open.get(task_id) or await self._store.get(task_id)

    async def add(self, tasks: Sequence[GenerationTask]) -> None:
        """Commit new tasks in one transaction. Raises StorageError; then none was added."""
        async with self._lock:
            await self._store.add(tasks)
            for task in tasks:
                self._open[task.id] = task
        for task in tasks:
            self.task_added.emit(task)

    async def apply(
        self, task_id: str, event: Event, *, request_json: str = ""
    ) -> GenerationTask | None:
        """Let the engine take `event`, commit the result, carry out the effects, then tell it.

        `request_json` is what is about to be sent; it is committed together with the intent.
        Returns the task as it is afterwards, None when it is gone. A change that cannot be
        committed is kept in memory only when it came from the service (it must not be lost);
        otherwise it does not happen. Either way `trouble` is emitted.
        """
        async with self._lock:
            task = await self.get(task_id)
            if task is None:
                return None
            now = self._clock.utc()
            after = step(task, event, now)
            if after.task is not task:
                if not await self._commit(after.task, event, now, request_json):
                    return task
                self._remember(after.task)
                if after.task.state is not task.state:
                    _log.info(
                        "task %s: %s -> %s", task_id[:8], task.state.value, after.task.state.value
                    )
        # A hold must stand before anybody reacts to the change, or the next order slips through.
        for effect in after.effects:
            await self._on_effect(after.task, effect)
        if after.task is not task:
            self.task_changed.emit(after.task)
        return after.task

    async def annotate(
        self, task_id: str, *, starred: bool | None = None, seen: bool | None = None
    ) -> GenerationTask | None:
        """Change what the person adds; None leaves a mark as it is, and so does the state."""
        async with self._lock:
            task = await self.get(task_id)
            if task is None:
                return None
            marked = replace(
                task,
                starred=task.starred if starred is None else starred,
                seen=task.seen if seen is None else seen,
            )
            if marked == task:
                return task
            await self._store.save(marked)
            if task_id in self._open:
                self._open[task_id] = marked
        self.task_changed.emit(marked)
        return marked

    async def remove(self, task_id: str) -> bool:
        """Forget the task; its file is not touched. False when it is not there."""
        async with self._lock:
            if await self.get(task_id) is None:
                return False
            await self._store.remove(task_id)
            self._open.pop(task_id, None)
        self.task_removed.emit(task_id)
        return True

    def _remember(self, task: GenerationTask) -> None:
        if task.state in SETTLED:
            self._open.pop(task.id, None)
        else:
            self._open[task.id] = task

    async def _commit(
        self, task: GenerationTask, event: Event, now: float, request_json: str
    ) -> bool:
        accepted = isinstance(event, PostEnded) and isinstance(event.outcome, Accepted)
        try:
            if accepted:
                await self._keep_remote_id(task, now)
            if request_json:
                await self._store.save_intent(
                    task,
                    request_json,
                    monotonic=self._clock.monotonic(),
                    boot_id=self._clock.boot_id,
                )
            else:
                await self._store.save(task)
        except StorageError as error:
            _log.error("task %s was not stored: %s", task.id[:8], error)
            self.trouble.emit(error)
            return isinstance(event, PostEnded)
        return True

    async def _keep_remote_id(self, task: GenerationTask, now: float) -> None:
        try:
            await self._store.save_remote_id(task.id, task.remote_id, now)
        finally:
            await self._journal.append(task.id, task.remote_id, now)
