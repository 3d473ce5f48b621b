"""Tasks fetched by their ids, the question before quitting, twins, and what rows expect."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.order_grace import OrderGrace
from nanobanana_desktop.services.rescue import AdoptReport
from nanobanana_desktop.ui.create.form_state import OrderManner
from nanobanana_desktop.ui.rescue_dialog import RescueDialog
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.form_wiring import FormWiring
from nanobanana_desktop.ui.wiring.prospects import TaskProspects
from nanobanana_desktop.ui.wiring.quit_wiring import QuitWiring
from nanobanana_desktop.ui.wiring.rescue_wiring import RescueWiring
from tests.ui.fake_history import make_task
from tests.ui.fake_tasks import FakeClock, FakeRecord, FakeSettings, FakeTasks

S = TaskState


class FakeJobs:
    """Runs a job at once to its end."""

    def start(self, _name: str, work: Coroutine[Any, Any, object]) -> None:
        asyncio.run(work)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.show()
    return shown


# -- by id ---------------------------------------------------------------------------------------


class Rescue:
    def __init__(self, theme: Theme, window: QWidget) -> None:
        self.tasks = FakeTasks()
        self.selected: list[str] = []
        self.wiring = RescueWiring(theme, self.tasks, FakeJobs(), window, self.selected.append)
        self.wiring.open()
        self.dialog: RescueDialog = window.findChild(RescueDialog)

    def fetch(self, text: str, report: AdoptReport | StorageError) -> str:
        self.tasks.report = report
        self.dialog.edit.setPlainText(text)
        self.dialog.fetch_button.click()
        return self.dialog.result_line.text()


@pytest.fixture
def rescue(theme: Theme, window: QWidget) -> Rescue:
    return Rescue(theme, window)


def test_ids_that_are_none_stay_in_the_field(rescue: Rescue) -> None:
    report = AdoptReport(adopted=("l1", "l2"), known=("l3",), bad=("???",))
    told = rescue.fetch("a, b\nc ???", report)
    assert rescue.tasks.asked == [("adopt", ("a", "b", "c", "???"))]
    assert told == "2 task(s) fetched, 1 were here already, 1 are no task IDs"
    assert rescue.dialog.edit.toPlainText() == "???"
    assert rescue.selected == ["l1"]


def test_an_order_that_one_of_the_ids_may_belong_to_is_asked_about(rescue: Rescue) -> None:
    told = rescue.fetch("a", AdoptReport(adopted=("l1",), unconfirmed=("u1",)))
    assert told == (
        "1 task(s) fetched. Is one of them a task that is not confirmed? "
        "Use “I have a task ID…” there instead."
    )


def test_a_history_that_cannot_be_written_takes_nothing_and_keeps_the_text(rescue: Rescue) -> None:
    told = rescue.fetch("a b", StorageError(ErrorCase.DATABASE))
    assert told.startswith("Nothing new is sent until it can be.")
    assert rescue.dialog.edit.toPlainText() == "a b"
    assert rescue.selected == []
    assert rescue.dialog.fetch_button.isEnabled()


def test_blanks_are_no_reason_to_ask(rescue: Rescue) -> None:
    assert not rescue.dialog.fetch_button.isEnabled()
    QTest.keyClicks(rescue.dialog.edit, "  ")
    assert not rescue.dialog.fetch_button.isEnabled()
    assert rescue.fetch(", ;", AdoptReport()) == "There is no ID in this text"


def test_the_dialog_is_reached_and_left_by_keys_and_is_not_modal(rescue: Rescue) -> None:
    assert not rescue.dialog.isModal()
    assert rescue.dialog.edit.accessibleName() == "Task IDs at the service"
    assert rescue.dialog.edit.tabChangesFocus()
    QTest.keyClick(rescue.dialog, Qt.Key.Key_Escape)
    assert not rescue.dialog.isVisible()
    rescue.wiring.open()
    assert rescue.dialog.isVisible()


# -- quitting ------------------------------------------------------------------------------------


class Quit:
    def __init__(self, theme: Theme, window: QWidget) -> None:
        self.tasks, self.settings, self.window = FakeTasks(), FakeSettings(), window
        self.agreed = 0
        self.wiring = QuitWiring(theme, self.tasks, self.settings, window)
        self.wiring.agreed.connect(self._count)

    def _count(self) -> None:
        self.agreed += 1

    def ask(self, *states: TaskState) -> QMessageBox | None:
        self.tasks.open_tasks = [make_task(str(n), state) for n, state in enumerate(states)]
        self.wiring.ask()
        boxes = [box for box in self.window.findChildren(QMessageBox) if box.isVisible()]
        assert len(boxes) <= 1
        return boxes[0] if boxes else None


def press(box: QMessageBox, text: str) -> None:
    next(b for b in box.findChildren(QPushButton) if b.text() == text).click()


@pytest.fixture
def leaving(theme: Theme, window: QWidget) -> Iterator[Quit]:
    made = Quit(theme, window)
    yield made
    for box in window.findChildren(QMessageBox):
        box.close()


def test_work_under_way_is_said_before_quitting_and_staying_is_the_default(leaving: Quit) -> None:
    box = leaving.ask(S.PROCESSING, S.RESULT_READY, S.DONE)
    assert box is not None
    assert box.text() == "2 task(s) are still being made"
    assert box.informativeText().startswith("The service keeps working.")
    assert box.defaultButton().text() == "Stay open"
    press(box, "Stay open")
    assert leaving.agreed == 0
    box = leaving.ask(S.PROCESSING)
    assert box is not None
    press(box, "Quit")
    assert leaving.agreed == 1


def test_an_order_on_its_way_and_orders_that_wait_are_named(leaving: Quit) -> None:
    box = leaving.ask(S.SUBMITTING, S.READY)
    assert box is not None
    text = box.informativeText()
    assert "One task is being sent; please wait a moment for its answer." in text
    assert "What waits is sent the next time you open the app." in text
    box.close()
    box = leaving.ask(S.READY, S.READY)
    assert box is not None
    assert box.text() == "2 task(s) wait to be sent"


def test_asked_twice_there_is_one_question(leaving: Quit) -> None:
    assert leaving.ask(S.QUEUED) is leaving.ask(S.QUEUED)


def test_who_wants_no_question_gets_none(leaving: Quit) -> None:
    box = leaving.ask(S.QUEUED)
    assert box is not None
    box.findChild(QCheckBox).setChecked(True)
    press(box, "Stay open")
    assert leaving.settings.settings.quit_note_seen
    assert leaving.ask(S.QUEUED) is None
    assert leaving.agreed == 1


@pytest.mark.parametrize("state", [S.DONE, S.SUBMIT_UNKNOWN, S.SAVE_BLOCKED, S.WATCH_STOPPED])
def test_nothing_under_way_is_no_reason_to_ask(leaving: Quit, state: TaskState) -> None:
    assert leaving.ask(state) is None
    assert leaving.agreed == 1


# -- twins ---------------------------------------------------------------------------------------


class FakeStrip:
    def unanswered(self) -> list[object]:
        return []


class FakePane(QObject):
    submitted = Signal(object, int, object)
    references_requested = Signal(list)
    draft_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[str] = []
        self.references = FakeStrip()

    def ask_again(self, _params: GenerationParams, _count: int, question: str) -> None:
        self.questions.append(question)


class FakeReferences(QObject):
    prepared = Signal(int, object, object)
    refused = Signal(int, object)


@pytest.fixture
def order() -> Callable[..., tuple[list[str], list[tuple[object, ...]]]]:
    def give(twin: object, **manner: bool) -> tuple[list[str], list[tuple[object, ...]]]:
        pane, tasks, references = FakePane(), FakeTasks(), FakeReferences()
        tasks.twin = twin
        clock = FakeClock(make_task(age=0).created_at)
        wiring = FormWiring(pane, tasks, references, dict, FakeJobs(), clock)
        pane.submitted.emit(GenerationParams(prompt="a cat"), 2, OrderManner(**manner))
        wiring.deleteLater()
        return pane.questions, tasks.asked

    return give


@pytest.mark.parametrize(
    ("state", "question"),
    [
        (S.SUBMIT_UNKNOWN, "Same as a task that is not confirmed. Send again?"),
        (S.PROCESSING, "Same as a task that is still being made. Send again?"),
        (S.DONE, "Same as a task from 20 s ago. Send again?"),
    ],
)
def test_a_twin_is_asked_about_and_nothing_is_ordered(order, state, question) -> None:
    questions, asked = order(make_task("t", state, age=20))
    assert questions == [question]
    assert asked == [("find_twin", "a cat")]


def test_an_answered_question_is_not_asked_again(order) -> None:
    questions, asked = order(make_task("t", S.PROCESSING), confirmed=True, first=True)
    assert questions == []
    assert asked == [("create", "a cat", 2, True)]


def test_without_a_twin_the_order_is_given(order) -> None:
    assert order(None) == ([], [("find_twin", "a cat"), ("create", "a cat", 2, False)])


# -- prospects -----------------------------------------------------------------------------------


@pytest.fixture
def prospects(qapp: object) -> Iterator[tuple[FakeTasks, TaskProspects]]:
    tasks = FakeTasks()
    made = TaskProspects(tasks, lambda: Path("/pictures"), FakeRecord())
    yield tasks, made
    made.findChild(QTimer, "link minutes").stop()


def test_places_follow_the_line_and_are_told_once(prospects, qtbot: QtBot) -> None:
    tasks, made = prospects
    first, second = make_task("a", S.READY), make_task("b", S.READY)
    tasks.waiting = [first, second]
    assert (made.place("b"), made.place("other")) == (2, 0)
    told: list[int] = []
    made.changed.connect(lambda: told.append(1))
    tasks.task_changed.emit(second)
    assert told == []
    tasks.waiting = [second]
    tasks.task_changed.emit(make_task("a", S.SUBMITTING))
    assert (made.place("a"), made.place("b"), told) == (0, 1, [1])


def test_it_is_told_when_all_places_at_the_service_are_taken(prospects) -> None:
    tasks, made = prospects
    told: list[bool] = []
    made.changed.connect(lambda: told.append(made.is_full()))
    assert not made.is_full()
    tasks.is_full = True
    tasks.task_changed.emit(make_task("b", S.SUBMITTING))
    tasks.task_changed.emit(make_task("b", S.QUEUED))
    assert told == [True]
    tasks.is_full = False
    tasks.task_changed.emit(make_task("a", S.RESULT_READY))
    assert told == [True, False]
    tasks.is_full = True
    tasks.tasks_added.emit([make_task("c", S.QUEUED)])
    tasks.is_full = False
    tasks.tasks_removed.emit(["c"])
    assert told == [True, False, True, False]


def test_tasks_of_another_address_are_told_when_the_address_changes(prospects) -> None:
    tasks, made = prospects
    told: list[int] = []
    made.changed.connect(lambda: told.append(1))
    tasks.elsewhere = {"a"}
    tasks.place_changed.emit()
    assert told == [1]
    assert made.is_elsewhere(make_task("a", S.PROCESSING))
    assert not made.is_elsewhere(make_task("b", S.PROCESSING))


def test_slow_is_decided_by_the_service(prospects) -> None:
    tasks, made = prospects
    tasks.slow = 77.0
    assert made.slow_after(make_task("a", S.PROCESSING)) == 77.0


def test_orders_of_a_grace_are_known_until_it_ends(prospects) -> None:
    tasks, made = prospects
    tasks.grace_started.emit(OrderGrace(("a", "b"), 3.0, 3.0))
    assert made.is_in_grace("b")
    tasks.grace_ended.emit(("a", "b"))
    assert not made.is_in_grace("a")


def test_minutes_are_counted_only_while_a_link_grows_old(prospects, qtbot: QtBot) -> None:
    tasks, made = prospects
    minute = made.findChild(QTimer, "link minutes")
    assert minute.isSingleShot()
    made.refresh()
    minute.timeout.emit()
    assert not minute.isActive()
    linked = make_task("r", S.RESULT_READY, result_url="https://x/1.png")
    tasks.open_tasks = [linked]
    tasks.task_changed.emit(linked)
    assert minute.isActive()
    with qtbot.waitSignal(made.changed, timeout=500):
        minute.timeout.emit()
    assert minute.isActive()
    tasks.open_tasks = []
    tasks.task_changed.emit(make_task("r", S.DONE))
    assert not minute.isActive()
    tasks.open_tasks = [linked]
    tasks.task_changed.emit(linked)
    assert minute.isActive()
    tasks.open_tasks = []
    tasks.tasks_removed.emit(["r"])
    assert not minute.isActive()
