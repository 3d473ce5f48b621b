"""Marks and the trash on the virtual disk: one transaction per call, as the real stores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nanobanana_desktop.domain.marks import NO_CHANGE, MarkChange
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.services.marks_service import TagUse
from nanobanana_desktop.storage.mark_store import MarkedRows
from nanobanana_desktop.storage.trash_store import STILL_MADE, TrashSummary
from tests.services.simulation.disk import Disk, VirtualHistory
from tests.services.simulation.witness import Witness


def number_of(task_id: str) -> int:
    """The ids of the simulation are numbers of eight digits, and zeros."""
    return int(task_id[:8], 16)


class VirtualMarks:
    """Marks of one session."""

    def __init__(self, history: VirtualHistory, disk: Disk, witness: Witness) -> None:
        self._history = history
        self._disk = disk
        self._witness = witness

    async def change(
        self, numbers: Sequence[int], change: MarkChange, at: float, *, tell_all: bool = True
    ) -> MarkedRows:
        return await self.change_each([(change, numbers)], at, tell_all=tell_all)

    async def change_each(
        self,
        changes: Sequence[tuple[MarkChange, Sequence[int]]],
        at: float,
        *,
        tell_all: bool = True,
    ) -> MarkedRows:
        def write() -> MarkedRows:
            undo: list[tuple[MarkChange, tuple[int, ...]]] = []
            tasks = []
            for change, numbers in changes:
                rows = [row for row in self._disk.rows.values() if number_of(row.id) in numbers]
                for row in rows:
                    inverse = change.inverse(row)
                    if inverse == NO_CHANGE:
                        continue
                    undo.append((inverse, (number_of(row.id),)))
                    tasks.append(self._marked(row, change, at))
            return MarkedRows(tuple(undo), tuple(tasks))

        return await self._history.write("marks", write)

    async def tags(self) -> list[TagUse]:
        return []

    async def tags_of(self, numbers: Sequence[int]) -> list[TagUse]:
        return []

    async def numbers_of(self, ids: Sequence[str]) -> list[int]:
        return [number_of(task_id) for task_id in ids if task_id in self._disk.rows]

    def _marked(self, row: GenerationTask, change: MarkChange, at: float) -> GenerationTask:
        starred = row.starred if change.starred is None else change.starred
        trashed_at = row.trashed_at
        if change.trash is not None:
            trashed_at = at if change.trash else None
        marked = replace(row, starred=starred, trashed_at=trashed_at)
        self._disk.rows[row.id] = marked
        self._witness.on_marked(marked)
        return marked


class VirtualTrash:
    """The trash of one session; what is leaving is noted on the disk."""

    def __init__(self, history: VirtualHistory, disk: Disk, witness: Witness) -> None:
        self._history = history
        self._disk = disk
        self._witness = witness

    async def summary(self, numbers: Sequence[int] | None = None) -> TrashSummary:
        def read() -> TrashSummary:
            rows = [row for row in self._disk.rows.values() if row.trashed_at is not None]
            made = sum(row.state in STILL_MADE for row in rows)
            return TrashSummary(len(rows) - made, 0, made)

        return await self._history.read("trash summary", read)

    async def leavable(self, numbers: Sequence[int] | None = None, *, starred: bool) -> list[int]:
        return await self._history.read("leavable", lambda: sorted(map(number_of, self._ids())))

    async def begin_leaving(self, numbers: Sequence[int]) -> list[GenerationTask]:
        def write() -> list[GenerationTask]:
            ids = [task_id for task_id in self._ids() if number_of(task_id) in numbers]
            self._disk.leaving = set(ids) or self._disk.leaving
            for task_id in ids:
                self._witness.on_word(task_id, "remove")
            return [self._disk.rows[task_id] for task_id in ids]

        return await self._history.write("begin leaving", write)

    def _ids(self) -> list[str]:
        rows = self._disk.rows.values()
        return [r.id for r in rows if r.trashed_at is not None and r.state not in STILL_MADE]

    async def end_leaving(self, gone: Iterable[str]) -> None:
        ids = tuple(gone)

        def write() -> None:
            for task_id in ids:
                row = self._disk.rows.get(task_id)
                if row is not None and row.trashed_at is not None:
                    del self._disk.rows[task_id]
                    self._witness.on_removed(row)
            self._disk.leaving = set()

        await self._history.write("end leaving", write)

    async def leaving(self) -> list[GenerationTask]:
        def read() -> list[GenerationTask]:
            rows = (self._disk.rows.get(task_id) for task_id in sorted(self._disk.leaving))
            return [row for row in rows if row is not None and row.trashed_at is not None]

        return await self._history.read("leaving", read)
