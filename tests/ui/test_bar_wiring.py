"""The one bar: what it says, and what goes by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.holds import HoldState
from nanobanana_desktop.services.key_service import KeyState, KeyStatus
from nanobanana_desktop.services.recovery import RecoveryReport
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.info_bar import InfoBar
from nanobanana_desktop.ui.wiring.bar_wiring import BarWiring
from tests.ui.fake_history import NOON, make_task


@dataclass
class FakeHolds:
    state: HoldState = field(default_factory=HoldState)
    offline_tries: int = 0
    released: list[Hold] = field(default_factory=list)

    def release(self, hold: Hold) -> None:
        self.released.append(hold)


class FakeTasks(QObject):
    holds_changed = Signal(object)
    slowness_changed = Signal(bool)
    trouble = Signal(object)
    recovered = Signal(object)
    stores_blocked_changed = Signal(bool)
    tasks_added = Signal(list)
    task_changed = Signal(object)
    tasks_removed = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.holds = FakeHolds()
        self.open_tasks: tuple[GenerationTask, ...] = ()
        self.resumed = 0

    def resume(self) -> None:
        self.resumed += 1

    def hold(self, *active: Hold) -> None:
        self.holds.state = HoldState(active)
        self.holds_changed.emit(self.holds.state)


class FakeKeys(QObject):
    key_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.state = KeyState(KeyStatus.SAVED, usable=True)


@dataclass
class Wired:
    bar: InfoBar
    tasks: FakeTasks
    wiring: BarWiring
    paused: list[bool]

    def end(self, name: str) -> QTimer:
        return self.wiring.findChild(QTimer, name)

    def says(self) -> str:
        return self.bar.text if self.bar.isVisible() else ""


@pytest.fixture
def wire(qtbot: QtBot, theme: Theme) -> Callable[[], Wired]:
    def build() -> Wired:
        bar, tasks, paused = InfoBar(theme), FakeTasks(), [False]
        qtbot.addWidget(bar)
        wiring = BarWiring(
            bar,
            tasks,
            FakeKeys(),
            lambda: None,
            is_paused=lambda: paused[0],
            demo=True,
            parent=tasks,
        )
        return Wired(bar, tasks, wiring, paused)

    return build


def test_what_was_resumed_is_said_for_a_while_and_gives_way(wire) -> None:
    wired = wire()
    wired.tasks.recovered.emit(RecoveryReport(resumed=4))
    assert wired.says().startswith("4 task")
    end = wired.end("report end")
    assert (end.isActive(), end.isSingleShot(), end.interval()) == (True, True, 10_000)
    end.timeout.emit()
    assert wired.says().startswith("Demo:")
    assert not end.isActive()


def test_a_report_that_asks_for_something_stays(wire) -> None:
    wired = wire()
    wired.tasks.recovered.emit(RecoveryReport(resumed=1, unconfirmed=1))
    assert "not confirmed" in wired.says()
    assert not wired.end("report end").isActive()


def test_a_report_behind_something_worse_waits_to_be_seen(wire) -> None:
    wired = wire()
    wired.wiring.show_notice("The settings file could not be read.")
    wired.tasks.recovered.emit(RecoveryReport(resumed=2))
    assert not wired.end("report end").isActive()
    wired.bar.action_triggered.emit()
    assert wired.says().startswith("2 task")
    assert wired.end("report end").isActive()


def test_offline_tells_what_becomes_of_new_tasks(wire) -> None:
    wired = wire()
    wired.tasks.holds.state = HoldState(active=(Hold.OFFLINE,))
    wired.tasks.holds_changed.emit(wired.tasks.holds.state)
    told: list[bool] = []
    wired.wiring.offline_shown.connect(told.append)
    wired.end("bar delay").timeout.emit()
    assert told == [True]
    assert "new tasks wait here and are sent when you are back" in wired.says()
    wired.tasks.holds.state = HoldState()
    wired.tasks.holds_changed.emit(wired.tasks.holds.state)
    assert told == [True, False]


def test_nothing_is_asked_about_orders_that_are_not_there(wire) -> None:
    wired = wire()
    wired.tasks.open_tasks = []
    wired.tasks.holds.state = HoldState(active=(Hold.APP_PAUSED,))
    wired.tasks.holds_changed.emit(wired.tasks.holds.state)
    assert "waiting to be sent" not in wired.says()
    wired.tasks.open_tasks = [make_task("a", TaskState.READY)]
    wired.tasks.tasks_added.emit([wired.tasks.open_tasks[0]])
    assert "waiting to be sent" in wired.says()


def test_a_balance_that_is_used_up_is_not_called_busy(wire) -> None:
    wired = wire()
    wired.tasks.holds.state = HoldState(active=(Hold.RATE_LIMIT, Hold.BALANCE), until=NOON)
    wired.tasks.holds_changed.emit(wired.tasks.holds.state)
    wired.end("bar delay").timeout.emit()
    assert wired.says().startswith("Your balance at the service is used up.")
    wired.tasks.holds.state = HoldState(active=(Hold.RATE_LIMIT,), until=NOON)
    wired.tasks.holds_changed.emit(wired.tasks.holds.state)
    assert wired.says().startswith("The service asked us to slow down.")


def test_trouble_of_the_service_is_not_called_offline(wire, qtbot: QtBot) -> None:
    wired = wire()
    wired.tasks.hold(Hold.CIRCUIT_OPEN)
    wired.end("bar delay").timeout.emit()
    assert wired.says() == "The service has trouble. Checking again by itself."
    assert wired.bar.property("severity") == "warning"
    # A probe that did not even connect: now it is the network.
    wired.tasks.hold(Hold.OFFLINE)
    assert wired.says().startswith("You're offline.")


def test_a_pause_of_the_person_is_told_from_orders_that_waited_for_a_key(wire) -> None:
    wired = wire()
    wired.tasks.open_tasks = (make_task("a", TaskState.READY), make_task("b", TaskState.READY))
    wired.tasks.hold(Hold.APP_PAUSED)
    assert wired.says() == "2 task(s) waiting to be sent."
    wired.paused[0] = True
    wired.tasks.hold(Hold.APP_PAUSED)
    assert wired.says() == "Sending is paused. 2 task(s) wait."
    wired.bar.action_triggered.emit()
    assert wired.tasks.resumed == 1


def test_the_number_of_waiting_tasks_follows(wire) -> None:
    wired = wire()
    wired.paused[0] = True
    wired.tasks.hold(Hold.APP_PAUSED)
    assert wired.says() == "Sending is paused."
    task = make_task("a", TaskState.READY)
    wired.tasks.open_tasks = (task,)
    wired.tasks.tasks_added.emit([task])
    assert wired.says() == "Sending is paused. 1 task(s) wait."


def test_an_id_that_no_disk_holds_stands_above_everything(wire, qapp: QApplication) -> None:
    wired = wire()
    wired.tasks.trouble.emit(StorageError(ErrorCase.DATABASE, "no row", remote_id="task-7"))
    wired.tasks.trouble.emit(StorageError(ErrorCase.DISK_FULL))
    assert "task-7" in wired.says()
    wired.bar.action_triggered.emit()
    assert qapp.clipboard().text() == "task-7"
    assert wired.says().startswith("The disk is full.")
    wired.tasks.stores_blocked_changed.emit(False)
    assert wired.says().startswith("Demo:")


def lose(wired: Wired, *ids: str) -> None:
    for each in ids:
        wired.tasks.trouble.emit(StorageError(ErrorCase.DATABASE, "no row", remote_id=each))


def test_all_ids_that_no_disk_holds_are_shown_and_copied(wire, qapp: QApplication) -> None:
    wired = wire()
    lose(wired, "task-7", "task-8", "task-7")
    assert all(each in wired.says() for each in ("2 task(s)", "task-7", "task-8"))
    assert wired.bar.findChild(QPushButton).text() == "Copy IDs"
    wired.bar.action_triggered.emit()
    assert qapp.clipboard().text() == "task-7\ntask-8"
    assert wired.says().startswith("Demo:")


def test_a_crowd_of_lost_ids_does_not_fill_the_window(wire, qapp: QApplication) -> None:
    wired = wire()
    ids = [f"task-{number}" for number in range(10, 50)]
    lose(wired, *ids)
    assert "task-12" in wired.says()
    assert "task-13" not in wired.says()
    wired.bar.action_triggered.emit()
    assert qapp.clipboard().text().split() == ids


def test_lost_ids_are_over_when_the_history_took_them(wire) -> None:
    wired = wire()
    lose(wired, "task-7")
    wired.tasks.stores_blocked_changed.emit(True)
    assert "task-7" in wired.says()
    wired.tasks.stores_blocked_changed.emit(False)
    assert wired.says().startswith("Demo:")


def test_a_full_disk_of_pictures_stops_no_orders(wire) -> None:
    wired = wire()
    full = StorageError(ErrorCase.DISK_FULL, "", images=1, folder="/p", volume="/media/card")
    wired.wiring.show_trouble(full)
    says = wired.says()
    assert says.startswith("There is no space for new images on \u2068/media/card\u2069.")
    assert "sent" not in says
    wired.tasks.stores_blocked_changed.emit(False)
    assert wired.says() == says


def test_the_demo_plays_a_refused_key_and_leads_out_of_it(wire) -> None:
    wired = wire()
    wired.tasks.holds.state = HoldState(active=(Hold.AUTH,))
    wired.tasks.holds_changed.emit(wired.tasks.holds.state)
    assert "did not accept your API key" in wired.says()
    wired.bar.action_triggered.emit()
    assert wired.tasks.holds.released == [Hold.AUTH]


def test_a_slow_service_is_told_last_and_goes_by_itself(wire: Callable[[], Wired]) -> None:
    wired = wire()
    before = wired.says()
    wired.tasks.slowness_changed.emit(True)
    assert wired.says() == "The service is slower than usual today."
    wired.wiring.show_notice("Something else.")
    assert wired.says() == "Something else."
    wired.wiring.show_notice("")
    assert wired.says() == "The service is slower than usual today."
    wired.tasks.slowness_changed.emit(False)
    assert wired.says() == before
