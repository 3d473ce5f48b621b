"""Two pictures that take turns: twice a second, by hand, and by hand alone where nothing moves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from nanobanana_desktop.ui.theme.theme import Theme

INTERVAL_MS: Final = 500
"""Changes of a whole picture that come faster can do harm."""


class Flicker(QObject):
    """Tells whether the other one of two pictures is to be seen now.

    Signals: `turned()` – the other one, or the first one again.
    """

    turned = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._alternates = False
        self._paused = False
        self._held = False
        self._is_other = False
        self._timer = QTimer(self)
        self._timer.setObjectName("flicker")
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.turn)
        theme.motion_changed.connect(self._run)

    @property
    def is_other(self) -> bool:
        """Holding shows the other one of what is seen without."""
        return self._is_other is not self._held

    @property
    def is_held(self) -> bool:
        return self._held

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    def restart(self) -> None:
        """Begin with the first picture."""
        was_other = self.is_other
        self._paused = self._held = self._is_other = False
        self._run()
        if was_other:
            self.turned.emit()

    def alternate(self, wanted: bool) -> None:
        """Take turns from now on, unless nothing may move; or stay as it is."""
        self._alternates = wanted
        self._run()

    def turn(self) -> None:
        """Show the other one of what is seen now."""
        self._is_other = not self._is_other
        self.turned.emit()

    def hold(self, wanted: bool) -> None:
        """Show the other one as long as a key is held."""
        if wanted is not self._held:
            self._held = wanted
            self._run()
            self.turned.emit()

    def pause(self) -> None:
        """Stay with what is seen, or go on; where nothing moves, show the other one."""
        if self._theme.reduced_motion or not self._alternates:
            self.turn()
        else:
            self._paused = not self._paused
            self._run()

    def _run(self) -> None:
        wanted = self._alternates and not (self._paused or self._held)
        if wanted and not self._theme.reduced_motion:
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()
