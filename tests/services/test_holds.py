"""Holds: raised once, tried with one probe, ended by proof or by the person."""

from __future__ import annotations

import pytest

from nanobanana_desktop.domain.task import Hold
from nanobanana_desktop.services.clock import Chance
from nanobanana_desktop.services.holds import (
    OFFLINE_STEPS,
    RATE_LIMIT_MAX,
    RATE_LIMIT_STEPS,
    Holds,
    HoldState,
)
from nanobanana_desktop.services.schedule import Schedule
from tests.services.virtual_time import VirtualTime

pytestmark = pytest.mark.usefixtures("qapp")


class Kept:
    """Holds on virtual time, and what they told; jitter is in the middle unless set."""

    def __init__(self) -> None:
        self.time = VirtualTime()
        self.schedule = Schedule(self.time.clock)
        self.jitter = 0.5
        chance = Chance(lambda: self.jitter, str)
        self.holds = Holds(self.schedule, self.time.clock, chance)
        self.schedule.due.connect(self._on_due)
        self.probes = 0
        self.told: list[HoldState] = []
        self.holds.probe_due.connect(self._count)
        self.holds.changed.connect(self.told.append)

    def _on_due(self, keys: list[str]) -> None:
        for key in keys:
            self.holds.release_due(key)

    def _count(self) -> None:
        self.probes += 1

    def run(self, seconds: float) -> None:
        limit = self.time.monotonic() + seconds
        while self.time.ring_next(limit):
            pass
        self.time.pass_by(limit - self.time.monotonic())

    @property
    def left(self) -> float:
        """Seconds that the holds still last."""
        until = self.holds.state.until
        assert until is not None
        return round(until - self.time.utc(), 3)


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.mark.parametrize("hold", [Hold.OFFLINE, Hold.CIRCUIT_OPEN])
def test_out_of_reach_is_tried_in_growing_steps_until_it_is_proven(kept: Kept, hold: Hold) -> None:
    waits = []
    for _ in (*OFFLINE_STEPS, 0, 0):
        kept.holds.raise_hold(hold)
        waits.append(kept.left)
        kept.run(waits[-1])
        assert kept.holds.state == HoldState((hold,), None, kept.told[0].since, probing=True)
    assert waits == [*OFFLINE_STEPS, OFFLINE_STEPS[-1], OFFLINE_STEPS[-1]]
    assert kept.probes == len(waits)
    kept.holds.note_success()
    assert kept.holds.state == HoldState()
    assert kept.holds.offline_tries == 0
    kept.holds.raise_hold(hold)
    assert kept.left == OFFLINE_STEPS[0]


def test_the_longest_step_with_its_jitter_stays_below_a_minute(kept: Kept) -> None:
    kept.jitter = 0.999
    for _ in range(8):
        kept.holds.raise_hold(Hold.OFFLINE)
        assert kept.left < 50.0
        kept.run(kept.left)


def test_nothing_is_let_through_while_the_probe_is_under_way(kept: Kept) -> None:
    kept.holds.raise_hold(Hold.OFFLINE)
    kept.run(10.0)
    assert kept.probes == 1
    assert (kept.holds.blocks_sending, kept.holds.blocks_asking) == (True, True)
    assert not kept.holds.blocks_probing


def test_more_failures_of_the_same_outage_do_not_lengthen_it(kept: Kept) -> None:
    kept.holds.raise_hold(Hold.OFFLINE)
    for hold in (Hold.OFFLINE, Hold.CIRCUIT_OPEN, Hold.OFFLINE):
        kept.holds.raise_hold(hold)
    assert kept.holds.state.active == (Hold.OFFLINE,)
    assert (kept.left, kept.holds.offline_tries) == (OFFLINE_STEPS[0], 1)


def test_a_probe_may_find_another_kind_of_trouble(kept: Kept) -> None:
    kept.holds.raise_hold(Hold.OFFLINE)
    since = kept.holds.state.since
    kept.run(OFFLINE_STEPS[0])
    kept.holds.raise_hold(Hold.CIRCUIT_OPEN)
    assert kept.holds.state.active == (Hold.CIRCUIT_OPEN,)
    assert (kept.left, kept.holds.state.since) == (OFFLINE_STEPS[1], since)


def test_when_the_person_asks_the_hold_ends_but_its_steps_go_on(kept: Kept) -> None:
    kept.holds.raise_hold(Hold.OFFLINE)
    kept.holds.release(Hold.OFFLINE)
    assert not kept.holds.blocks_asking
    assert kept.holds.offline_tries == 1
    kept.holds.raise_hold(Hold.OFFLINE)
    assert kept.left == OFFLINE_STEPS[1]
    kept.run(60.0)
    assert kept.probes == 1


