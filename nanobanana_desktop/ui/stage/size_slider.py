"""The slider for the size of tiles: five steps, drawn like the rest of the window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSlider, QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box
from nanobanana_desktop.ui.widgets.targets import LEAST_TARGET

_WIDTH: Final = 112
_KNOB: Final = 16
_TRACK: Final = 4


class SizeSlider(QSlider):
    """A horizontal slider; a click on the track goes there at once."""

    def __init__(self, theme: Theme, steps: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setRange(0, steps - 1)
        self.setPageStep(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(_WIDTH), max(LEAST_TARGET, self._theme.px(24)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(True)
        self._go_to(event.position().x())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.setSliderDown(False)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme = self._theme
        knob, track = theme.px(_KNOB), max(2, theme.px(_TRACK))
        middle = self.height() / 2
        span = self.width() - knob
        x = knob / 2 + span * self.value() / max(1, self.maximum())
        line = QRectF(knob / 2, middle - track / 2, span, track)
        draw_box(painter, line, track / 2, fill=theme.color("border"))
        line.setRight(x)
        draw_box(painter, line, track / 2, fill=theme.color("scroll"))
        circle = QRectF(x - knob / 2, middle - knob / 2, knob, knob)
        # A ring around so small a knob is hardly seen.
        fill, edge = self._knob_colors()
        draw_box(painter, circle, knob / 2, fill=theme.color(fill), edge=theme.color(edge))

    def _knob_colors(self) -> tuple[str, str]:
        """Tokens of the knob and of its edge."""
        if not self.isEnabled():
            return "bg", "border"
        if self.hasFocus():
            return "accent_line", "text" if self.underMouse() else "accent_line"
        if self.isSliderDown():
            return "held", "text"
        return ("hover", "text") if self.underMouse() else ("raised", "border_strong")

    def _go_to(self, x: float) -> None:
        knob = self._theme.px(_KNOB)
        span = max(1, self.width() - knob)
        self.setValue(round((x - knob / 2) / span * self.maximum()))
