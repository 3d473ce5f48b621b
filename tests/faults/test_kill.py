"""kill -9 of real processes between order and picture: nothing lost, nothing sent twice."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest

from nanobanana_desktop.demo.scenario import Scenario, Wire
from nanobanana_desktop.demo.server import DemoServer, DemoSetup
from tests.faults.conftest import SMALL
from tests.faults.driver import Job
from tests.faults.machines import KillMachine, Row, kill_machine, tally

pytestmark = pytest.mark.strace

KILLS = 200
AT_ONCE = 2
KILLS_PER_FOLDER = 20
SABOTAGED_KILLS = 20
LEAST_CALLS = 60
"""There are about a hundred between order and picture; far fewer would be missed ones."""
SEED = 20_261_122

Figures = Callable[[str], None]
T = TypeVar("T")


@pytest.fixture
def demo() -> Iterator[DemoServer]:
    """A stand-in that takes a moment for everything, so that there is something to interrupt."""
    scenario = Scenario(picture=SMALL, create=Wire(delay=0.015), query=Wire(delay=0.005))
    with DemoServer(DemoSetup(scenario=scenario)) as server:
        yield server


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[list[KillMachine]]:
    folders = [tmp_path / str(number) for number in range(AT_ONCE)]
    for folder in folders:
        folder.mkdir()
    with kill_machine(folders[0]) as one, kill_machine(folders[1]) as other:
        yield [one, other]


class Chain:
    """Process after process on one data folder: each finds what the last one left."""

    def __init__(
        self, machine: KillMachine, home: Path, url: str, sabotage: tuple[str, ...] = ()
    ) -> None:
        self._machine = machine
        self._home = home
        self._url = url
        self._sabotage = sabotage
        self._folders = 0
        self._orders = 0
        self.rows: list[Row] = []
        self.kills = 0

    def kill_at_random(self, kills: int, chance: random.Random) -> None:
        """Each process is killed at some point of its life, its start included."""
        while self.kills < kills:
            whole_life = self._run(3)["seconds"]
            for _ in range(min(KILLS_PER_FOLDER, kills - self.kills)):
                self._run(3, seconds=chance.random() * whole_life, restless=True)
            self._change_folder()

    def kill_before_every_call(self, first: int, step: int) -> int:
        """Kill before call number `first`, `first + step` … until a process gets through.

        Returns how many calls that one made.
        """
        self._run(1)
        call = first
        while (told := self._run(1, traced=True, call=call))["killed"]:
            call += step
            if self.kills % KILLS_PER_FOLDER == 0:
                self._change_folder()
                self._run(1)
        self._change_folder()
        return len(told["calls"])

    def _change_folder(self) -> None:
        """Let what was left in the folder come to rest, and begin with an empty one."""
        self.rows += self._run(0)["end"]
        self._folders += 1

    def _run(self, orders: int, **how: Any) -> dict[str, Any]:
        prompts = tuple(
            f"{self._home.name}-{number}" for number in range(self._orders, self._orders + orders)
        )
        self._orders += orders
        root = self._home / str(self._folders)
        told = self._machine.carry_out(
            Job(root=str(root), url=self._url, prompts=prompts, sabotage=self._sabotage, **how)
        )
        self.kills += told["killed"]
        return told


def run_all(works: list[Callable[[], T]]) -> list[T]:
    """All at the same time."""
    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result() for done in [pool.submit(work) for work in works]]


@pytest.fixture
def chains(
    machines: list[KillMachine], demo: DemoServer, tmp_path: Path
) -> Callable[..., list[Chain]]:
    def make(*sabotage: str) -> list[Chain]:
        return [
            Chain(machine, tmp_path / str(number), demo.base_url, sabotage)
            for number, machine in enumerate(machines)
        ]

    return make


def rows_of(chains: list[Chain]) -> list[Row]:
    return [row for chain in chains for row in chain.rows]


def kill_at_random(chains: list[Chain], kills: int) -> None:
    def work(number: int, chain: Chain) -> Callable[[], None]:
        chance = random.Random(SEED + number)
        return lambda: chain.kill_at_random(kills // AT_ONCE, chance)

    run_all([work(number, chain) for number, chain in enumerate(chains)])


def test_row_01_02_kill_at_random_loses_nothing_and_doubles_nothing(
    chains: Callable[..., list[Chain]], demo: DemoServer, figures: Figures
) -> None:
    both = chains()
    kill_at_random(both, KILLS)
    kills = sum(chain.kills for chain in both)
    found = tally(demo.control, rows_of(both))
    figures(f"T-KILL: {kills} x kill -9 at random points: {found}")
    assert found.clean, found
    assert kills >= KILLS
    # Kills that hit nothing would prove nothing.
    assert found.unknown_paid > 0


def test_row_01_02_kill_before_every_system_call_loses_nothing_and_doubles_nothing(
    chains: Callable[..., list[Chain]], demo: DemoServer, figures: Figures
) -> None:
    both = chains()
    calls = run_all(
        [
            partial(chain.kill_before_every_call, 1 + number, AT_ONCE)
            for number, chain in enumerate(both)
        ]
    )
    kills = sum(chain.kills for chain in both)
    found = tally(demo.control, rows_of(both))
    figures(f"T-KILL: {kills} x kill -9, before each of {min(calls)} system calls: {found}")
    assert found.clean, found
    assert kills >= LEAST_CALLS
    assert found.unknown_paid > 0


def test_without_the_intent_orders_are_doubled(
    chains: Callable[..., list[Chain]], demo: DemoServer, figures: Figures
) -> None:
    # Orders are on their way for most of the time, so that many kills meet one.
    demo.control.set_default(Scenario(picture=SMALL, create=Wire(delay=0.15)))
    both = chains("no intent")
    kill_at_random(both, SABOTAGED_KILLS)
    found = tally(demo.control, rows_of(both))
    figures(f"T-KILL without intents, {sum(chain.kills for chain in both)} kills: {found}")
    assert found.doubled
    assert not found.clean
