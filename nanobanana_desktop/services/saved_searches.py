"""The searches that the person keeps: read, saved, renamed, put in order, removed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.domain.search_tags import with_tag_instead
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.marks_service import MarkResult
from nanobanana_desktop.storage.saved_searches import NAME_LIMIT, SavedSearch

__all__ = ["NAME_LIMIT", "SavedSearch", "SavedSearchService"]

_log = get_logger(__name__)


class SearchStore(Protocol):
    async def all(self) -> list[SavedSearch]: ...
    async def add(self, name: str, text: str, sort: HistorySort) -> SavedSearch | None: ...
    async def change(self, search: SavedSearch) -> bool: ...
    async def put_in_order(self, numbers: Sequence[int]) -> None: ...
    async def remove(self, number: int) -> bool: ...


class SavedSearchService(QObject):
    """Changes follow one another in the order in which they were asked for.

    Signals: `searches_changed(list[SavedSearch])` – all of them, in the person's order –,
    `removed(SavedSearch, int)` with the place that it had, `full()` – there are as many as can be
    kept –, `trouble(StorageError)`.
    """

    searches_changed = Signal(list)
    removed = Signal(object, int)
    full = Signal()
    trouble = Signal(object)

    def __init__(self, store: SearchStore, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._turn = asyncio.Lock()

    def load(self) -> None:
        """Read them; `searches_changed` tells."""
        self._do(self._nothing)

    def save(self, name: str, text: str, sort: HistorySort) -> None:
        """Keep a search as the last one."""
        self._do(lambda: self._add(name, text, sort))

    def rename(self, search: SavedSearch, name: str) -> None:
        self._do(lambda: self._store.change(search._replace(name=name)))

    def put_in_order(self, numbers: Sequence[int]) -> None:
        """Show them in this order."""
        self._do(lambda: self._store.put_in_order(numbers))

    def remove(self, search: SavedSearch) -> None:
        self._do(lambda: self._remove(search))

    def bring_back(self, search: SavedSearch, place: int) -> None:
        """Undo a removal: the search is in its former place again."""
        self._do(lambda: self._bring_back(search, place))

    def follow(self, result: MarkResult, taken_back: MarkResult | None) -> None:
        """Let searches ask for a tag under the name that it has since this change.

        Taking the change back does so for the searches, as far as they were not edited since.
        """
        if taken_back is not None:
            self._do(lambda: self._put_back(result, taken_back))
        elif result.change.everywhere and result.change.add_tags:
            self._do(lambda: self._rename_tags(result))

    async def settled(self) -> None:
        """Return when all changes that were asked for are stored; called at the end."""
        async with self._turn:
            return

    def _do(self, work: Callable[[], Awaitable[object]]) -> None:
        self._jobs.start("saved searches", self._in_turn(work))

    async def _in_turn(self, work: Callable[[], Awaitable[object]]) -> None:
        async with self._turn:
            try:
                await work()
                searches = await self._store.all()
            except StorageError as error:
                _log.error("the saved searches cannot be read or changed: %s", error)
                self.trouble.emit(error)
                return
        self.searches_changed.emit(searches)

    async def _nothing(self) -> None:
        return

    async def _add(self, name: str, text: str, sort: HistorySort) -> SavedSearch | None:
        added = await self._store.add(name, text, sort)
        if added is None:
            self.full.emit()
        return added

    async def _remove(self, search: SavedSearch) -> None:
        numbers = [saved.number for saved in await self._store.all()]
        if await self._store.remove(search.number):
            self.removed.emit(search, numbers.index(search.number))

    async def _rename_tags(self, result: MarkResult) -> None:
        for search in await self._store.all():
            text = with_tag_instead(search.text, result.change.remove_tags, *result.change.add_tags)
            if text != search.text:
                await self._change_text(search, text, result)

    async def _put_back(self, result: MarkResult, taken_back: MarkResult) -> None:
        former = {after.number: (before, after) for before, after in taken_back.searches}
        for search in await self._store.all() if former else ():
            before, after = former.get(search.number, (search, search))
            if search.text == after.text != before.text:
                await self._change_text(search, before.text, result)

    async def _change_text(self, search: SavedSearch, text: str, result: MarkResult) -> None:
        changed = search._replace(text=text)
        if await self._store.change(changed):
            result.searches.append((search, changed))

    async def _bring_back(self, search: SavedSearch, place: int) -> None:
        added = await self._add(search.name, search.text, search.sort)
        if added is not None:
            numbers = [saved.number for saved in await self._store.all()]
            numbers.remove(added.number)
            numbers.insert(place, added.number)
            await self._store.put_in_order(numbers)
