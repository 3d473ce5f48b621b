"""Which rows begin a day, kept while rows come and go."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import ge, lt
from time import localtime, mktime

from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.history.shown_rows import ShownRows


class DayStarts:
    """A sorted list of rows. Rows on top that are under way belong to no day."""

    def __init__(self) -> None:
        self._rows: list[int] = []

    @property
    def rows(self) -> Sequence[int]:
        return self._rows

    def clear(self) -> None:
        self._rows.clear()

    def find(self, shown: ShownRows, first: int = 0) -> None:
        """Find them anew from row `first` on, stepping from day to day."""
        self.find_among(shown, first, len(shown))
        del self._rows[bisect_left(self._rows, len(shown)) :]

    def find_among(self, shown: ShownRows, first: int, end: int) -> None:
        """Find those anew that lie from row `first` up to `end`."""
        found: list[int] = []
        row, end = max(first, shown.active), min(end, len(shown))
        if shown.has_days and row < end:
            # The day of the row above may go on.
            goes_on = row > shown.active
            found = _starts_from(shown, row - goes_on, end)[goes_on:]
        left, right = bisect_left(self._rows, first), bisect_left(self._rows, end)
        self._rows[left : max(left, right)] = found

    def __contains__(self, row: object) -> bool:
        if not isinstance(row, int):
            return False
        place = bisect_left(self._rows, row)
        return place < len(self._rows) and self._rows[place] == row

    def mark(self, row: int, starts: bool) -> bool:
        """Note whether `row` begins a day; True when that is news."""
        place = bisect_left(self._rows, row)
        known = place < len(self._rows) and self._rows[place] == row
        if known == starts:
            return False
        if starts:
            self._rows.insert(place, row)
        else:
            del self._rows[place]
        return True

    def rows_inserted(self, row: int, count: int = 1) -> None:
        """Rows were put before what was `row`; they are no starts until they are marked."""
        for place in range(bisect_left(self._rows, row), len(self._rows)):
            self._rows[place] += count

    def rows_removed(self, first: int, end: int) -> None:
        del self._rows[bisect_left(self._rows, first) : bisect_left(self._rows, end)]
        for place in range(bisect_left(self._rows, first), len(self._rows)):
            self._rows[place] -= end - first

    def look_at(self, shown: ShownRows, rows: Sequence[int]) -> None:
        """See anew whether these rows begin a day, and the first below what is under way."""
        for row in (*rows, shown.active):
            if 0 <= row < len(shown):
                self.mark(row, _starts_day(shown, row))


def _starts_day(shown: ShownRows, row: int) -> bool:
    if row <= shown.active or not shown.has_days:
        return row == shown.active and shown.has_days
    above, here = shown.created[row - 1], shown.created[row]
    return formats.local_day(above) != formats.local_day(here)


def _midnight(time: float, later_day: int) -> float:
    """When the day of `time` began or, with `later_day` 1, ended."""
    year, month, day, hour, minute, second, *_ = localtime(time)
    border = int(time) - 3600 * hour - 60 * minute - second + 86_400 * later_day
    if localtime(border)[3:6] == (0, 0, 0):
        return border
    # The clock was changed on that day. This is the slow way: it asks the system for its zone.
    return mktime((year, month, day + later_day, 0, 0, 0, 0, 0, -1))


def _starts_from(shown: ShownRows, row: int, end: int) -> list[int]:
    """`row`, and below it up to `end` all rows that begin another day."""
    created, count = shown.created, len(shown)
    inside, later_day = (lt, 1) if shown.ascends else (ge, 0)
    starts: list[int] = []
    guess = 1
    # Written for speed: a library of many years has thousands of days.
    while row < end:
        starts.append(row)
        border = _midnight(created[row], later_day)
        low, high = row, row + guess
        while high < count and inside(created[high], border):
            low, high = high, high + high - row
        high = min(high, count)
        while high - low > 1:
            middle = (low + high) // 2
            if inside(created[middle], border):
                low = middle
            else:
                high = middle
        guess, row = high - row, high
    return starts
