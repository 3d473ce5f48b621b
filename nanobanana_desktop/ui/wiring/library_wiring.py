"""Lost pictures and the look through the library: what the person asks for, and what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.changed_pictures import AcceptReport, ChangedPictures
from nanobanana_desktop.services.history_view import HistoryView
from nanobanana_desktop.services.library_check import LibraryCheck
from nanobanana_desktop.services.lost_pictures import LostPictures, LostReport
from nanobanana_desktop.ui import dialogs
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.formats import count_text
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.stage.pane import StagePane
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from nanobanana_desktop.ui.library_dialog import LibraryDialog
    from nanobanana_desktop.ui.widgets.busy_toast import BusyToast

READING_SECONDS: Final = 6.0


class LibraryWiring(QObject):
    """Connects missing files and the window about the library with the services.

    `rebuild()` adds what files tell of and the history does not, and gives how many tasks that
    were; `adopt(paths)` does so for these pictures. Both raise StorageError.
    """

    def __init__(
        self,
        theme: Theme,
        requests: TaskRequests,
        check: LibraryCheck,
        lost: LostPictures,
        changed: ChangedPictures,
        reader: HistoryView,
        history: HistoryPane,
        stage: StagePane,
        toast: Toast,
        jobs: Jobs,
        window: QWidget,
        rebuild: Callable[[], Awaitable[int]],
        adopt: Callable[[Sequence[str]], Awaitable[int]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._check = check
        self._lost = lost
        self._changed = changed
        self._reader = reader
        self._history = history
        self._stage = stage
        self._toast = toast
        self._jobs = jobs
        self._window = window
        self._rebuild = rebuild
        self._adopt = adopt
        self._folder = str(Path.home())
        self._dialog: LibraryDialog | None = None
        requests.locate_requested.connect(self.locate)
        requests.download_again_requested.connect(self._on_requests_download_again_requested)
        stage.file_missing_changed.connect(self._on_stage_file_missing_changed)
        lost.found.connect(self._on_lost_found)
        lost.ended.connect(self._on_lost_ended)
        lost.seen_changed.connect(self._on_lost_seen_changed)
        lost.not_fetched.connect(self._on_lost_not_fetched)
        lost.trouble.connect(self._tell)
        changed.replaced.connect(self._on_changed_replaced)
        changed.trouble.connect(self._tell)

    def open(self) -> None:
        """Show the window about the library."""
        self._ensure_dialog().open_anew()

    def close(self) -> None:
        if self._dialog is not None:
            self._dialog.close()

    def locate(self, tasks: Sequence[GenerationTask]) -> None:
        """Ask for a folder and look there for the files of these tasks."""
        self._locate_rows(list(self._reader.numbers_of([task.id for task in tasks]).values()))

    def _locate_rows(self, numbers: Sequence[int]) -> None:
        if not numbers:
            return

        def look(folder: Path) -> None:
            self._folder = str(folder)
            text = self.tr("Looking for %Ln missing file(s)…", "", len(numbers))
            self._busy.tell(text, self.tr("Stop"), self._lost.call_off)
            self._lost.locate(numbers, folder)

        dialogs.choose_folder(self._window, look, self._folder)

    def rebuild(self) -> None:
        """Add to the history what pictures and sidecars tell of."""
        self._jobs.start("rebuild", self._add(self._rebuild()))

    # -- inside ----------------------------------------------------------------------------------

    @cached_property
    def _busy(self) -> BusyToast:
        # Late: nothing takes its time before the first paint.
        from nanobanana_desktop.ui.widgets.busy_toast import BusyToast

        return BusyToast(self._toast, self._window)

    def _ensure_dialog(self) -> LibraryDialog:
        if self._dialog is None:
            from nanobanana_desktop.ui.library_dialog import LibraryDialog

            self._dialog = dialog = LibraryDialog(self._theme, self._check, self._window)
            dialog.locate_requested.connect(lambda: self._locate_rows(self._check.report.missing))
            dialog.adopt_requested.connect(self._on_dialog_adopt_requested)
            dialog.accept_requested.connect(self._on_dialog_accept_requested)
            dialog.rebuild_requested.connect(self.rebuild)
            dialog.row_chosen.connect(self._on_dialog_row_chosen)
            dialog.set_names(self._names)
        return self._dialog

    def _names(self, numbers: Sequence[int]) -> list[str]:
        """File names of these rows, at most 500; empty for those that are gone."""
        rows = dict(self._reader.tasks_at(numbers[:500]))
        images = [task and task.image for task in map(rows.get, numbers[:500])]
        return [image.relative_path if image else "" for image in images]

    def _on_dialog_row_chosen(self, number: int) -> None:
        for _, task in self._reader.tasks_at([number]):
            self._history.select(task.id)

    def _on_dialog_adopt_requested(self) -> None:
        paths = self._check.report.unknown
        self._jobs.start("adopt", self._add(self._adopt(paths), paths))

    def _on_dialog_accept_requested(self, numbers: tuple[int, ...]) -> None:
        self._changed.accept(numbers, self._on_accepted)

    def _on_accepted(self, report: AcceptReport) -> None:
        self._check.note_accepted(report.numbers)
        parts = []
        if report.accepted:
            parts.append(self.tr("%Ln changed image(s) accepted", "", len(report.accepted)))
        if report.refused:
            parts.append(self.tr("%Ln cannot be read as images and stay", "", report.refused))
        text = self.tr(" · ", "between figures").join(parts)
        if report.accepted:
            self._toast.show_undo(text, lambda: self._take_back(report))
        elif text:
            self._toast.show_message(text, seconds=READING_SECONDS)

    def _take_back(self, report: AcceptReport) -> None:
        def told(undone: AcceptReport) -> None:
            self._check.note_accepted(undone.numbers, accepted=False)

        self._changed.take_back(report, told)

    def _on_changed_replaced(self, task: GenerationTask) -> None:
        if self._stage.task is not None and self._stage.task.id == task.id:
            self._stage.task_changed(task)
            self._stage.show_again()

    async def _add(self, adding: Awaitable[int], paths: Sequence[str] = ()) -> None:
        try:
            added = await adding
        except AppError as error:
            self._tell(error)
            return
        self._check.note_known(paths)
        self._history.show_history()
        text = self.tr("%Ln image(s) added to the history", "", added)
        if not added:
            text = self.tr("Nothing was missing in the history.")
        self._toast.show_message(text, seconds=READING_SECONDS)

    def _on_stage_file_missing_changed(self, task_id: str, missing: bool) -> None:
        if missing:
            for task in self._reader.tasks([task_id]):
                self._lost.look_around(task)

    def _on_lost_found(self, task: GenerationTask) -> None:
        numbers = self._reader.numbers_of([task.id])
        self._check.note_found(list(numbers.values()))
        self._history.model.set_file_missing(task.id, False)
        self._history.task_changed(task)
        self._stage.task_changed(task)
        if self._stage.task is not None and self._stage.task.id == task.id:
            self._stage.show_again()

    def _on_requests_download_again_requested(self, task_id: str) -> None:
        """What is not finished yet is the task service's business."""
        for task in self._reader.tasks([task_id]):
            if task.state is TaskState.DONE:
                self._lost.fetch_again(task)

    def _on_lost_not_fetched(self) -> None:
        text = self.tr("The image could not be downloaded again.")
        self._toast.show_message(text, seconds=READING_SECONDS)

    def _on_lost_seen_changed(self, seen: int) -> None:
        text = self.tr("{count} files looked at…").format(count=count_text(seen))
        self._busy.tell(text)

    def _on_lost_ended(self, report: LostReport) -> None:
        text = self.tr("%Ln missing file(s) found", "", report.found)
        if not report.found:
            text = self.tr("None of the missing files is in this folder.")
        if report.called_off:
            text = self.tr("Stopped. %Ln missing file(s) found", "", report.found)
        self._busy.end(lambda: self._toast.show_message(text, seconds=READING_SECONDS))

    def _tell(self, error: AppError) -> None:
        self._toast.show_message(error_text(error.case, error.facts).title, seconds=READING_SECONDS)
