"""A larger icon for the eye only, drawn when it is seen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nanobanana_desktop.ui.theme.theme import Theme


class PaintedIcon(QWidget):
    """`size` in design pixels; the words beside it say the same."""

    def __init__(
        self, theme: Theme, name: str, token: str, size: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._token = token
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self.updateGeometry)

    def show_icon(self, name: str, token: str) -> None:
        self._name, self._token = name, token
        self.update()

    def sizeHint(self) -> QSize:
        edge = self._theme.px(self._size)
        return QSize(edge, edge)

    def paintEvent(self, _event: QPaintEvent) -> None:
        edge = self._theme.px(self._size)
        pixmap = self._theme.pixmap(self._name, self._token, edge, self.devicePixelRatioF())
        with QPainter(self) as painter:
            painter.drawPixmap(QPoint(0, 0), pixmap)
