"""The order of the waiting line: where new tasks go, and what moving one changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from enum import Enum
from typing import Final

from nanobanana_desktop.domain.task import GenerationTask

STEP: Final = 0.001
"""Between the positions of tasks that were ordered together."""


class LineEnd(Enum):
    """Where new tasks go."""

    FIRST = "first"
    LAST = "last"


LineChange = Callable[[Sequence[GenerationTask]], list[GenerationTask]]
"""From all that wait, in line order, to those that change."""


def line_order(task: GenerationTask) -> tuple[float, float, str]:
    """Sorts tasks into the order in which they are sent."""
    return task.position, task.created_at, task.id


def placed(
    tasks: Sequence[GenerationTask], waiting: Sequence[GenerationTask], end: LineEnd
) -> list[GenerationTask]:
    """New tasks with positions in front of or behind all of `waiting` (in line order).

    Behind also means behind tasks whose position is later than now: a clock may have been set
    back, and a task may have been moved to the end.
    """
    if not tasks or not waiting:
        return list(tasks)
    if end is LineEnd.FIRST:
        start = waiting[0].position - STEP * len(tasks)
    else:
        start = max(tasks[0].position, waiting[-1].position + STEP)
    return [replace(task, position=start + STEP * place) for place, task in enumerate(tasks)]


def moved(
    waiting: Sequence[GenerationTask], task_id: str, before: str | None
) -> list[GenerationTask]:
    """The tasks whose position changes when `task_id` goes just before `before`, or last.

    `waiting` is in line order. A `before` that does not wait any more was sent: then the task
    goes first. Empty when the task does not wait.
    """
    task = next((task for task in waiting if task.id == task_id), None)
    if task is None or before == task_id:
        return []
    others = [other for other in waiting if other.id != task_id]
    place = len(others)
    if before is not None:
        place = next((n for n, other in enumerate(others) if other.id == before), 0)
    line = [*others[:place], task, *others[place:]]
    if line == list(waiting):
        return []
    position = _between(others[place - 1 : place], others[place : place + 1])
    if position is not None:
        return [replace(task, position=position)]
    base = waiting[0].position
    return [replace(each, position=base + number) for number, each in enumerate(line)]


def held(
    waiting: Sequence[GenerationTask], task_ids: Collection[str], back: bool
) -> list[GenerationTask]:
    """Those of the waiting tasks for which `back` is news, held back or free to go by it."""
    chosen = (task for task in waiting if task.id in task_ids and task.held_back is not back)
    return [replace(task, held_back=back) for task in chosen]


def _between(below: Sequence[GenerationTask], above: Sequence[GenerationTask]) -> float | None:
    """A position between two neighbours; None when no number lies between theirs."""
    if not below:
        return above[0].position - 1.0 if above else 0.0
    if not above:
        return below[0].position + 1.0
    middle = (below[0].position + above[0].position) / 2
    return middle if below[0].position < middle < above[0].position else None
