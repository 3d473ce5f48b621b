"""Copies of pictures and lists of tasks for others, made one after the other in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.export_plan import (
    ExportChoice,
    ExportMeans,
    ExportPlan,
    ExportSummary,
)
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers

_log = get_logger(__name__)

SLICE: Final = 500
"""Tasks that are read at once."""
ENDING_SECONDS: Final = 10.0
"""How long the end of the program waits for the picture that is being written."""
_JOB: Final = "export"


class TaskReader(Protocol):
    """Short reads of up to `SLICE` tasks; used and closed by one thread."""

    def tasks(self, ids: Sequence[str]) -> list[GenerationTask]: ...
    def tasks_at(self, numbers: Sequence[int]) -> list[tuple[int, GenerationTask]]: ...
    def close(self) -> None: ...


class ExportService(QObject):
    """One export at a time; it can be broken off between two files.

    Signals: `progress_changed(int, int)` – tasks looked at and all –, `finished(ExportSummary)`
    exactly once for each export that was started, also when it was cancelled or failed.
    """

    progress_changed = Signal(int, int)
    finished = Signal(object)

    def __init__(
        self,
        means: ExportMeans,
        open_reader: Callable[[], TaskReader],
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._means = means
        self._open_reader = open_reader
        self._jobs = jobs
        # One thread: what it reads the history with belongs to the thread that opened it.
        self._workers = Workers("export", 1)
        self._cancelled = False
        self._running = False

    @property
    def running(self) -> bool:
        return self._running

    def export(self, choice: ExportChoice, plan: ExportPlan) -> bool:
        """Start to export copies; False while another export runs."""

        def begin() -> _Run:
            # Seldom needed and slow to load, so neither the start nor the window waits for it.
            from nanobanana_desktop.storage.export_run import ExportRun

            return ExportRun(plan, len(choice), self._means)

        return self._start(choice, begin)

    def export_list(self, choice: ExportChoice, path: Path) -> bool:
        """Start to write a list of the tasks as CSV, replacing `path`; False while one runs."""

        def begin() -> _Run:
            from nanobanana_desktop.storage.export_run import ListRun

            return ListRun(path, len(choice), self._means)

        return self._start(choice, begin)

    def cancel(self) -> None:
        """End the export after the file that is being written."""
        self._cancelled = True

    async def stop(self) -> None:
        """End what runs, and the thread. Idempotent."""
        self._cancelled = True
        await self._jobs.wait(lambda name: name == _JOB, ENDING_SECONDS)
        self._workers.close()

    def _start(self, choice: ExportChoice, begin: Callable[[], _Run]) -> bool:
        if self._running:
            return False
        self._running, self._cancelled = True, False
        if self._jobs.start(_JOB, self._carry_out(choice, begin)) is None:
            self._running = False
        return self._running

    async def _carry_out(self, choice: ExportChoice, begin: Callable[[], _Run]) -> None:
        summary = ExportSummary(total=len(choice), error=AppError(ErrorCase.UNKNOWN, "broken off"))
        try:
            summary = await self._export(choice, begin)
        except StorageError as error:
            summary = ExportSummary(total=len(choice), error=error)
        finally:
            self._running = False
            self.finished.emit(summary)

    async def _export(self, choice: ExportChoice, begin: Callable[[], _Run]) -> ExportSummary:
        work = self._workers.run
        run = await work(begin)
        reader = await work(self._open_reader)
        try:
            if await self._add_all(run, reader, choice):
                await work(run.finish)
            else:
                await work(lambda: run.abandon(cancelled=True))
        except StorageError as error:
            _log.info("an export ended early: %s", error)
            await work(run.abandon, error)
        except BaseException:
            await work(run.abandon)
            raise
        finally:
            await work(reader.close)
        return run.summary

    async def _add_all(self, run: _Run, reader: TaskReader, choice: ExportChoice) -> bool:
        """False when it was cancelled before the last."""
        work, done, total = self._workers.run, 0, len(choice)
        for wanted in _slices(choice):
            tasks = await work(_read, reader, wanted)
            await work(run.list_tasks, tasks)
            await work(_note_gone, run, wanted, tasks)
            for task in tasks if run.takes_pictures else ():
                if self._cancelled:
                    return False
                await work(run.add, task)
                done += 1
                self.progress_changed.emit(done, total)
            if self._cancelled:
                return False
            if not run.takes_pictures:
                done += len(wanted)
                self.progress_changed.emit(done, total)
        return True


class _Run(Protocol):
    """What the service drives; see `ExportRun`."""

    summary: ExportSummary
    takes_pictures: bool

    def list_tasks(self, tasks: Sequence[GenerationTask]) -> None: ...
    def add(self, task: GenerationTask) -> None: ...
    def note_failure(self, task_id: str, prompt: str, case: ErrorCase) -> None: ...
    def finish(self) -> None: ...
    def abandon(self, error: AppError | None = None, *, cancelled: bool = False) -> None: ...


def _slices(choice: ExportChoice) -> Iterator[ExportChoice]:
    for start in range(0, len(choice.ids), SLICE):
        yield ExportChoice(ids=choice.ids[start : start + SLICE])
    for start in range(0, len(choice.numbers), SLICE):
        yield ExportChoice(numbers=choice.numbers[start : start + SLICE])


def _read(reader: TaskReader, wanted: ExportChoice) -> list[GenerationTask]:
    if wanted.ids:
        return reader.tasks(wanted.ids)
    return [task for _number, task in reader.tasks_at(wanted.numbers)]


def _note_gone(run: _Run, wanted: ExportChoice, tasks: Sequence[GenerationTask]) -> None:
    """Tasks that were removed from the history meanwhile."""
    there = {task.id for task in tasks}
    names = [task_id for task_id in wanted.ids if task_id not in there]
    for task_id in names or [""] * (len(wanted) - len(tasks)):
        run.note_failure(task_id, "", ErrorCase.FILE_GONE)
