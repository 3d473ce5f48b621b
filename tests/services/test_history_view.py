from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery
from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.history_view import HistoryView
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_finder import HistoryFinder
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import HistoryStore
from tests.conftest import LogGuard
from tests.fakes import make_task


class FakeFinder:
    """Tells of each query first a part, then the whole, which waits for `gate` if it is shut."""

    def __init__(self, slices: int = 0) -> None:
        self.asked: list[str] = []
        self.answered: list[str] = []
        self.slices = slices
        self.closed = 0
        self.gate = threading.Event()
        self.gate.set()
        self.in_search = threading.Event()
        self.threads: set[int] = set()
        self.error: Exception | None = None

    def find(self, query: HistoryQuery, is_moot: Callable[[], bool]) -> Iterator[HistoryListing]:
        self.threads.add(threading.get_ident())
        self.asked.append(query.text)
        if self.error is not None:
            raise self.error
        yield HistoryListing(complete=False)
        self.in_search.set()
        assert self.gate.wait(10)
        if not is_moot():
            self.answered.append(query.text)
            yield HistoryListing()

    def build(self) -> bool:
        self.threads.add(threading.get_ident())
        self.slices -= 1
        return self.slices > 0

    def close(self) -> None:
        self.threads.add(threading.get_ident())
        self.closed += 1


class Shown:
    """A view and what it told."""

    def __init__(self, finder: FakeFinder) -> None:
        self.finder = finder
        self.view = HistoryView(HistoryReader(Path("/nowhere")), lambda: finder)
        self.told: list[tuple[int, bool]] = []
        self.troubles: list[StorageError] = []
        self.view.listed.connect(lambda token, found: self.told.append((token, found.complete)))
        self.unlisted: list[int] = []
        self.view.unlisted.connect(self.unlisted.append)
        self.view.trouble.connect(self.troubles.append)


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Shown]:
    shown = Shown(FakeFinder())
    yield shown
    shown.finder.gate.set()
    shown.view.stop()


def test_a_request_waits_for_the_start(qtbot: QtBot, shown: Shown) -> None:
    shown.view.request(HistoryQuery("a"))
    token = shown.view.request(HistoryQuery("b"))
    assert shown.finder.asked == []
    shown.view.start()
    shown.view.start()
    qtbot.waitUntil(lambda: len(shown.told) == 2)
    assert shown.told == [(token, False), (token, True)]
    assert shown.finder.asked == ["b"]


def test_only_the_last_request_is_answered(qtbot: QtBot, shown: Shown) -> None:
    shown.finder.gate.clear()
    shown.view.start()
    shown.view.request(HistoryQuery("a"))
    assert shown.finder.in_search.wait(10)
    shown.view.request(HistoryQuery("b"))
    last = shown.view.request(HistoryQuery("c"))
    shown.finder.gate.set()
    qtbot.waitUntil(lambda: (last, True) in shown.told)
    assert shown.told == [(last, False), (last, True)]
    assert shown.finder.asked == ["a", "c"]
    assert shown.finder.answered == ["c"]


def test_the_index_is_built_in_the_thread_of_the_searches(qtbot: QtBot, shown: Shown) -> None:
    shown.finder.slices = 5
    shown.view.start()
    token = shown.view.request(HistoryQuery("a"))
    qtbot.waitUntil(lambda: (token, True) in shown.told and shown.finder.slices <= 0)
    shown.finder.slices = 3
    token = shown.view.request(HistoryQuery("b"))
    qtbot.waitUntil(lambda: (token, True) in shown.told and shown.finder.slices <= 0)
    shown.view.stop()
    shown.view.stop()
    assert shown.finder.closed == 1
    assert len(shown.finder.threads) == 1
    assert threading.get_ident() not in shown.finder.threads


def test_nothing_is_told_after_the_end(shown: Shown) -> None:
    shown.view.start()
    shown.view.request(HistoryQuery("a"))
    assert shown.finder.in_search.wait(10)
    shown.view.stop()
    shown.view.request(HistoryQuery("b"))
    QCoreApplication.processEvents()
    assert shown.told == []
    assert shown.finder.asked == ["a"]


def test_rows_that_cannot_be_read_are_missing_and_that_is_told_once(
    qtbot: QtBot, shown: Shown, log_guard: LogGuard
) -> None:
    log_guard.expected.append("the history cannot be read")
    for _ in range(3):
        assert shown.view.tasks_at([1]) == []
        assert shown.view.tasks(["a"]) == []
        assert shown.view.numbers_of(["a"]) == {}
        assert shown.view.ids_of([1]) == []
        assert not shown.view.matching(HistoryQuery("a"), ["a"])
    # Not in the midst of a painting.
    assert shown.troubles == []
    qtbot.waitUntil(lambda: shown.troubles != [])
    with pytest.raises(StorageError):
        shown.view.first_page(HistoryQuery())
    assert len(shown.troubles) == 1


def test_what_cannot_be_read_is_told(qtbot: QtBot, shown: Shown, log_guard: LogGuard) -> None:
    log_guard.expected += ["the history cannot be listed", "listing the history failed"]
    shown.finder.error = StorageError(ErrorCase.DATABASE, "broken")
    shown.view.start()
    first = shown.view.request(HistoryQuery("a"))
    qtbot.waitUntil(lambda: len(shown.troubles) == 1)
    assert shown.troubles[0].case is ErrorCase.DATABASE
    shown.finder.error = ValueError("a bug")
    second = shown.view.request(HistoryQuery("b"))
    qtbot.waitUntil(lambda: shown.unlisted == [first, second])
    assert len(shown.troubles) == 1
    shown.finder.error = None
    token = shown.view.request(HistoryQuery("c"))
    qtbot.waitUntil(lambda: (token, True) in shown.told)


async def test_a_real_history_is_listed(qtbot: QtBot, tmp_path: Path) -> None:
    database = Database(tmp_path / "history.sqlite")
    await database.open()
    tasks = [make_task(id=f"{n:04}", created_at=float(n)) for n in range(700)]
    await HistoryStore(database).add([*tasks, make_task(id="done", state=TaskState.DONE)])
    with closing(HistoryReader(database.path)) as reader:
        index = tmp_path / "search.sqlite"
        view = HistoryView(reader, lambda: HistoryFinder(database.path, index))
        view.start()
        with qtbot.waitSignals([view.listed, view.listed]):
            view.request(HistoryQuery())
        with qtbot.waitSignal(view.listed) as told:
            token = view.request(HistoryQuery("banana", HistoryFilter.ALL))
        assert told.args[0] == token
        assert view.counts().all == 701
        assert view.counts().active == 700
        page = view.first_page(HistoryQuery())
        assert len(page) == page.active == 500
        assert view.ids_of(page.numbers[:1]) == ["0699"]
        view.stop()
    await database.close()
