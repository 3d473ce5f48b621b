"""Fetching tasks by their ids: the dialog and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.rescue import AdoptReport, split_ids
from nanobanana_desktop.services.task_service import TaskService
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.texts import spoken_list
from nanobanana_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from nanobanana_desktop.ui.rescue_dialog import RescueDialog


class RescueWiring(QObject):
    """Makes the dialog when it is first wanted. `select(task_id)` shows a task."""

    def __init__(
        self,
        theme: Theme,
        tasks: TaskService,
        jobs: Jobs,
        window: QWidget,
        select: Callable[[str], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tasks = tasks
        self._jobs = jobs
        self._window = window
        self._select = select
        self._dialog: RescueDialog | None = None

    def open(self) -> None:
        """Show the dialog."""
        self._ensure_dialog().open_empty()

    def close(self) -> None:
        if self._dialog is not None:
            self._dialog.close()

    def _ensure_dialog(self) -> RescueDialog:
        if self._dialog is None:
            from nanobanana_desktop.ui.rescue_dialog import RescueDialog

            self._dialog = RescueDialog(self._theme, self._window)
            self._dialog.fetch_requested.connect(self._on_dialog_fetch_requested)
        return self._dialog

    def _on_dialog_fetch_requested(self, text: str) -> None:
        self._jobs.start("rescue", self._fetch(text))

    async def _fetch(self, text: str) -> None:
        dialog = self._ensure_dialog()
        try:
            report = await self._tasks.adopt(split_ids(text))
        except StorageError as error:
            dialog.show_result(error_text(error.case).sentence, [text], failed=True)
            return
        dialog.show_result(self._words(report), report.bad, failed=bool(report.bad))
        first = next(iter((*report.adopted, *report.known)), None)
        if first is not None:
            self._select(first)

    def _words(self, report: AdoptReport) -> str:
        adopted, known, bad = len(report.adopted), len(report.known), len(report.bad)
        parts = []
        if adopted:
            parts.append(self.tr("%Ln task(s) fetched", "", adopted))
        if known:
            parts.append(self.tr("%Ln were here already", "", known))
        if bad:
            parts.append(self.tr("%Ln are no task IDs", "", bad))
        if not parts:
            return self.tr("There is no ID in this text")
        words = spoken_list(parts)
        if report.unconfirmed:
            words = self.tr(
                "{result}. Is one of them a task that is not confirmed? Use “I have a task ID…” "
                "there instead."
            ).format(result=words)
        return words
