"""One export from its first to its last file, picture by picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from nanobanana_desktop.domain.export_plan import (
    FAILURES_TOLD,
    ExportFailure,
    ExportMeans,
    ExportPlan,
    ExportSummary,
)
from nanobanana_desktop.domain.name_template import NameTemplate, name_values
from nanobanana_desktop.domain.picture_metadata import embedding_of
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.export_target import ExportTarget, FolderTarget, ZipTarget
from nanobanana_desktop.storage.picture_copy import PictureCopy, make_copy, read_original
from nanobanana_desktop.storage.result_errors import ResultBadError
from nanobanana_desktop.storage.table_file import TableFile

_log = get_logger(__name__)


class ExportRun:
    """Blocking; for one thread. `add` and `finish` raise StorageError when nothing more can be
    written; what is done until then stays, but for an archive, which is whole or not there.
    """

    takes_pictures = True

    def __init__(self, plan: ExportPlan, total: int, means: ExportMeans) -> None:
        """Raises TemplateError, or StorageError(FOLDER_MISSING)."""
        self._plan = plan
        self._means = means
        self._template = NameTemplate(plan.template)
        now = datetime.now(UTC).astimezone(means.zone)
        self._target: ExportTarget = (
            ZipTarget(plan.folder, plan.stem, now) if plan.as_zip else FolderTarget(plan.folder)
        )
        try:
            self._table = TableFile(plan.folder, means.zone) if plan.table else None
        except AppError:
            self._target.abandon()
            raise
        self._number = 0
        self.summary = ExportSummary(total=total)

    def list_tasks(self, tasks: Sequence[GenerationTask]) -> None:
        """Add them to the list, if there is one."""
        if self._table is not None:
            self._table.write(tasks)
            self.summary = replace(self.summary, listed=self.summary.listed + len(tasks))

    def add(self, task: GenerationTask) -> None:
        """Export the task's picture; one that cannot be is told of in the summary."""
        if task.image is None:
            return
        try:
            copy = self._copy(task)
        except AppError as error:
            _log.info("task %s is not exported: %s", task.id[:8], error)
            self.note_failure(task.id, task.params.prompt, error.case)
            return
        self._number += 1
        values = name_values(task, self._number, self._means.zone)
        folder, stem = self._template.render(values, self._target.room)
        path = self._target.add(folder, stem, f".{copy.format.extension}", copy.data)
        told = self.summary
        self.summary = replace(
            told,
            exported=told.exported + 1,
            untouched=told.untouched + copy.untouched,
            without_credentials=told.without_credentials + copy.lost_credentials,
            stills=told.stills + copy.is_still,
            path=told.path or path,
        )

    def note_failure(self, task_id: str, prompt: str, case: ErrorCase) -> None:
        told = self.summary
        failures = told.failures
        if len(failures) < FAILURES_TOLD:
            failures = (*failures, ExportFailure(task_id, prompt, case))
        self.summary = replace(told, failed=told.failed + 1, failures=failures)

    def finish(self) -> None:
        """Write the list and make everything durable."""
        if self._table is not None:
            self._table.close()
            path = self._target.add_list(self._plan.stem, self._table.part)
            self.summary = replace(self.summary, path=self.summary.path or path)
        archive = self._target.finish()
        if archive is not None:
            self.summary = replace(self.summary, path=archive)

    def abandon(self, error: AppError | None = None, *, cancelled: bool = False) -> None:
        """End early; of an archive nothing is left."""
        self._target.abandon()
        if self._table is not None:
            self._table.abandon()
        told = replace(self.summary, cancelled=cancelled, error=error, listed=0)
        if self._plan.as_zip:
            told = replace(told, exported=0, path=None)
        self.summary = told

    def _copy(self, task: GenerationTask) -> PictureCopy:
        path = self._means.locate(task)
        try:
            original = read_original(path)
        except OSError as error:
            raise AppError(ErrorCase.FILE_GONE, str(error.strerror)) from error
        try:
            return make_copy(original, self._plan.wish, embedding_of(task, self._means.version))
        except MemoryError as error:
            raise ResultBadError("too large for the memory that is free") from error


class ListRun:
    """Only a list of tasks, under a name that the person chose; used like `ExportRun`."""

    takes_pictures = False

    def __init__(self, path: Path, total: int, means: ExportMeans) -> None:
        """Raises StorageError(DISK_FULL | FOLDER_MISSING)."""
        self._path = path
        self._table = TableFile(path.parent, means.zone)
        self.summary = ExportSummary(total=total)

    def list_tasks(self, tasks: Sequence[GenerationTask]) -> None:
        self._table.write(tasks)
        self.summary = replace(self.summary, listed=self.summary.listed + len(tasks))

    def add(self, task: GenerationTask) -> None:
        """Nothing: its row is in the list."""

    def note_failure(self, task_id: str, prompt: str, case: ErrorCase) -> None:
        """Nothing: a task that is gone is in no list."""

    def finish(self) -> None:
        self._table.replace(self._path)
        self.summary = replace(self.summary, path=self._path)

    def abandon(self, error: AppError | None = None, *, cancelled: bool = False) -> None:
        self._table.abandon()
        self.summary = replace(self.summary, listed=0, error=error, cancelled=cancelled)
