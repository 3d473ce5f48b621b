"""When a task is asked about next, and what is learned from earlier ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.services.rhythm import (
    HOLD_LIMIT,
    POLL_LONGEST,
    POLL_SHORTEST,
    SAMPLES,
    SAMPLES_NEEDED,
    SLOW_AFTER,
    SLOW_FLOOR,
    STALLED_AFTER,
    Rhythm,
    Usual,
)

PARAMS = GenerationParams(prompt="p", model_name="nano-banana-pro", resolution="4k")
KIND = (PARAMS.model_name, PARAMS.resolution)
OTHER = replace(PARAMS, resolution="1k")
JITTERS = (0.0, 0.25, 0.5, 0.75, 0.999)


@pytest.fixture(autouse=True)
def quick_rhythm() -> None:
    """Nothing waits here: the real rhythm."""


def rhythm(*seconds: float, jitter: float = 0.5) -> Rhythm:
    made = Rhythm(lambda: jitter)
    made.load({KIND: seconds})
    return made


def test_below_ten_samples_nothing_is_held_back() -> None:
    few = rhythm(*[40.0] * (SAMPLES_NEEDED - 1))
    assert few.hold_for(PARAMS) == 0.0
    assert few.first_look(0.0) == 3.0
    few.note(PARAMS, 40.0)
    assert few.hold_for(PARAMS) == HOLD_LIMIT


def test_the_hold_is_the_fifth_percentile_of_the_same_kind_only() -> None:
    learned = rhythm(*[float(number) for number in range(5, 26)])
    assert learned.hold_for(PARAMS) == pytest.approx(6.0)
    assert learned.first_look(6.0) == 6.0
    assert learned.hold_for(OTHER) == 0.0


def test_the_hold_is_never_longer_than_ten_seconds_nor_the_first_look_too_soon() -> None:
    assert rhythm(*[60.0] * 30).hold_for(PARAMS) == HOLD_LIMIT
    quick = rhythm(*[0.5] * 30)
    assert quick.first_look(quick.hold_for(PARAMS)) == POLL_SHORTEST


def test_after_a_first_look_that_found_the_picture_the_next_is_not_held() -> None:
    learned = rhythm(*[9.0] * 30)
    learned.note_first_look(PARAMS, 9.0, found=False)
    assert learned.hold_for(PARAMS) == pytest.approx(9.0)
    learned.note_first_look(PARAMS, 9.0, found=True)
    assert (learned.hold_for(PARAMS), learned.hold_for(PARAMS)) == (0.0, pytest.approx(9.0))
    learned.note_first_look(PARAMS, 0.0, found=True)
    assert learned.hold_for(PARAMS) == pytest.approx(9.0)


def test_only_the_last_thirty_count() -> None:
    learned = rhythm(*[50.0] * 100)
    for _ in range(SAMPLES):
        learned.note(PARAMS, 4.0)
    assert learned.usual(PARAMS) == Usual(4.0, 4.0, 4.0)


def test_what_this_session_saw_comes_after_the_history() -> None:
    learned = Rhythm(lambda: 0.5)
    for _ in range(SAMPLES_NEEDED):
        learned.note(PARAMS, 8.0)
    learned.load({KIND: [50.0] * SAMPLES})
    for _ in range(SAMPLES - SAMPLES_NEEDED):
        learned.note(PARAMS, 8.0)
    assert learned.usual(PARAMS) == Usual(8.0, 8.0, 8.0)


def test_the_usual_time_is_the_middle_nine_of_ten_and_nearly_all() -> None:
    learned = rhythm(*[float(number) for number in range(11)])
    assert learned.usual(PARAMS) == Usual(5.0, 9.0, pytest.approx(9.9))
    assert learned.usual(OTHER) is None


@pytest.mark.parametrize("jitter", JITTERS)
@pytest.mark.parametrize("typical", [None, 0.5, 8.0, 45.0, 3_000.0])
def test_a_task_is_asked_about_every_two_to_five_seconds(
    jitter: float, typical: float | None
) -> None:
    samples = [] if typical is None else [typical] * 30
    pause = rhythm(*samples, jitter=jitter).interval(PARAMS, age=20.0)
    assert POLL_SHORTEST <= pause <= POLL_LONGEST
    if typical in (None, 8.0):
        assert pause == pytest.approx(3.0, rel=0.1)


@pytest.mark.parametrize(("watched", "pause"), [(1, 3.0), (30, 3.0), (40, 4.0), (500, 4.545)])
def test_a_crowd_is_asked_about_less_often(watched: int, pause: float) -> None:
    assert rhythm().interval(PARAMS, 20.0, watched) == pytest.approx(pause, abs=0.01)


def test_jitter_is_ten_percent_either_way() -> None:
    pauses = [rhythm(jitter=jitter).interval(PARAMS, age=0.0) for jitter in JITTERS]
    assert min(pauses) == pytest.approx(2.7)
    assert 3.29 < max(pauses) <= 3.3


@pytest.mark.parametrize("jitter", JITTERS)
def test_slower_than_usual_is_asked_about_every_thirty_to_sixty_seconds(jitter: float) -> None:
    unknown, quick = rhythm(jitter=jitter), rhythm(*[30.0] * 30, jitter=jitter)
    assert unknown.interval(PARAMS, age=SLOW_AFTER - 1) <= POLL_LONGEST
    assert 30.0 <= unknown.interval(PARAMS, age=SLOW_AFTER) <= 60.0
    assert quick.interval(PARAMS, age=89.0) <= POLL_LONGEST
    assert 30.0 <= quick.interval(PARAMS, age=91.0) <= 60.0


@pytest.mark.parametrize("jitter", JITTERS)
@pytest.mark.parametrize("age", [STALLED_AFTER, 1_800.0, 90_000.0])
def test_a_stalled_task_is_asked_about_ever_more_rarely(jitter: float, age: float) -> None:
    pause = rhythm(*[30.0] * 30, jitter=jitter).interval(PARAMS, age)
    assert 30.0 <= pause <= 120.0
    if age >= 1_800.0:
        assert pause >= 95.0


def test_slower_than_usual_is_neither_called_too_early_nor_after_ten_minutes() -> None:
    assert rhythm(*[2.0] * 30).slow_after(PARAMS) == SLOW_FLOOR
    assert rhythm(*[50.0] * 30).slow_after(PARAMS) == 150.0
    assert rhythm(*[900.0] * 30).slow_after(PARAMS) == SLOW_AFTER
    assert rhythm().slow_after(PARAMS) == SLOW_AFTER


def test_tasks_are_late_only_beyond_nearly_all_of_their_kind() -> None:
    learned = rhythm(*[float(number) for number in range(10, 40)])
    assert not learned.is_late(PARAMS, 39.0 + POLL_SHORTEST)
    assert learned.is_late(PARAMS, 39.0 + POLL_LONGEST)
    assert not learned.is_late(OTHER, 3_600.0)


def test_late_tasks_in_a_row_are_counted_and_do_not_move_the_bound() -> None:
    learned = rhythm(*[20.0] * SAMPLES)
    for count in range(1, 5):
        learned.note(PARAMS, 60.0)
        assert learned.late_in_a_row == count
    learned.note(PARAMS, 20.0)
    assert learned.late_in_a_row == 0


def test_without_a_history_of_its_kind_no_task_is_late() -> None:
    learned = rhythm(*[20.0] * SAMPLES)
    learned.note(OTHER, 900.0)
    assert learned.late_in_a_row == 0
