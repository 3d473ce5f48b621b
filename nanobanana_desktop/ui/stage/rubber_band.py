"""The rectangle that is drawn over tiles to select them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.ui.theme.theme import Theme

_FILL: Final = 0.16


class RubberBand:
    """From where the button went down to the pointer; both keep their place in the content.

    `place` and what is returned count from the viewport, `offset` is how far it is scrolled.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._from: QPoint | None = None
        self._to = QPoint()

    def begin(self, place: QPoint, offset: int) -> None:
        self._from = self._to = place + QPoint(0, offset)

    def move(self, place: QPoint, offset: int) -> QRect:
        """The part of the viewport to paint anew."""
        before = self._area(offset)
        self._to = place + QPoint(0, offset)
        return before.united(self._area(offset)).adjusted(-2, -2, 2, 2)

    def end(self, offset: int) -> QRect:
        """As `move`."""
        before = self._area(offset)
        self._from = None
        return before.adjusted(-2, -2, 2, 2)

    def paint(self, painter: QPainter, offset: int) -> None:
        """Nothing for the little way of a click."""
        area = self._area(offset)
        if area.width() + area.height() < QApplication.startDragDistance():
            return
        edge = self._theme.color("accent_line")
        fill = QColor(edge)
        fill.setAlphaF(_FILL)
        painter.fillRect(area, fill)
        painter.setPen(edge)
        painter.drawRect(area.adjusted(0, 0, -1, -1))

    def _area(self, offset: int) -> QRect:
        if self._from is None:
            return QRect()
        return QRect(self._from, self._to).normalized().translated(0, -offset)
