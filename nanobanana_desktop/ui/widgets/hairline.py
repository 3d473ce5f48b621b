"""Lines of whole pixels at every scale of the screen; style sheets smear theirs over two."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from nanobanana_desktop.ui.theme.theme import Theme

Surface = Literal["header", "footer", "bar"]


class LinedFrame(QFrame):
    """The head or foot of a pane, or a bar, with a line where the pane begins.

    `surface` chooses its colours in the style sheet.
    """

    def __init__(self, theme: Theme, surface: Surface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_foot = surface == "footer"
        self.setProperty("surface", surface)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        draw_line(self, self._theme, at_top=self._is_foot)


def draw_line(widget: QWidget, theme: Theme, *, at_top: bool = False) -> None:
    """A line along the lower edge of the widget that is being painted, or along the upper one."""
    with QPainter(widget) as painter:
        screen = painter.deviceTransform()
        scale = screen.m22()
        thickness = max(1, int(scale + 0.5))
        edge = 0 if at_top else widget.height()
        first = round(screen.dy() + edge * scale) - (0 if at_top else thickness)
        top = (first - screen.dy()) / scale
        line = QRectF(0, top, widget.width(), thickness / scale)
        painter.fillRect(line, theme.color("border"))
