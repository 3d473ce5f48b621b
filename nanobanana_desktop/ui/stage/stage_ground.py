"""The neutral ground that pictures and cards lie on."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.theme.theme import Theme


class StageGround(QWidget):
    """A widget in the colour of the stage."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.theme_changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setBackground(self._theme.color("stage"))
        # `fillRect` knows gradients: its first call loads all their presets.
        painter.eraseRect(self.rect())
