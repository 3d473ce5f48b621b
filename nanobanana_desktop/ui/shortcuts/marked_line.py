"""One line of text in which single letters are marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout

from nanobanana_desktop.ui.text_units import utf16_length


def paint_marked_line(
    painter: QPainter,
    room: QRect,
    text: str,
    places: Sequence[int],
    font: QFont,
    *,
    color: QColor,
    mark: QColor,
) -> int:
    """Paint `text` in the middle of `room`, cut if need be, its letters at `places` bold in `mark`.

    Returns how wide it is, in pixels.
    """
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    look.setForeground(mark)
    text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    layout = QTextLayout(text, font)
    layout.setFormats([_marked(text, place, look) for place in places if place < len(text)])
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    painter.setPen(color)
    layout.draw(painter, QPointF(room.left(), room.top() + (room.height() - line.height()) / 2))
    return round(line.naturalTextWidth())


def _marked(text: str, place: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    one = QTextLayout.FormatRange()
    one.start = utf16_length(text[:place])
    one.length = utf16_length(text[place])
    one.format = look
    return one
