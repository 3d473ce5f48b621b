"""Tasks read from the history on demand, with a fixed limit on how many stay in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.ports import HistorySource

CACHE_LIMIT: Final = 2_000
SLICE: Final = 50
"""Rows read at once; whole slices, so that scrolling reads in steps and not row by row."""


class RecordCache:
    """The most recently used tasks by id, never fewer than two slices.

    A task that is gone from the history is None.
    """

    def __init__(self, source: HistorySource, limit: int = CACHE_LIMIT) -> None:
        self._source = source
        self._limit = max(limit, 2 * SLICE)
        self._tasks: OrderedDict[str, GenerationTask | None] = OrderedDict()

    def __contains__(self, task_id: object) -> bool:
        return task_id in self._tasks

    def get(self, task_id: str) -> GenerationTask | None:
        """The task if it is in memory; counts as a use."""
        if task_id in self._tasks:
            self._tasks.move_to_end(task_id)
        return self._tasks.get(task_id)

    def put(self, task: GenerationTask) -> None:
        self._tasks[task.id] = task
        self._tasks.move_to_end(task.id)
        self._trim()

    def drop(self, task_id: str) -> None:
        self._tasks.pop(task_id, None)

    def clear(self) -> None:
        self._tasks.clear()

    def load(self, ids: Sequence[str]) -> list[GenerationTask]:
        """Read those of `ids` that are not in memory; returns what was read."""
        missing = [task_id for task_id in ids if task_id not in self._tasks]
        if not missing:
            return []
        read = self._source.tasks(missing)
        self._tasks.update(dict.fromkeys(missing))
        for task in read:
            self._tasks[task.id] = task
        self._trim()
        return read

    def _trim(self) -> None:
        while len(self._tasks) > self._limit:
            self._tasks.popitem(last=False)
