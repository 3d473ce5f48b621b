"""The task services under thousands of seeded days of bad luck.

`pytest tests/services/test_simulation.py --seed N` replays one run and prints its steps;
`--runs N` plays more or fewer of them.
"""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from typing import Final

import pytest

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.task import ALLOWED, TaskState
from tests.services.simulation import plants
from tests.services.simulation.campaign import run_campaign, run_seeds
from tests.services.simulation.run import run_seed

RUNS: Final = 10_000
ENOUGH_FOR_COVERAGE: Final = RUNS
PLANT_SEEDS: Final = 2_000
"""Runs within which every planted bug must be found."""

NO_ROW: Final = {(TaskState.DRAFT, TaskState.READY)}
"""A draft is the form's; the services begin with an order."""


@pytest.fixture(autouse=True)
def quick_rhythm() -> None:
    """Time is virtual here: the real rhythm."""


@pytest.fixture(autouse=True)
def quiet_log() -> Iterator[None]:
    """Trouble is the rule here, and logged as such."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def trace_digest(seed: int) -> str:
    return hashlib.sha256("\n".join(run_seed(seed, trace=True).trace).encode()).hexdigest()


def explained(seed: int) -> str:
    """The failing run once more, with every step."""
    report = run_seed(seed, trace=True)
    steps = "\n".join(report.trace)
    return f"{steps}\nseed {seed}: {report.failure or 'no promise broken'}"


def tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{text}\n")


def test_no_run_breaks_a_promise(
    pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = pytestconfig.getoption("--seed")
    if seed is not None:
        tell(capsys, explained(seed))
        assert run_seed(seed).failure == ""
        return
    runs = pytestconfig.getoption("--runs") or RUNS
    tally = run_campaign(range(runs))
    tell(capsys, tally.text())
    if tally.failures:
        first = tally.failures[0][0]
        pytest.fail(f"{explained(first)}\nreplay with --seed {first}", pytrace=False)
    assert tally.runs == runs
    if runs >= ENOUGH_FOR_COVERAGE:
        reached = {(before, after) for before, _, after in tally.coverage if before != after}
        wanted = {(old, new) for old, news in ALLOWED.items() for new in news} - NO_ROW
        assert {(old.value, new.value) for old, new in wanted} - reached == set()
        states = {state for move in reached for state in move}
        assert states == {state.value for state in TaskState} - {TaskState.DRAFT.value}
        events = {event for _, event, _ in tally.coverage}
        assert events == {kind.__name__ for kind in ev.Event.__args__}


@pytest.mark.parametrize("seed", [3, 56, 460, 1458])
def test_a_seed_gives_the_same_run_in_every_process(seed: int) -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn) as pool:
        elsewhere = pool.submit(trace_digest, seed).result()
    assert trace_digest(seed) == trace_digest(seed) == elsewhere


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (plants.posting_before_the_commit, "I1: a POST without a committed intent"),
        (plants.trusting_a_history_that_lost_its_log, "charged 2 times without a word"),
        (plants.sending_again_after_unknown, "sent again without a reason"),
        (plants.sending_again_after_a_crash, "I5"),
        (plants.forgetting_a_failed_commit, "I7"),
        (plants.sending_what_is_being_deleted, "after the person deleted it"),
        (plants.throwing_away_before_the_commit, "I11"),
        (plants.holding_places_for_what_never_ends, "waits behind"),
        (plants.stopping_everything_for_one_bad_task, "waits behind"),
    ],
)
def test_a_planted_bug_is_found(
    plant: Callable[[], AbstractContextManager[None]], found: str
) -> None:
    with plant():
        tally = run_seeds(range(PLANT_SEEDS))
    assert len(tally.failures) == 1
    assert found in tally.failures[0][1]
