"""What a query found: the rows of the list as plain arrays, a few bytes for each."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field


def _numbers() -> array[int]:
    return array("q")


def _times() -> array[float]:
    return array("d")


def _ratios() -> array[float]:
    return array("f")


@dataclass(frozen=True, slots=True)
class HistoryListing:
    """Tasks in the order of the list; the three arrays are equally long.

    `numbers` name the tasks within the history, the same as long as it exists. `created` are UTC
    seconds. `ratios` are width by height, for the layout: of the picture, else as asked, else 1.
    The first `active` rows are under way (only in the order NEWEST, else 0): what waits to be sent
    comes first, last in line on top, then the rest, newest first. All other rows of equal
    `created` lie in descending order of their numbers, ascending when the oldest come first.
    A listing that is not `complete` holds only the first rows of those found.
    """

    numbers: array[int] = field(default_factory=_numbers)
    created: array[float] = field(default_factory=_times)
    ratios: array[float] = field(default_factory=_ratios)
    active: int = 0
    complete: bool = True

    def __len__(self) -> int:
        return len(self.numbers)
