"""Where the groups of the grid begin, found from times and shapes and not by reading tasks."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from nanobanana_desktop.domain.batch import ordered_together
from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.ui.grouping import Grouping
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.stage.tile_groups import NO_GROUPS, ListedGroups, TileGroups

_LOOK: Final = 64
"""Rows looked at together."""
_SAMPLES: Final = 8


def batch_of(model: HistoryModel, row: int) -> range:
    """The rows of all that was ordered along with `row` and lies around it.

    What is under way is alone: it has its own order.
    """
    first = end = row
    least, count = model.active_count, model.rowCount()
    if row < least or not model.keeps_batches:
        return range(row, row + 1)
    while first > least and _joined(model, first):
        first -= 1
    end = row + 1
    while end < count and _joined(model, end):
        end += 1
    return range(first, end)


def _joined(model: HistoryModel, row: int) -> bool:
    above, here = model.created(row - 1, row + 1)
    return ordered_together(above, here)


class BatchGroups:
    """Every order is a group. Rows that are under way belong to none."""

    def __init__(self, model: HistoryModel) -> None:
        self._model = model
        self._share = self._sampled()

    def __bool__(self) -> bool:
        return True

    def begins(self, row: int) -> bool:
        least = self._model.active_count
        return row == least or (row > least and not _joined(self._model, row))

    def start_of(self, row: int) -> int:
        return 0 if row < self._model.active_count else batch_of(self._model, row).start

    def end_of(self, row: int, count: int) -> int:
        least = self._model.active_count
        return min(least, count) if row < least else batch_of(self._model, row).stop

    def count_between(self, first: int, end: int) -> int:
        return round(self._share * max(0, end - max(first, self._model.active_count)))

    def _sampled(self) -> float:
        """The share of rows that begin a group, by a look at some of them."""
        count = self._model.rowCount()
        step = max(_LOOK, count // _SAMPLES)
        seen = begun = 0
        for first in range(0, count, step):
            times = self._model.created(first, first + _LOOK)
            seen += len(times)
            begun += sum(not ordered_together(*pair) for pair in pairwise(times))
            begun += 1
        return begun / seen if seen else 1.0


class ModelGroups:
    """Every model is a group, where the rows lie in the order of their models.

    The rows at which it changes are found by halving, one row read at a time, and looked at again
    when rows came or went.
    """

    def __init__(self, model: HistoryModel) -> None:
        self._model = model
        self._known: ListedGroups | None = None
        self._starts: list[int] = []

    def __bool__(self) -> bool:
        return True

    def begins(self, row: int) -> bool:
        return self._found.begins(row)

    def start_of(self, row: int) -> int:
        return self._found.start_of(row)

    def end_of(self, row: int, count: int) -> int:
        return self._found.end_of(row, count)

    def count_between(self, first: int, end: int) -> int:
        return self._found.count_between(first, end)

    def rows_changed(self, first: int, grown: int) -> None:
        """At row `first` so many rows came, or went if it is below 0."""
        self._known = None
        self._starts = [row if row < first else max(first, row + grown) for row in self._starts]

    @property
    def _found(self) -> ListedGroups:
        if self._known is None:
            guesses, self._starts = iter([*self._starts, -1]), []
            guess, row, count = next(guesses), 0, self._model.rowCount()
            while row < count:
                self._starts.append(row)
                while 0 <= guess <= row:
                    guess = next(guesses)
                row = self._end_of(row, count, guess)
            self._known = ListedGroups(self._starts)
        return self._known

    def _end_of(self, row: int, count: int, guess: int) -> int:
        """The first row of another model; most likely at `guess`."""
        name = self._model.model_name_at(row)

        def same(other: int) -> bool:
            return self._model.model_name_at(other) == name

        low, high = row, count
        if row < guess < count:
            if same(guess - 1):
                low = guess - 1
            if not same(guess):
                high = guess
        while high - low > 1:
            middle = (low + high) // 2
            if same(middle):
                low = middle
            else:
                high = middle
        return high


def groups_of(model: HistoryModel, grouping: Grouping) -> TileGroups:
    """The groups of the rows as they lie now; none where their order does not suit."""
    if grouping is Grouping.DAY:
        return ListedGroups(model.day_starts)
    if grouping is Grouping.BATCH and model.keeps_batches:
        return BatchGroups(model)
    if grouping is Grouping.MODEL and model.shown_sort is HistorySort.MODEL:
        return ModelGroups(model)
    return NO_GROUPS
