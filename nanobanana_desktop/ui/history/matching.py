"""Whether a filter shows a task: the same rule as the database's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from nanobanana_desktop.domain.history_query import HistoryFilter
from nanobanana_desktop.domain.task import ACTIVE, TROUBLED, GenerationTask

_FILTERS: Final[Mapping[HistoryFilter, Callable[[GenerationTask], bool]]] = {
    HistoryFilter.ALL: lambda _task: True,
    HistoryFilter.ACTIVE: lambda task: task.state in ACTIVE,
    HistoryFilter.FAILED: lambda task: task.state in TROUBLED,
    HistoryFilter.STARRED: lambda task: task.starred,
    HistoryFilter.TRASH: lambda _task: True,
}


def passes(chosen: HistoryFilter, task: GenerationTask) -> bool:
    """Whether the filter lets the task through; search words are the database's business."""
    in_trash = task.trashed_at is not None
    return in_trash == (chosen is HistoryFilter.TRASH) and _FILTERS[chosen](task)
