"""The rows of the history as arrays: where a task stands among them, and where it belongs."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.history.row_order import BY_TIME, Stamp, greatest, place_among, stamp_of
from nanobanana_desktop.ui.task_status import is_active


class Entry(NamedTuple):
    """A task and its number."""

    number: int
    task: GenerationTask


class ShownRows:
    """The tasks of a listing in the order `sort`, kept in order while single ones change.

    `task_of(rows, row)` gives the task of a row, None when it is gone; only what is under way, and
    orders that do not follow the time, need it. Every change costs a move of memory and every
    question a binary search or a search through plain numbers.
    """

    def __init__(
        self,
        listing: HistoryListing,
        sort: HistorySort,
        task_of: Callable[[ShownRows, int], GenerationTask | None],
    ) -> None:
        self.numbers = listing.numbers
        self.created = listing.created
        self.ratios = listing.ratios
        self.active = listing.active
        self.complete = listing.complete
        self.sort = sort
        self._task_of = task_of

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def has_days(self) -> bool:
        """Whether the rows follow the time, so that those of a day lie together."""
        return self.sort in BY_TIME

    @property
    def ascends(self) -> bool:
        """Whether the oldest is first."""
        return self.sort is HistorySort.OLDEST

    def row_of(self, number: int, created: float | None = None) -> int | None:
        """The row with this number; without the time of its order it takes longer."""
        with suppress(ValueError):
            if created is None or not self.has_days:
                return self.numbers.index(number)
            if self.active and number in self.numbers[: self.active]:
                return self.numbers.index(number, 0, self.active)
            same = self._rows_of_time(created)
            return self.numbers.index(number, same.start, same.stop)
        return None

    def belongs_on_top(self, task: GenerationTask) -> bool:
        """Whether it is one of the `active` rows."""
        return self.sort is HistorySort.NEWEST and is_active(task)

    def place_of(self, entry: Entry, own: int | None = None) -> int:
        """The row before which the task belongs; `own` is its row when it stays in its group."""
        number, task = entry
        if self.belongs_on_top(task) or not self.has_days:
            rows = range(self.active) if self.has_days else range(len(self))
            return place_among(rows, stamp_of(self.sort, *entry), self._stamp, own)
        if own is not None:
            return own
        same = self._rows_of_time(task.created_at)
        if self.ascends:
            return bisect_left(self.numbers, number, same.start, same.stop)
        return bisect_left(self.numbers, -number, same.start, same.stop, key=lambda n: -n)

    def is_beyond(self, place: int) -> bool:
        """Whether a task that belongs there comes with the rest of the listing."""
        return not self.complete and place == len(self)

    def places_of(self, entries: Sequence[Entry]) -> list[tuple[int, list[Entry]]]:
        """Before which rows the tasks belong, both in the order of the list.

        Needs `has_days`. What comes with the rest of the listing is left out.
        """
        on_top = [entry for entry in entries if self.belongs_on_top(entry.task)]
        others = [entry for entry in entries if not self.belongs_on_top(entry.task)]
        on_top.sort(key=lambda entry: stamp_of(self.sort, *entry), reverse=True)
        others.sort(key=lambda entry: (entry.task.created_at, entry.number))
        if not self.ascends:
            others.reverse()
        groups: list[tuple[int, list[Entry]]] = []
        for entry in (*on_top, *others):
            place = self.place_of(entry)
            if self.is_beyond(place):
                continue
            if groups and groups[-1][0] == place:
                groups[-1][1].append(entry)
            else:
                groups.append((place, [entry]))
        return groups

    def insert(self, row: int, entries: Sequence[Entry]) -> None:
        """Put in these tasks before `row`, where they belong in this order."""
        self.numbers[row:row] = array("q", [entry.number for entry in entries])
        self.created[row:row] = array("d", [entry.task.created_at for entry in entries])
        self.ratios[row:row] = array("f", [shape_of(entry.task) for entry in entries])
        self.active += sum(self.belongs_on_top(entry.task) for entry in entries)

    def having(self, groups: Sequence[tuple[int, Sequence[Entry]]]) -> ShownRows:
        """These rows and the tasks that `places_of` found places for."""
        rows, last = self.none_yet(), 0
        for place, entries in groups:
            rows.put_in(len(rows), self, last, place)
            rows.insert(len(rows), entries)
            last = place
        rows.put_in(len(rows), self, last, len(self))
        return rows

    def without(self, stretches: Sequence[range]) -> ShownRows:
        """These rows but for some stretches of them, which ascend."""
        rows, last = self.none_yet(), 0
        for part in stretches:
            rows.put_in(len(rows), self, last, part.start)
            last = part.stop
        rows.put_in(len(rows), self, last, len(self))
        return rows

    def none_yet(self) -> ShownRows:
        """No rows, in the same order and as complete as these."""
        return ShownRows(HistoryListing(complete=self.complete), self.sort, self._task_of)

    def remove(self, first: int, end: int) -> None:
        for column in (self.numbers, self.created, self.ratios):
            del column[first:end]
        self.active -= max(0, min(end, self.active) - first)

    def move(self, row: int, target: int, *, on_top: bool) -> None:
        """Take a row out and put it where it is row `target` then."""
        was_on_top = row < self.active
        self.numbers.insert(target, self.numbers.pop(row))
        for column in (self.created, self.ratios):
            column.insert(target, column.pop(row))
        self.active += on_top - was_on_top

    def put_in(self, row: int, others: ShownRows, first: int, end: int) -> None:
        """Before `row`, those of `others` from `first` up to `end`."""
        self.numbers[row:row] = others.numbers[first:end]
        self.created[row:row] = others.created[first:end]
        self.ratios[row:row] = others.ratios[first:end]
        self.active += max(0, min(end, others.active) - first)

    def take_over(self, others: ShownRows) -> None:
        """Be those rows from now on."""
        self.numbers, self.created, self.ratios = others.numbers, others.created, others.ratios
        self.active, self.complete = others.active, others.complete

    def looks_like(self, others: ShownRows) -> bool:
        """Whether the first rows of those, as many as there are here, are painted as these."""
        part = others.ratios[: len(self)]
        on_top = min(others.active, len(self))
        return self.active == on_top and self.ratios.tobytes() == part.tobytes()

    def set_ratio(self, row: int, task: GenerationTask) -> None:
        self.ratios[row] = shape_of(task)

    def put(self, entry: Entry) -> None:
        """Put a task that is not among the rows where it belongs."""
        place = self.place_of(entry)
        if not self.is_beyond(place):
            self.insert(place, (entry,))

    def _rows_of_time(self, created: float) -> range:
        low, high = self.active, len(self)
        if self.ascends:
            left = bisect_left(self.created, created, low, high)
            return range(left, bisect_right(self.created, created, left, high))
        left = bisect_left(self.created, -created, low, high, key=_negative)
        return range(left, bisect_right(self.created, -created, left, high, key=_negative))

    def _stamp(self, row: int) -> Stamp:
        """A task that is gone counts like its neighbour above."""
        while row >= 0:
            task = self._task_of(self, row)
            if task is not None:
                return stamp_of(self.sort, self.numbers[row], task)
            row -= 1
        return greatest(self.sort)


def shape_of(task: GenerationTask) -> float:
    """Width by height of the picture, else as it was asked for, else a square."""
    image = task.image
    if image is not None and image.width and image.height:
        return image.width / image.height
    return formats.ratio_value(task.params.aspect_ratio or "1:1")


def _negative(value: float) -> float:
    return -value
