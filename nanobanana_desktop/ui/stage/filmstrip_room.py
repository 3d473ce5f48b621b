"""Whether there is room for the filmstrip: in a low window the picture comes first."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.theme.theme import Theme

LEAST_STAGE: Final = 540
"""Design pixels of a stage in which half is left for the picture above caption and strip."""
_CHANGES: Final = (QEvent.Type.Resize, QEvent.Type.Show)


class FilmstripRoom(QObject):
    """Goes by the height of the stage alone.

    By what is left for the picture, a longer caption would take away the strip while somebody
    steps through it. `stage` keeps this object.

    Signals: `changed()` when there is room now, or none any more.
    """

    changed = Signal()

    def __init__(self, theme: Theme, stage: QWidget) -> None:
        super().__init__(stage)
        self._theme = theme
        self._stage = stage
        self.is_enough = True
        """Before the stage is shown, its height says nothing."""
        stage.installEventFilter(self)
        theme.theme_changed.connect(self._measure)
        self._measure()

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _CHANGES:
            self._measure()
        return super().eventFilter(watched, event)

    def _measure(self) -> None:
        if not self._stage.isVisible():
            return
        is_enough = self._stage.height() >= self._theme.px(LEAST_STAGE)
        if is_enough is not self.is_enough:
            self.is_enough = is_enough
            self.changed.emit()
