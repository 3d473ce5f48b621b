"""The one writer of task state: every change passes the engine and the database, then is told."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.answers import Accepted
from nanobanana_desktop.domain.engine import step
from nanobanana_desktop.domain.task import MARKS, GenerationTask, TaskState
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.ledger_stores import Journal, RemoveRows, TaskStore
from nanobanana_desktop.services.line_order import (
    LineChange,
    LineEnd,
    held,
    line_order,
    moved,
    placed,
)
from nanobanana_desktop.services.order_journal import SETTLED
from nanobanana_desktop.services.order_writes import OrderWrites

_log = get_logger(__name__)


class TaskLedger(QObject):
    """Keeps the tasks that are not settled in memory and commits every change before telling it.

    When the database does not take a change, or is not read at the start (`block`), `blocked` is
    true until `catch_up` found that it takes changes again. The outcome of a POST is kept in
    memory meanwhile (it must not be lost); what else was seen at the service or on the disk is
    applied again by `catch_up`; any other change does not happen.

    News are told in the order of the commits, a little later than what follows from them begins:
    reacting to them may take a window longer than sending an order.

    Signals: `tasks_added(list[GenerationTask])`, `task_changed(GenerationTask)`,
    `tasks_removed(list[str])` – the ids of those that went together –,
    `trouble(AppError)` – the database did not take a change; its fact `remote_id` is there when
    the id of a paid order is not in the database –, `blocked_changed(bool)`.
    """

    tasks_added = Signal(list)
    task_changed = Signal(object)
    tasks_removed = Signal(list)
    trouble = Signal(object)
    blocked_changed = Signal(bool)

    def __init__(
        self,
        store: TaskStore,
        journal: Journal,
        clock: Clock,
        on_effect: Callable[[GenerationTask, ev.Effect], Awaitable[None]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._writes = OrderWrites(store, journal, clock)
        self._clock = clock
        self._on_effect = on_effect
        self._open: dict[str, GenerationTask] = {}
        self._lock = asyncio.Lock()
        self._unsaved: set[str] = set()
        self._late: dict[str, ev.Event] = {}
        self._news: deque[Callable[[], None]] = deque()
        self._blocked = False
        self._is_unread = False

    @property
    def open_tasks(self) -> list[GenerationTask]:
        """Tasks that are not settled, oldest first."""
        return sorted(self._open.values(), key=lambda t: (t.created_at, t.id))

    @property
    def held_back(self) -> frozenset[str]:
        """Ids of the orders that the person holds back."""
        return frozenset(task_id for task_id, task in self._open.items() if task.held_back)

    @property
    def waiting(self) -> list[GenerationTask]:
        """READY tasks in the order in which they are sent."""
        return sorted(
            (task for task in self._open.values() if task.state is TaskState.READY), key=line_order
        )

    @property
    def trashed(self) -> frozenset[str]:
        """Ids of the unsettled tasks that lie in the trash."""
        return frozenset(i for i, task in self._open.items() if task.trashed_at is not None)

    @property
    def blocked(self) -> bool:
        """Whether the database refused a change and was not yet seen to take one again."""
        return self._blocked

    async def load(self) -> list[GenerationTask]:
        """Read the unsettled tasks of earlier sessions. Raises StorageError."""
        async with self._lock:
            for task in await self._store.unfinished():
                self._open[task.id] = task
        return self.open_tasks

    def block(self, error: StorageError) -> None:
        """The history could not be read: `blocked` until `catch_up` can read it."""
        level = logging.INFO if self._blocked else logging.ERROR
        _log.log(level, "the tasks of earlier sessions cannot be read: %s", error)
        self._is_unread = True
        if not self._blocked:
            self.trouble.emit(error)
        self._set_blocked(True)

    async def get(self, task_id: str) -> GenerationTask | None:
        return self._open.get(task_id) or await self._store.get(task_id)

    async def find_remote(self, remote_id: str) -> GenerationTask | None:
        """The task with this id of the service."""
        known = (task for task in self._open.values() if task.remote_id == remote_id)
        return next(known, None) or await self._store.find_remote(remote_id)

    async def ordered_since(self, moment: float) -> list[GenerationTask]:
        """All unsettled tasks, and the others that were ordered at `moment` or later."""
        settled = await self._store.ordered_since(moment)
        return [*self._open.values(), *(task for task in settled if task.id not in self._open)]

    async def add(
        self,
        tasks: Sequence[GenerationTask],
        *,
        line_end: LineEnd | None = LineEnd.LAST,
        before_told: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Commit new tasks in one transaction, at this end of the line; None at their own places.

        `before_told()` is awaited in between. Raises StorageError; then none was added.
        """
        async with self._lock:
            if line_end is not None:
                tasks = placed(tasks, self.waiting, line_end)
            await self._store.add(tasks)
            self._open.update((task.id, task) for task in tasks)
            self._news.append(partial(self.tasks_added.emit, list(tasks)))
        if before_told is not None:
            await before_told()
        self._tell()

    async def move(self, task_id: str, before: str | None) -> None:
        """Let a waiting task be sent just before another one, or last. Raises StorageError."""
        await self._change_line(lambda waiting: moved(waiting, task_id, before))

    async def hold_back(self, task_ids: Collection[str], back: bool) -> None:
        """Keep waiting tasks from being sent, or no longer. Raises StorageError."""
        await self._change_line(lambda waiting: held(waiting, task_ids, back))

    async def _change_line(self, change: LineChange) -> None:
        async with self._lock:
            changed = change(self.waiting)
            if changed:
                await self._store.save_all(changed)
            for task in changed:
                self._open[task.id] = task
                self._news.append(partial(self.task_changed.emit, task))
        self._tell()

    async def apply(
        self,
        task_id: str,
        event: ev.Event,
        *,
        request_json: str = "",
        may: Callable[[], bool] = lambda: True,
        absorbed: GenerationTask | None = None,
    ) -> GenerationTask | None:
        """Let the engine take `event`, commit the result, carry out the effects, then tell it.

        `request_json` is what is about to be sent; it is committed together with the intent.
        `may` is asked when it is the event's turn; where it says no, nothing happens. Returns the
        task as it is afterwards, None when it is gone. `absorbed` is a task that becomes one with
        this one and goes in the same transaction; only then StorageError is raised.
        """
        async with self._lock:
            task = await self._found(task_id)
            # What the journal told of an order is not applied yet: it must not be sent.
            is_too_early = isinstance(event, ev.SlotFree) and task_id in self._late
            if task is None or not may() or is_too_early:
                return task
            now = self._clock.utc()
            after = step(task, event, now)
            if after.task is not task:
                if absorbed is not None:
                    merged = partial(self._store.merge, after.task, absorbed.id)
                    await self._forget([absorbed], merged)
                elif not await self._commit(after.task, event, now, request_json):
                    return task
                self._remember(after.task)
                if after.task.state is not task.state:
                    _log.info(
                        "task %s: %s -> %s", task_id[:8], task.state.value, after.task.state.value
                    )
                if not isinstance(event, ev.SlotFree):
                    # What is told late must not undo what this change brings about.
                    self._tell()
                self._news.append(partial(self.task_changed.emit, after.task))
        # A hold must stand before anybody reacts to the change, or the next order slips through.
        for effect in after.effects:
            await self._on_effect(after.task, effect)
        self._tell()
        return after.task

    async def amend(
        self, task_id: str, change: Callable[[GenerationTask], GenerationTask]
    ) -> GenerationTask | None:
        """Change what is no step of the engine; the state stays. None when the task is gone.

        Raises StorageError; nothing is changed then.
        """
        async with self._lock:
            task = await self.get(task_id)
            if task is None:
                return None
            amended = change(task)
            if amended == task:
                return task
            await self._store.save(amended)
            if task_id in self._open:
                self._open[task_id] = amended
            self._news.append(partial(self.task_changed.emit, amended))
        self._tell()
        return amended

    async def mark(
        self, write: Callable[[], Awaitable[Sequence[GenerationTask]]]
    ) -> list[GenerationTask]:
        """Let `write` change marks in the history; it gives the tasks as they are afterwards.

        Tasks that are open here have the new marks before any other change of them is stored.
        Raises what `write` raises.
        """
        async with self._lock:
            return [self._with_marks(task) for task in await write()]

    def _with_marks(self, stored: GenerationTask) -> GenerationTask:
        """The task as it is here, which may be ahead of the history, with its marks from there."""
        task = self._open.get(stored.id)
        if task is None:
            return stored
        marks = {name: getattr(stored, name) for name in MARKS}
        self._open[stored.id] = marked = replace(task, **marks)
        return marked

    async def remove(self, task_id: str, *, may: Callable[[GenerationTask], bool]) -> bool:
        """Forget the task; its file is not touched. Raises StorageError.

        False when it is not there, or when `may`, asked when it is the removal's turn, says no.
        """
        async with self._lock:
            task = await self.get(task_id)
            if task is None or not may(task):
                return False
            await self._forget([task], lambda: self._store.remove(task_id))
        self._tell()
        return True

    async def remove_all(
        self, task_ids: Sequence[str], remove: RemoveRows, *, may: Callable[[GenerationTask], bool]
    ) -> list[str]:
        """Forget those of the tasks for which `may`, asked when it is their turn, says yes.

        `remove` takes these out of the history; their ids are returned. Raises what it raises.
        """
        async with self._lock:
            found = [await self.get(task_id) for task_id in task_ids]
            going = [task for task in found if task is not None and may(task)]
            await self._forget(going, lambda: remove(going))
        self._tell()
        return [task.id for task in going]

    async def _forget(
        self, tasks: Sequence[GenerationTask], remove: Callable[[], Awaitable[object]]
    ) -> None:
        for task in tasks:
            await self._writes.note_removal(task)
        await remove()
        for task in tasks:
            self._open.pop(task.id, None)
            self._unsaved.discard(task.id)
            self._late.pop(task.id, None)
        if tasks:
            self._news.append(partial(self.tasks_removed.emit, [task.id for task in tasks]))

    async def catch_up(self) -> bool:
        """Write what the database did not take, and apply what was seen meanwhile.

        Returns whether the database takes changes; `blocked` says the same afterwards.
        """
        async with self._lock:
            try:
                if self._is_unread:
                    await self._store.unfinished()
                    self._is_unread = False
                for task_id in list(self._unsaved):
                    await self._store.save(self._open[task_id])
                    self._unsaved.discard(task_id)
                    self._remember(self._open[task_id])
                for task in self.waiting[:1]:
                    # Nothing changes; only a write tells that the database takes writes.
                    await self._store.save(task)
            except StorageError as error:
                _log.info("the history still takes no changes: %s", error)
                return False
            late = list(self._late)
            self._set_blocked(False)
        for task_id in late:
            event = self._late.get(task_id)
            if event is not None:
                await self.apply(task_id, event)
            if not self._blocked and self._late.get(task_id) is event:
                self._late.pop(task_id, None)
        return not self._blocked

    def _tell(self) -> None:
        while self._news:
            self._news.popleft()()

    async def _found(self, task_id: str) -> GenerationTask | None:
        try:
            return await self.get(task_id)
        except StorageError as error:
            _log.error("task %s cannot be read: %s", task_id[:8], error)
            self.trouble.emit(error)
            return None

    def _remember(self, task: GenerationTask) -> None:
        if task.state in SETTLED and task.id not in self._unsaved:
            self._open.pop(task.id, None)
        else:
            self._open[task.id] = task

    async def _commit(
        self, task: GenerationTask, event: ev.Event, now: float, request_json: str
    ) -> bool:
        """Whether the change happens."""
        accepted = isinstance(event, ev.PostEnded) and isinstance(event.outcome, Accepted)
        try:
            await self._writes.step(task, now, accepted=accepted, request_json=request_json)
        except StorageError as error:
            level = logging.INFO if self._blocked else logging.ERROR
            _log.log(level, "task %s was not stored: %s", task.id[:8], error)
            return self._not_stored(task, event, error, accepted=accepted)
        self._unsaved.discard(task.id)
        # The task went on; what came before would only take it back.
        self._late.pop(task.id, None)
        return True

    def _not_stored(
        self, task: GenerationTask, event: ev.Event, error: StorageError, *, accepted: bool
    ) -> bool:
        """Whether the change happens nevertheless, in memory."""
        happens = isinstance(event, ev.PostEnded)
        if happens:
            self._unsaved.add(task.id)
        elif isinstance(event, ev.SEEN_OUTSIDE):
            self._late[task.id] = event
        elif isinstance(event, ev.DownloadStarted):
            # It did not start; by then it starts anew.
            self._late[task.id] = ev.CheckAsked()
        if accepted:
            # The only place where this id is known: the person must be able to copy it.
            self.trouble.emit(StorageError(error.case, error.detail, remote_id=task.remote_id))
        elif not self._blocked or isinstance(event, ev.WANTED):
            self.trouble.emit(error)
        self._set_blocked(True)
        return happens

    def _set_blocked(self, blocked: bool) -> None:
        if blocked != self._blocked:
            self._blocked = blocked
            self.blocked_changed.emit(blocked)
