"""Where the pictures of the filmstrip lie: squares side by side, the first one at the left."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect


class FilmstripGeometry(NamedTuple):
    """`row_count` squares of `edge` pixels with `gap` between them, `margin` before and behind.

    `top` is what is free above them. Every answer takes the same short time for any number.
    """

    row_count: int
    edge: int
    gap: int
    margin: int
    top: int

    @property
    def pitch(self) -> int:
        """From one square to the next."""
        return self.edge + self.gap

    @property
    def height(self) -> int:
        """The width of all squares with the margins."""
        if not self.row_count:
            return 0
        return self.row_count * self.pitch - self.gap + 2 * self.margin

    def rect(self, row: int) -> QRect:
        return QRect(self.margin + row * self.pitch, self.top, self.edge, self.edge)

    def row_at(self, position: QPoint) -> int | None:
        """Above, below and in the middle between two it still means the nearest one."""
        row = (position.x() - self.margin + self.gap // 2) // self.pitch
        return row if 0 <= row < self.row_count else None

    def rows_between(self, top: int, bottom: int) -> range:
        first = max(0, (top - self.margin - self.edge) // self.pitch + 1)
        last = min(self.row_count - 1, (bottom - self.margin) // self.pitch)
        return range(first, last + 1) if first <= last else range(0)
