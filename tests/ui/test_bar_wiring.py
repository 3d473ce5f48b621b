"""The one bar: what it says, and what goes by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import GenerationTask, Hold
from nanobanana_desktop.services.holds import HoldState
from nanobanana_desktop.services.key_service import KeyState, KeyStatus
from nanobanana_desktop.services.recovery import RecoveryReport
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.info_bar import InfoBar
from nanobanana_desktop.ui.wiring.bar_wiring import BarWiring


@dataclass
class FakeHolds:
    state: HoldState = field(default_factory=HoldState)
    offline_tries: int = 0


class FakeTasks(QObject):
    holds_changed = Signal(object)
    trouble = Signal(object)
    recovered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.holds = FakeHolds()
        self.open_tasks: tuple[GenerationTask, ...] = ()


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

    def end(self, name: str) -> QTimer:
        return self.wiring.findChild(QTimer, name)

    def says(self) -> str:
        return self.bar.text if self.bar.isVisible() else ""


@pytest.fixture
def wire(qtbot: QtBot, theme: Theme) -> Callable[[], Wired]:
    def build() -> Wired:
        bar, tasks = InfoBar(theme), FakeTasks()
        qtbot.addWidget(bar)
        wiring = BarWiring(bar, tasks, FakeKeys(), lambda: None, demo=True, parent=tasks)
        return Wired(bar, tasks, wiring)

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
    wired.end("bar delay").timeout.emit()
    assert "new tasks wait here and are sent when you are back" in wired.says()
