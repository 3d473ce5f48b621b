"""The small "demo" mark, drawn as strokes so that no font is needed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

HEIGHT_SHARE = 0.034
"""Height of the mark as a share of the picture's shorter side."""
MARGIN_SHARE = 0.02


def mark_rect(width: int, height: int) -> QRectF:
    """Where the mark sits: the lower right corner, in pixels."""
    unit = min(width, height)
    tall = max(12.0, unit * HEIGHT_SHARE)
    wide = tall * 2.9
    margin = unit * MARGIN_SHARE
    return QRectF(width - margin - wide, height - margin - tall, wide, tall)


def _word() -> QPainterPath:
    """The letters d e m o on a base line at y = 0; x-height 1, upwards negative."""
    path = QPainterPath()
    path.addEllipse(QPointF(0.5, -0.5), 0.5, 0.5)
    path.moveTo(1.0, 0.0)
    path.lineTo(1.0, -1.6)
    path.moveTo(1.45, -0.5)
    path.lineTo(2.4, -0.5)
    path.arcTo(QRectF(1.42, -1.0, 1.0, 1.0), 0, 305)
    path.moveTo(2.85, 0.0)
    path.lineTo(2.85, -1.0)
    path.moveTo(2.85, -0.65)
    path.arcTo(QRectF(2.85, -1.0, 0.62, 0.7), 180, -180)
    path.lineTo(3.47, 0.0)
    path.moveTo(3.47, -0.65)
    path.arcTo(QRectF(3.47, -1.0, 0.62, 0.7), 180, -180)
    path.lineTo(4.09, 0.0)
    path.addEllipse(QPointF(4.95, -0.5), 0.5, 0.5)
    return path


def draw_mark(painter: QPainter, width: int, height: int) -> None:
    """Paints the mark over a finished picture of that size."""
    area = mark_rect(width, height)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(18, 18, 26, 150))
    painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
    scale = area.height() * 0.3
    word = _word()
    bounds = word.boundingRect()
    painter.translate(area.center())
    painter.scale(scale, scale)
    painter.translate(-bounds.center())
    pen = QPen(QColor(255, 255, 255, 235), 0.26)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(word, pen)
    painter.restore()
