"""A line to write in with an icon before the words that is as large as they are."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nanobanana_desktop.ui.theme.theme import Theme

_ICON: Final = 16
_INSET: Final = 9
_ROOM: Final = 25
"""Of the icon and the gap behind it, beyond the padding of the line."""


class IconLine(QLineEdit):
    """Icons that Qt puts into lines keep their size whatever the size of the text is."""

    def __init__(self, theme: Theme, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        theme.theme_changed.connect(self._fit_icon)
        self._fit_icon()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        edge = self._theme.px(_ICON)
        token = "text2" if self.isEnabled() else "disabled"
        pixmap = self._theme.pixmap(self._icon, token, edge, self.devicePixelRatioF())
        with QPainter(self) as painter:
            place = QPoint(self._theme.px(_INSET), (self.height() - edge) // 2)
            painter.drawPixmap(place, pixmap)

    def _fit_icon(self) -> None:
        self.setTextMargins(self._theme.px(_ROOM), 0, 0, 0)
