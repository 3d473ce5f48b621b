"""The neutral ground that pictures and cards lie on."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from nanobanana_desktop.ui.theme.theme import Theme

BLACK: Final = "black"
"""The ground of a full screen; it is no colour token."""


class StageGround(QWidget):
    """A widget in the colour of the stage, or black."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ground = "stage"
        self._front: QWidget | None = None
        theme.theme_changed.connect(self.update)

    def set_ground(self, ground: str) -> None:
        """A colour token, or `BLACK`."""
        self._ground = ground
        self.update()

    def set_front(self, front: QWidget) -> None:
        """The part that has the focus when it is given to the whole.

        A focus proxy would be a stop for Tab, which led back to the part for ever.
        """
        self._front = front

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._front is not None and isValid(self._front):
            self._front.setFocus(event.reason())

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        if self._ground == BLACK:
            painter.setBackground(Qt.GlobalColor.black)
        else:
            painter.setBackground(self._theme.color(self._ground))
        # `fillRect` knows gradients: its first call loads all their presets.
        painter.eraseRect(self.rect())
