"""Rows of a list as they are found, put into arrays in the order of the list."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from nanobanana_desktop.domain.history_listing import HistoryListing

Row = tuple[int, float, float]
"""Number, time of the order, width by height."""

_EMPTY: Final[tuple[Row, ...]] = ()


class ListingRows:
    """Rows that are not under way come in the order of the list; those under way are set before.

    With the newest first these lie on top; with the oldest first they lie among the others.
    """

    def __init__(self, *, newest_first: bool) -> None:
        self.newest_first = newest_first
        self.active: Sequence[Row] = _EMPTY
        self._numbers = array("q")
        self._created = array("d")
        self._ratios = array("f")

    def __len__(self) -> int:
        return len(self._numbers) + len(self.active)

    def set_active(self, rows: Sequence[Row]) -> None:
        self.active = rows

    def extend(self, rows: Sequence[Row]) -> None:
        if rows:
            numbers, created, ratios = zip(*rows, strict=True)
            self._numbers.extend(numbers)
            self._created.extend(created)
            self._ratios.extend(ratios)

    def listing(self, *, complete: bool = True, limit: int | None = None) -> HistoryListing:
        """What was found so far. Rows that may still come lie behind the last one of it."""
        whole = ListingRows(newest_first=self.newest_first)
        if self.newest_first:
            whole.extend(self.active)
            whole._append(self)
        else:
            whole._append(self)
            for row in self.active:
                if complete or (len(self._created) and row[:2][::-1] < self._last()):
                    whole._insert(row)
        return HistoryListing(
            whole._numbers[:limit],
            whole._created[:limit],
            whole._ratios[:limit],
            min(len(self.active), limit or len(self.active)) if self.newest_first else 0,
            complete,
        )

    def _last(self) -> tuple[float, int]:
        return self._created[-1], self._numbers[-1]

    def _append(self, other: ListingRows) -> None:
        self._numbers.extend(other._numbers)
        self._created.extend(other._created)
        self._ratios.extend(other._ratios)

    def _insert(self, row: Row) -> None:
        number, created, ratio = row
        place = bisect_left(self._created, created)
        while place < len(self) and (self._created[place], self._numbers[place]) < (
            created,
            number,
        ):
            place += 1
        self._numbers.insert(place, number)
        self._created.insert(place, created)
        self._ratios.insert(place, ratio)
