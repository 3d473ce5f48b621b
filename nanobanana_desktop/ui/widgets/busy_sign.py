"""When to show that something takes its time: not for what is done at once, then long enough."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.guarded import guarded

PATIENCE_MS: Final = 300
"""What is done by then needs no sign."""
LEAST_MS: Final = 500
"""A sign that goes sooner only flickers."""


class BusySign(QObject):
    """Tells its owner when to show the sign; hiding the owner ends everything.

    Signals: `changed()` when `is_shown` is another.
    """

    changed = Signal()

    def __init__(self, owner: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent or owner)
        self._owner = owner
        self._is_busy = False
        self.is_shown = False
        self._wait = QTimer(self)
        self._wait.setObjectName("busy sign")
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._on_wait_timeout)
        owner.installEventFilter(self)

    def set_busy(self, busy: bool) -> None:
        """Whether something is under way."""
        if busy == self._is_busy:
            return
        self._is_busy = busy
        if busy and not self.is_shown:
            # Nobody waits for what is hidden.
            if self._owner.isVisible():
                self._wait.start(PATIENCE_MS)
        elif not busy and not self.is_shown:
            self._wait.stop()
        elif not busy and not self._wait.isActive():
            self._show(False)

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self._wait.stop()
            if self.is_shown and not self._is_busy:
                self._show(False)
        elif event.type() == QEvent.Type.Show and self._is_busy and not self.is_shown:
            self._wait.start(PATIENCE_MS)
        return super().eventFilter(watched, event)

    def _on_wait_timeout(self) -> None:
        if not self.is_shown:
            self._show(True)
            self._wait.start(LEAST_MS)
        elif not self._is_busy:
            self._show(False)

    def _show(self, shown: bool) -> None:
        self.is_shown = shown
        self.changed.emit()
