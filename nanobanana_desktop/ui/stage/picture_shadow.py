"""The soft shadow of a picture, painted once and then put together from its corners and edges."""

from __future__ import annotations

from itertools import product
from math import ceil
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

_DENSITY: Final = 54
_DROP: Final = 2
"""Logical pixels by which the shadow lies lower than the picture."""


class PictureShadow:
    """One for a view; it is painted anew when its size or the resolution of the screen changes."""

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._kind: tuple[int, float] | None = None

    def draw(self, painter: QPainter, target: QRectF, spread: int) -> None:
        """Around a picture at `target`, which lies on whole device pixels, `spread` wide.

        What the picture covers is left out but for its edge.
        """
        ratio = painter.device().devicePixelRatioF()
        if self._kind != (spread, ratio):
            self._kind, self._pixmap = (spread, ratio), _made(spread, ratio)
        reach, drop = ceil(spread * ratio), ceil(_DROP * ratio)
        across = (0, reach, reach + 1, 2 * reach + 1)
        down = (0, reach + drop, reach + drop + 1, 2 * (reach + drop) + 1)
        left, top = target.left() * ratio, target.top() * ratio
        right, bottom = target.right() * ratio, target.bottom() * ratio
        columns = (left - reach, left, right, right + reach)
        rows = (top - reach, top + drop, bottom, bottom + drop + reach)
        for column, row in product(range(3), repeat=2):
            if (column, row) != (1, 1):
                source = _between(across, down, column, row, 1.0)
                painter.drawPixmap(
                    _between(columns, rows, column, row, ratio), self._pixmap, source
                )


def _between(
    across: tuple[float, ...], down: tuple[float, ...], column: int, row: int, ratio: float
) -> QRectF:
    left, right = across[column] / ratio, across[column + 1] / ratio
    top, bottom = down[row] / ratio, down[row + 1] / ratio
    return QRectF(left, top, right - left, bottom - top)


def _made(spread: int, ratio: float) -> QPixmap:
    """Around as little as can be stretched: one device pixel between the rounded corners."""
    reach, drop = ceil(spread * ratio), ceil(_DROP * ratio)
    pixmap = QPixmap(2 * reach + 1, 2 * (reach + drop) + 1)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, max(2, round(_DENSITY / spread))))
        for step in range(spread, 0, -1):
            wide = step * ratio
            area = QRectF(reach, reach, 1, drop + 1).adjusted(-wide, -wide, wide, wide)
            painter.drawRoundedRect(area.translated(0, _DROP * ratio), wide, wide)
    return pixmap
