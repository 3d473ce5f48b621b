"""The letter on the two pictures that are compared, wherever else they are shown."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

_GROUND: Final = QColor(20, 20, 22)
_LETTER: Final = QColor(255, 255, 255)
_SIZE: Final = 20


def paint_compare_mark(painter: QPainter, corner: QPointF, mark: str, theme: Theme) -> None:
    """A bright letter on a dark square with its upper left corner there: seen on any picture."""
    size = theme.px(_SIZE)
    box = QRectF(corner.x(), corner.y(), size, size)
    draw_box(painter, box, theme.px(5), fill=_GROUND, edge=_LETTER)
    painter.setFont(theme.font(0.85, QFont.Weight.Bold))
    painter.setPen(_LETTER)
    painter.drawText(QRect(box.toRect()), Qt.AlignmentFlag.AlignCenter, mark)
