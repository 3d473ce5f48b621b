"""The order of the rows: what waits to be sent, then what is under way, then the days."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.domain.task import GenerationTask, TaskState

Stamp = tuple[float | str, ...]
"""A task's place among rows that are ordered by more than their time. Shown first is the greatest.

Waiting orders follow the line and not their age: the one that is sent next is the lowest of them,
right above what is under way.
"""

# Compiled when first needed: the first paint does not sort by cost.
_AMOUNT: Final = r"\s*[+-]?(\d+(\.\d*)?|\.\d+)"


def _line_stamp(task: GenerationTask) -> Stamp:
    waits = task.state is TaskState.READY
    return float(waits), task.position if waits else task.created_at


def _pixels(task: GenerationTask) -> Stamp:
    image = task.image
    return (float("-inf") if image is None else float(image.width * image.height),)


def _amount(task: GenerationTask) -> Stamp:
    """As far as what the service wrote begins with a number."""
    found = re.match(_AMOUNT, task.amount)
    return (float(found[0]) if found else 0.0,)


_STAMPS: Final[dict[HistorySort, Callable[[GenerationTask], Stamp]]] = {
    HistorySort.NEWEST: _line_stamp,
    HistorySort.RATING: lambda task: (float(task.rating),),
    HistorySort.SIZE: _pixels,
    HistorySort.COST: _amount,
    HistorySort.MODEL: lambda task: (task.params.model_name,),
}

BY_TIME: Final = frozenset({HistorySort.NEWEST, HistorySort.OLDEST})
"""Orders that follow the time of the order, apart from what is under way."""


def greatest(sort: HistorySort) -> Stamp:
    """Greater than the stamp of any task."""
    return ("\U0010ffff",) if sort is HistorySort.MODEL else (float("inf"),)


def stamp_of(sort: HistorySort, number: int, task: GenerationTask) -> Stamp:
    """For NEWEST that of a task under way; OLDEST needs none."""
    return (*_STAMPS[sort](task), task.created_at, float(number))


def place_among(
    rows: range, wanted: Stamp, stamp: Callable[[int], Stamp], own: int | None = None
) -> int:
    """The row before which `wanted` belongs among `rows`, which are in order.

    `own` is the one row that may be out of order, because it is the one that is to be moved.
    """
    low, high = rows.start, rows.stop
    if own is not None:
        if own > low and stamp(own - 1) < wanted:
            high = own
        else:
            low = own + 1
    while low < high:
        middle = (low + high) // 2
        if stamp(middle) > wanted:
            low = middle + 1
        else:
            high = middle
    return low
