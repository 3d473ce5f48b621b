"""Rounded boxes with crisp edges and the focus ring, for widgets that paint themselves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

FOCUS_WIDTH = 2.0
MARKED_WIDTH = 3.0
"""Of the ring around what has an edge in the ring's colour anyway."""


def draw_box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    *,
    fill: QColor | None = None,
    edge: QColor | None = None,
    width: float = 1.0,
    dash: list[float] | None = None,
) -> None:
    """A rounded box whose outer edge is `rect`; the line lies inside and is `width` thick."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
    else:
        pen = QPen(edge, width)
        if dash:
            pen.setDashPattern(dash)
        painter.setPen(pen)
        inset = width / 2
        inner = rect.adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(inner, max(0.0, radius - inset), max(0.0, radius - inset))
    painter.restore()


def draw_focus_ring(
    painter: QPainter, rect: QRectF, radius: float, color: QColor, *, marked: bool = False
) -> None:
    """Inside `rect`, so that nothing moves when the focus comes; heavier around what is `marked`.

    What is chosen has an edge of the same colour: a ring of two pixels would not be seen on it.
    """
    draw_box(painter, rect, radius, edge=color, width=MARKED_WIDTH if marked else FOCUS_WIDTH)
