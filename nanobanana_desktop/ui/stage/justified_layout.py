"""Tiles of different shapes in rows of equal width, laid out as far as somebody looks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from math import ceil
from typing import Final

from PySide6.QtCore import QPoint, QRect

HEIGHTS: Final = (96, 132, 172, 236, 320)
"""Target heights of a row of tiles at the five steps of the slider."""
DEFAULT_STEP: Final = 2
_GUESS_PER_ROW: Final = 3


class JustifiedLayout:
    """Rectangles for `count` items; `ratio_of(row)` is width divided by height.

    Each row of tiles fills the width exactly and is as close to `target` high as it can be; the
    last one is not stretched. What lies beyond the part laid out so far is estimated, so that
    showing the top costs the same for any count. All lengths are pixels.
    """

    def __init__(self, ratio_of: Callable[[int], float]) -> None:
        self._ratio_of = ratio_of
        self._count = 0
        self._width = 1
        self._target = 172
        self._gap = 8
        self._margin = 16
        self._rects: list[QRect] = []
        self._lines: list[int] = []
        """The first item of each finished row of tiles."""
        self._tops: list[int] = []

    def configure(self, *, width: int, target: int, gap: int, margin: int) -> bool:
        """Take over measures; True when something changed and all is to be laid out anew.

        `width` includes the margins at both sides.
        """
        wanted = (max(1, width), max(1, target), gap, margin)
        if wanted == (self._width, self._target, self._gap, self._margin):
            return False
        self._width, self._target, self._gap, self._margin = wanted
        self.forget_from(0)
        return True

    def set_count(self, count: int) -> None:
        self._count = count

    def forget_from(self, row: int) -> None:
        """Something changed at `row`: lay out its row of tiles and all below anew."""
        line = max(0, bisect_right(self._lines, row) - 1)
        # A tile that became narrower may fit into the row above.
        line = max(0, line - 1)
        first = self._lines[line] if line < len(self._lines) else 0
        del self._rects[first:]
        del self._lines[line:]
        del self._tops[line:]

    # -- an ItemGeometry -------------------------------------------------------------------------

    @property
    def height(self) -> int:
        laid_out = self._bottom()
        rest = self._count - len(self._rects)
        if rest <= 0:
            return laid_out + self._margin if self._count else 0
        if self._rects:
            return laid_out + ceil((laid_out - self._margin) / len(self._rects) * rest)
        return laid_out + ceil(rest / _GUESS_PER_ROW) * (self._target + self._gap)

    def rect(self, row: int) -> QRect:
        while row >= len(self._rects) and self._add_line():
            pass
        return QRect(self._rects[row]) if row < len(self._rects) else QRect()

    def row_at(self, position: QPoint) -> int | None:
        for row in self.rows_between(position.y(), position.y()):
            if self._rects[row].contains(position):
                return row
        return None

    def rows_between(self, top: int, bottom: int) -> range:
        while self._bottom() <= bottom and self._add_line():
            pass
        first = max(0, bisect_right(self._tops, top) - 1)
        last = bisect_right(self._tops, bottom)
        if last <= 0 or first >= len(self._lines):
            return range(0)
        end = self._lines[last] if last < len(self._lines) else len(self._rects)
        return range(self._lines[first], end)

    def line_of(self, row: int) -> range:
        """The items in the same row of tiles."""
        self.rect(row)
        line = bisect_right(self._lines, row) - 1
        end = self._lines[line + 1] if line + 1 < len(self._lines) else len(self._rects)
        return range(self._lines[line], end)

    # -- inside ----------------------------------------------------------------------------------

    def _bottom(self) -> int:
        return self._rects[-1].bottom() + 1 if self._rects else self._margin

    def _add_line(self) -> bool:
        """Lay out one more row of tiles; False when there is none."""
        first = len(self._rects)
        if first >= self._count:
            return False
        room = max(1, self._width - 2 * self._margin)
        ratios: list[float] = []
        total = 0.0
        while first + len(ratios) < self._count:
            ratio = self._ratio_of(first + len(ratios))
            height_with = (room - len(ratios) * self._gap) / (total + ratio)
            if ratios and height_with < self._target:
                height_without = (room - (len(ratios) - 1) * self._gap) / total
                if height_without / self._target < self._target / height_with:
                    break
            ratios.append(ratio)
            total += ratio
            if height_with <= self._target:
                break
        gaps = (len(ratios) - 1) * self._gap
        height = (room - gaps) / total
        is_last = first + len(ratios) == self._count
        self._place(ratios, min(height, self._target) if is_last else height, room)
        return True

    def _place(self, ratios: list[float], height: float, room: int) -> None:
        top = self._bottom() + (self._gap if self._rects else 0)
        self._lines.append(len(self._rects))
        self._tops.append(top)
        fills = sum(ratios) * height + (len(ratios) - 1) * self._gap > room - 2
        left = float(self._margin)
        for number, ratio in enumerate(ratios):
            start = round(left)
            left += ratio * height
            is_last = number == len(ratios) - 1
            end = self._margin + room if is_last and fills else round(left)
            self._rects.append(QRect(start, top, max(1, end - start), max(1, round(height))))
            left += self._gap
