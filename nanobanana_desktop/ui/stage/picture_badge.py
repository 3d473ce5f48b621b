"""A letter or a few words on a picture: white on a dark plate, legible on everything."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

INSET: Final = 10
"""Design pixels between the edges of the picture and the badge."""
_HEIGHT: Final = 26
_PADDING: Final = 9
_SHADE: Final = QColor(0, 0, 0, 190)


class PictureBadge(QWidget):
    """For the eye only: what it says is the picture's accessible name or description, too.

    Whoever owns it places it; `sizeHint` is what its text takes.
    """

    def __init__(self, theme: Theme, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = text
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        height = max(self._theme.px(_HEIGHT), metrics.height() + 2)
        words = metrics.horizontalAdvance(self._text) + 2 * self._theme.px(_PADDING)
        return QSize(height if len(self._text) == 1 else max(height, words), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        draw_box(painter, QRectF(self.rect()), self._theme.px(6), fill=_SHADE)
        painter.setFont(self._font())
        painter.setPen(Qt.GlobalColor.white)
        room = self.width() - (0 if len(self._text) == 1 else self._theme.px(_PADDING))
        text = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)

    def _font(self) -> QFont:
        return self._theme.font(1.0, 600)
