"""One seeded run: sessions full of trouble, then calm, then the reckoning."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from nanobanana_desktop.domain.events import Event, Step
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.services import task_ledger
from tests.services.simulation.disk import Disk
from tests.services.simulation.orders import RemoteService
from tests.services.simulation.person import Person, Surroundings
from tests.services.simulation.reckoning import reckon, settle
from tests.services.simulation.session import Everything, Session
from tests.services.simulation.shelf import Shelf
from tests.services.simulation.witness import Witness
from tests.services.simulation.world import World

LOG_LOST_RATE = 0.3


@dataclass
class RunReport:
    """What came of one seed; `failure` is empty when every invariant held."""

    seed: int
    failure: str = ""
    steps: int = 0
    sessions: int = 0
    orders: int = 0
    virtual_seconds: float = 0.0
    coverage: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    trace: list[str] = field(default_factory=list)


def run_seed(seed: int, *, trace: bool = False) -> RunReport:
    """Play the run of `seed`; the same seed gives the same run, in every process."""
    world = World(seed, trace=trace)
    witness = Witness(world)
    shelf = Shelf(world, witness.on_placed)
    disk = Disk(shelf)
    witness.watch(disk.rows, disk.journal, shelf.files)
    every = Everything(
        world, disk, RemoteService(world), witness, itertools.count(1), itertools.count(1)
    )
    report = RunReport(seed)
    with _watched_engine(witness):
        for _ in range(world.rng.choice((1, 1, 1, 2, 2, 3))):
            report.steps += _troubled_session(every)
            report.sessions += 1
            if witness.failures:
                break
        if not witness.failures:
            report.steps += _calm_session(every)
            report.sessions += 1
    if not witness.failures:
        reckon(every)
    report.failure = witness.failures[0] if witness.failures else ""
    report.orders = len(every.service.orders)
    report.virtual_seconds = world.now
    report.coverage = witness.coverage.steps
    report.trace = world.trace or []
    return report


def _troubled_session(every: Everything) -> int:
    world, rng = every.world, every.world.rng
    session = Session(every)
    with session.loop:
        session.begin()
        person, around = Person(session), Surroundings(session)
        at = 0.0
        if rng.random() < 0.8:
            session.later(rng.random(), person.order)
        for _ in range(rng.randrange(2, 9)):
            at += rng.choice((0.05, 0.5, 4.0, 25.0)) * rng.random()
            session.later(at, person.act if rng.random() < 0.75 else around.act)
        crash_at = rng.randrange(1, 600) if rng.random() < 0.5 else 0
        alive = session.run(at + rng.choice((0.1, 3.0, 30.0, 90.0)), crash_at)
        if alive and rng.random() < 0.5:
            stopping = session.loop.create_task(session.stop())
            if session.run(60.0, crash_at):
                every.witness.fail("the quit takes more than a minute")
            if stopping.done() and stopping.exception() is not None:
                every.witness.fail(f"the quit failed: {stopping.exception()!r}")
            elif session.is_stopped and not crash_at:
                # It must stay silent, whatever was under way.
                session.is_stopped = False
                session.run(300.0)
        session.kill()
    if rng.random() < 0.5:
        world.note("power cut")
        every.disk.shelf.cut_power()
        if world.tail.random() < LOG_LOST_RATE and every.disk.lose_log():
            world.note("the write-ahead log is lost")
    world.utc_offset += rng.choice((0.0, 0.0, 5.0, 40_000.0, 95_000.0))
    return session.loop.steps


def _calm_session(every: Everything) -> int:
    every.world.weather.calm()
    every.world.crash_point_rate = 0.0
    session = Session(every)
    with session.loop:
        session.begin()
        settle(session)
        session.kill()
    return session.loop.steps


@contextmanager
def _watched_engine(witness: Witness) -> Iterator[None]:
    """Every step of the engine that the ledger takes is told to the witness."""
    real = task_ledger.step

    def step(task: GenerationTask, event: Event, now: float) -> Step:
        after = real(task, event, now)
        witness.on_step(task, event, after)
        return after

    task_ledger.__dict__["step"] = step
    try:
        yield
    finally:
        task_ledger.__dict__["step"] = real
