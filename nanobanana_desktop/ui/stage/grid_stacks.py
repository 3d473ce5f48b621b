"""Stacks of the grid: images that were ordered together, on one another or side by side."""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import Final, NamedTuple

from nanobanana_desktop.domain.batch import BATCH_LIMIT, BATCH_STEP, ordered_together
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.stage.grid_groups import batch_of
from nanobanana_desktop.ui.stage.tile_groups import NO_GROUPS, TileGroups
from nanobanana_desktop.ui.stage.tile_lines import HIDDEN

_MOMENT: Final = 0.1
"""Seconds; no two orders follow each other so fast."""
_KNOWN: Final = 2_000
"""Rows of which it is remembered what stack they are in."""
_SPAN: Final = BATCH_LIMIT * BATCH_STEP


class Stack(NamedTuple):
    """The tile at `place`, from 0, of a stack of `size`; a closed one shows the first alone."""

    size: int
    place: int
    is_open: bool
    whole: bool = False
    """Whether all of them are selected."""


class GridStacks:
    """Which rows lie behind the one above them. Nothing is stacked while it is not `on`.

    A stack is closed until it is opened; it stays open while its rows come and go.
    """

    def __init__(self, model: HistoryModel) -> None:
        self._model = model
        self.on = False
        self.groups: TileGroups = NO_GROUPS
        """A group does not begin in the midst of a stack."""
        self.coming = range(0)
        """Rows that are there already, while the layout has not heard of them yet."""
        self._known: dict[int, Stack | None] = {}
        self._open: set[int] = set()
        """The moments of orders whose stacks are open."""

    @property
    def apply(self) -> bool:
        """Whether there can be stacks in the order of now."""
        return self.on and self._model.keeps_batches

    def shapes(self, first: int, end: int) -> array[float]:
        """The ratios of rows as the layout counts them, `HIDDEN` for those behind another."""
        coming = self.coming
        if end <= coming.start or not coming:
            return self._shapes(first, end)
        behind = self._shapes(max(first, coming.start) + len(coming), end + len(coming))
        return behind if first >= coming.start else self._shapes(first, coming.start) + behind

    def _shapes(self, first: int, end: int) -> array[float]:
        model = self._model
        ratios = model.ratios(first, end)
        begin = max(first, model.active_count + 1)
        if not self.apply or begin >= end:
            return ratios
        times = model.created(begin - 1, end)
        for place, (above, here) in enumerate(pairwise(times)):
            if (
                ordered_together(above, here)
                and round(here / _MOMENT) not in self._open
                and not self.groups.begins(begin + place)
            ):
                ratios[begin - first + place] = HIDDEN
        return ratios

    def rows_of(self, row: int) -> range:
        """The rows of the stack that `row` is part of; the row alone when it is in none."""
        if not self.apply or not 0 <= row < self._model.rowCount():
            return range(row, row + 1)
        rows = batch_of(self._model, row)
        start = max(rows.start, self.groups.start_of(row))
        return range(start, min(rows.stop, self.groups.end_of(row, self._model.rowCount())))

    def is_open(self, row: int) -> bool:
        """Of a row of a stack, whether it is seen by itself."""
        return round(self._model.created(row, row + 1)[0] / _MOMENT) in self._open

    def cover_of(self, row: int) -> int:
        """The row that is seen in place of this one."""
        if not self.apply:
            return row
        while row > 0 and self._shapes(row, row + 1)[0] == HIDDEN:
            row -= 1
        return row

    def hidden_among(self, rows: range) -> int:
        """How many of the rows lie behind the one above them."""
        return self._shapes(rows.start, rows.stop).count(HIDDEN)

    def behind(self, row: int) -> range:
        """What lies behind the row."""
        rows = self.rows_of(row)
        if len(rows) < 2 or self.is_open(rows[-1]):
            return range(row + 1, row + 1)
        return range(row + 1, rows.stop)

    def toggle(self, row: int) -> range:
        """Open or close the stack with `row`; its rows, none when it is in none."""
        self._known.clear()
        rows = self.rows_of(row)
        if len(rows) < 2:
            return range(0)
        times = self._model.created(rows.start, rows.stop)
        # With those that may still come, or come back.
        moments = range(
            round((min(times) - _SPAN) / _MOMENT), round((max(times) + _SPAN) / _MOMENT) + 1
        )
        if self.is_open(rows[-1]):
            self._open.difference_update(moments)
        else:
            self._open.update(moments)
        return rows

    def rows_came(self, first: int, count: int) -> range:
        """Of new rows, those around which stacks are others now."""
        low, high = self.rows_of(first), self.rows_of(first + count - 1)
        around = range(low.start, max(high.stop, low.stop))
        if not self.apply or (around.start == first and around.stop == first + count):
            return range(0)
        return around

    def stack_at(self, row: int) -> Stack | None:
        """What the tile of this row is to show; None when it is in no stack."""
        if row not in self._known:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            rows = self.rows_of(row)
            is_open = len(rows) > 1 and self.is_open(rows[-1])
            for place, each in enumerate(rows):
                stack = Stack(len(rows), place, is_open) if len(rows) > 1 else None
                self._known[each] = stack
        return self._known[row]

    def forget(self) -> None:
        """Rows came, went or are others now."""
        self._known.clear()
