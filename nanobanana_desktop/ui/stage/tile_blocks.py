"""The blocks of a grid: what changes touches the lines around it, and nothing else."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from math import ceil
from typing import Final

from nanobanana_desktop.ui.stage.tile_block import TileBlock
from nanobanana_desktop.ui.stage.tile_groups import NO_GROUPS, TileGroups
from nanobanana_desktop.ui.stage.tile_lines import (
    HIDDEN,
    Measures,
    bounded,
    broken,
    stretched,
    suits,
)

CHUNK: Final = 96
"""Rows that are laid out at once: few, because a resized grid lays out anew what is visible."""

_SAMPLES: Final = 8
_SAMPLE: Final = 64
_NOTHING: Final = range(0)


class TileBlocks:
    """The rows of the grid in blocks, one below the other, and the changes to them.

    `kept` names the rows that are visible, before the change: their lines stay as they are, as far
    as the change is not among them. A block never reaches beyond its group, which has a header of
    `measures.header` pixels. A row whose ratio is `HIDDEN` lies behind the one above it, and its
    block begins with another one.
    """

    def __init__(self, ratios: Callable[[int, int], Sequence[float]]) -> None:
        self._ratios = ratios
        self.measures = Measures()
        self._blocks: list[TileBlock] = []
        self._groups: TileGroups = NO_GROUPS
        self._mean = 1.0
        """Estimated width by height of the tiles that are shown."""
        self._shown = 1.0
        """Estimated share of the rows that are shown."""
        self._begins: tuple[list[int], list[int]] | None = None

    @property
    def count(self) -> int:
        firsts, _ = self._index()
        return firsts[-1] + self._blocks[-1].count if self._blocks else 0

    def configure(self, measures: Measures) -> bool:
        """Take over measures; True when something changed and nothing is laid out any more."""
        if measures == self.measures:
            return False
        count = self.count
        self.measures = measures
        self._forget(count)
        return True

    def reset(self, count: int, groups: TileGroups = NO_GROUPS) -> None:
        """`count` other rows, of which nobody saw anything yet."""
        self._groups = groups
        self._sample(count)
        self._forget(count)

    # -- changes ---------------------------------------------------------------------------------

    def insert(
        self, first: int, count: int, kept: range = _NOTHING, groups: TileGroups = NO_GROUPS
    ) -> None:
        """Rows came before what was row `first`; `groups` are those of now."""
        self._groups = groups
        place = self._place_for(first, count)
        firsts, _ = self._index()
        if place is None:
            at = bisect_left(firsts, first)
            self._replace(at, [TileBlock(count)], replaced=0)
        elif self._blocks[place].lines is None:
            self._blocks[place].count += count
            self._changed()
        elif count > CHUNK:
            self._split_in(place, first - firsts[place], count, kept)
        else:
            self._insert_in(place, first - firsts[place], count, self._allowed(first, first, kept))
        if len(self._blocks) == 1:
            self._sample(self._blocks[0].count)
        if groups:
            self.regroup(groups)
        else:
            self._tidy()

    def remove(self, first: int, count: int, kept: range = _NOTHING) -> None:
        """Rows went; to be followed by `regroup` when there are groups."""
        allowed = self._allowed(first, first + count, kept)
        left = count
        while left and (place := self._block_of(first)) is not None:
            block, low = self._blocks[place], first - self._index()[0][place]
            here = min(left, block.count - low)
            if here == block.count:
                self._replace(place, [])
            elif block.lines is None:
                block.count -= here
                self._changed()
            else:
                self._remove_in(place, low, low + here, (allowed[0], allowed[1] - count + left))
            left -= here
        self._tidy()

    def change(self, row: int, kept: range = _NOTHING) -> bool:
        """A row may have another ratio: its line gets another height, or is broken anew.

        True when a line is another one now.
        """
        place = self._block_of(row)
        if place is None:
            return False
        block, first = self._blocks[place], self._index()[0][place]
        if block.lines is None:
            return False
        number = block.line_of(row - first)
        rows = block.rows_of(number)
        ends = number == len(block.lines) - 1 and self._ends_at(first + block.count)
        ratios = self._ratios(first + rows.start, first + rows.stop)
        line = stretched(ratios, self.measures, ends=ends)
        if line == block.lines[number]:
            return False
        if suits(line, self.measures) or ends:
            block.lines[number] = line
            block.set_lines(block.lines)
        else:
            lines = self._lines_within(place, self._allowed(row, row + 1, kept))
            self._break_anew(place, number, number + 1, lines)
        self._changed()
        return True

    def regroup(self, groups: TileGroups) -> None:
        """Groups begin at other rows; what a group now cuts apart is laid out when seen."""
        self._groups = groups
        firsts, _ = self._index()
        for place, block in enumerate(self._blocks):
            if block.lines is None:
                continue
            if groups.end_of(firsts[place], self.count) < firsts[place] + block.count:
                self._blocks[place] = TileBlock(block.count)
                continue
            block.set_header(self.measures.header if groups.begins(firsts[place]) else 0)
        self._tidy()

    def forget_rows(self, first: int, end: int) -> None:
        """What is near these rows is laid out anew when it is seen."""
        firsts, _ = self._index()
        low = max(0, bisect_right(firsts, first) - 1)
        for place in range(low, bisect_left(firsts, end)):
            self._blocks[place] = TileBlock(self._blocks[place].count)
        self._tidy()

    # -- inside ----------------------------------------------------------------------------------

    def _forget(self, count: int) -> None:
        """Nothing is laid out."""
        self._blocks = [TileBlock(count)] if count else []
        self._changed()

    def _changed(self) -> None:
        """Something is another size or in another place."""
        self._begins = None

    def _index(self) -> tuple[list[int], list[int]]:
        """First row and top of every block."""
        if self._begins is None:
            firsts = [0, *accumulate(block.count for block in self._blocks)]
            firsts.pop()
            for block, first in zip(self._blocks, firsts, strict=True):
                if block.lines is None:
                    block.height = self._guess(first, block.count)
            heights = (block.height for block in self._blocks)
            tops = list(accumulate(heights, initial=self.measures.margin))
            tops.pop()
            self._begins = firsts, tops
        return self._begins

    def _guess(self, first: int, count: int) -> int:
        groups = self._groups.count_between(first, first + count)
        more = groups * (self.measures.header + self.measures.target // 2)
        return max(1, ceil(count * self._each()) + more)

    def _sample(self, count: int) -> None:
        """Estimate the mean shape from some of the rows."""
        step = max(_SAMPLE, count // _SAMPLES)
        sample: list[float] = []
        for first in range(0, min(count, step * _SAMPLES), step):
            sample.extend(self._ratios(first, min(first + _SAMPLE, count)))
        shown = [bounded(ratio) for ratio in sample if ratio != HIDDEN]
        self._mean = sum(shown) / len(shown) if shown else 1.0
        self._shown = len(shown) / len(sample) if shown else 1.0

    def _each(self) -> float:
        """Estimated pixels of height for one row: what a line needs for each of its tiles."""
        measures = self.measures
        width = self._mean * measures.target + measures.gap
        in_line = max(1.0, (measures.room + measures.gap) / width)
        return self._shown * (measures.target + measures.gap) / in_line

    def _block_of(self, row: int) -> int | None:
        firsts, _ = self._index()
        if not 0 <= row < self.count:
            return None
        return bisect_right(firsts, row) - 1

    def _place_for(self, first: int, count: int) -> int | None:
        """The block that takes in rows that came at `first`; None when they need their own."""
        firsts, _ = self._index()
        behind = bisect_left(firsts, first)
        is_inside = behind == len(firsts) or firsts[behind] != first
        if is_inside and self._blocks and first < self.count:
            return behind - 1
        starts = self._is_start(first)
        if starts and (self._is_start(first + count) or behind == len(self._blocks)):
            return None
        if starts or first == 0:
            return behind if behind < len(self._blocks) else None
        return behind - 1

    def _is_start(self, row: int) -> bool:
        return row < self.count and self._groups.begins(row)

    def _ends_at(self, row: int) -> bool:
        """Whether a group ends above `row`."""
        return row >= self.count or self._is_start(row)

    @staticmethod
    def _allowed(first: int, end: int, kept: range) -> tuple[int, float]:
        """The rows whose lines may change when something happens from `first` to `end`."""
        if not kept or (end > kept.start and first < kept.stop):
            return 0, float("inf")
        return (0, kept.start) if end <= kept.start else (kept.stop, float("inf"))

    def _lines_within(self, place: int, allowed: tuple[int, float]) -> range:
        """The lines of a block all of whose rows are allowed."""
        block, first = self._blocks[place], self._index()[0][place]
        low = bisect_left(block.firsts, allowed[0] - first)
        high = len(block.firsts)
        if allowed[1] < first + block.count:
            high = max(0, bisect_right(block.firsts, allowed[1] - first) - 1)
        return range(low, max(low, high))

    def _insert_in(self, place: int, offset: int, count: int, allowed: tuple[int, float]) -> None:
        block, first = self._blocks[place], self._index()[0][place]
        lines = list(block.lines or ())
        within = self._lines_within(place, allowed)
        number = min(block.line_of(offset), len(lines) - 1) if offset < block.count else len(lines)
        if number == len(lines) or (number not in within and offset == block.firsts[number]):
            number -= 1
        if number in within:
            line = lines[number]
            lines[number] = line._replace(tiles=line.tiles + count)
            block.set_lines(lines)
            self._changed()
            self._break_anew(place, number, number + 1, within)
            return
        # All around is visible: they get lines of their own, filled up when others come.
        own = broken(self._ratios(first + offset, first + offset + count), self.measures, ends=True)
        lines[number + 1 : number + 1] = own
        block.set_lines(lines)
        self._changed()

    def _split_in(self, place: int, offset: int, count: int, kept: range) -> None:
        """Many rows came inside a block: they are estimated between its two parts."""
        block, first = self._blocks[place], self._index()[0][place]
        lines = list(block.lines or ())
        number = block.line_of(offset) if offset < block.count else len(lines)
        cut = 0
        if number < len(lines) and offset > block.firsts[number]:
            cut = 1
        elif number == len(lines) and not lines[-1].fills and first + offset - 1 not in kept:
            number, cut = number - 1, 1
        more = sum(line.tiles for line in lines[number : number + cut])
        gap = block.gap
        parts = [
            TileBlock.laid_out(lines[:number], gap, block.header),
            TileBlock(count + more),
            TileBlock.laid_out(lines[number + cut :], gap),
        ]
        self._replace(place, [part for part in parts if part.count])

    def _remove_in(self, place: int, low: int, high: int, allowed: tuple[int, float]) -> None:
        block = self._blocks[place]
        within = self._lines_within(place, allowed)
        begin, end = block.line_of(low), block.line_of(high - 1) + 1
        lines = list(block.lines or ())
        left = []
        for number in range(begin, end):
            rows = block.rows_of(number)
            gone = min(high, rows.stop) - max(low, rows.start)
            if gone < len(rows):
                left.append(lines[number]._replace(tiles=len(rows) - gone))
        lines[begin:end] = left
        block.set_lines(lines)
        self._changed()
        if left:
            shift = (end - begin - len(left)) if within.start <= begin else 0
            within = range(within.start, max(within.start, within.stop - shift))
            self._break_anew(place, begin, begin + len(left), within)

    def _break_anew(self, place: int, begin: int, end: int, within: range) -> None:
        """Distribute the rows of some lines and of their neighbours, as far as these may change."""
        block, first = self._blocks[place], self._index()[0][place]
        lines = list(block.lines or ())
        begin = max(within.start, begin - 1) if begin > within.start else begin
        end = min(within.stop, end + 1) if end < within.stop else end
        start = first + block.firsts[begin]
        stop = first + block.rows_of(end - 1).stop
        ends = stop == first + block.count and self._ends_at(stop)
        lines[begin:end] = broken(self._ratios(start, stop), self.measures, ends=ends)
        block.set_lines(lines)
        self._changed()

    def _replace(self, place: int, blocks: list[TileBlock], replaced: int = 1) -> None:
        self._blocks[place : place + replaced] = blocks
        self._changed()

    def _tidy(self) -> None:
        """Halve what grew too large, and join what is only estimated."""
        tidy: list[TileBlock] = []
        for block in self._blocks:
            if block.lines is None and tidy and tidy[-1].lines is None:
                tidy[-1].count += block.count
            elif block.lines is not None and block.count > 2 * CHUNK:
                middle = block.line_of(block.count // 2)
                for lines, header in (
                    (block.lines[:middle], block.header),
                    (block.lines[middle:], 0),
                ):
                    tidy.append(TileBlock.laid_out(lines, block.gap, header))
            else:
                tidy.append(block)
        self._blocks = tidy
        self._changed()
