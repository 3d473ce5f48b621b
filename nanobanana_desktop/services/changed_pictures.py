"""Files that are not what was saved, accepted by the person: from now on they are what counts."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.image_record import FileEvent, ImageRecord
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Clock

_log = get_logger(__name__)

PORTION: Final = 20
"""Files that are read between two writes; some megabytes each."""


class RowStore(Protocol):
    async def tasks_at(self, numbers: Sequence[int]) -> Sequence[tuple[int, GenerationTask]]:
        """Of up to 500 rows."""
        ...


class Tasks(Protocol):
    async def amend(
        self, task_id: str, change: Callable[[GenerationTask], GenerationTask]
    ) -> GenerationTask | None: ...


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One file: the record of before, and the one that counts now."""

    number: int
    task_id: str
    former: ImageRecord
    record: ImageRecord


@dataclass(slots=True)
class AcceptReport:
    """What was accepted, or taken back; `refused` of the files are no whole pictures any more.

    The files of the rows `as_saved` are what was saved after all: nothing was stored for them.
    """

    accepted: list[Acceptance] = field(default_factory=list)
    refused: int = 0
    as_saved: list[int] = field(default_factory=list)

    @property
    def numbers(self) -> list[int]:
        """The rows whose files and records are at one now."""
        return [*(each.number for each in self.accepted), *self.as_saved]


OnEnd = Callable[[AcceptReport], object]


class ChangedPictures(QObject):
    """Stores digest, size and pixels of files as they are now, and logs it with the former ones.

    `describe(relative_path)` blocks and gives the record of a whole picture, None for anything
    else; `keep_sidecar(task)` blocks; `log_event(task_id, at, kind, detail)` adds to a task's log.

    Signals: `replaced(GenerationTask)` – another record counts for its file –, `trouble(AppError)`
    – the history did not take it; what came before stays.
    """

    replaced = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        store: RowStore,
        tasks: Tasks,
        describe: Callable[[str], ImageRecord | None],
        keep_sidecar: Callable[[GenerationTask], bool],
        log_event: Callable[[str, float, str, str], Awaitable[None]],
        worker: Workers,
        jobs: Jobs,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._tasks = tasks
        self._describe = describe
        self._keep_sidecar = keep_sidecar
        self._log_event = log_event
        self._worker = worker
        self._jobs = jobs
        self._clock = clock

    def accept(self, numbers: Sequence[int], on_end: OnEnd) -> None:
        """Take the files of these rows as they are; `on_end` is called once."""
        self._jobs.start("accept", self._told(self._accept(tuple(numbers)), on_end))

    def take_back(self, report: AcceptReport, on_end: OnEnd) -> None:
        """Let the former records count again, where nothing else happened to them since."""
        self._jobs.start("accept", self._told(self._take_back(report), on_end))

    async def _told(self, work: Awaitable[AcceptReport], on_end: OnEnd) -> None:
        on_end(await work)

    async def _accept(self, numbers: Sequence[int]) -> AcceptReport:
        report = AcceptReport()
        try:
            for begin in range(0, len(numbers), PORTION):
                rows = await self._store.tasks_at(numbers[begin : begin + PORTION])
                found = await self._worker.run(self._described, rows)
                report.refused += len(rows) - len(found)
                for each in found:
                    if each.record == each.former:
                        report.as_saved.append(each.number)
                    elif await self._replace(each, each.former, each.record, FileEvent.ACCEPTED):
                        report.accepted.append(each)
        except AppError as error:
            self._tell(error)
        return report

    async def _take_back(self, report: AcceptReport) -> AcceptReport:
        undone = AcceptReport()
        try:
            for each in report.accepted:
                if await self._replace(each, each.record, each.former, FileEvent.TAKEN_BACK):
                    undone.accepted.append(each)
        except AppError as error:
            self._tell(error)
        return undone

    def _described(self, rows: Sequence[tuple[int, GenerationTask]]) -> list[Acceptance]:
        """In the worker."""
        found = []
        for number, task in rows:
            former = task.image
            record = self._describe(former.relative_path) if former is not None else None
            if former is not None and record is not None:
                kept = replace(record, saved_at=former.saved_at)
                found.append(Acceptance(number, task.id, former, kept))
        return found

    async def _replace(
        self, each: Acceptance, before: ImageRecord, after: ImageRecord, event: FileEvent
    ) -> bool:
        """False when the task is gone or another file belongs to it by now."""

        is_meant = False

        def change(task: GenerationTask) -> GenerationTask:
            nonlocal is_meant
            is_meant = task.image == before
            return replace(task, image=after) if is_meant else task

        amended = await self._tasks.amend(each.task_id, change)
        if amended is None or not is_meant:
            return False
        await self._log(each, event)
        await self._worker.run(self._keep_sidecar, amended)
        self.replaced.emit(amended)
        return True

    async def _log(self, each: Acceptance, event: FileEvent) -> None:
        former = {"sha256": each.former.sha256, "bytes": each.former.byte_size}
        now = {"sha256": each.record.sha256, "bytes": each.record.byte_size}
        detail = json.dumps({"former": former, "accepted": now})
        _log.info("task %s: its changed file: %s", each.task_id[:8], event.value)
        try:
            await self._log_event(each.task_id, self._clock.utc(), event.value, detail)
        except StorageError as error:
            # The record is stored; only the entry about it is missing.
            _log.warning("not logged: %s", error)

    def _tell(self, error: AppError) -> None:
        _log.warning("changed files were not accepted: %s", error)
        self.trouble.emit(error)
