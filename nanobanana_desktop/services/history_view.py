"""The history as the window sees it: what is on disk, without what was just deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from nanobanana_desktop.domain.history_query import (
    HistoryCounts,
    HistoryKey,
    HistoryQuery,
    history_key,
)
from nanobanana_desktop.domain.task import ACTIVE, TROUBLED, GenerationTask


class Page(Protocol):
    @property
    def ids(self) -> tuple[str, ...]: ...
    @property
    def after(self) -> HistoryKey | None: ...


class Reader(Protocol):
    """Short reads on the calling thread."""

    def page(self, query: HistoryQuery, limit: int, after: HistoryKey | None) -> Page: ...
    def tasks(self, ids: Sequence[str]) -> list[GenerationTask]: ...
    def counts(self) -> HistoryCounts: ...


class HistoryView:
    """Reads pages, rows and counts; tasks whose id is in `hidden()` do not appear."""

    def __init__(self, reader: Reader, hidden: Callable[[], frozenset[str]]) -> None:
        self._reader = reader
        self._hidden = hidden

    def ids(self, query: HistoryQuery, limit: int, after: str | None = None) -> list[str]:
        """Up to `limit` ids, from the top or following the task with the id `after`.

        Fewer than `limit` ids do not mean the end while something is hidden; an empty list does.
        """
        key = None
        if after is not None:
            found = self._reader.tasks((after,))
            if not found:
                return []
            key = history_key(found[0])
        hidden = self._hidden()
        while True:
            page = self._reader.page(query, limit, key)
            ids = [task_id for task_id in page.ids if task_id not in hidden]
            if ids or page.after is None:
                return ids
            key = page.after

    def tasks(self, ids: Sequence[str]) -> list[GenerationTask]:
        return self._reader.tasks(ids)

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
