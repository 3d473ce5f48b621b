"""The order of the rows: what waits to be sent, then what is under way, then the days."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from nanobanana_desktop.domain.task import GenerationTask, TaskState


class RowStamp(NamedTuple):
    """A task's place among the active rows, or among the others. Shown first is the greatest.

    Waiting orders follow the line and not their age: the one that is sent next is the lowest of
    them, right above what is under way.
    """

    waits: bool
    position: float
    created_at: float
    id: str


def row_stamp(task: GenerationTask) -> RowStamp:
    waits = task.state is TaskState.READY
    position = task.position if waits else task.created_at
    return RowStamp(waits, position, task.created_at, task.id)


def place_among(
    rows: range, wanted: RowStamp, stamp: Callable[[int], RowStamp], own: int | None = None
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