def test_news_of_the_network_bring_the_probe_forward(kept: Kept) -> None:
    for _ in range(6):
        kept.holds.raise_hold(Hold.OFFLINE)
        kept.run(kept.left)
    kept.holds.raise_hold(Hold.OFFLINE)
    probes = kept.probes
    kept.holds.probe_soon(1.0)
    kept.run(1.0)
    assert kept.probes == probes + 1
    kept.holds.raise_hold(Hold.OFFLINE)
    assert kept.left == OFFLINE_STEPS[1]


def test_news_of_the_network_raise_nothing(kept: Kept) -> None:
    kept.holds.probe_soon(1.0)
    assert kept.told == []
    assert not kept.schedule.is_armed


def test_a_rate_limit_has_a_ceiling_and_is_never_shortened(kept: Kept) -> None:
    kept.holds.raise_hold(Hold.RATE_LIMIT, 1e9)
    assert kept.left == RATE_LIMIT_MAX
    kept.holds.raise_hold(Hold.RATE_LIMIT, 5.0)
    assert kept.left == RATE_LIMIT_MAX
    kept.holds.raise_hold(Hold.RATE_LIMIT)
    assert kept.left == RATE_LIMIT_MAX
    kept.run(RATE_LIMIT_MAX)
    assert kept.holds.state == HoldState()
    assert kept.probes == 0


def test_a_limit_without_an_end_grows_until_a_question_is_answered(kept: Kept) -> None:
    waits = []
    for _ in (*RATE_LIMIT_STEPS, 0):
        kept.holds.raise_hold(Hold.RATE_LIMIT)
        waits.append(kept.left)
        kept.run(waits[-1])
    assert waits == [*RATE_LIMIT_STEPS, RATE_LIMIT_STEPS[-1]]
    kept.holds.note_calm()
    kept.holds.raise_hold(Hold.RATE_LIMIT)
    assert kept.left == RATE_LIMIT_STEPS[0]


def test_a_balance_that_is_used_up_is_looked_at_again_by_itself(kept: Kept) -> None:
    kept.holds.raise_hold(Hold.BALANCE)
    assert kept.holds.state.shown is Hold.BALANCE
    assert kept.holds.blocks_asking
    assert kept.holds.blocks_sending
    kept.run(RATE_LIMIT_STEPS[0])
    assert kept.holds.state == HoldState()
    kept.holds.raise_hold(Hold.BALANCE)
    assert kept.left == RATE_LIMIT_STEPS[1]
    kept.holds.release(Hold.BALANCE)
    assert not kept.schedule.is_armed


def test_a_limit_ends_while_the_computer_sleeps(kept: Kept) -> None:
    kept.holds.raise_hold(Hold.RATE_LIMIT, 300.0)
    kept.time.suspend(280.0)
    kept.holds.note_sleep(280.0)
    assert kept.left == 20.0
    kept.time.suspend(3600.0)
    kept.holds.note_sleep(3600.0)
    kept.run(0.0)
    assert kept.holds.state == HoldState()


@pytest.mark.parametrize("hours", [-24.0, 25.0])
def test_the_countdown_follows_a_clock_that_was_set(kept: Kept, hours: float) -> None:
    kept.holds.raise_hold(Hold.OFFLINE)
    kept.time.suspend(hours * 3600)
    kept.holds.note_sleep(hours * 3600)
    assert kept.left == OFFLINE_STEPS[0]
    assert kept.told[-1].until == pytest.approx(kept.time.utc() + OFFLINE_STEPS[0])


def test_a_refused_key_waits_for_the_person(kept: Kept) -> None:
    kept.holds.raise_hold(Hold.AUTH)
    assert kept.holds.state.shown is Hold.AUTH
    assert len(kept.schedule) == 0
    kept.holds.note_success()
    assert kept.holds.blocks_probing
    kept.holds.release(Hold.AUTH)
    kept.holds.release(Hold.AUTH)
    assert kept.holds.state.active == ()
    assert len(kept.told) == 2


def test_a_pause_stops_sending_but_not_asking(kept: Kept) -> None:
    kept.holds.raise_hold(Hold.APP_PAUSED)
    assert (kept.holds.blocks_sending, kept.holds.blocks_asking) == (True, False)
    assert not kept.holds.blocks_probing


def test_a_success_while_all_is_well_tells_nothing(kept: Kept) -> None:
    kept.holds.note_success()
    assert kept.told == []
