"""Closing the window while tasks are under way: said once what becomes of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from nanobanana_desktop.domain.task import ACTIVE, TaskState
from nanobanana_desktop.services.settings_service import SettingsService
from nanobanana_desktop.services.task_service import TaskService
from nanobanana_desktop.ui import dialogs
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.tick_box import TickBox


class QuitWiring(QObject):
    """Signals: `agreed()` – the program may end."""

    agreed = Signal()

    def __init__(
        self,
        theme: Theme,
        tasks: TaskService,
        settings: SettingsService,
        window: QWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tasks = tasks
        self._settings = settings
        self._window = window
        self._box: QMessageBox | None = None

    def ask(self) -> None:
        """The person wants to end the program."""
        states = [task.state for task in self._tasks.open_tasks if task.state in ACTIVE]
        if not states or self._settings.settings.quit_note_seen:
            self.agreed.emit()
        elif self._box is not None:
            self._box.raise_()
            self._box.activateWindow()
        else:
            self._open(states)

    def _open(self, states: list[TaskState]) -> None:
        tick = TickBox(self._theme, self.tr("Don't show again"))
        waiting = states.count(TaskState.READY)
        under_way = len(states) - waiting
        if under_way:
            title = self.tr("%Ln task(s) are still being made", "", under_way)
        else:
            title = self.tr("%Ln task(s) wait to be sent", "", waiting)
        self._box = dialogs.confirm(
            self._window,
            title,
            self._body(states, under_way, waiting),
            self.tr("Quit"),
            self.agreed.emit,
            cancel_text=self.tr("Stay open"),
            tick=tick,
        )
        self._box.finished.connect(lambda _result: self._on_box_finished(tick.isChecked()))

    def _body(self, states: list[TaskState], under_way: int, waiting: int) -> str:
        lines = []
        if TaskState.SUBMITTING in states:
            lines.append(
                self.tr("One task is being sent; please wait a moment for its answer.")
                if states.count(TaskState.SUBMITTING) == 1
                else self.tr("Tasks are being sent; please wait a moment for their answers.")
            )
        if under_way:
            lines.append(
                self.tr(
                    "The service keeps working. Finished images are fetched the next time you "
                    "open the app; they are kept there for about 24 hours."
                )
            )
        if waiting:
            lines.append(self.tr("What waits is sent the next time you open the app."))
        return "\n".join(lines)

    def _on_box_finished(self, silenced: bool) -> None:
        self._box = None
        if silenced:
            self._settings.change(quit_note_seen=True)
