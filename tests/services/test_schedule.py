"""One timer for everything that is due later."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import Qt

from nanobanana_desktop.domain.task import Hold
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.holds import OFFLINE_STEPS, RATE_LIMIT_MAX, Holds
from nanobanana_desktop.services.poller import TICK, Schedule
from tests.fakes import ManualClock

WaitUntil = Callable[..., Awaitable[None]]
pytestmark = pytest.mark.usefixtures("qapp")


def make_schedule() -> tuple[Schedule, ManualClock, list[list[str]]]:
    clock = ManualClock()
    schedule = Schedule(Clock(clock.utc, clock.monotonic))
    due: list[list[str]] = []
    schedule.due.connect(due.append)
    return schedule, clock, due


def test_an_empty_schedule_has_no_timer() -> None:
    schedule, _, _ = make_schedule()
    assert not schedule._timer.isActive()
    schedule.set("a", 5)
    assert schedule._timer.isActive()
    schedule.cancel("a")
    assert not schedule._timer.isActive()


def test_one_timer_serves_the_earliest() -> None:
    schedule, _, _ = make_schedule()
    for key, delay in (("late", 50.0), ("early", 4.0), ("middle", 20.0)):
        schedule.set(key, delay)
    assert schedule._timer.interval() == 4_000
    assert schedule._timer.isSingleShot()
    assert schedule._timer.timerType() is Qt.TimerType.CoarseTimer


def test_what_is_due_together_is_told_together_in_order() -> None:
    schedule, clock, due = make_schedule()
    schedule.set("second", 3.0 + TICK / 2)
    schedule.set("first", 3.0)
    schedule.set("later", 3.0 + TICK * 4)
    clock.advance(3.0)
    schedule._on_timer_timeout()
    assert due == [["first", "second"]]
    assert "later" in schedule
    assert len(schedule) == 1


def test_a_key_set_again_has_one_time() -> None:
    schedule, clock, due = make_schedule()
    schedule.set("a", 1.0)
    schedule.set("a", 10.0)
    clock.advance(2.0)
    schedule._on_timer_timeout()
    assert due == []
    assert len(schedule) == 1


async def test_hastened_entries_come_at_once(wait_until: WaitUntil) -> None:
    schedule, _, due = make_schedule()
    schedule.set("a", 1_000.0)
    schedule.hasten()
    await wait_until(lambda: due == [["a"]])


def make_holds() -> tuple[Holds, Schedule, ManualClock]:
    schedule, clock, _ = make_schedule()
    return (
        Holds(schedule, Clock(clock.utc, clock.monotonic), Chance(lambda: 0.5, str)),
        schedule,
        clock,
    )


def test_offline_steps_grow_until_something_works() -> None:
    holds, schedule, clock = make_holds()
    waits = []
    for _ in OFFLINE_STEPS:
        holds.raise_hold(Hold.OFFLINE)
        until = holds.state.until
        assert until is not None
        waits.append(round(until - clock.utc(), 3))
        holds.release_due("hold:offline")
    assert waits == list(OFFLINE_STEPS)
    holds.note_success()
    holds.raise_hold(Hold.OFFLINE)
    assert schedule._timer.interval() == OFFLINE_STEPS[0] * 1000


def test_a_rate_limit_has_a_ceiling() -> None:
    holds, _, clock = make_holds()
    holds.raise_hold(Hold.RATE_LIMIT, 1e9)
    assert holds.state.until == clock.utc() + RATE_LIMIT_MAX


def test_a_refused_key_waits_for_the_person() -> None:
    holds, schedule, _ = make_holds()
    told: list[object] = []
    holds.changed.connect(told.append)
    holds.raise_hold(Hold.AUTH)
    assert holds.state.shown is Hold.AUTH
    assert len(schedule) == 0
    holds.release(Hold.AUTH)
    holds.release(Hold.AUTH)
    assert holds.state.active == ()
    assert len(told) == 2


def test_a_pause_stops_sending_but_not_asking() -> None:
    holds, _, _ = make_holds()
    holds.raise_hold(Hold.APP_PAUSED)
    assert (holds.blocks_sending, holds.blocks_asking) == (True, False)
