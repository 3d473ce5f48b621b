"""Where groups of tiles begin, asked for the rows that are looked at and no others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, Protocol


class TileGroups(Protocol):
    """Rows in groups one below the other; rows above the first group belong to none."""

    def __bool__(self) -> bool:
        """Whether rows are grouped at all."""
        ...

    def begins(self, row: int) -> bool:
        """Whether a group begins with this row."""
        ...

    def start_of(self, row: int) -> int:
        """The first row of the group that `row` belongs to."""
        ...

    def end_of(self, row: int, count: int) -> int:
        """The first row below that group, `count` rows in all."""
        ...

    def count_between(self, first: int, end: int) -> int:
        """About how many groups begin from row `first` up to `end`."""
        ...


class ListedGroups:
    """Groups that begin at `starts`, rows in ascending order."""

    def __init__(self, starts: Sequence[int] = ()) -> None:
        self._starts = starts

    def __bool__(self) -> bool:
        return bool(self._starts)

    def begins(self, row: int) -> bool:
        place = bisect_left(self._starts, row)
        return place < len(self._starts) and self._starts[place] == row

    def start_of(self, row: int) -> int:
        place = bisect_right(self._starts, row)
        return self._starts[place - 1] if place else 0

    def end_of(self, row: int, count: int) -> int:
        place = bisect_right(self._starts, row)
        return self._starts[place] if place < len(self._starts) else count

    def count_between(self, first: int, end: int) -> int:
        return bisect_left(self._starts, end) - bisect_left(self._starts, first)


NO_GROUPS: Final = ListedGroups()
