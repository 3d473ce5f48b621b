"""Marks, the bin and their keys: what is asked of the services, and what a person is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QLocale, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistoryCounts, HistoryFilter
from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.marks_service import MarkResult, TagUse
from nanobanana_desktop.services.trash_service import Emptied, TrashSummary
from nanobanana_desktop.ui.actions import RATINGS, Command
from nanobanana_desktop.ui.bin_texts import where_they_go
from nanobanana_desktop.ui.details.details_pane import DetailsPane
from nanobanana_desktop.ui.history.bin_bar import BinBar
from nanobanana_desktop.ui.history.empty_note import EmptyNote
from nanobanana_desktop.ui.history.filter_chips import CHOICES
from nanobanana_desktop.ui.marks.many_notes import ManyNotes
from nanobanana_desktop.ui.marks.marks_editors import MarksEditors
from nanobanana_desktop.ui.marks.marks_popover import MarksPopover
from nanobanana_desktop.ui.marks.note_field import NoteField
from nanobanana_desktop.ui.marks.tag_field import ShownTag, TagField
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_menu import TaskMenus
from nanobanana_desktop.ui.task_requests import SAMPLE, TaskRequests, sample
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.chosen_rows import ChosenRows
from nanobanana_desktop.ui.wiring.mark_commands import MarkCommands
from nanobanana_desktop.ui.wiring.marks_wiring import MarksWiring
from nanobanana_desktop.ui.wiring.trash_wiring import TrashWiring
from tests.ui.fake_history import NOON, FakeHistory, FakePictures, make_task
from tests.ui.fake_tasks import FakeTasks

S = TaskState
C = Command
Change = tuple[tuple[int, ...], MarkChange]


class FakeJobs:
    def start(self, _name: str, work: Coroutine[Any, Any, object]) -> None:
        asyncio.run(work)


class FakeMarks(QObject):
    """Says that all rows were changed, at once; `undone` counts what was taken back."""

    marks_changed = Signal(list)
    many_changed = Signal()
    progress_changed = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Change] = []
        self.undone: list[MarkResult] = []
        self.problem: StorageError | None = None
        self.known: list[TagUse] = []
        self.left = 0
        self.does_something = True

    def change(
        self,
        numbers: Sequence[int],
        change: MarkChange,
        on_end: Callable[[MarkResult], object] | None = None,
    ) -> None:
        self.asked.append((tuple(numbers), change))
        count = 0 if self.problem or not self.does_something else len(numbers)
        if on_end is not None:
            on_end(MarkResult(change, count, problem=self.problem, left=self.left))

    def undo(
        self, result: MarkResult, on_end: Callable[[MarkResult], object] | None = None
    ) -> None:
        self.undone.append(result)
        if on_end is not None:
            on_end(result)

    async def tags(self) -> list[TagUse]:
        return self.known

    async def tags_of(self, _numbers: Sequence[int]) -> list[TagUse]:
        return self.known


class FakeTrash(QObject):
    emptied = Signal(object)
    progress_changed = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.answer: TrashSummary | StorageError = TrashSummary()
        self.asked: list[tuple[tuple[int, ...] | None, bool]] = []

    async def summary(self, _numbers: Sequence[int] | None = None) -> TrashSummary:
        if isinstance(self.answer, StorageError):
            raise self.answer
        return self.answer

    def empty(self, numbers: Sequence[int] | None = None, *, starred: bool = False) -> None:
        self.asked.append((None if numbers is None else tuple(numbers), starred))


@dataclass
class Window:
    panes: Panes
    source: FakeHistory
    tasks: FakeTasks
    marks: FakeMarks
    trash: FakeTrash
    marks_wiring: MarksWiring
    trash_wiring: TrashWiring

    def show(self, *tasks: GenerationTask) -> None:
        for task in tasks:
            self.source.put(task)
        self.tasks.open_tasks = [task for task in tasks if task.state is not S.DONE]
        self.tasks.waiting = [task for task in tasks if task.state is S.READY]
        self.panes.history.show_history()
        self.panes.history.select(tasks[0].id)

    def number(self, task_id: str) -> int:
        return self.source.numbers_of([task_id])[task_id]

    @property
    def toast(self) -> str:
        toast = self.panes.window.toast
        return toast.text if toast.isVisible() else ""

    @property
    def undo(self) -> QPushButton:
        return self.panes.window.toast.findChild(QPushButton)

    @property
    def questions(self) -> list[QMessageBox]:
        return [box for box in self.panes.window.findChildren(QMessageBox) if box.isVisible()]

    def answer(self, words: str) -> None:
        (box,) = self.questions
        next(b for b in box.buttons() if b.text().replace("&", "") == words).click()
        box.hide()


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[Window]:
    source, pictures, tasks = FakeHistory(), FakePictures(), FakeTasks()
    panes = Panes(theme, source, pictures, pictures, lambda: NOON, demo=False)
    qtbot.addWidget(panes.window)
    panes.actions.fill_menus()
    panes.show()
    marks, trash, jobs = FakeMarks(), FakeTrash(), FakeJobs()
    rows = ChosenRows(source, panes.history)
    toast = panes.window.toast
    marks_wiring = MarksWiring(
        theme,
        panes.requests,
        marks,
        rows,
        panes.history,
        panes.stage.pages,
        toast,
        jobs,
        panes.history.tasks_changed,
        panes,
    )
    trash_wiring = TrashWiring(
        panes.requests,
        marks,
        trash,
        tasks,
        source,
        rows,
        panes.history,
        toast,
        jobs,
        panes.window,
        panes,
    )
    commands = {"verify": list, "manage_tags": list}
    MarkCommands(panes.actions, panes.requests, panes.history, **commands, parent=panes)
    yield Window(panes, source, tasks, marks, trash, marks_wiring, trash_wiring)
    for box in panes.window.findChildren(QMessageBox):
        box.close()
    panes.window.toast.dismiss()
    panes.ticker.set_pace(panes.history.list, 0)
    panes.window.close()


def press(keys: TaskKeys, key: Qt.Key, tasks: Sequence[GenerationTask]) -> bool:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    return keys.handle(event, tasks)


# -- keys and menus ------------------------------------------------------------------------------


def test_letters_and_digits_that_are_switched_off_do_nothing(qtbot: QtBot) -> None:
    requests = TaskRequests()
    asked: list[object] = []
    requests.marks_requested.connect(lambda *args: asked.append(args))
    requests.tags_requested.connect(asked.append)
    requests.note_requested.connect(asked.append)
    keys = TaskKeys(requests)
    keys.letters = False
    for key in (Qt.Key.Key_3, Qt.Key.Key_0, Qt.Key.Key_T, Qt.Key.Key_N, Qt.Key.Key_S):
        assert not press(keys, key, [make_task("a")])
    keys.letters = True
    for key in (Qt.Key.Key_3, Qt.Key.Key_T, Qt.Key.Key_N):
        assert not press(keys, key, [])
    assert not press(keys, Qt.Key.Key_6, [make_task("a")])
    assert asked == []


def test_the_same_digit_again_takes_the_rating_away(qtbot: QtBot) -> None:
    requests = TaskRequests()
    asked: list[tuple[list[str], MarkChange]] = []
    requests.marks_requested.connect(lambda ids, change: asked.append((ids, change)))
    keys = TaskKeys(requests)
    three, none = replace(make_task("a"), rating=3), make_task("b")
    press(keys, Qt.Key.Key_3, [none])
    press(keys, Qt.Key.Key_3, [three])
    press(keys, Qt.Key.Key_3, [three, none])
    press(keys, Qt.Key.Key_0, [three])
    assert asked == [
        (["b"], MarkChange(rating=3)),
        (["a"], MarkChange(rating=0)),
        (["a", "b"], MarkChange(rating=3)),
        (["a"], MarkChange(rating=0)),
    ]


def test_what_lies_in_the_bin_can_be_restored_or_deleted(qtbot: QtBot, theme: Theme) -> None:
    menus, host = TaskMenus(TaskRequests()), QMessageBox()
    qtbot.addWidget(host)
    one, other = (replace(make_task(name), trashed_at=5.0) for name in "ab")
    words = [action.text() for action in menus.menu([one], host).actions() if action.text()]
    assert words == ["Open", "Restore", "Delete for good…", "Empty the bin…"]
    words = [action.text() for action in menus.menu([one, other], host).actions() if action.text()]
    assert words[:2] == ["Restore 2 image(s)", "Delete 2 image(s) for good…"]


def test_a_missing_file_can_be_located_and_fetched_while_its_link_lives(qtbot: QtBot) -> None:
    host = QMessageBox()
    qtbot.addWidget(host)
    task = make_task("a", result_url="https://x/1.png", result_seen_at=NOON - 3_600)
    for now, offered in ((NOON, True), (NOON + 2 * 86_400, False)):
        menus = TaskMenus(TaskRequests(), is_missing=lambda _task: True, now=lambda now=now: now)
        words = [action.text() for action in menus.menu([task], host).actions()]
        assert "Find file…" in words
        assert ("Download again" in words) is offered


def test_commands_act_on_all_that_is_selected_and_show_what_holds(window: Window) -> None:
    window.show(replace(make_task("a"), rating=2, starred=True), make_task("b"))
    actions = window.panes.actions
    assert [actions[command].isChecked() for command in RATINGS].index(True) == 2
    assert actions[C.STAR].isChecked()
    assert not actions[C.RESTORE].isEnabled()
    window.panes.history.list.selectAll()
    actions[C.RATE_5].trigger()
    actions[C.STAR].trigger()
    rows = tuple(sorted(window.number(name) for name in "ab"))
    asked = [(tuple(sorted(numbers)), change) for numbers, change in window.marks.asked]
    assert asked == [(rows, MarkChange(rating=5)), (rows, MarkChange(starred=True))]


def test_many_changes_are_told_and_taken_back_and_single_ones_are_silent(window: Window) -> None:
    window.show(make_task("a"), make_task("b"))
    window.panes.requests.star_toggled.emit("a", True)
    assert window.toast == ""
    window.panes.requests.marks_requested.emit(["a", "b"], MarkChange(rating=4))
    assert window.toast == "2 image(s) rated ★★★★"
    window.undo.click()
    assert [result.change for result in window.marks.undone] == [MarkChange(rating=4)]


def test_the_selection_outlives_a_change_of_many(window: Window, qtbot: QtBot) -> None:
    window.show(*(make_task(name) for name in "abcd"))
    history = window.panes.history
    history.list.selectAll()
    before = history.current_task()
    assert before is not None
    for name in "abcd":
        window.source.put(replace(make_task(name), rating=4))
    window.marks.many_changed.emit()
    qtbot.waitUntil(lambda: window.source.requested is None)
    assert [task.rating for task in history.selected_tasks()] == [4] * 4
    current = history.current_task()
    assert current is not None
    assert (current.id, current.rating) == (before.id, 4)


def test_a_change_of_many_takes_away_what_is_not_listed_any_more(
    window: Window, qtbot: QtBot
) -> None:
    window.show(*(make_task(name) for name in "abcd"))
    history = window.panes.history
    history.select("d")
    for name in "ab":
        window.source.put(replace(make_task(name), trashed_at=5.0))
    window.marks.many_changed.emit()
    qtbot.waitUntil(lambda: history.model.rowCount() == 2)
    assert [task.id for task in history.selected_tasks()] == ["d"]


def test_a_history_that_takes_no_marks_says_why(window: Window) -> None:
    window.show(make_task("a"), make_task("b"))
    window.marks.problem = StorageError(ErrorCase.NEWER_DATABASE, "9")
    window.panes.requests.star_toggled.emit("a", True)
    assert "newer version" in window.toast
    window.panes.window.toast.dismiss()
    window.panes.requests.delete_requested.emit(["a"])
    assert "newer version" in window.toast


# -- the bin -------------------------------------------------------------------------------------


def test_a_deleted_order_is_called_removed_only_once_it_is_gone(window: Window) -> None:
    window.show(make_task("a", S.READY))
    window.panes.requests.delete_requested.emit(["a"])
    assert (window.toast, window.tasks.asked) == ("", [("take_back", ("a",))])
    window.tasks.tasks_removed.emit(["a"])
    assert window.toast == "Removed from the queue. Nothing was sent."
    window.undo.click()
    assert [asked[0] for asked in window.tasks.asked] == ["take_back", "put_back"]
    assert window.marks.asked == []


def test_a_deleted_order_that_was_being_sent_is_never_ordered_again(window: Window) -> None:
    task = make_task("a", S.READY)
    window.show(task)
    window.panes.requests.delete_requested.emit(["a"])
    window.tasks.task_changed.emit(replace(task, state=S.SUBMITTING))
    assert window.toast == "Already sent. It can't be taken back."
    assert not window.undo.isVisible()
    window.tasks.tasks_removed.emit(["a"])
    assert window.toast == "Already sent. It can't be taken back."


def test_undo_shows_what_came_back(window: Window) -> None:
    window.show(*(make_task(name) for name in "abc"))
    history = window.panes.history
    history.select("b")
    window.panes.requests.delete_requested.emit(["b"])
    history.select("c")
    window.undo.click()
    current = history.current_task()
    assert current is not None
    assert current.id == "b"


def test_undo_of_a_mixed_selection_brings_back_both_kinds(window: Window) -> None:
    window.show(make_task("d"), make_task("a", S.READY), make_task("b", S.READY))
    window.panes.requests.delete_requested.emit(["d", "a", "b"])
    window.tasks.tasks_removed.emit(["a"])
    window.tasks.task_changed.emit(make_task("b", S.SUBMITTING))
    assert window.marks.asked == [((window.number("d"),), MarkChange(trash=True))]
    assert window.toast == (
        "1 item(s) moved to the bin, 1 task(s) removed from the queue, 1 already sent"
    )
    window.undo.click()
    assert len(window.marks.undone) == 1
    assert [asked[0] for asked in window.tasks.asked] == ["take_back", "put_back"]


def test_an_order_that_could_not_be_made_ready_is_not_called_sent(window: Window) -> None:
    window.show(make_task("a", S.READY))
    window.panes.requests.delete_requested.emit(["a"])
    window.tasks.task_changed.emit(make_task("a", S.FAILED))
    assert window.toast == ""


def test_many_are_asked_about_before_they_go_to_the_bin(window: Window) -> None:
    names = [f"t{number}" for number in range(51)]
    window.show(*(make_task(name) for name in names))
    window.panes.requests.delete_requested.emit(names)
    assert window.marks.asked == []
    window.answer("Cancel")
    assert window.marks.asked == []
    window.panes.requests.delete_requested.emit(names)
    window.answer("Delete 51 image(s)")
    assert [len(numbers) for numbers, _ in window.marks.asked] == [51]


def test_in_the_bin_delete_means_for_good_and_asks(window: Window) -> None:
    window.show(replace(make_task("a"), trashed_at=5.0), make_task("b"))
    window.panes.history.filters.set_value(HistoryFilter.TRASH)
    window.trash.answer = TrashSummary(1, 0, 0)
    window.panes.requests.delete_requested.emit(["a"])
    assert window.marks.asked == []
    assert window.questions[0].informativeText() == "It goes to the system's bin."
    window.answer("Delete 1 image(s)")
    assert window.trash.asked == [((window.number("a"),), False)]


def test_what_stays_in_the_bin_is_said_in_whole_sentences(window: Window) -> None:
    window.trash.answer = TrashSummary(3, 1, 1)
    window.panes.requests.empty_bin_requested.emit()
    lines = window.questions[0].informativeText().splitlines()
    assert len(lines) == 3
    assert all(line.endswith(".") for line in lines)
    window.answer("Cancel")


@pytest.mark.parametrize(
    ("answer", "starred"), [("Keep them", False), ("Delete 2 starred image(s)", True)]
)
def test_starred_ones_are_asked_about_a_second_time(
    window: Window, answer: str, starred: bool
) -> None:
    window.trash.answer = TrashSummary(5, 2, 0)
    window.panes.requests.empty_bin_requested.emit()
    window.answer("Delete 5 image(s)")
    assert window.trash.asked == []
    window.answer(answer)
    assert window.trash.asked == [(None, starred)]


def test_esc_in_the_second_question_deletes_nothing(window: Window) -> None:
    window.trash.answer = TrashSummary(5, 2, 0)
    window.panes.requests.empty_bin_requested.emit()
    window.answer("Delete 5 image(s)")
    QTest.keyClick(window.questions[0], Qt.Key.Key_Escape)
    assert window.questions == []
    assert window.trash.asked == []


def test_only_starred_ones_are_asked_about_once_and_can_all_stay(window: Window) -> None:
    window.trash.answer = TrashSummary(2, 2, 0)
    window.panes.requests.empty_bin_requested.emit()
    window.answer("Cancel")
    assert window.trash.asked == []
    window.panes.requests.empty_bin_requested.emit()
    window.answer("Delete 2 starred image(s)")
    assert window.trash.asked == [(None, True)]


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        (TrashSummary(), "The bin is empty"),
        (TrashSummary(0, 0, 3), "3 task(s) still being made stay"),
        (StorageError(ErrorCase.NEWER_DATABASE, "9"), "newer version"),
    ],
    ids=["empty", "made", "newer"],
)
def test_nothing_to_empty_is_said_without_a_question(
    window: Window, summary: TrashSummary | StorageError, words: str
) -> None:
    window.trash.answer = summary
    window.panes.requests.empty_bin_requested.emit()
    assert words in window.toast
    assert window.questions == []


def test_what_did_not_leave_is_said(window: Window) -> None:
    window.trash.emptied.emit(Emptied(3, 1, 2))
    assert window.toast == (
        "3 item(s) deleted, 1 stay: the system's bin did not take the file, "
        "2 stay: an image folder is not there"
    )
    asked: list[bool] = []
    window.panes.requests.open_folders_requested.connect(lambda: asked.append(True))
    window.undo.click()
    assert asked == [True]


def test_restoring_is_told_and_taken_back(window: Window) -> None:
    window.show(replace(make_task("a"), trashed_at=5.0))
    window.panes.requests.restore_requested.emit(["a"])
    assert window.toast == "1 item(s) restored"
    window.undo.click()
    assert [result.change for result in window.marks.undone] == [MarkChange(trash=False)]


@pytest.mark.parametrize(
    ("platform", "name"), [("win32", "Recycle Bin"), ("darwin", "Trash"), ("linux", "system's bin")]
)
def test_the_bin_of_the_system_has_its_own_name(qtbot: QtBot, platform: str, name: str) -> None:
    several = where_they_go(2, platform)
    assert several.startswith("They go to")
    assert name in several
    assert where_they_go(1, platform) == several.replace("They go", "It goes")


def test_the_bin_shows_what_can_be_done_with_it(window: Window) -> None:
    window.show(replace(make_task("a"), trashed_at=5.0), make_task("b"))
    history = window.panes.history
    assert history.findChild(BinBar) is None
    history.filters.set_value(HistoryFilter.TRASH)
    history.select("a")
    QApplication.processEvents()
    bar = history.findChild(BinBar)
    assert bar is not None
    assert not bar.isHidden()
    bar.restore_button.click()
    assert window.marks.asked == [((window.number("a"),), MarkChange(trash=False))]
    window.trash.answer = TrashSummary(1, 0, 0)
    bar.empty_button.click()
    assert [box.text() for box in window.questions] == ["Delete 1 image(s)?"]
    history.filters.set_value(HistoryFilter.ALL)
    assert bar.isHidden()


def test_letters_act_after_a_press_on_a_filter(window: Window) -> None:
    window.show(make_task("a"), make_task("b"))
    chip = window.panes.history.filters.chip(HistoryFilter.ALL)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    QTest.keyClick(chip, Qt.Key.Key_G)
    assert window.panes.stage.view == "grid"


def test_an_empty_grid_says_what_the_list_says(window: Window) -> None:
    window.show(make_task("a"))
    stage, filters = window.panes.stage, window.panes.history.filters
    stage.set_view("grid")
    note = stage.findChild(EmptyNote)
    assert note.isHidden()
    filters.set_value(HistoryFilter.STARRED)
    QApplication.processEvents()
    assert not note.isHidden()
    assert note.heading == "No starred images yet"
    assert note.button.isHidden()
    filters.set_value(HistoryFilter.ALL)
    QApplication.processEvents()
    assert note.isHidden()


def test_filters_with_numbers_stay_in_one_line(window: Window) -> None:
    filters = window.panes.history.filters
    window.panes.history.setFixedWidth(266)
    filters.set_counts(HistoryCounts(active=2, failed=12, trash=20_345))
    QApplication.processEvents()
    tops = {filters.chip(chosen).y() for chosen in CHOICES}
    assert len(tops) == 1


@pytest.fixture
def british_formats() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("british_formats")
def test_large_numbers_of_filters_are_grouped(window: Window) -> None:
    filters = window.panes.history.filters
    filters.set_counts(HistoryCounts(failed=1204, trash=20_345))
    assert filters.bin.accessibleName() == "Bin, 20,345 item(s)"
    assert filters.chip(HistoryFilter.FAILED).accessibleName().endswith("1,204")


# -- tags and notes ------------------------------------------------------------------------------


@pytest.fixture
def field(qtbot: QtBot, theme: Theme) -> TagField:
    made = TagField(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_enter_while_composing_adds_nothing(field: TagField) -> None:
    added: list[list[str]] = []
    field.added.connect(added.append)
    field.line.inputMethodEvent(QInputMethodEvent("hai", []))
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    QTest.keyClick(field.line, Qt.Key.Key_Backspace)
    assert added == []
    commit = QInputMethodEvent("", [])
    commit.setCommitString("海边")
    field.line.inputMethodEvent(commit)
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert (added, field.line.text()) == ([["海边"]], "")


def test_tags_are_added_by_enter_and_commas_and_removed_by_backspace(field: TagField) -> None:
    added: list[list[str]] = []
    removed: list[str] = []
    field.added.connect(added.append)
    field.removed.connect(removed.append)
    field.set_tags([ShownTag("sea", 1), ShownTag("a & b", 1)], 1)
    QTest.keyClicks(field.line, " night ")
    QTest.keyClick(field.line, Qt.Key.Key_Backspace)
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    QTest.keyClicks(field.line, "boats,")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    QTest.keyClick(field.line, Qt.Key.Key_Backspace)
    assert (added, removed) == ([["night"], ["boats"]], ["a & b"])
    next(b for b in field.findChildren(QPushButton) if b.accessibleName().endswith("sea")).click()
    assert removed == ["a & b", "sea"]


def test_a_tag_of_some_says_of_how_many(field: TagField) -> None:
    field.set_tags([ShownTag("sea", 2), ShownTag("all", 3)], 3)
    texts = [button.text() for button in field.findChildren(QPushButton) if button.isVisible()]
    assert [text.replace("\u2068", "").replace("\u2069", "") for text in texts] == [
        "sea (2 of 3)",
        "all",
    ]


def test_a_note_is_saved_when_another_task_comes_and_when_the_field_goes(qtbot: QtBot) -> None:
    note = NoteField()
    qtbot.addWidget(note)
    written: list[tuple[str, str]] = []
    note.written.connect(lambda task_id, text: written.append((task_id, text)))
    note.show_note("a", "old")
    note.show()
    QTest.keyClicks(note, "new ")
    note.show_note("a", "from elsewhere")
    assert note.toPlainText() == "new old"
    note.show_note("b", "")
    QTest.keyClicks(note, "second")
    note.hide()
    assert written == [("a", "new old"), ("b", "second")]
    note.save_now()
    assert len(written) == 2


def test_a_note_is_saved_by_itself(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nanobanana_desktop.ui.marks.note_field.SAVE_MS", 1)
    note = NoteField()
    qtbot.addWidget(note)
    note.show_note("a", "")
    with qtbot.waitSignal(note.written, timeout=30_000) as saved:
        QTest.keyClicks(note, "x")
    assert saved.args == ["a", "x"]


def test_what_is_written_in_the_details_stays_with_its_task(qtbot: QtBot, theme: Theme) -> None:
    editors = MarksEditors(theme)
    qtbot.addWidget(editors)
    asked: list[tuple[list[str], MarkChange]] = []
    editors.change_wanted.connect(lambda ids, change: asked.append((ids, change)))
    first, second = replace(make_task("a"), rating=3), make_task("b")
    editors.show_tasks([])
    assert not editors.isVisible()
    editors.show_tasks([first])
    QTest.keyClicks(editors.note, "half a thought")
    QTest.keyClicks(editors.tags.line, "sea")
    editors.tasks_changed([replace(first, starred=True)])
    assert editors.note.toPlainText() == "half a thought"
    editors.show_tasks([second])
    assert asked == [
        (["a"], MarkChange(note="half a thought")),
        (["a"], MarkChange(add_tags=("sea",))),
    ]
    assert (editors.note.toPlainText(), editors.tags.line.text()) == ("", "")


def test_stars_in_the_details_rate_and_take_the_rating_away(qtbot: QtBot, theme: Theme) -> None:
    editors = MarksEditors(theme)
    qtbot.addWidget(editors)
    asked: list[tuple[list[str], MarkChange]] = []
    editors.change_wanted.connect(lambda ids, change: asked.append((ids, change)))
    three, none = replace(make_task("a"), rating=3, tags=("sea",)), make_task("b")
    editors.show_tasks([three])
    stars = editors.rating.stars
    assert [star.accessibleName() for star in stars][1:4] == [
        "Rate 2 star(s)",
        "Remove rating",
        "Rate 4 star(s)",
    ]
    stars[2].click()
    editors.show_tasks([three, none])
    stars[2].click()
    assert asked == [(["a"], MarkChange(rating=0)), (["a", "b"], MarkChange(rating=3))]
    assert [(tag.name, tag.tasks) for tag in editors.tags.tags] == [("sea", 1)]
    assert not editors.note.isVisibleTo(editors)


def test_esc_in_the_details_empties_the_line_and_then_leaves(qtbot: QtBot, theme: Theme) -> None:
    editors = MarksEditors(theme)
    qtbot.addWidget(editors)
    left: list[bool] = []
    editors.left.connect(lambda: left.append(True))
    editors.show_tasks([make_task("a")])
    editors.activateWindow()
    editors.tags.line.setFocus()
    qtbot.waitUntil(editors.tags.line.hasFocus)
    QTest.keyClicks(editors.tags.line, "s")
    QTest.keyClick(editors.tags.line, Qt.Key.Key_Escape)
    assert (editors.tags.line.text(), left) == ("", [])
    QTest.keyClick(editors.tags.line, Qt.Key.Key_Escape)
    assert left == [True]


def popover(window: Window) -> MarksPopover:
    found = window.panes.window.findChild(MarksPopover)
    assert found is not None
    return found


def test_tags_are_edited_over_the_stage_and_kept_when_the_selection_moves(window: Window) -> None:
    first, second = make_task("a"), make_task("b")
    window.show(first, second)
    window.marks.known = [TagUse("sea", 3)]
    window.panes.requests.tags_requested.emit([first])
    box = popover(window)
    assert box.isVisible()
    QTest.keyClicks(box.tags.line, "night")
    window.panes.history.select("b")
    assert not box.isVisible()
    assert window.marks.asked == [((window.number("a"),), MarkChange(add_tags=("night",)))]
    window.marks.marks_changed.emit([replace(first, tags=("night",))])
    assert [tag.name for tag in box.tags.tags] == ["night"]


def test_what_is_written_for_some_is_not_given_to_more_that_are_selected_next(
    window: Window,
) -> None:
    window.show(*(make_task(name) for name in "abc"))
    rows = window.panes.history.list
    window.panes.history.select("a")
    index = rows.model().index(1)
    rows.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
    chosen = list(window.panes.history.selected_tasks())
    window.panes.requests.tags_requested.emit(chosen)
    QTest.keyClicks(popover(window).tags.line, "night")
    rows.selectAll()
    ((numbers, change),) = window.marks.asked
    assert sorted(numbers) == sorted(window.number(task.id) for task in chosen)
    assert change == MarkChange(add_tags=("night",))


def test_what_is_written_for_a_large_selection_stays_with_it(
    window: Window,
) -> None:
    names = [f"t{number:03}" for number in range(SAMPLE + 20)]
    window.show(*(make_task(name) for name in names))
    rows = window.panes.history.list
    rows.selectAll()
    first = list(sample(window.panes.history.selected_tasks()))
    window.panes.requests.tags_requested.emit(first)
    QTest.keyClicks(popover(window).tags.line, "night")
    window.panes.history.select(names[0])
    ((numbers, _change),) = window.marks.asked
    assert sorted(numbers) == sorted(map(window.number, names))


def test_a_wish_about_some_of_the_selected_is_about_these_alone(window: Window) -> None:
    window.show(*(make_task(name) for name in "abc"))
    window.panes.history.list.selectAll()
    window.panes.requests.marks_requested.emit(["a", "b"], MarkChange(rating=4))
    ((numbers, _change),) = window.marks.asked
    assert sorted(numbers) == sorted(map(window.number, "ab"))


def test_a_note_is_kept_when_the_program_ends(window: Window) -> None:
    task = make_task("a")
    window.show(task)
    window.panes.requests.note_requested.emit(task)
    QTest.keyClicks(popover(window).note, "later")
    window.marks_wiring.save_now()
    assert window.marks.asked == [((window.number("a"),), MarkChange(note="later"))]


def test_keys_of_the_editor_do_not_reach_the_stage(window: Window) -> None:
    task = make_task("a")
    window.show(task)
    window.panes.requests.tags_requested.emit([task])
    steps: list[int] = []
    window.panes.stage.step_requested.connect(steps.append)
    QTest.keyClick(popover(window).tags.line, Qt.Key.Key_Down)
    QTest.keyClicks(popover(window).tags.line, "s5")
    assert (steps, window.marks.asked) == ([], [])
    QTest.keyClick(popover(window).tags.line, Qt.Key.Key_Escape)
    assert popover(window).isVisible()
    QTest.keyClick(popover(window).tags.line, Qt.Key.Key_Escape)
    assert not popover(window).isVisible()
    assert window.marks.asked == []


def test_tags_in_all_scripts_are_equally_high(qtbot: QtBot, theme: Theme) -> None:
    field = TagField(theme)
    qtbot.addWidget(field)
    field.set_tags((ShownTag("travel", 1), ShownTag("北欧", 1), ShownTag("ประเทศ", 1)), 1)
    field.resize(600, 100)
    field.show()
    chips = field.findChildren(QPushButton)
    assert len(chips) == 3
    assert {chip.height() for chip in chips} == {field.line.height()}


def test_the_title_of_the_box_ends_within_it_whole(window: Window) -> None:
    prompt = "A ripe banana carved into a tiny sailing boat, drifting on a mirror-calm lake at dawn"
    task = make_task("a", prompt=prompt)
    window.show(task)
    window.panes.requests.note_requested.emit(task)
    box = popover(window)
    title = box.findChild(QLabel)
    text = title.text()
    assert text.startswith("Note on “A ripe banana")
    assert text.endswith("…”")
    QApplication.processEvents()
    assert title.fontMetrics().horizontalAdvance(text) <= title.width()


# -- a note on many ------------------------------------------------------------------------------


def notes_box(window: Window) -> ManyNotes:
    return popover(window).notes


def select_all(window: Window, *names: str) -> None:
    window.show(*(make_task(name) for name in names))
    window.panes.history.list.selectAll()
    QApplication.processEvents()


def test_a_note_for_one_of_several_selected_is_for_all_of_them(window: Window) -> None:
    select_all(window, "a", "b", "c")
    window.panes.requests.note_requested.emit(window.source.tasks(["b"])[0])
    assert notes_box(window).isVisible()
    assert not popover(window).note.isVisible()
    assert popover(window).accessibleName() == "Note on 3 image(s)"
    QTest.keyClicks(notes_box(window).edit, "for all")
    assert window.marks.asked == []
    notes_box(window).add_button.click()
    rows = tuple(window.number(name) for name in "abc")
    ((asked, change),) = window.marks.asked
    assert (sorted(asked), change) == (sorted(rows), MarkChange(add_note="for all"))
    assert window.toast == "Note added to 3 image(s)"
    assert popover(window).isHidden()
    window.undo.click()
    assert len(window.marks.undone) == 1


def test_replacing_and_removing_are_said_on_the_button(window: Window) -> None:
    select_all(window, "a", "b")
    window.panes.requests.note_requested.emit(window.source.tasks(["a"])[0])
    box = notes_box(window)
    assert (box.replace_button.text(), box.add_button.isEnabled()) == ("Remove their notes", False)
    QTest.keyClick(box.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.marks.asked == []
    QTest.keyClicks(box.edit, "new ")
    assert box.replace_button.text() == "Replace their notes"
    box.replace_button.click()
    assert window.marks.asked[-1][1] == MarkChange(note="new")
    assert window.toast == "Note of 2 image(s) replaced"
    window.panes.requests.note_requested.emit(window.source.tasks(["a"])[0])
    assert box.edit.toPlainText() == ""
    box.replace_button.click()
    assert window.marks.asked[-1][1] == MarkChange(note="")
    assert window.toast == "Note removed from 2 image(s)"


def test_notes_that_would_be_too_long_are_told(window: Window) -> None:
    select_all(window, "a", "b", "c")
    for left, told in (
        (
            1,
            "Note added to 3 image(s). On 1 image(s) the note would be too long, and is as it was",
        ),
        (3, "On 3 image(s) the note would be too long, and is as it was"),
    ):
        window.marks.left = left
        window.marks.does_something = left < 3
        window.panes.requests.note_requested.emit(window.source.tasks(["a"])[0])
        QTest.keyClicks(notes_box(window).edit, "more")
        notes_box(window).add_button.click()
        assert window.toast == told


def test_an_unfinished_note_for_many_changes_nothing_and_is_kept(window: Window) -> None:
    select_all(window, "a", "b")
    window.panes.requests.note_requested.emit(window.source.tasks(["a"])[0])
    QTest.keyClicks(notes_box(window).edit, "half")
    QTest.keyClick(popover(window), Qt.Key.Key_Escape)
    window.panes.history.select("a")
    QApplication.processEvents()
    assert popover(window).isHidden()
    assert window.marks.asked == []
    window.panes.requests.note_requested.emit(window.source.tasks(["a"])[0])
    assert popover(window).note.isVisible()
    assert not notes_box(window).isVisible()
    window.panes.history.list.selectAll()
    window.panes.requests.note_requested.emit(window.source.tasks(["a"])[0])
    assert notes_box(window).edit.toPlainText() == "half"
    QTest.keyClick(notes_box(window).edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.marks.asked[-1][1] == MarkChange(add_note="half")


def test_the_details_of_several_lead_to_their_note(window: Window, qtbot: QtBot) -> None:
    pane = DetailsPane(window.panes.theme)
    qtbot.addWidget(pane)
    window.marks_wiring.put_into(pane)
    pane.show()
    select_all(window, "a", "b")
    tasks = window.source.tasks(["a", "b"])
    pane.show_tasks(tasks, 2, NOON)
    editors = pane.findChild(MarksEditors)
    assert editors.notes_button.isVisible()
    editors.notes_button.click()
    assert notes_box(window).isVisible()
    pane.show_task(tasks[0], NOON, file_missing=False)
    assert not editors.notes_button.isVisible()


def test_the_note_of_many_stays_with_those_it_was_opened_for(window: Window) -> None:
    window.show(*(make_task(f"t{number:04}") for number in range(SAMPLE + 30)))
    window.panes.history.list.selectAll()
    window.panes.requests.note_requested.emit(window.source.tasks(["t0000"])[0])
    QTest.keyClicks(notes_box(window).edit, "x")
    notes_box(window).add_button.click()
    assert len(window.marks.asked[-1][0]) == SAMPLE + 30


@pytest.mark.parametrize("names", ["a", "ab"])
def test_ctrl_enter_in_a_note_orders_nothing(window: Window, names: str) -> None:
    asked: list[Command] = []
    window.panes.actions.triggered.connect(asked.append)
    select_all(window, *names)
    window.panes.requests.note_requested.emit(window.source.tasks(["a"])[0])
    editor = notes_box(window).edit if len(names) > 1 else popover(window).note
    QTest.keyClicks(editor, "thought")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert Command.GENERATE not in asked
    assert len(window.marks.asked) == 1


def test_a_message_hides_nothing_of_what_is_written(window: Window) -> None:
    select_all(window, "a", "b")
    window.panes.requests.marks_requested.emit(["a", "b"], MarkChange(rating=3))
    window.panes.requests.note_requested.emit(window.source.tasks(["a"])[0])
    QApplication.processEvents()
    toast, box = window.panes.window.toast, popover(window)
    toast.stay_above(window.panes.stage.pages)
    toast.show_message("told")
    assert toast.isVisible()
    places = [QRect(w.mapToGlobal(QPoint(0, 0)), w.size()) for w in (toast, box)]
    assert not places[0].intersects(places[1])
