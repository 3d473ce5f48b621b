"""Many runs in a few processes, and what all of them together reached."""

from __future__ import annotations

import logging
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field

from tests.services.simulation.run import run_seed

PROCESSES = 2
BATCH = 250
"""Runs that a process takes at once: few enough to stop soon after a failure."""


@dataclass
class Tally:
    """The sums over many runs; `failures` are (seed, what broke)."""

    runs: int = 0
    steps: int = 0
    sessions: int = 0
    orders: int = 0
    virtual_seconds: float = 0.0
    seconds: float = 0.0
    coverage: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    failures: list[tuple[int, str]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.runs += other.runs
        self.steps += other.steps
        self.sessions += other.sessions
        self.orders += other.orders
        self.virtual_seconds += other.virtual_seconds
        self.coverage.update(other.coverage)
        self.failures += other.failures

    def text(self) -> str:
        moves = {(before, after) for before, _, after in self.coverage if before != after}
        return (
            f"{self.runs} runs in {self.seconds:.1f} s ({self.runs / self.seconds:.0f}/s):"
            f" {self.steps} steps, {self.sessions} sessions, {self.orders} paid orders,"
            f" {self.virtual_seconds / 86_400:.0f} virtual days,"
            f" {len(self.coverage)} kinds of engine steps, {len(moves)} moves between states"
        )


def run_seeds(seeds: Iterable[int]) -> Tally:
    """Play the seeds one after the other, up to the first that fails."""
    tally = Tally()
    logging.disable(logging.CRITICAL)
    try:
        for seed in seeds:
            report = run_seed(seed)
            tally.runs += 1
            tally.steps += report.steps
            tally.sessions += report.sessions
            tally.orders += report.orders
            tally.virtual_seconds += report.virtual_seconds
            tally.coverage.update(report.coverage)
            if report.failure:
                tally.failures.append((seed, report.failure))
                break
    finally:
        logging.disable(logging.NOTSET)
    return tally


def run_campaign(
    seeds: range, work: Callable[[Iterable[int]], Tally] = run_seeds, processes: int = PROCESSES
) -> Tally:
    """Play all seeds in `processes` processes; what has not begun when one fails is left out."""
    total = Tally()
    began = time.monotonic()
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        jobs = [pool.submit(work, batch) for batch in _batches(seeds)]
        for job in as_completed(jobs):
            if job.cancelled():
                continue
            total.add(job.result())
            if total.failures:
                for other in jobs:
                    other.cancel()
    total.failures.sort()
    total.seconds = time.monotonic() - began
    return total


def _batches(seeds: range) -> Iterator[range]:
    for start in range(0, len(seeds), BATCH):
        yield seeds[start : start + BATCH]
