"""One timer for everything that is due later."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt, QTimer

from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.schedule import LONGEST_REST, TICK, Schedule
from tests.services.virtual_time import VirtualTime

pytestmark = pytest.mark.usefixtures("qapp")


class Kept:
    """A schedule on virtual time, and what it told."""

    def __init__(self) -> None:
        self.time = VirtualTime()
        self.schedule = Schedule(self.time.clock)
        self.due: list[list[str]] = []
        self.woke: list[float] = []
        self.schedule.due.connect(self.due.append)
        self.schedule.woke.connect(self.woke.append)
        (self.timer,) = self.time.timers

    def run(self, seconds: float) -> None:
        limit = self.time.monotonic() + seconds
        while self.time.ring_next(limit):
            pass
        self.time.pass_by(limit - self.time.monotonic())


@pytest.fixture
def kept() -> Kept:
    return Kept()


def test_an_empty_schedule_has_no_timer(kept: Kept) -> None:
    assert not kept.schedule.is_armed
    kept.schedule.set("a", 5)
    assert kept.schedule.is_armed
    kept.schedule.cancel("a")
    assert not kept.schedule.is_armed
    kept.schedule.set("a", 5)
    kept.schedule.clear()
    assert not kept.schedule.is_armed
    assert kept.time.next_ring is None


def test_the_timer_rests_after_the_last_entry(kept: Kept) -> None:
    kept.schedule.set("a", 30.0)
    kept.run(31.0)
    assert kept.due == [["a"]]
    rang = kept.timer.rang
    kept.run(3600.0)
    assert kept.timer.rang == rang


def test_the_real_timer_is_one_coarse_single_shot() -> None:
    parent = QObject()
    schedule = Schedule(Clock(monotonic=lambda: 100.0), parent)
    schedule.set("late", 50.0)
    schedule.set("early", 4.0)
    (timer,) = schedule.findChildren(QTimer)
    assert timer.isSingleShot()
    assert timer.timerType() is Qt.TimerType.CoarseTimer
    assert timer.interval() == 4_000
    schedule.clear()
    assert not timer.isActive()


def test_the_earliest_comes_first(kept: Kept) -> None:
    for key, delay in (("late", 50.0), ("early", 4.0), ("middle", 20.0)):
        kept.schedule.set(key, delay)
    kept.run(60.0)
    assert kept.due == [["early"], ["middle"], ["late"]]


def test_what_is_due_together_is_told_together_in_order(kept: Kept) -> None:
    kept.schedule.set("second", 3.0 + TICK / 2)
    kept.schedule.set("first", 3.0)
    kept.schedule.set("later", 3.0 + TICK * 4)
    kept.run(3.0)
    assert kept.due == [["first", "second"]]
    assert "later" in kept.schedule
    assert len(kept.schedule) == 1


def test_fifty_entries_ring_four_times_a_second_at_most(kept: Kept) -> None:

    def set_again(keys: list[str]) -> None:
        for key in keys:
            kept.schedule.set(key, 3.0)

    kept.schedule.due.connect(set_again)
    for number in range(50):
        kept.schedule.set(f"poll:{number}", number * 3.0 / 50)
    kept.run(60.0)
    assert kept.timer.rang <= 60 / TICK
    assert sum(len(keys) for keys in kept.due) >= 50 * 19


def test_a_key_set_again_has_one_time(kept: Kept) -> None:
    kept.schedule.set("a", 1.0)
    kept.schedule.set("a", 10.0)
    kept.run(2.0)
    assert kept.due == []
    kept.run(9.0)
    assert kept.due == [["a"]]


def test_a_new_entry_does_not_put_off_an_earlier_one(kept: Kept) -> None:
    kept.schedule.set("a", 3.0)
    for _ in range(20):
        kept.schedule.set("busy", 60.0)
        kept.run(0.2)
    assert kept.due == [["a"]]


def test_only_keys_of_the_named_kind_are_hastened_and_never_put_off(kept: Kept) -> None:
    kept.schedule.set("download:late", 1_000.0)
    kept.schedule.set("download:soon", 0.5)
    kept.schedule.set("grace:orders", 3.0)
    kept.schedule.hasten("download:", lambda: 1.0)
    kept.run(2.0)
    assert kept.due == [["download:soon"], ["download:late"]]
    assert "grace:orders" in kept.schedule


def test_a_timer_that_rings_early_waits_for_the_rest(kept: Kept) -> None:
    kept.schedule.set("a", 4.0)
    kept.time.pass_by(3.0)
    kept.timer.ring()
    assert kept.due == []
    kept.run(1.0)
    assert kept.due == [["a"]]


@pytest.mark.parametrize("hours", [8, 25, -24, -8])
def test_a_jump_of_the_wall_clock_is_noticed_soon_and_once(kept: Kept, hours: int) -> None:
    kept.schedule.set("poll:a", 60.0)
    kept.run(12.0)
    kept.time.suspend(hours * 3600.0)
    kept.run(LONGEST_REST)
    assert kept.woke == [pytest.approx(hours * 3600.0)]
    kept.run(30.0)
    assert len(kept.woke) == 1


def test_a_clock_that_is_kept_right_is_no_sleep(kept: Kept) -> None:
    kept.schedule.set("poll:a", 3600.0)
    for _ in range(100):
        kept.time.suspend(0.3)
        kept.run(LONGEST_REST)
    assert kept.woke == []


def test_a_process_that_stood_still_is_no_sleep_and_rings_once(kept: Kept) -> None:
    kept.schedule.set("poll:a", 3.0)
    kept.schedule.set("poll:b", 60.0)
    kept.time.pass_by(120.0)
    kept.run(1.0)
    assert kept.woke == []
    assert kept.due == [["poll:a", "poll:b"]]


def test_a_sleep_while_nothing_waited_does_not_concern_what_comes_later(kept: Kept) -> None:
    kept.schedule.set("a", 1.0)
    kept.run(2.0)
    kept.time.suspend(8 * 3600.0)
    kept.schedule.set("b", 10.0)
    kept.run(11.0)
    assert kept.woke == []
