"""Where the rows of the history lie: equal heights, and a header above the first row of a day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect


class ListGeometry(NamedTuple):
    """Rows of equal height; `starts` (ascending) names those that carry a header above.

    All measures are pixels; `left` and `width` are those of the rows. Every answer takes
    logarithmic time.
    """

    row_count: int
    starts: Sequence[int]
    row_height: int
    header_height: int
    left: int
    width: int

    @property
    def height(self) -> int:
        return self._top(self.row_count)

    def rect(self, row: int) -> QRect:
        """The row with its header, if it carries one."""
        top = self._top(row)
        return QRect(self.left, top, self.width, self._top(row + 1) - top)

    def body_top(self, row: int) -> int:
        """Where the row begins below its header."""
        return self._top(row + 1) - self.row_height

    def row_at(self, position: QPoint) -> int | None:
        """The row at `position`; a header belongs to none."""
        if not self.left <= position.x() < self.left + self.width:
            return None
        row = self._last_row_above(position.y())
        if row is None or not self.body_top(row) <= position.y() < self._top(row + 1):
            return None
        return row

    def rows_between(self, top: int, bottom: int) -> range:
        if bottom < max(top, 0) or top >= self.height:
            return range(0)
        first = self._last_row_above(max(top, 0))
        last = self._last_row_above(bottom)
        if first is None or last is None:
            return range(0)
        return range(first, last + 1)

    def _top(self, row: int) -> int:
        return row * self.row_height + self._headers_above(row)

    def _headers_above(self, row: int) -> int:
        """The height of all headers that stand above the row and its own."""
        return bisect_left(self.starts, row) * self.header_height

    def _last_row_above(self, y: int) -> int | None:
        """The last row whose top is not below `y`."""
        if not self.row_count or y < 0:
            return None
        low, high = 0, self.row_count - 1
        # Headers above the lowest row are above all, and no others than above the highest.
        for _ in range(2):
            high = min(high, max(0, y - self._headers_above(low)) // self.row_height)
            low = max(low, min(high, (y - self._headers_above(high + 1)) // self.row_height))
        while low < high:
            middle = (low + high + 1) // 2
            if self._top(middle) <= y:
                low = middle
            else:
                high = middle - 1
        return low
