"""Finds the order that a new one would repeat, also one of an earlier session."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import ACTIVE, GenerationTask, TaskState

TWIN_TIME: Final = 120.0
"""Seconds in which the same order once more is probably a slip."""

_ENDED_WITHOUT_PICTURE: Final = frozenset({TaskState.REFUSED, TaskState.FAILED})


def same_order(one: GenerationParams, other: GenerationParams) -> bool:
    """Whether both would send the same; the names of references are not sent."""
    return _sent_content(one) == _sent_content(other)


def closest_twin(
    params: GenerationParams, tasks: Iterable[GenerationTask], now: float
) -> GenerationTask | None:
    """The task that an order of `params` at `now` (UTC seconds) would repeat.

    An unconfirmed order counts at any age, then one under way, then one younger than
    `TWIN_TIME`; of several the newest. Orders that ended without a picture do not count.
    """
    twins = [task for task in tasks if _counts(task, now) and same_order(task.params, params)]
    return max(twins, key=_weight, default=None)


def _counts(task: GenerationTask, now: float) -> bool:
    if task.state is TaskState.SUBMIT_UNKNOWN or task.state in ACTIVE:
        return True
    if task.state in _ENDED_WITHOUT_PICTURE:
        return False
    return abs(now - task.created_at) <= TWIN_TIME


def _weight(task: GenerationTask) -> tuple[bool, bool, float]:
    return task.state is TaskState.SUBMIT_UNKNOWN, task.state in ACTIVE, task.created_at


def _sent_content(params: GenerationParams) -> tuple[object, ...]:
    references = tuple(reference.sha256 or reference.url for reference in params.references)
    return (
        params.prompt.strip(),
        params.model_name,
        params.resolution,
        params.aspect_ratio,
        references,
    )
