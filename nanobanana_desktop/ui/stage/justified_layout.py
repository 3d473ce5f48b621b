"""Tiles of different shapes in lines of equal width, laid out only where somebody looks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect

from nanobanana_desktop.ui.stage.tile_block import TileBlock
from nanobanana_desktop.ui.stage.tile_blocks import CHUNK, TileBlocks
from nanobanana_desktop.ui.stage.tile_lines import HIDDEN, broken, edges

_STUMP: Final = CHUNK // 3
"""So few rows that would be left over are laid out along with their neighbours."""
_CELLS: Final = 400
"""Lines whose tiles are remembered."""
_BLOCKS: Final = 600
"""So many are kept; then those far away are only estimated again."""


class JustifiedLayout(TileBlocks):
    """An `ItemGeometry` for any number of tiles; `ratios(first, end)` are width by height.

    Every line fills the width and is as near to the wanted height as it can be. About `CHUNK`
    rows at a time are laid out, by `reveal` and `reveal_row` and nothing else; what was not looked
    at yet is estimated. So each answer costs the same for any number of tiles. All lengths are
    pixels.
    """

    def __init__(self, ratios: Callable[[int, int], Sequence[float]]) -> None:
        super().__init__(ratios)
        self._cells: dict[tuple[TileBlock, int], list[tuple[int, int]]] = {}

    # -- an ItemGeometry -------------------------------------------------------------------------

    @property
    def height(self) -> int:
        if not self._blocks:
            return 0
        _, tops = self._index()
        return tops[-1] + self._blocks[-1].height - self.measures.gap + self.measures.margin

    def rect(self, row: int) -> QRect:
        """Estimated where nobody looked; distinct rows lie one below the other there."""
        place = self._block_of(row)
        if place is None:
            return QRect()
        firsts, tops = self._index()
        block, offset = self._blocks[place], row - firsts[place]
        if block.lines is None:
            each = block.height / block.count
            top = tops[place] + int(offset * each)
            return QRect(self.measures.margin, top, self.measures.room, max(1, int(each)))
        line = block.line_of(offset)
        left, width = self._cells_of(place, line)[offset - block.firsts[line]]
        return QRect(left, tops[place] + block.tops[line], width, block.lines[line].height)

    def row_at(self, position: QPoint) -> int | None:
        for row in self.rows_between(position.y(), position.y()):
            if self.rect(row).contains(position):
                return row
        return None

    def rows_between(self, top: int, bottom: int) -> range:
        if not self._blocks or bottom < top:
            return range(0)
        return range(self._row_from(top), max(self._row_from(top), self._row_until(bottom)))

    def change_between(self, first: int, end: int, kept: range = range(0)) -> bool:
        """Some of these rows may have another ratio; True when tiles lie elsewhere now."""
        changed, row = False, first
        while (place := self._block_of(row)) is not None and row < end:
            if self._blocks[place].lines is None:
                row = self._index()[0][place] + self._blocks[place].count
                continue
            line = self.line_of(row)
            before = [self.rect(r) for r in line]
            self._cells.clear()
            changed |= self.change(row, kept) or before != [self.rect(r) for r in line]
            row = self.line_of(row).stop
        return changed

    # -- lines -----------------------------------------------------------------------------------

    def line_of(self, row: int) -> range:
        """The rows in the same line; `row` alone where nobody looked."""
        place = self._block_of(row)
        if place is None:
            return range(0)
        block, first = self._blocks[place], self._index()[0][place]
        if block.lines is None:
            return range(row, row + 1)
        rows = block.rows_of(block.line_of(row - first))
        return range(first + rows.start, first + rows.stop)

    def edge_above(self, row: int) -> int:
        """The top of the row's line with the header above it; 0 for the first line of all."""
        place = self._block_of(row)
        if place is None or self.line_of(row).start == 0:
            return 0
        firsts, tops = self._index()
        is_first = self.line_of(row).start == firsts[place]
        return tops[place] if is_first else self.rect(row).top()

    def row_near(self, position: QPoint) -> int | None:
        """The row at `position`, else the nearest in that line; None without rows."""
        rows = self.rows_between(position.y(), position.y())
        if not rows and self._blocks:
            rows = self.line_of(min(self._row_from(position.y()), self.count - 1))
        x = position.x()
        return min(rows, key=lambda row: _distance(self.rect(row), x), default=None)

    def headers_between(self, top: int, bottom: int) -> list[tuple[int, int]]:
        """First row and y of each group whose header touches the stripe."""
        firsts, tops = self._index()
        begin = max(0, bisect_right(tops, top) - 1)
        end = bisect_right(tops, bottom)
        return [(firsts[n], tops[n]) for n in range(begin, end) if self._blocks[n].header]

    # -- looking ---------------------------------------------------------------------------------

    def reveal(self, top: int, bottom: int) -> int:
        """Lay out what lies in the stripe.

        Returns by how many pixels that moved down what was laid out in the stripe before.
        """
        if self._unknown_between(top, bottom) is None:
            return 0
        known = self._known_row(top, bottom)
        before = self._top_of(known)
        moved = 0
        if len(self._blocks) > _BLOCKS:
            self._forget_far(top, bottom)
            moved = self._top_of(known) - before
        while (y := self._unknown_between(top + moved, bottom + moved)) is not None:
            self._lay_out_at(y)
            moved = self._top_of(known) - before
        return moved

    def reveal_row(self, row: int, top: int, bottom: int) -> int:
        """Lay out the surroundings of the row; the answer is that of `reveal`."""
        known = self._known_row(top, bottom)
        before = self._top_of(known)
        place = self._block_of(row)
        if place is not None and self._blocks[place].lines is None:
            self._lay_out(place, row)
        return self._top_of(known) - before

    # -- inside ----------------------------------------------------------------------------------

    def _changed(self) -> None:
        super()._changed()
        self._cells.clear()

    def _cells_of(self, place: int, line: int) -> list[tuple[int, int]]:
        block = self._blocks[place]
        cells = self._cells.get((block, line))
        if cells is None and block.lines is not None:
            if len(self._cells) >= _CELLS:
                self._cells.clear()
            first = self._index()[0][place]
            rows = block.rows_of(line)
            ratios = self._ratios(first + rows.start, first + rows.stop)
            cells = self._cells[block, line] = edges(ratios, block.lines[line], self.measures)
        return cells or []

    def _row_from(self, y: int) -> int:
        """The first row that does not end above `y`."""
        firsts, tops = self._index()
        place = max(0, bisect_right(tops, y) - 1)
        block, below = self._blocks[place], y - tops[place]
        if block.lines is None:
            return firsts[place] + min(max(0, int(below * block.count / block.height)), block.count)
        line = max(0, block.line_at(below))
        if below >= block.tops[line] + block.lines[line].height:
            return firsts[place] + block.rows_of(line).stop
        return firsts[place] + block.firsts[line]

    def _row_until(self, y: int) -> int:
        """The first row that begins below `y`."""
        firsts, tops = self._index()
        place = bisect_right(tops, y) - 1
        if place < 0:
            return 0
        block, below = self._blocks[place], y - tops[place]
        if block.lines is None:
            return firsts[place] + min(int(below * block.count / block.height) + 1, block.count)
        line = block.line_at(below)
        return firsts[place] + (block.rows_of(line).stop if line >= 0 else 0)

    def _top_of(self, row: int | None) -> int:
        return 0 if row is None else self.rect(row).top()

    def _known_row(self, top: int, bottom: int) -> int | None:
        """The first row of the stripe that is laid out."""
        firsts, _ = self._index()
        for place in self._blocks_between(top, bottom):
            if self._blocks[place].lines is not None:
                row = max(self._row_from(top), firsts[place])
                if row < firsts[place] + self._blocks[place].count:
                    return row
        return None

    def _unknown_between(self, top: int, bottom: int) -> int | None:
        """Where in the stripe something is only estimated."""
        _, tops = self._index()
        for place in self._blocks_between(top, bottom):
            if self._blocks[place].lines is None:
                return min(max(top, tops[place]), tops[place] + self._blocks[place].height - 1)
        return None

    def _blocks_between(self, top: int, bottom: int) -> range:
        _, tops = self._index()
        return range(max(0, bisect_right(tops, top) - 1), bisect_right(tops, bottom))

    def _forget_far(self, top: int, bottom: int) -> None:
        near = self._blocks_between(2 * top - bottom, 2 * bottom - top)
        for place, block in enumerate(self._blocks):
            if place not in near and block.lines is not None:
                self._blocks[place] = TileBlock(block.count)
        self._tidy()

    def _lay_out_at(self, y: int) -> None:
        firsts, tops = self._index()
        place = max(0, bisect_right(tops, y) - 1)
        block = self._blocks[place]
        offset = int((y - tops[place]) * block.count / block.height)
        self._lay_out(place, firsts[place] + min(max(offset, 0), block.count - 1))

    def _lay_out(self, place: int, row: int) -> None:
        """Cut the chunk with `row` out of its estimated block."""
        first = self._index()[0][place]
        end = first + self._blocks[place].count
        group = self._groups.start_of(row)
        group_end = min(self._groups.end_of(row, self.count), end)
        start = max(first, group, group + (row - group) // CHUNK * CHUNK)
        stop = min(group_end, group + ((row - group) // CHUNK + 1) * CHUNK)
        if start - max(first, group) < _STUMP:
            start = max(first, group)
        if group_end - stop < _STUMP:
            stop = group_end
        if stop - start < _STUMP:
            start = max(first, group, stop - CHUNK)
        start, stop = self._shown_from(start, max(first, group)), self._hidden_to(stop, group_end)
        lines = broken(self._ratios(start, stop), self.measures, ends=self._ends_at(stop))
        header = self.measures.header if self._groups.begins(start) else 0
        chunk = TileBlock.laid_out(lines, self.measures.gap, header)
        parts = [TileBlock(start - first), chunk, TileBlock(end - stop)]
        self._replace(place, [part for part in parts if part.count])

    def _shown_from(self, row: int, least: int) -> int:
        """The row, or the one above that hides it."""
        while row > least and self._ratios(row, row + 1)[0] == HIDDEN:
            row -= 1
        return row

    def _hidden_to(self, row: int, most: int) -> int:
        """The first row from `row` on that is not hidden behind those above."""
        while row < most and self._ratios(row, row + 1)[0] == HIDDEN:
            row += 1
        return row


def _distance(rect: QRect, x: int) -> int:
    return max(rect.left() - x, x - rect.right(), 0)
