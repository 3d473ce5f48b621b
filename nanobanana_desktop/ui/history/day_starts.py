"""Which rows begin a day, kept while rows come and go."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


class DayStarts:
    """A sorted list of rows. Rows that were not looked at yet count as no start."""

    def __init__(self) -> None:
        self._rows: list[int] = []

    @property
    def rows(self) -> Sequence[int]:
        return self._rows

    def clear(self) -> None:
        self._rows.clear()

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

    def row_inserted(self, row: int) -> None:
        """A row was put before what was `row`; the new row is no start until it is marked."""
        for place in range(bisect_left(self._rows, row), len(self._rows)):
            self._rows[place] += 1

    def row_removed(self, row: int) -> None:
        self.mark(row, starts=False)
        for place in range(bisect_left(self._rows, row), len(self._rows)):
            self._rows[place] -= 1
