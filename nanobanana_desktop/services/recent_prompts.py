"""The prompts of the history, newest first, each of them once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import HistoryQuery
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError

_SLICE: Final = 50
"""Tasks that are read at once."""


class Listings(Protocol):
    """Short reads on the calling thread."""

    def first_page(self, query: HistoryQuery) -> HistoryListing: ...
    def tasks_at(self, numbers: Sequence[int]) -> list[tuple[int, GenerationTask]]: ...


def recent_prompts(history: Listings) -> Iterator[str]:
    """Reads only as far as it is asked on, and no further than the newest 500 tasks."""
    try:
        numbers = history.first_page(HistoryQuery()).numbers
    except AppError:
        return
    told: set[str] = set()
    for start in range(0, len(numbers), _SLICE):
        for _number, task in history.tasks_at(numbers[start : start + _SLICE]):
            prompt = task.params.prompt
            if prompt.strip() and prompt not in told:
                told.add(prompt)
                yield prompt
