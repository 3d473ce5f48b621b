"""The turning ring that says "in work"."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nanobanana_desktop.ui.theme.theme import Theme

TURN_SECONDS = 1.2
_FRAME_MS = 33
_ARC = 0.28


def spinner_turn(now: float) -> float:
    """How far the ring has turned at the time `now` in seconds, 0 to 1."""
    return (now % TURN_SECONDS) / TURN_SECONDS


def paint_spinner(
    painter: QPainter, rect: QRectF, track: QColor, arc: QColor, turn: float, width: float = 2.0
) -> None:
    """A ring inside `rect` with a brighter arc that starts at `turn` (0 to 1, clockwise)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setPen(QPen(track, width))
    painter.drawEllipse(inner)
    pen = QPen(arc, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawArc(inner, round((0.25 - turn) * 360 * 16), round(-_ARC * 360 * 16))
    painter.restore()


class Spinner(QWidget):
    """A ring that turns while it is visible; it stands still when motion is reduced."""

    def __init__(self, theme: Theme, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._frame = QTimer(self)
        self._frame.setObjectName("spinner frame")
        self._frame.setSingleShot(True)
        self._frame.timeout.connect(self._on_frame_timeout)

    @property
    def is_turning(self) -> bool:
        return self._frame.isActive()

    def sizeHint(self) -> QSize:
        edge = self._theme.px(self._size)
        return QSize(edge, edge)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._theme.reduced_motion:
            self._frame.start(_FRAME_MS)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._frame.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        turn = 0.0 if self._theme.reduced_motion else spinner_turn(monotonic())
        track, arc = self._theme.color("track"), self._theme.color("info")
        with QPainter(self) as painter:
            paint_spinner(painter, QRectF(self.rect()), track, arc, turn)

    def _on_frame_timeout(self) -> None:
        self.update()
        if self.isVisible() and not self._theme.reduced_motion:
            self._frame.start(_FRAME_MS)
