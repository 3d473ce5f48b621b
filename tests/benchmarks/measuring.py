"""Measuring on a noisy machine: interleaved pairs, medians of ratios, bootstrap intervals."""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclass(frozen=True)
class Ratio:
    """The median of pairwise ratios, with its 95 % bootstrap interval."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} (95 %: {self.low:.2f}–{self.high:.2f})"


def run_child(script: str, *arguments: str) -> dict[str, float]:
    """Start a script of this folder; its last line is a JSON object of numbers.

    The child gets the moment of its own start (monotonic seconds) in `BENCH_STARTED`.
    """
    return dict(json.loads(_last_line(script, arguments)))


def run_child_lists(script: str, *arguments: str) -> dict[str, list[float]]:
    """As `run_child` for a child that tells lists of numbers."""
    return dict(json.loads(_last_line(script, arguments)))


def _last_line(script: str, arguments: Sequence[str]) -> str:
    environment = os.environ | {
        # Without a screen of its own the window would be too narrow for its history.
        "QT_QPA_PLATFORM": f"offscreen:configfile={HERE / 'screen.json'}",
        "BENCH_STARTED": repr(time.monotonic()),
        "PYTHONPATH": str(ROOT),
    }
    # As installed: modules are compiled once, not at every start.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, str(HERE / script), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{script} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout.splitlines()[-1]


def interleave(
    base: Callable[[], float], ours: Callable[[], float], pairs: int
) -> tuple[list[float], list[float]]:
    """Measure A B A B …; the first pair warms up and does not count."""
    bases, values = [], []
    for number in range(pairs + 1):
        first, second = base(), ours()
        if number:
            bases.append(first)
            values.append(second)
    return bases, values


def ratio_of(bases: Sequence[float], values: Sequence[float], seed: int = 1) -> Ratio:
    ratios = [value / base for base, value in zip(bases, values, strict=True)]
    chance = random.Random(seed)
    medians = sorted(statistics.median(chance.choices(ratios, k=len(ratios))) for _ in range(2_000))
    return Ratio(statistics.median(ratios), medians[50], medians[-51])


def verdict(name: str, ratio: Ratio, target: float) -> bool:
    """Print one line. Missed only when even the lower bound is worse than the target."""
    return judge(name, ratio, ratio.median <= target, ratio.low <= target, f"≤ {target:.2f}")


def at_least(name: str, ratio: Ratio, target: float) -> bool:
    """As `verdict`, for what should be great: missed when the upper bound is below the target."""
    return judge(name, ratio, ratio.median >= target, ratio.high >= target, f"≥ {target:.2f}")


def judge(name: str, measured: object, is_met: bool, is_possible: bool, target: str) -> bool:
    """Print a line and keep it for the table at the end of all measurements."""
    word = "met" if is_met else ("within the noise" if is_possible else "MISSED")
    sys.stdout.write(f"  {name}: {measured}   target {target}   {word}\n")
    table = os.environ.get("BENCH_TABLE")
    if table:
        line = json.dumps([name, str(measured), target, word], ensure_ascii=False)
        with Path(table).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    return is_met or is_possible


def mean_ms(values: Sequence[float]) -> str:
    return f"{statistics.median(values) * 1000:.0f} ms"


SETTLE = 4.0


def wake_ups(pid: int | str = "self") -> Counter[str]:
    """Voluntary context switches so far, by thread."""
    total: Counter[str] = Counter()
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            lines = (task / "status").read_text().splitlines()
        except OSError:
            # The thread ended meanwhile.
            continue
        for line in lines:
            if line.startswith("voluntary_ctxt_switches"):
                total[task.name] = int(line.split()[1])
    return total


def wake_ups_since(before: Counter[str], pid: int | str = "self") -> int:
    """Those of the threads that are still there; one that ends takes its number along."""
    return sum(number - before[thread] for thread, number in wake_ups(pid).items())


async def report_idle(seconds: float) -> None:
    """For a child: let its start pass, then print wake-ups and processor time per second."""
    await asyncio.sleep(SETTLE)
    before, busy, began = wake_ups(), time.process_time(), time.monotonic()
    await asyncio.sleep(seconds)
    passed = time.monotonic() - began
    rates = {
        "wake_ups": wake_ups_since(before) / passed,
        "busy": (time.process_time() - busy) / passed,
    }
    sys.stdout.write(json.dumps(rates) + "\n")
    sys.stdout.flush()
