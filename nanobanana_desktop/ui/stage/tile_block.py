"""A run of tiles that lies between two others: in lines, or only estimated."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from nanobanana_desktop.ui.stage.tile_lines import Line


class TileBlock:
    """`count` consecutive rows of the list. Offsets and y count from the block's own beginning.

    `lines` is None as long as nobody looked at it; `height` is an estimate then. The height holds
    the gap below each line, and a header of `header` pixels above the first.
    """

    __slots__ = ("count", "firsts", "gap", "header", "height", "lines", "tops")

    def __init__(self, count: int = 0) -> None:
        self.count = count
        self.header = 0
        self.height = 0
        self.gap = 0
        self.lines: list[Line] | None = None
        self.firsts: list[int] = []
        """The offset of the first row of each line."""
        self.tops: list[int] = []

    @classmethod
    def laid_out(cls, lines: Sequence[Line], gap: int, header: int = 0) -> TileBlock:
        block = cls()
        block.gap, block.header = gap, header
        block.set_lines(lines)
        return block

    def set_lines(self, lines: Sequence[Line]) -> None:
        self.lines = list(lines)
        self.firsts = [0, *accumulate(line.tiles for line in lines)]
        self.count = self.firsts.pop()
        self._set_tops()

    def set_header(self, header: int) -> None:
        self.header = header
        if self.lines is not None:
            self._set_tops()

    def line_of(self, offset: int) -> int:
        return bisect_right(self.firsts, offset) - 1

    def line_at(self, y: int) -> int:
        """The last line that begins at or above `y`; -1 above the first."""
        return bisect_right(self.tops, y) - 1

    def rows_of(self, line: int) -> range:
        """The offsets of the line's rows."""
        end = self.firsts[line + 1] if line + 1 < len(self.firsts) else self.count
        return range(self.firsts[line], end)

    def _set_tops(self) -> None:
        heights = (line.height + self.gap for line in self.lines or ())
        self.tops = list(accumulate(heights, initial=self.header))
        self.height = self.tops.pop()
