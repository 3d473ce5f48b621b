"""Sorting out in the whole window: what is offered, kept, carried out, and goes meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.culling import BIN, Culling, CullScope
from nanobanana_desktop.domain.history_query import HistoryFilter
from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.services.marks_service import MarkResult
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.culling.cull_keys import CullStep
from nanobanana_desktop.ui.culling.window import CullingWindow
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.stage.stage_header import COMPARE, SINGLE
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring import culling_scopes
from nanobanana_desktop.ui.wiring.culling_wiring import CullingWiring
from tests.ui.fake_history import DAY, HOUR, NOON, FakeHistory, FakePictures, make_task

Key = Qt.Key
Changes = Sequence[tuple[MarkChange, Sequence[str]]]


class FakeJobs:
    def start(self, _name: str, work: Coroutine[Any, Any, object]) -> None:
        asyncio.run(work)


class LateJobs(FakeJobs):
    """What is started waits until the test says so; from then on it is run at once."""

    def __init__(self) -> None:
        self._waiting: list[Coroutine[Any, Any, object]] | None = []

    def start(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        if self._waiting is None:
            super().start(name, work)
        else:
            self._waiting.append(work)

    def run(self) -> None:
        waiting, self._waiting = self._waiting, None
        for work in waiting or ():
            asyncio.run(work)


class FakeKeeper:
    def __init__(self) -> None:
        self.kept: Culling | None = None
        self.saves = 0

    async def load(self) -> Culling | None:
        return self.kept

    def save(self, culling: Culling | None) -> None:
        self.saves += 1
        self.kept = None if culling is None else Culling.from_mapping(culling.to_mapping())


class FakeMarks(QObject):
    marks_changed = Signal(list)
    many_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Changes] = []
        self.undone = 0
        self.problem: AppError | None = None
        self.done_before = 0
        """Tasks that were changed before the problem came."""
        self.finds = True

    def change_together(
        self, changes: Changes, on_end: Callable[[MarkResult], object] | None = None
    ) -> None:
        self.asked.append(changes)
        count = sum(len(ids) for _, ids in changes) if self.finds else 0
        if on_end is not None:
            done = self.done_before if self.problem else count
            on_end(MarkResult(changes[0][0], done, problem=self.problem))

    def undo(self, _result: MarkResult) -> None:
        self.undone += 1


class FakeShelf:
    def decode(self, *_arguments: object) -> object:
        raise StorageError(ErrorCase.FILE_GONE, "gone")

    def path(self, _task: object) -> object:
        raise StorageError(ErrorCase.FILE_GONE, "gone")


@dataclass
class World:
    panes: Panes
    source: FakeHistory
    keeper: FakeKeeper = field(default_factory=FakeKeeper)
    marks: FakeMarks = field(default_factory=FakeMarks)
    wiring: CullingWiring | None = None

    @property
    def window(self) -> CullingWindow | None:
        found = self.panes.window.findChildren(CullingWindow)
        return next((window for window in found if window.isVisible()), None)

    @property
    def toast(self) -> str:
        return self.panes.window.toast.text

    def begin(self) -> None:
        self.panes.actions[Command.CULL].trigger()

    def sort_all(self) -> CullingWindow:
        """Open the window and choose everything."""
        self.begin()
        window = self.shown()
        if window.start.isVisible():
            window.start.scopes[CullScope.ALL].click()
        return window

    def shown(self) -> CullingWindow:
        assert self.window is not None
        return self.window

    def press(self, keys: str) -> None:
        for key in keys:
            QTest.keyClick(self.shown().deck.picture, key)

    def survey(self, *task_ids: str) -> None:
        """Look at these tasks together, the first one current."""
        self.select(*task_ids)
        self.panes.stage.set_view(COMPARE)
        self.panes.history.select(task_ids[0])
        assert self.panes.stage.compared.surveyed == list(task_ids)

    def select(self, *task_ids: str) -> None:
        history = self.panes.history
        flags = QItemSelectionModel.SelectionFlag
        history.selection_model.clear()
        for task_id in task_ids:
            index = history.model.index_of(task_id)
            history.selection_model.setCurrentIndex(index, flags.Select)


TASKS = [
    make_task("a", age=HOUR),
    make_task("b", age=2 * HOUR, starred=True),
    make_task("failed", TaskState.FAILED, age=3 * HOUR),
    make_task("working", TaskState.PROCESSING, age=10),
    make_task("c", age=3 * DAY),
    make_task("d", age=3 * DAY + HOUR),
    make_task("thrown", age=4 * DAY, trashed_at=NOON),
]


@pytest.fixture
def world(qtbot: QtBot, theme: Theme) -> Iterator[World]:
    source, pictures = FakeHistory(TASKS), FakePictures()
    panes = Panes(theme, source, pictures, pictures, lambda: NOON, demo=False)
    qtbot.addWidget(panes.window)
    panes.actions.fill_menus()
    panes.window.resize(1500, 900)
    with qtbot.waitExposed(panes.window):
        panes.show()
        panes.history.show_history()
    made = World(panes, source)
    parts: Any = SimpleNamespace(
        panes=panes,
        tasks=Tasks(),
        marks=made.marks,
        trash=Trash(),
        culling=made.keeper,
        history=source,
        shelf=FakeShelf(),
        jobs=FakeJobs(),
    )
    panes.requests.select_requested.connect(panes.history.select)
    made.wiring = CullingWiring(parts, panes)
    yield made
    made.wiring.close()


class Tasks(QObject):
    tasks_removed = Signal(list)


class Trash(QObject):
    emptied = Signal(object)


def tell(world: World, task_id: str, **marks: object) -> None:
    """The task has other marks now."""
    task = world.source.put(replace(world.source.by_id[task_id], **marks))
    world.marks.marks_changed.emit([task])


# -- nothing to do, and trouble ------------------------------------------------------------------


def test_without_images_there_is_a_word_and_no_window(world) -> None:
    for task in TASKS:
        world.source.remove(task.id)
    world.panes.history.model.reload()
    world.begin()
    assert world.window is None
    assert world.toast == "There are no images to sort out here."


def test_in_the_bin_nothing_is_sorted_out(world) -> None:
    world.panes.history.filters.set_value(HistoryFilter.TRASH)
    world.begin()
    assert world.window is None


def test_what_the_history_does_not_take_is_still_decided(world) -> None:
    world.sort_all()
    world.press("xkkx")
    world.marks.problem = StorageError(ErrorCase.DISK_FULL, "full")
    world.shown().end.carry_out.click()
    assert world.toast.startswith("There is not enough space")
    world.marks.problem = None
    world.begin()
    world.shown().start.go_on.click()
    assert world.shown().end.isVisible()
    world.shown().end.carry_out.click()
    assert world.marks.asked[0] == world.marks.asked[1]
    assert world.keeper.kept is None


def test_what_was_done_before_it_failed_can_be_taken_back(world) -> None:
    world.sort_all()
    world.press("xkkx")
    world.marks.problem, world.marks.done_before = StorageError(ErrorCase.DISK_FULL, "full"), 1
    world.shown().end.carry_out.click()
    reason = "There is not enough space to save this image"
    assert world.toast == f"{reason}  ·  1 image(s) changed before that"
    assert world.panes.window.toast.undo()
    assert world.marks.undone == 1
    # What was decided is still decided.
    world.begin()
    world.shown().start.go_on.click()
    assert world.shown().end.carry_out.text() == "Move 2 image(s) to the bin"


def test_where_nothing_was_done_nothing_can_be_taken_back(world) -> None:
    world.sort_all()
    world.press("xkkx")
    world.marks.problem = StorageError(ErrorCase.DISK_FULL, "full")
    world.shown().end.carry_out.click()
    assert world.toast == "There is not enough space to save this image"
    assert not world.panes.window.toast.offers_undo


def test_while_it_is_carried_out_nobody_goes_on_with_it(world) -> None:
    world.sort_all()
    world.press("xkkk")
    ends: list[Callable[[MarkResult], object]] = []
    world.marks.change_together = lambda _changes, end: ends.append(end)
    world.wiring.save_now()
    world.shown().end.carry_out.click()
    # A crash in between finds the decisions on disk.
    assert world.keeper.kept is not None
    world.begin()
    assert not world.shown().start.go_on.isVisible()
    ends[0](MarkResult(MarkChange(trash=True), 1))
    assert world.keeper.kept is None
    assert world.toast == "1 image(s) moved to the bin"


def test_what_is_gone_by_the_end_is_no_trouble(world) -> None:
    world.sort_all()
    world.press("xkkk")
    world.marks.finds = False
    world.shown().end.carry_out.click()
    assert world.toast == "Nothing was changed."
    assert world.keeper.kept is None


# -- what is offered -----------------------------------------------------------------------------


def test_only_pictures_that_are_there_are_offered_by_scope(world) -> None:
    world.select("c")
    world.begin()
    counts = {scope: button.text() for scope, button in world.shown().start.scopes.items()}
    assert counts == {
        CullScope.DAY: "Images of one day · 2",
        CullScope.ALL: "All images · 4",
    }
    assert world.shown().start.first().hasFocus() or not world.shown().isActiveWindow()
    world.shown().start.cancel.click()
    assert world.window is None
    assert world.keeper.kept is None


def test_several_that_are_selected_are_meant_without_a_question(world) -> None:
    world.select("a", "c", "failed")
    world.begin()
    culling = world.shown().culling
    assert culling is not None
    assert (culling.scope, culling.pictures) == (CullScope.SELECTED, ("a", "c"))
    assert world.shown().deck.scope.text() == "Selected images"


def test_who_looks_at_a_survey_means_its_images(world) -> None:
    world.survey("a", "b", "d")
    world.begin()
    culling = world.shown().culling
    assert culling is not None
    assert (culling.scope, culling.pictures) == (CullScope.SURVEY, ("a", "b", "d"))
    assert world.shown().deck.scope.text() == "Images of the survey"
    QTest.keyClick(world.shown().deck.picture, Key.Key_Escape)
    assert world.panes.stage.compared.surveyed == ["a", "b", "d"]


def test_what_was_taken_out_of_the_survey_is_not_meant(world) -> None:
    world.survey("a", "b", "d")
    world.panes.stage.compared.survey.take_out("a")
    world.begin()
    culling = world.shown().culling
    assert culling is not None
    assert culling.pictures == ("b", "d")


def test_who_selects_several_beside_a_survey_means_those(world) -> None:
    world.survey("a", "b", "c", "d")
    selection, model = world.panes.history.selection_model, world.panes.history.model
    selection.select(model.index_of("c"), QItemSelectionModel.SelectionFlag.Select)
    assert world.panes.stage.compared.surveyed == ["a", "b", "c", "d"]
    world.begin()
    culling = world.shown().culling
    assert culling is not None
    assert (culling.scope, culling.pictures) == (CullScope.SELECTED, ("a", "c"))


def test_after_a_survey_the_day_is_offered_again(world) -> None:
    world.survey("a", "b", "d")
    world.panes.stage.set_view(SINGLE)
    world.begin()
    assert list(world.shown().start.scopes) == [CullScope.DAY, CullScope.ALL]


def test_what_was_ordered_together_is_offered(world) -> None:
    for number in range(3):
        task = make_task(f"o{number}", age=5 * DAY)
        world.source.put(replace(task, created_at=task.created_at + number / 1000))
    world.panes.history.model.reload()
    world.select("o1")
    world.begin()
    assert world.shown().start.scopes[CullScope.ORDER].text() == "Images ordered together · 3"


def test_a_large_library_is_read_in_portions(world, monkeypatch) -> None:
    monkeypatch.setattr(culling_scopes, "PORTION", 50)
    for number in range(300):
        world.source.put(make_task(f"n{number}", age=6 * DAY + number))
    world.panes.history.model.reload()
    world.panes.history.model.ensure_read(0, 0)
    world.source.largest_read = 0
    world.begin()
    assert world.source.largest_read <= 100
    # Where there is but one thing to sort out, nobody is asked which.
    culling = world.shown().culling
    assert culling is not None
    assert (culling.scope, culling.total) == (CullScope.ALL, 304)


def test_the_menu_of_several_images_offers_it(world, qtbot) -> None:
    menu = world.panes.stage.menus.menu(
        [world.source.by_id["a"], world.source.by_id["b"]], world.panes.window
    )
    world.panes.requests.command_requested.connect(lambda c: world.panes.actions[c].trigger())
    action = next(a for a in menu.actions() if a.text().startswith("Sort out"))
    world.select("a", "b")
    action.trigger()
    assert world.window is not None


def test_who_comes_from_the_full_screen_is_back_in_the_window_afterwards(world, qtbot) -> None:
    stage = world.panes.stage
    world.select("a")
    stage.show_task(world.source.by_id["a"])
    stage.toggle_full_screen()
    assert stage.pages.window() is not world.panes.window
    world.sort_all()
    assert stage.pages.window() is world.panes.window
    QTest.keyClick(world.shown().deck.picture, Key.Key_Escape)
    assert world.window is None
    assert stage.pages.isVisible()


def test_messages_lie_above_the_keys_and_at_the_bottom_where_there_are_none(world) -> None:
    world.select("a")
    world.begin()
    window, toast = world.shown(), world.panes.window.toast
    toast.show_message("Told")
    assert toast.window() is window
    assert window.height() - 40 <= toast.geometry().bottom() < window.height()
    window.start.scopes[CullScope.ALL].click()
    toast.show_message("Told")
    picture = window.deck.picture
    assert toast.geometry().bottom() <= picture.geometry().bottom() + 1
    window.left.emit()
    assert toast.window() is world.panes.window


# -- the end -------------------------------------------------------------------------------------


def test_all_is_carried_out_as_one_step_with_one_undo(world) -> None:
    world.sort_all()
    world.press("xs4x")
    assert world.marks.asked == []
    world.shown().end.carry_out.click()
    assert world.window is None
    assert world.marks.asked == [
        [
            (MarkChange(trash=True), ["a", "d"]),
            (MarkChange(starred=True), ["b"]),
            (MarkChange(rating=4), ["c"]),
        ]
    ]
    assert world.toast == "2 image(s) moved to the bin  ·  2 image(s) marked"
    assert world.panes.window.toast.undo()
    assert world.marks.undone == 1
    assert world.keeper.kept is None


def test_who_keeps_everything_changes_nothing(world) -> None:
    world.sort_all()
    world.press("kkkk")
    assert world.shown().end.carry_out.text() == "Done"
    world.shown().end.carry_out.click()
    assert world.marks.asked == []
    assert world.window is None


def test_a_star_is_not_thrown_away_without_a_word(world) -> None:
    world.sort_all()
    world.press("xxkk")
    warning = world.shown().end.warning
    assert warning.isVisible()
    assert warning.text().startswith("1 of those")


def test_decisions_are_thrown_away_with_undo(world) -> None:
    world.sort_all()
    world.press("xk")
    world.shown().take(CullStep.END)
    world.shown().end.throw_away.click()
    assert (world.window, world.keeper.kept, world.marks.asked) == (None, None, [])
    assert world.panes.window.toast.undo()
    assert world.shown().culling is not None
    assert world.shown().culling.for_bin == ["a"]
    assert world.keeper.kept is not None


# -- going on ------------------------------------------------------------------------------------


def test_what_was_left_is_kept_and_offered_again(world) -> None:
    world.sort_all()
    world.press("xk")
    QTest.keyClick(world.shown().deck.picture, Key.Key_Escape)
    QTest.keyClick(world.shown().end.carry_out, Key.Key_Escape)
    assert world.window is None
    assert world.toast == "2 of 4 image(s) decided. The decisions are kept."
    assert world.keeper.kept is not None
    world.begin()
    start = world.shown().start
    texts = [label.text() for label in start.findChildren(QLabel) if label.isVisible()]
    assert "You were sorting 4 image(s), 2 decided." in texts
    start.throw_away.click()
    assert world.keeper.kept is None
    assert start.take_back.isVisible()
    start.take_back.click()
    assert world.shown().deck.progress.text() == "3 of 4  ·  1 kept  ·  1 for the bin"


def test_after_a_crash_no_more_than_the_last_second_is_lost(world, qtbot) -> None:
    world.sort_all()
    world.press("x")
    assert world.wiring is not None
    assert world.wiring._save.isActive()
    world.wiring._save.timeout.emit()
    assert world.keeper.kept is not None
    assert world.keeper.kept.for_bin == ["a"]


def test_the_next_session_is_told_what_was_left(world) -> None:
    kept = Culling(CullScope.DAY, ["a", "b", "never was", "thrown"])
    kept.decide(BIN)
    world.keeper.kept = kept
    world.wiring.offer()
    assert world.toast == "You were sorting 2 image(s), 1 decided."
    world.panes.window.toast._action.click()
    assert world.shown().deck.progress.text() == "2 of 2  ·  0 kept  ·  1 for the bin"


def test_of_what_is_gone_altogether_nobody_is_told(world) -> None:
    kept = Culling(CullScope.DAY, ["never was", "thrown"])
    kept.decide(BIN)
    world.keeper.kept = kept
    world.wiring.offer()
    assert world.toast == ""
    world.begin()
    assert not world.shown().start.go_on.isVisible()


def test_asked_for_twice_before_the_window_is_there_it_begins_once(world) -> None:
    jobs = world.wiring._parts.jobs = LateJobs()
    world.select("a", "c")
    world.begin()
    world.begin()
    jobs.run()
    world.press("x")
    world.wiring.save_now()
    assert world.keeper.kept is not None
    assert world.keeper.kept.for_bin == ["a"]


def test_an_offer_that_comes_late_takes_nothing_from_who_was_faster(world) -> None:
    jobs = world.wiring._parts.jobs = LateJobs()
    world.select("a", "c")
    world.begin()
    world.wiring.offer()
    jobs.run()
    world.press("xx")
    world.shown().end.carry_out.click()
    assert world.marks.asked == [[(MarkChange(trash=True), ["a", "c"])]]


def test_after_a_question_that_came_to_nothing_it_can_be_asked_for_again(world) -> None:
    world.panes.history.filters.set_value(HistoryFilter.TRASH)
    world.begin()
    assert world.window is None
    world.panes.history.filters.set_value(HistoryFilter.ALL)
    world.begin()
    assert world.window is not None


def test_asked_for_while_it_is_open_nothing_begins_anew(world) -> None:
    world.select("a", "c")
    world.begin()
    begun = world.shown().culling
    world.press("x")
    world.panes.history.select("d")
    world.begin()
    assert world.shown().culling is begun
    world.press("x")
    assert world.shown().end.isVisible()
    world.shown().end.carry_out.click()
    assert world.marks.asked == [[(MarkChange(trash=True), ["a", "c"])]]


# -- meanwhile -----------------------------------------------------------------------------------


def test_what_is_deleted_elsewhere_is_passed_over_and_holds_when_it_is_back(world) -> None:
    world.sort_all()
    world.press("x")
    tell(world, "a", trashed_at=NOON)
    assert world.shown().deck.progress.text() == "1 of 3  ·  0 kept  ·  0 for the bin"
    assert world.toast == "1 image(s) are not there any more"
    tell(world, "a", trashed_at=None)
    assert world.shown().deck.progress.text() == "2 of 4  ·  0 kept  ·  1 for the bin"


def test_when_all_are_gone_the_window_closes_and_says_why(world) -> None:
    world.select("a", "b")
    world.begin()
    for task_id in "ab":
        tell(world, task_id, trashed_at=NOON)
    assert world.window is None
    assert world.toast == "1 image(s) are not there any more"


def test_after_the_bin_was_emptied_what_is_there_is_looked_for_anew(world) -> None:
    world.sort_all()
    world.press("xx")
    world.source.remove("b")
    world.wiring._parts.trash.emptied.emit(None)
    assert world.shown().deck.progress.text() == "2 of 3  ·  0 kept  ·  1 for the bin"


def test_a_picture_that_comes_meanwhile_is_not_sorted_out(world) -> None:
    world.sort_all()
    done = make_task("working", age=10)
    world.source.put(done)
    world.marks.marks_changed.emit([done])
    world.press("kkkk")
    assert world.shown().end.isVisible()
