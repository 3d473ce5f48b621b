"""Stars, ratings, notes, tags and the trash: for one task or for all that are selected."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.marks import MarkChange, clean_tags
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.storage.mark_store import MarkedRows, TagUse
from nanobanana_desktop.storage.saved_searches import SavedSearch

__all__ = ["MarkResult", "MarksService", "TagUse"]

_log = get_logger(__name__)

PORTION: Final = 500
"""Rows in one transaction; every other writer has its turn in between."""
TOLD_SINGLY: Final = 500
"""Changed tasks that are told one by one; beyond that all that is shown is to be read again."""

Changes = Sequence[tuple[MarkChange, Sequence[int]]]


class MarkStore(Protocol):
    async def change(
        self, numbers: Sequence[int], change: MarkChange, at: float, *, tell_all: bool = True
    ) -> MarkedRows: ...
    async def change_each(
        self, changes: Changes, at: float, *, tell_all: bool = True
    ) -> MarkedRows: ...
    async def tags(self) -> list[TagUse]: ...
    async def tags_of(self, numbers: Sequence[int]) -> list[TagUse]: ...
    async def numbers_with_tags(self, names: Sequence[str]) -> list[int]: ...
    async def numbers_of(self, ids: Sequence[str]) -> list[int]: ...


class Tasks(Protocol):
    async def mark(
        self, write: Callable[[], Awaitable[Sequence[GenerationTask]]]
    ) -> list[GenerationTask]: ...


@dataclass(slots=True)
class MarkResult:
    """What came of a change: how many tasks have other marks now, and what takes that back.

    On `left` tasks the note would have become too long, and is as it was. Saved searches
    that followed are in `searches`, each as it was and as it is.
    """

    change: MarkChange
    count: int = 0
    undo: list[tuple[MarkChange, Sequence[int]]] = field(default_factory=list)
    problem: AppError | None = None
    left: int = 0
    searches: list[tuple[SavedSearch, SavedSearch]] = field(default_factory=list)


OnEnd = Callable[[MarkResult], object]


class MarksService(QObject):
    """Changes follow one another in the order in which they were asked for.

    `on_rows(numbers)` is called with the rows whose marks changed. `leaving` is held while tasks
    leave the trash for good; none is taken out of it meanwhile.

    Signals: `marks_changed(list[GenerationTask])` – up to `TOLD_SINGLY` tasks, as they are now –,
    `many_changed()` – more than that –, `progress_changed(int, int)` – rows done, of how many –,
    `carried_out(MarkResult, object)` – a change that did something, and the MarkResult that was
    taken back by it, or None –, `trouble(AppError)` – the history did not take a change; what came
    before it stays.
    """

    marks_changed = Signal(list)
    many_changed = Signal()
    carried_out = Signal(object, object)
    progress_changed = Signal(int, int)
    trouble = Signal(object)

    def __init__(
        self,
        store: MarkStore,
        tasks: Tasks,
        jobs: Jobs,
        clock: Clock,
        on_rows: Callable[[Sequence[int]], object],
        leaving: asyncio.Lock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._tasks = tasks
        self._jobs = jobs
        self._clock = clock
        self._on_rows = on_rows
        self._leaving = leaving
        self._turn = asyncio.Lock()

    def change(
        self, numbers: Sequence[int], change: MarkChange, on_end: OnEnd | None = None
    ) -> None:
        """Change the marks of these rows; `on_end` is called once with what came of it."""
        self._jobs.start("marks", self._change([(change, numbers)], change, on_end))

    def change_tasks(
        self, task_ids: Sequence[str], change: MarkChange, on_end: OnEnd | None = None
    ) -> None:
        """As `change`, for tasks that are known by their ids."""

        async def find() -> list[int]:
            return await self._store.numbers_of(task_ids)

        self._jobs.start("marks", self._change_found(find, change, on_end))

    def change_together(
        self,
        changes: Sequence[tuple[MarkChange, Sequence[str]]],
        on_end: OnEnd | None = None,
    ) -> None:
        """Several changes, each with the ids of its tasks, as one step with one way back.

        At least one; the `change` of the result is the first of them.
        """
        self._jobs.start("marks", self._change_together(changes, on_end))

    def replace_tags(
        self, names: Sequence[str], new_name: str, on_end: OnEnd | None = None
    ) -> None:
        """One tag in place of these, on all tasks that have one of them; without `new_name` none.

        One tag is renamed like this, also to a name that there is already; several become one.
        """
        added = clean_tags((new_name,))
        change = MarkChange(
            add_tags=added,
            remove_tags=tuple(name for name in names if name not in added),
            everywhere=True,
        )

        async def find() -> list[int]:
            return await self._store.numbers_with_tags(names)

        self._jobs.start("tags", self._change_found(find, change, on_end))

    def undo(self, result: MarkResult, on_end: OnEnd | None = None) -> None:
        """Give the tasks the marks back that they had before; new changes since are kept."""
        taking_back = self._change(result.undo, result.change, on_end, result)
        self._jobs.start("undo marks", taking_back)

    async def tags(self) -> list[TagUse]:
        """All tags that are in use. Empty when the history cannot be read."""
        return await self._as_far_as_possible(self._store.tags())

    async def tags_of(self, numbers: Sequence[int]) -> list[TagUse]:
        """The tags of these rows. Empty when the history cannot be read."""
        return await self._as_far_as_possible(self._store.tags_of(numbers))

    async def settled(self) -> None:
        """Return when all changes that were asked for are stored; called at the end."""
        async with self._turn:
            return

    async def _change_found(
        self,
        find: Callable[[], Awaitable[Sequence[int]]],
        change: MarkChange,
        on_end: OnEnd | None,
    ) -> None:
        async def changes() -> Changes:
            return [(change, await find())]

        await self._find_and_change(changes, change, on_end)

    async def _find_and_change(
        self,
        find: Callable[[], Awaitable[Changes]],
        wanted: MarkChange,
        on_end: OnEnd | None,
    ) -> None:
        """The rows are looked for when it is the change's turn."""
        async with self._turn:
            try:
                changes = await find()
            except StorageError as error:
                self.trouble.emit(error)
                if on_end is not None:
                    on_end(MarkResult(wanted, problem=error))
                return
            await self._carry_out(changes, wanted, on_end)

    async def _change_together(
        self, changes: Sequence[tuple[MarkChange, Sequence[str]]], on_end: OnEnd | None
    ) -> None:
        async def find() -> Changes:
            return [(change, await self._store.numbers_of(ids)) for change, ids in changes]

        await self._find_and_change(find, changes[0][0], on_end)

    async def _change(
        self,
        changes: Changes,
        wanted: MarkChange,
        on_end: OnEnd | None,
        taken_back: MarkResult | None = None,
    ) -> None:
        async with self._turn:
            await self._carry_out(changes, wanted, on_end, taken_back)

    async def _carry_out(
        self,
        changes: Changes,
        wanted: MarkChange,
        on_end: OnEnd | None,
        taken_back: MarkResult | None = None,
    ) -> None:
        total = sum(len(numbers) for _, numbers in changes)
        singly = total <= TOLD_SINGLY
        result, done = MarkResult(wanted), 0
        try:
            for portion in _portions(changes):
                await self._change_portion(portion, result, singly)
                done += sum(len(numbers) for _, numbers in portion)
                self.progress_changed.emit(done, total)
        except StorageError as error:
            _log.error("the history did not take all marks: %s", error)
            result.problem = error
            self.trouble.emit(error)
        if result.count and not singly:
            self.many_changed.emit()
        if result.count:
            self.carried_out.emit(result, taken_back)
        if on_end is not None:
            on_end(result)

    async def _change_portion(self, portion: Changes, result: MarkResult, singly: bool) -> None:
        at = self._clock.utc()
        undo: list[tuple[MarkChange, Sequence[int]]] = []
        left: list[int] = []

        async def write() -> Sequence[GenerationTask]:
            if len(portion) == 1:
                ((change, numbers),) = portion
                marked = await self._store.change(numbers, change, at, tell_all=singly)
            else:
                marked = await self._store.change_each(portion, at, tell_all=singly)
            undo.extend(marked.undo)
            left.append(marked.left)
            return marked.tasks

        if any(change.trash is False for change, _ in portion):
            async with self._leaving:
                tasks = await self._tasks.mark(write)
        else:
            tasks = await self._tasks.mark(write)
        result.left += sum(left)
        for inverse, rows in undo:
            result.undo.append((inverse, rows))
            result.count += len(rows)
            self._on_rows(rows)
        if tasks and singly:
            self.marks_changed.emit(tasks)

    async def _as_far_as_possible(self, asked: Awaitable[list[TagUse]]) -> list[TagUse]:
        try:
            return await asked
        except StorageError as error:
            _log.info("tags cannot be read: %s", error)
            return []


def _portions(changes: Changes) -> Iterator[Changes]:
    """Up to `PORTION` rows each: one transaction for every few rows would take minutes for many."""
    portion: list[tuple[MarkChange, Sequence[int]]] = []
    room = PORTION
    for change, numbers in changes:
        begin = 0
        while begin < len(numbers):
            part = numbers[begin : begin + room]
            portion.append((change, part))
            begin += len(part)
            room -= len(part)
            if not room:
                yield portion
                portion, room = [], PORTION
    if portion:
        yield portion
