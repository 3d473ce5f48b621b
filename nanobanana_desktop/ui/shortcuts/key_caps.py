"""Keys drawn as they look on a keyboard: one rounded box for each."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

_HEIGHT: Final = 20
_PADDING: Final = 6
_GAP: Final = 3
_RADIUS: Final = 4
_SCALE: Final = 0.85


def parts_of(key: str) -> list[str]:
    """What is to be pressed together: "Ctrl++" is Ctrl and +."""
    if not key:
        return []
    held, plus, last = key[:-1].rpartition("+")
    return [*held.split("+"), f"{last}{key[-1]}"] if plus and held else [key]


class KeyCaps:
    """Measures and paints keys in the look of the theme; `key` is as a person reads it."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def width(self, key: str) -> int:
        """Pixels that the caps of `key` need."""
        boxes = self._boxes(key)
        return sum(boxes) + max(0, len(boxes) - 1) * self._theme.px(_GAP)

    def paint(self, painter: QPainter, key: str, right: float, middle: float, token: str) -> None:
        """Paint the caps so that they end at `right`, their text in the colour of `token`."""
        theme = self._theme
        height, left = theme.px(_HEIGHT), right - self.width(key)
        painter.setFont(self._font())
        for text, width in zip(parts_of(key), self._boxes(key), strict=True):
            box = QRectF(left, round(middle - height / 2), width, height)
            fill, edge = theme.color("surface"), theme.color("control_edge")
            draw_box(painter, box, theme.px(_RADIUS), fill=fill, edge=edge)
            painter.setPen(theme.color(token))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            left += width + theme.px(_GAP)

    def _boxes(self, key: str) -> list[int]:
        metrics, padding = QFontMetrics(self._font()), self._theme.px(_PADDING)
        least = self._theme.px(_HEIGHT)
        return [max(least, metrics.horizontalAdvance(part) + 2 * padding) for part in parts_of(key)]

    def _font(self) -> QFont:
        return self._theme.font(_SCALE, QFont.Weight.Medium)
