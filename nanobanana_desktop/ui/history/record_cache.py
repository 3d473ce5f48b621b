"""Tasks read from the history on demand, with a fixed limit on how many stay in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Final

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.ports import HistorySource

CACHE_LIMIT: Final = 2_000
READ_LIMIT: Final = 500
"""Rows that one question to the history may read."""
SLICE: Final = 25
"""Rows read at once; whole slices, so that scrolling reads in steps and not row by row."""


class RecordCache:
    """The most recently used tasks by number, never fewer than two slices.

    A task that is gone from the history is None.
    """

    def __init__(self, source: HistorySource, limit: int = CACHE_LIMIT) -> None:
        self._source = source
        self._limit = max(limit, 2 * SLICE)
        self._tasks: OrderedDict[int, GenerationTask | None] = OrderedDict()
        self._numbers: dict[str, int] = {}

    def __contains__(self, number: object) -> bool:
        return number in self._tasks

    def __iter__(self) -> Iterator[GenerationTask]:
        """All tasks in memory."""
        return (task for task in self._tasks.values() if task is not None)

    def get(self, number: int) -> GenerationTask | None:
        """The task if it is in memory; counts as a use."""
        if number in self._tasks:
            self._tasks.move_to_end(number)
        return self._tasks.get(number)

    def known_number(self, task_id: str) -> int | None:
        """The number of a task in memory."""
        return self._numbers.get(task_id)

    def number_of(self, task_id: str) -> int | None:
        """The number of any task that exists."""
        number = self._numbers.get(task_id)
        return self._source.numbers_of((task_id,)).get(task_id) if number is None else number

    def numbers_of(self, ids: Sequence[str]) -> dict[str, int]:
        """The numbers of those that exist, at most `READ_LIMIT`."""
        unknown = [task_id for task_id in ids if task_id not in self._numbers]
        found = self._source.numbers_of(unknown) if unknown else {}
        return found | {i: self._numbers[i] for i in ids if i in self._numbers}

    def put(self, number: int, task: GenerationTask) -> None:
        self._keep(number, task)
        self._trim()

    def drop(self, number: int) -> None:
        self._forget(number)

    def clear(self) -> None:
        self._tasks.clear()
        self._numbers.clear()

    def load(self, numbers: Sequence[int]) -> None:
        """Read those of `numbers` that are not in memory."""
        missing = [number for number in numbers if number not in self._tasks]
        if not missing:
            return
        self._tasks.update(dict.fromkeys(missing))
        for number, task in self._source.tasks_at(missing):
            self._keep(number, task)
        self._trim()

    def read(self, numbers: Sequence[int]) -> list[GenerationTask]:
        """At most `READ_LIMIT` tasks in the order asked, without remembering them."""
        missing = [number for number in numbers if number not in self._tasks]
        read = dict(self._source.tasks_at(missing)) if missing else {}
        found = (self._tasks.get(number) or read.get(number) for number in numbers)
        return [task for task in found if task is not None]

    def _keep(self, number: int, task: GenerationTask) -> None:
        self._tasks[number] = task
        self._tasks.move_to_end(number)
        self._numbers[task.id] = number

    def _trim(self) -> None:
        while len(self._tasks) > self._limit:
            self._forget(next(iter(self._tasks)))

    def _forget(self, number: int) -> None:
        task = self._tasks.pop(number, None)
        if task is not None:
            self._numbers.pop(task.id, None)
