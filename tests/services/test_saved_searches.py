"""Saved searches: what is asked for is carried out in order and told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.saved_searches import SavedSearch, SavedSearchService
from nanobanana_desktop.storage import saved_searches
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.saved_searches import SavedSearches
from tests.conftest import LogGuard

PATIENCE = 30.0


class Told:
    """A service over a real history, and what it said."""

    def __init__(self, database: Database) -> None:
        self.store = SavedSearches(database)
        self.jobs = Jobs()
        self.service = SavedSearchService(self.store, self.jobs)
        self.shown: list[list[SavedSearch]] = []
        self.removed: list[tuple[SavedSearch, int]] = []
        self.full = 0
        self.trouble: list[StorageError] = []
        self.service.searches_changed.connect(self.shown.append)
        self.service.removed.connect(lambda search, place: self.removed.append((search, place)))
        self.service.full.connect(self._count_full)
        self.service.trouble.connect(self.trouble.append)

    async def names(self) -> list[str]:
        await self.jobs.wait(lambda _: True, PATIENCE)
        return [search.name for search in self.shown[-1]]

    def _count_full(self) -> None:
        self.full += 1


@pytest.fixture
async def told(tmp_path: Path, qapp: object) -> AsyncIterator[Told]:
    database = Database(tmp_path / "history.db")
    await database.open()
    yield Told(database)
    await database.close()


async def test_searches_are_saved_renamed_and_put_in_order(told: Told) -> None:
    for name in ("one", "two", "three"):
        told.service.save(name, f"tag:{name}", HistorySort.NEWEST)
    assert await told.names() == ["one", "two", "three"]
    one, two, three = told.shown[-1]
    told.service.rename(two, "other")
    told.service.put_in_order([three.number, one.number])
    assert await told.names() == ["three", "one", "other"]
    assert told.shown[-1][2].text == "tag:two"


async def test_what_was_removed_comes_back_to_its_place(told: Told) -> None:
    for name in ("one", "two", "three"):
        told.service.save(name, f"tag:{name}", HistorySort.OLDEST)
    await told.names()
    two = told.shown[-1][1]
    told.service.remove(two)
    assert await told.names() == ["one", "three"]
    assert told.removed == [(two, 1)]
    told.service.bring_back(*told.removed[0])
    assert await told.names() == ["one", "two", "three"]
    assert told.shown[-1][1].sort is HistorySort.OLDEST


async def test_removing_twice_is_removing_once(told: Told) -> None:
    told.service.save("one", "tag:one", HistorySort.NEWEST)
    await told.names()
    search = told.shown[-1][0]
    told.service.remove(search)
    told.service.remove(search)
    assert await told.names() == []
    assert len(told.removed) == 1


async def test_it_is_told_when_no_more_can_be_kept(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_searches, "COUNT_LIMIT", 1)
    told.service.save("one", "a", HistorySort.NEWEST)
    told.service.save("two", "b", HistorySort.NEWEST)
    assert await told.names() == ["one"]
    assert told.full == 1


async def test_a_history_that_takes_nothing_is_told(
    told: Told, monkeypatch: pytest.MonkeyPatch, log_guard: LogGuard
) -> None:
    log_guard.expected.append("cannot be read or changed")

    async def refuse(*_: object) -> None:
        raise StorageError(ErrorCase.DISK_FULL)

    monkeypatch.setattr(told.store, "add", refuse)
    told.service.save("one", "a", HistorySort.NEWEST)
    await told.jobs.wait(lambda _: True, PATIENCE)
    assert [error.case for error in told.trouble] == [ErrorCase.DISK_FULL]
    assert told.shown == []
