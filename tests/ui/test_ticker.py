"""The one timer of moving parts."""

from __future__ import annotations

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


def test_frames_and_seconds_come_from_one_timer(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ManualClock()
    monkeypatch.setattr(ticker_module, "monotonic", clock.monotonic)
    ticker, owner = Ticker(), QObject()
    told: list[str] = []
    ticker.frame_due.connect(lambda: told.append("frame"))
    ticker.second_passed.connect(lambda: told.append("second"))
    ticker.set_pace(owner, Pace.FRAMES)
    (timer,) = ticker.findChildren(QTimer)
    while "second" not in told:
        assert timer.isActive()
        clock.advance(timer.interval() / 1000)
        timer.timeout.emit()
    frames = round(SECOND / FRAME)
    assert told == ["frame"] * frames + ["second"]
    assert len(ticker.findChildren(QObject)) == 1
    ticker.set_pace(owner, Pace.STILL)


def test_after_a_sleep_of_the_computer_nothing_is_made_up_for(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ManualClock()
    monkeypatch.setattr(ticker_module, "monotonic", clock.monotonic)
    ticker, owner = Ticker(), QObject()
    told: list[str] = []
    ticker.frame_due.connect(lambda: told.append("frame"))
    ticker.second_passed.connect(lambda: told.append("second"))
    ticker.set_pace(owner, Pace.FRAMES)
    (timer,) = ticker.findChildren(QTimer)
    clock.advance(3600.0)
    timer.timeout.emit()
    timer.timeout.emit()
    assert told == ["frame", "second", "frame"]
    ticker.set_pace(owner, Pace.STILL)


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
