"""The one timer of moving parts."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui.ticker import Pace, Ticker


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


def test_frames_and_seconds_come_from_one_timer(qtbot: QtBot) -> None:
    ticker, owner = Ticker(), QObject()
    frames: list[int] = []
    ticker.frame_due.connect(lambda: frames.append(1))
    ticker.set_pace(owner, Pace.FRAMES)
    with qtbot.waitSignal(ticker.second_passed, timeout=3000):
        pass
    assert 5 <= len(frames) <= 33
    assert len(ticker.findChildren(QObject)) == 1
    ticker.set_pace(owner, Pace.STILL)


def test_reduced_motion_leaves_only_the_seconds(qtbot: QtBot) -> None:
    ticker, owner = Ticker(), QObject()
    ticker.set_motion_allowed(False)
    ticker.set_pace(owner, Pace.FRAMES)
    assert ticker.phase == 0.0
    with (
        qtbot.assertNotEmitted(ticker.frame_due),
        qtbot.waitSignal(ticker.second_passed, timeout=3000),
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
