"""The history as the window sees it: what is on disk, without what was just deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from nanobanana_desktop.domain.history_query import (
    HistoryCounts,
    HistoryKey,
    HistoryQuery,
)
from nanobanana_desktop.domain.task import ACTIVE, TROUBLED, GenerationTask
from nanobanana_desktop.storage.history_reader import HistoryPage


class Reader(Protocol):
    """Short reads on the calling thread."""

    def page(
        self, query: HistoryQuery, limit: int, after: HistoryKey | None = None
    ) -> HistoryPage: ...
    def tasks(self, ids: Sequence[str]) -> list[GenerationTask]: ...
    def matches(self, query: HistoryQuery, task_id: str) -> bool: ...
    def counts(self) -> HistoryCounts: ...


class HistoryView:
    """Reads pages, rows and counts; tasks whose deletion waits for Undo do not appear."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._hidden: Callable[[], frozenset[str]] = frozenset

    def hide_also(self, hidden: Callable[[], frozenset[str]]) -> None:
        """From now on leave out the ids that `hidden()` gives."""
        self._hidden = hidden

    def page(self, query: HistoryQuery, limit: int, after: HistoryKey | None = None) -> HistoryPage:
        """Up to `limit` matching ids behind `after`; fewer where something is hidden."""
        page = self._reader.page(query, limit, after)
        hidden = self._hidden()
        return HistoryPage(tuple(i for i in page.ids if i not in hidden), page.after)

    def tasks(self, ids: Sequence[str]) -> list[GenerationTask]:
        return self._reader.tasks(ids)

    def matches(self, query: HistoryQuery, task_id: str) -> bool:
        return task_id not in self._hidden() and self._reader.matches(query, task_id)

    def counts(self) -> HistoryCounts:
        counts = self._reader.counts()
        hidden = self._hidden()
        if not hidden:
            return counts
        tasks = self._reader.tasks(tuple(hidden))
        return HistoryCounts(
            counts.all - len(tasks),
            counts.active - sum(task.state in ACTIVE for task in tasks),
            counts.failed - sum(task.state in TROUBLED for task in tasks),
            counts.starred - sum(task.starred for task in tasks),
        )
