"""All tags in a window: renamed, joined, deleted, and everything taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistoryQuery, normalise_for_search
from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.marks_service import MarkResult, TagUse
from nanobanana_desktop.ui.history.filter_popover import FilterPopover
from nanobanana_desktop.ui.marks.tags_dialog import TagsDialog
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.toast import Toast
from nanobanana_desktop.ui.wiring.tags_wiring import TagsWiring

TAGS = (TagUse("cat", 12_345), TagUse("Katze", 7), TagUse("sea & sun", 1), TagUse("海边", 3))


class FakeJobs:
    def start(self, _name: str, work: Coroutine[Any, Any, object]) -> None:
        asyncio.run(work)


class FakeMarks(QObject):
    """Does to names what the service does to rows; counts stay as they are."""

    marks_changed = Signal(list)
    many_changed = Signal()
    progress_changed = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.known = list(TAGS)
        self.asked: list[tuple[list[str], str]] = []
        self.undone = 0
        self.problem: StorageError | None = None
        self.waits: list[Callable[[], None]] = []
        self.is_slow = False

    async def tags(self) -> list[TagUse]:
        return list(self.known)

    def replace_tags(
        self, names: Sequence[str], new_name: str, on_end: Callable[[MarkResult], object]
    ) -> None:
        self.asked.append((list(names), new_name))

        def end() -> None:
            gone = set() if self.problem else set(names)
            count = sum(tag.tasks for tag in self.known if tag.name in gone)
            folded = normalise_for_search(new_name)
            stays = [tag for tag in self.known if tag.name not in gone]
            if new_name and count and folded not in {normalise_for_search(t.name) for t in stays}:
                stays.append(TagUse(new_name, count))
            self.known = sorted(stays, key=lambda tag: normalise_for_search(tag.name))
            on_end(MarkResult(MarkChange(), count, problem=self.problem))

        if self.is_slow:
            self.waits.append(end)
        else:
            end()

    def undo(self, result: MarkResult, on_end: Callable[[MarkResult], object]) -> None:
        self.undone += 1
        self.known = list(TAGS)
        on_end(result)


@dataclass
class Opened:
    window: QWidget
    marks: FakeMarks
    toast: Toast
    wiring: TagsWiring
    changes: list[bool]

    @property
    def dialog(self) -> TagsDialog:
        found = self.window.findChild(TagsDialog)
        assert found is not None
        return found

    @property
    def lines(self) -> list[str]:
        model = self.dialog.model
        texts = [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]
        return [plain(text) for text in texts]

    def select(self, *names: str) -> None:
        selection = self.dialog.list.selectionModel()
        selection.clearSelection()
        for row in range(self.dialog.model.rowCount()):
            if self.dialog.model.tag_at(row).name in names:
                selection.select(self.dialog.model.index(row, 0), selection.SelectionFlag.Select)


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


@pytest.fixture
def opened(qtbot: QtBot, theme: Theme) -> Iterator[Opened]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    window = QWidget()
    window.resize(800, 600)
    qtbot.addWidget(window)
    marks, toast = FakeMarks(), Toast(theme, window)
    window.show()
    wiring = TagsWiring(theme, marks, toast, FakeJobs(), window, window)
    changes: list[bool] = []
    wiring.changed.connect(lambda: changes.append(True))
    wiring.open()
    yield Opened(window, marks, toast, wiring, changes)
    wiring.close()
    toast.dismiss()
    QLocale.setDefault(before)


# -- what is being written -----------------------------------------------------------------------


def test_a_star_set_meanwhile_leaves_the_name_that_is_being_written(opened: Opened) -> None:
    dialog = opened.dialog
    opened.select("cat")
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, "big c")
    opened.marks.known[0] = TagUse("cat", 12_346)
    opened.marks.marks_changed.emit([])
    assert dialog.name.text() == "big c"
    assert "12,346" in opened.lines[0]
    assert dialog.state.text() == "On 12,346 image(s)"
    QTest.keyClicks(dialog.name, "at")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert opened.marks.asked == [(["cat"], "big cat")]
    assert dialog.name.text() == "big cat"


def test_the_name_of_a_tag_that_is_gone_meanwhile_goes(opened: Opened) -> None:
    dialog = opened.dialog
    opened.select("cat")
    QTest.keyClicks(dialog.name, "s")
    opened.marks.known = opened.marks.known[1:]
    opened.marks.marks_changed.emit([])
    assert dialog.name.text() == ""
    assert not dialog.rename_button.isEnabled()


def test_a_name_that_nobody_changed_follows_the_selection(opened: Opened) -> None:
    opened.select("cat")
    opened.marks.known[0] = TagUse("Cat", 3)
    opened.marks.marks_changed.emit([])
    assert opened.dialog.name.text() == "Cat"


# -- nothing to do, and trouble ------------------------------------------------------------------


def test_without_a_choice_or_a_name_nothing_can_be_pressed(opened: Opened) -> None:
    dialog = opened.dialog
    assert not dialog.rename_button.isEnabled()
    assert not dialog.delete_button.isEnabled()
    opened.select("cat")
    assert dialog.name.text() == "cat"
    assert not dialog.rename_button.isEnabled(), "it is called so already"
    assert dialog.delete_button.isEnabled()
    for nothing in ("", "   ", "\u200b"):
        dialog.name.setText(nothing)
        assert not dialog.rename_button.isEnabled()
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert opened.marks.asked == []


def test_a_library_without_tags_says_so(opened: Opened) -> None:
    opened.marks.known = []
    opened.wiring.open()
    assert opened.lines == []
    assert opened.dialog.state.text() == "No image has a tag yet."
    opened.dialog.search.setText("x")
    assert opened.dialog.state.text() == "No tag is called like this."


def test_a_history_that_takes_nothing_is_told_and_the_tags_stay(opened: Opened) -> None:
    opened.marks.problem = StorageError(ErrorCase.DISK_FULL, "full", volume="/")
    opened.select("cat")
    opened.dialog.delete_button.click()
    assert len(opened.lines) == len(TAGS)
    assert opened.toast.text
    assert "removed" not in opened.toast.text
    assert opened.dialog.delete_button.isEnabled()


def test_a_tag_that_is_gone_meanwhile_is_told(opened: Opened) -> None:
    opened.select("Katze")
    opened.marks.known = [tag for tag in TAGS if tag.name != "Katze"]
    opened.dialog.delete_button.click()
    assert opened.toast.text == "No image has this tag any more."
    assert "Katze  (7)" not in opened.lines


# -- what it is for ------------------------------------------------------------------------------


def test_tags_stand_with_their_numbers_and_are_found_by_part_of_their_name(opened: Opened) -> None:
    assert opened.lines == ["cat  (12,345)", "Katze  (7)", "sea & sun  (1)", "海边  (3)"]
    opened.dialog.search.setText("AT")
    assert opened.lines == ["cat  (12,345)", "Katze  (7)"]
    opened.dialog.search.setText("海")
    assert opened.lines == ["海边  (3)"]


def test_a_tag_is_renamed_and_stays_selected_and_is_taken_back(opened: Opened) -> None:
    opened.select("cat")
    assert opened.dialog.state.text() == "On 12,345 image(s)"
    opened.dialog.name.setText("  feline ")
    assert opened.dialog.rename_button.text() == "Rename"
    QTest.keyClick(opened.dialog.name, Qt.Key.Key_Return)
    assert opened.marks.asked == [(["cat"], "feline")]
    assert "feline  (12,345)" in opened.lines
    assert opened.dialog.name.text() == "feline"
    assert plain(opened.toast.text) == "“cat”: now “feline” on 12,345 image(s)"
    button = opened.toast.findChild(QPushButton)
    assert button is not None
    button.click()
    assert opened.marks.undone == 1
    assert "cat  (12,345)" in opened.lines
    assert len(opened.changes) == 2


def test_the_name_of_another_tag_joins_into_it(opened: Opened) -> None:
    opened.select("Katze")
    opened.dialog.name.setText("CAT")
    assert plain(opened.dialog.rename_button.text()) == "Join into “cat”"
    opened.dialog.name.setText("KATZE")
    assert opened.dialog.rename_button.text() == "Rename", "only another spelling"
    assert opened.dialog.rename_button.isEnabled()
    opened.dialog.name.setText("cat")
    opened.dialog.rename_button.click()
    assert opened.marks.asked == [(["Katze"], "cat")]
    assert opened.lines == ["cat  (12,345)", "sea & sun  (1)", "海边  (3)"]


def test_several_tags_become_one_with_the_name_of_the_most_used(opened: Opened) -> None:
    opened.select("Katze", "cat", "海边")
    assert opened.dialog.name.text() == "cat"
    assert opened.dialog.rename_button.text() == "Join 3 tag(s)"
    opened.dialog.rename_button.click()
    assert opened.marks.asked == [(["cat", "Katze", "海边"], "cat")]


def test_tags_are_deleted_and_taken_back(opened: Opened) -> None:
    opened.select("Katze", "海边")
    assert opened.dialog.delete_button.text() == "Delete 2 tag(s)"
    opened.dialog.delete_button.click()
    assert opened.marks.asked == [(["Katze", "海边"], "")]
    assert plain(opened.toast.text) == "Tag “Katze”, “海边” removed from 10 image(s)"
    assert opened.lines == ["cat  (12,345)", "sea & sun  (1)"]


def test_a_long_change_tells_how_far_it_is_and_is_not_asked_for_twice(opened: Opened) -> None:
    opened.marks.is_slow = True
    opened.select("cat")
    opened.dialog.delete_button.click()
    assert not opened.dialog.delete_button.isEnabled()
    opened.marks.progress_changed.emit(1_500, 12_345)
    sign = opened.dialog.findChild(QTimer, "busy sign")
    assert opened.dialog.state.text() == "On 12,345 image(s)"
    sign.timeout.emit()
    assert opened.dialog.state.text() == "1,500 of 12,345 image(s) changed"
    opened.marks.waits.pop()()
    sign.timeout.emit()
    assert opened.dialog.state.text() == "Select a tag to rename it, or several to join them."
    assert opened.marks.asked == [(["cat"], "")]


def test_tags_that_change_elsewhere_are_shown_with_the_same_choice(opened: Opened) -> None:
    opened.select("Katze")
    opened.marks.known = [*TAGS, TagUse("zebra", 1)]
    opened.marks.many_changed.emit()
    assert opened.lines[-1] == "zebra  (1)"
    assert opened.dialog.name.text() == "Katze"


def test_the_filters_lead_to_the_tags(opened: Opened, theme: Theme) -> None:
    opened.dialog.close()
    button = QPushButton("filters")
    layout = QVBoxLayout(opened.window)
    layout.addWidget(button)
    popover = FilterPopover(theme, button)
    opened.wiring.put_into(popover)
    popover.show_query(HistoryQuery())
    popover.open()
    QApplication.processEvents()
    assert popover.form.manage_button in popover.tab_stops()
    popover.form.manage_button.click()
    assert popover.isHidden()
    assert opened.dialog.isVisible()
