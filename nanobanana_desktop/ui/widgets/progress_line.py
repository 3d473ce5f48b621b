"""A thin line that fills from the left."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

_HEIGHT = 6


class ProgressLine(QProgressBar):
    """A `QProgressBar` that paints itself; screen readers hear its value in percent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            track = QRectF(self.rect())
            radius = track.height() / 2
            draw_box(painter, track, radius, fill=self._theme.color("track"))
            span = self.maximum() - self.minimum()
            part = (self.value() - self.minimum()) / span if span > 0 else 0.0
            if part > 0:
                width = max(track.height(), track.width() * part)
                filled = QRectF(track.left(), track.top(), width, track.height())
                draw_box(painter, filled, radius, fill=self._theme.color("accent_line"))
