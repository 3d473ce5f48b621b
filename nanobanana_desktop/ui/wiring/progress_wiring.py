"""What is at work, shown on the program's button in the task bar."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from nanobanana_desktop.services.batch_progress import BatchProgress, Progress, TaskNews
from nanobanana_desktop.services.desktop_progress import ProgressSign


class ProgressWiring(QObject):
    """Whoever looks at the window needs no sign that everything failed: it is told there."""

    def __init__(self, tasks: TaskNews, sign: ProgressSign, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sign = sign
        self._is_looked_at = False
        self._batch = BatchProgress(tasks, self)
        self._batch.changed.connect(self._on_batch_changed)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self.follow)
            self.follow(application.applicationState())

    def begin(self) -> None:
        """The tasks of earlier sessions are known now."""
        self._batch.begin()

    def follow(self, state: Qt.ApplicationState) -> None:
        """The person turned to this program, or to another one."""
        self._is_looked_at = state is Qt.ApplicationState.ApplicationActive
        if self._is_looked_at:
            self._batch.look()

    def close(self) -> None:
        """Nothing is shown any more; the program ends."""
        self._sign.close()

    def _on_batch_changed(self, progress: Progress) -> None:
        if progress.all_failed and self._is_looked_at:
            progress = Progress()
        self._sign.show(progress)
