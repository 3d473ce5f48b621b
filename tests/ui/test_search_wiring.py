"""The search between window and services: saved searches, tags, details, the next start."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistoryQuery, HistorySort
from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.marks_service import MarkResult, TagUse
from nanobanana_desktop.services.saved_searches import SavedSearch
from nanobanana_desktop.ui.details.details_pane import DetailsPane
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.search_wiring import SearchWiring
from tests.ui.fake_history import NOON, FakeHistory, FakePictures, make_task


class FakeJobs:
    def start(self, _name: str, work: Coroutine[Any, Any, object]) -> None:
        asyncio.run(work)


class FakeTags(QObject):
    carried_out = Signal(object, object)

    async def tags(self) -> list[TagUse]:
        return [TagUse("cat", 3), TagUse("dog", 1)]


class FakeSearches(QObject):
    """Writes down what it is asked for; `kept` is what it tells."""

    searches_changed = Signal(list)
    removed = Signal(object, int)
    full = Signal()
    trouble = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[SavedSearch] = []
        self.asked: list[tuple[object, ...]] = []

    def load(self) -> None:
        self.searches_changed.emit(self.kept)

    def save(self, name: str, text: str, sort: HistorySort) -> None:
        self.kept.append(SavedSearch(len(self.kept) + 1, name, text, sort))
        self.load()

    def rename(self, search: SavedSearch, name: str) -> None:
        self.asked.append(("rename", search.number, name))

    def put_in_order(self, numbers: Sequence[int]) -> None:
        self.asked.append(("order", *numbers))

    def remove(self, search: SavedSearch) -> None:
        place = self.kept.index(search)
        self.kept.remove(search)
        self.removed.emit(search, place)
        self.load()

    def bring_back(self, search: SavedSearch, place: int) -> None:
        self.kept.insert(place, search)
        self.load()


class Window:
    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.source, pictures = FakeHistory([make_task("a", prompt="A red fox")]), FakePictures()
        self.panes = Panes(theme, self.source, pictures, pictures, lambda: NOON, demo=False)
        qtbot.addWidget(self.panes.window)
        self.panes.show()
        self.panes.history.show_history()
        self.searches, self.marks = FakeSearches(), FakeTags()
        self.panel = self.panes.history.panel
        self.toast = self.panes.window.toast
        self.wiring = SearchWiring(
            self.panel, self.searches, self.marks, self.toast, FakeJobs(), self.panes
        )
        QApplication.processEvents()


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Window:
    return Window(qtbot, theme)


def test_a_deleted_search_comes_back_to_its_place(window: Window) -> None:
    one, two = SavedSearch(1, "One", "tag:one"), SavedSearch(2, "Two", "tag:two")
    window.searches.kept = [one, two]
    window.panel.button.click()
    saved = window.panel.popover.saved
    assert [row.search for row in saved.rows] == [one, two]
    saved.menu(one).actions()[-1].trigger()
    assert [row.search for row in saved.rows] == [two]
    assert "One" in window.toast.text
    window.toast.findChild(QPushButton).click()
    assert [row.search for row in saved.rows] == [one, two]


def test_what_is_searched_for_follows_a_tag_and_its_undo(window: Window) -> None:
    panel, marks = window.panel, window.marks
    panel.ask("blue tag:cat", HistorySort.RATING)
    some = MarkResult(MarkChange(add_tags=("x",), remove_tags=("cat",)), 1)
    marks.carried_out.emit(some, None)
    deleted = MarkResult(MarkChange(remove_tags=("cat",), everywhere=True), 1)
    marks.carried_out.emit(deleted, None)
    assert panel.query.text == "blue tag:cat"
    renamed = MarkChange(add_tags=("big cat",), remove_tags=("cat",), everywhere=True)
    done, undone = MarkResult(renamed, 3), MarkResult(renamed, 3)
    marks.carried_out.emit(done, None)
    assert (panel.query.text, panel.query.sort) == ('blue tag:"big cat"', HistorySort.RATING)
    marks.carried_out.emit(undone, done)
    assert panel.query.text == "blue tag:cat"
    marks.carried_out.emit(done, undone)
    assert panel.query.text == 'blue tag:"big cat"'
    panel.ask("something else", HistorySort.NEWEST)
    marks.carried_out.emit(undone, done)
    assert panel.query.text == "something else"


def test_a_search_for_a_tag_that_is_gone_says_so(window: Window) -> None:
    gone, there = SavedSearch(1, "Cats", "tag:bird -tag:fish"), SavedSearch(2, "Dogs", "tag:DOG")
    window.searches.kept = [gone, there]
    window.panel.button.click()
    cats, dogs = window.panel.popover.saved.rows
    words = f"No longer on any image: “{isolated('bird')}”, “{isolated('fish')}”."
    assert cats.remark.text() == words
    assert cats.remark.isVisible()
    assert cats.opens.accessibleDescription() == words
    assert not dogs.remark.isVisible()


def test_what_is_saved_is_listed(window: Window) -> None:
    window.panel.button.click()
    saved = window.panel.popover.saved
    saved.save_wanted.emit("Foxes", "fox", HistorySort.RATING)
    assert [row.search.name for row in saved.rows] == ["Foxes"]
    saved.rename_wanted.emit(window.searches.kept[0], "Red ones")
    saved.order_wanted.emit([1])
    assert window.searches.asked == [("rename", 1, "Red ones"), ("order", 1)]


def test_known_tags_are_offered_while_one_is_written(window: Window) -> None:
    window.panel.button.click()
    completer = window.panel.popover.form.tag.completer()
    completer.setCompletionPrefix("o")
    assert completer.currentCompletion() == "dog"


def test_trouble_with_saved_searches_is_told(window: Window) -> None:
    window.searches.full.emit()
    assert window.toast.text.startswith("There are too many")
    window.searches.trouble.emit(StorageError(ErrorCase.DISK_FULL))
    assert not window.toast.text.startswith("There are too many")


def test_the_details_mark_what_is_searched_for(window: Window, theme: Theme, qtbot: QtBot) -> None:
    details = DetailsPane(theme)
    qtbot.addWidget(details)
    details.show_task(make_task("a", prompt="A red fox"), NOON, file_missing=False)
    window.wiring.put_into(details)
    window.panel.field.set_search("fox -wolf")
    marks = details.one.prompt.value.extraSelections()
    assert [mark.cursor.selectedText() for mark in marks] == ["fox"]


def test_the_search_is_there_again_at_the_next_start(window: Window) -> None:
    state = {"text": "fox", "filter": "all", "sort": "rating"}
    window.panes.restore({"search": state}, {})
    assert window.panes.history.model.query == HistoryQuery("fox", sort=HistorySort.RATING)
    assert window.panel.state() == state


def test_a_history_that_cannot_be_read_yet_is_searched_later(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: HistoryQuery) -> None:
        raise StorageError(ErrorCase.FOLDER_MISSING)

    with monkeypatch.context() as patch:
        patch.setattr(window.source, "first_page", refuse)
        window.panes.restore({"search": {"sort": "oldest"}}, {})
    window.panes.history.show_history()
    assert window.panes.history.model.query.sort is HistorySort.OLDEST
    assert window.panes.history.model.rowCount() == 1
