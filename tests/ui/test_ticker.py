"""The one timer of moving parts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui import ticker as ticker_module
from nanobanana_desktop.ui.ticker import FRAME, SECOND, Pace, Ticker
from tests.fakes import ManualClock


def test_the_timer_runs_only_while_somebody_needs_it(qtbot: QtBot) -> None:
    ticker, rows, stage = Ticker(), QObject(), QObject()
    assert not ticker.is_running
    ticker.set_pace(rows, Pace.SECONDS)
    ticker.set_pace(stage, Pace.FRAMES)
    assert ticker.is_running
    ticker.set_pace(stage, Pace.STILL)
    assert ticker.is_running
    ticker.set_pace(rows, Pace.STILL)
    assert not ticker.is_running


class TurnedTicker:
    """A ticker whose timer is turned by hand, and what it told."""

    def __init__(self, clock: ManualClock) -> None:
        self.ticker, self._clock = Ticker(), clock
        self.told: list[str] = []
        self.ticker.frame_due.connect(lambda: self.told.append("frame"))
        self.ticker.second_passed.connect(lambda: self.told.append("second"))
        self.ticker.set_pace(self.ticker, Pace.FRAMES)
        (self.timer,) = self.ticker.findChildren(QTimer)

    def turn_after(self, seconds: float) -> None:
        self._clock.advance(seconds)
        self.timer.timeout.emit()


@pytest.fixture
def turned(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[TurnedTicker]:
    clock = ManualClock()
    monkeypatch.setattr(ticker_module, "monotonic", clock.monotonic)
    made = TurnedTicker(clock)
    yield made
    made.ticker.set_pace(made.ticker, Pace.STILL)


def test_frames_and_seconds_come_from_one_timer(turned: TurnedTicker) -> None:
    while "second" not in turned.told:
        assert turned.timer.isActive()
        turned.turn_after(turned.timer.interval() / 1000)
    frames = round(SECOND / FRAME)
    assert turned.told == ["frame"] * frames + ["second"]
    assert len(turned.ticker.findChildren(QObject)) == 1


def test_after_a_sleep_of_the_computer_nothing_is_made_up_for(turned: TurnedTicker) -> None:
    turned.turn_after(3600.0)
    turned.turn_after(0.0)
    assert turned.told == ["frame", "second", "frame"]


def test_the_timer_turns_by_itself(qtbot: QtBot) -> None:
    ticker, owner = Ticker(), QObject()
    with qtbot.waitSignals([ticker.frame_due, ticker.second_passed], timeout=30_000):
        ticker.set_pace(owner, Pace.FRAMES)
    ticker.set_pace(owner, Pace.STILL)


def test_reduced_motion_leaves_only_the_seconds(qtbot: QtBot) -> None:
    ticker, owner = Ticker(), QObject()
    ticker.set_motion_allowed(False)
    ticker.set_pace(owner, Pace.FRAMES)
    assert ticker.phase == 0.0
    with (
        qtbot.assertNotEmitted(ticker.frame_due),
        qtbot.waitSignal(ticker.second_passed, timeout=30_000),
    ):
        pass
    ticker.set_pace(owner, Pace.STILL)


def test_an_owner_that_is_gone_is_forgotten() -> None:
    ticker, owner = Ticker(), QObject()
    ticker.set_pace(owner, Pace.SECONDS)
    del owner
    ticker.set_pace(QObject(), Pace.STILL)
    ticker.set_motion_allowed(True)
    assert not ticker.is_running
