"""Exports: what is selected, the dialog, the service, and what the person is told at the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStandardPaths

from nanobanana_desktop.domain.export_plan import (
    CopyWish,
    ExportChoice,
    ExportPlan,
    ExportSummary,
)
from nanobanana_desktop.domain.picture_format import PictureFormat
from nanobanana_desktop.domain.settings import ExportFormat
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.export_service import ExportService
from nanobanana_desktop.services.settings_service import SettingsService
from nanobanana_desktop.ui import desktop, dialogs
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.formats import local_day
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.task_requests import sample
from nanobanana_desktop.ui.task_status import has_picture

if TYPE_CHECKING:
    from nanobanana_desktop.ui.export_dialog import ExportDialog
    from nanobanana_desktop.ui.export_form import ExportOptions

READING_SECONDS: Final = 6.0


class ExportWiring(QObject):
    """Makes the dialog when it is first wanted."""

    def __init__(
        self,
        panes: Panes,
        exports: ExportService,
        settings: SettingsService,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = panes.theme
        self._exports = exports
        self._settings = settings
        self._clock = clock
        self._window = panes.window
        self._history = panes.history
        self._dialog: ExportDialog | None = None
        self._choice = ExportChoice()
        self._of_copies = False
        self._path: Path | None = None
        panes.requests.export_requested.connect(self.open)
        panes.actions.triggered.connect(self._on_actions_triggered)
        exports.progress_changed.connect(self._on_exports_progress_changed)
        exports.finished.connect(self._on_exports_finished)

    def open(self, tasks: Sequence[GenerationTask]) -> None:
        """Ask how the pictures of these tasks are to be exported."""
        few = sample(tasks)
        first = next(filter(has_picture, few), None)
        if not self._exports.running:
            if first is None and len(tasks) == len(few):
                self._window.toast.show_message(self.tr("Select images to export them."))
                return
            self._choice = self._chosen(tasks)
        self._ensure_dialog().open_for(self._options(), len(self._choice), first)

    def open_list(self, choice: ExportChoice) -> None:
        """Ask where a list of these tasks is to be saved."""
        if self._exports.running:
            self._tell_busy()
            return
        if not len(choice):
            self._window.toast.show_message(self.tr("There are no tasks to list."))
            return
        name = self.tr("Images {day}").format(day=local_day(self._clock.utc()))
        dialogs.save_list_as(
            self._window,
            self._folder() / f"{name}.csv",
            lambda path: self._save_list(choice, path),
        )

    def _on_actions_triggered(self, command: Command) -> None:
        if command is Command.EXPORT:
            self.open(self._history.selected_tasks())
        elif command is Command.EXPORT_LIST:
            self.open_list(self._listed())

    def _listed(self) -> ExportChoice:
        """Several tasks that are selected, else all that the history shows."""
        rows = self._history.list.selected_ranges()
        if sum(map(len, rows)) <= 1:
            rows = [range(self._history.model.rowCount())]
        return ExportChoice(numbers=self._history.model.numbers(rows))

    def _chosen(self, tasks: Sequence[GenerationTask]) -> ExportChoice:
        """Those with pictures; of more than can be looked at here, all that is selected."""
        if len(tasks) > len(sample(tasks)):
            rows = self._history.list.selected_ranges()
            return ExportChoice(numbers=self._history.model.numbers(rows))
        return ExportChoice(ids=[task.id for task in tasks if has_picture(task)])

    def close(self) -> None:
        if self._dialog is not None:
            self._dialog.close()

    def _save_list(self, choice: ExportChoice, path: Path) -> None:
        self._of_copies = False
        if not self._exports.export_list(choice, path):
            self._tell_busy()

    def _tell_busy(self) -> None:
        text = self.tr("An export is still running.")
        self._window.toast.show_message(text, seconds=READING_SECONDS)

    def _ensure_dialog(self) -> ExportDialog:
        if self._dialog is None:
            from nanobanana_desktop.ui.export_dialog import ExportDialog

            self._dialog = ExportDialog(self._theme, self._window)
            self._dialog.export_requested.connect(self._on_dialog_export_requested)
            self._dialog.cancel_requested.connect(self._exports.cancel)
            self._dialog.show_requested.connect(self._on_dialog_show_requested)
        return self._dialog

    def _folder(self) -> Path:
        """The last one, or where pictures are kept on this computer."""
        pictures = QStandardPaths.StandardLocation.PicturesLocation
        usual = QStandardPaths.writableLocation(pictures)
        return Path(self._settings.settings.export_folder or usual or Path.home())

    def _options(self) -> ExportOptions:
        from nanobanana_desktop.domain.name_template import DEFAULT_TEMPLATE
        from nanobanana_desktop.ui.export_form import ExportOptions

        last = self._settings.settings
        return ExportOptions(
            folder=self._folder(),
            template=last.export_template or DEFAULT_TEMPLATE,
            format=last.export_format,
            quality=last.export_quality,
            details=last.export_details,
            as_zip=last.export_zip,
            table=last.export_list,
        )

    def _on_dialog_export_requested(self, options: ExportOptions) -> None:
        from nanobanana_desktop.domain.name_template import DEFAULT_TEMPLATE

        is_usual = options.template == DEFAULT_TEMPLATE
        self._settings.change(
            export_folder=str(options.folder),
            export_template="" if is_usual else options.template,
            export_format=options.format,
            export_quality=options.quality,
            export_details=options.details,
            export_zip=options.as_zip,
            export_list=options.table,
        )
        wanted = options.format
        plan = ExportPlan(
            folder=options.folder,
            template=options.template,
            wish=CopyWish(
                format=None if wanted is ExportFormat.SAME else PictureFormat(wanted.value),
                quality=options.quality,
                embeds=options.details,
            ),
            stem=self.tr("Images {day}").format(day=local_day(self._clock.utc())),
            as_zip=options.as_zip,
            table=options.table,
        )
        self._of_copies = True
        if self._exports.export(self._choice, plan):
            self._ensure_dialog().show_running()
        else:
            self._tell_busy()

    def _on_dialog_show_requested(self) -> None:
        if self._path is not None:
            desktop.show_in_folder(self._path)

    def _on_exports_progress_changed(self, done: int, total: int) -> None:
        if self._of_copies:
            self._ensure_dialog().show_progress(done, total)

    def _on_exports_finished(self, summary: ExportSummary) -> None:
        from nanobanana_desktop.ui.export_texts import SummaryWords

        words = SummaryWords()
        text = words.text(summary)
        self._path = summary.path
        failed = summary.error is not None or summary.failed > 0
        dialog = self._dialog if self._of_copies else None
        if dialog is not None:
            was_open = dialog.isVisible()
            failures = words.failures(summary)
            dialog.show_result(text, failures, failed=failed, is_there=summary.path is not None)
            if failed and was_open:
                return
            dialog.close()
        if failed and dialog is not None:
            self._window.toast.show_message(text, self.tr("Details"), dialog.show)
        elif self._path is not None:
            shown = self.tr("Show in folder")
            self._window.toast.show_message(text, shown, self._on_dialog_show_requested)
        else:
            self._window.toast.show_message(text, seconds=READING_SECONDS)
