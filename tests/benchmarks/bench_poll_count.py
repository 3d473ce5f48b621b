"""P15: questions per task over three kinds of models, against a fixed rhythm of 3 s.

The program's own scheduler runs on virtual time against durations that were drawn beforehand; at
first it knows 30 earlier tasks of each kind.
"""

from __future__ import annotations

import asyncio
import math
import random
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from nanobanana_desktop.domain.answers import RemoteTask
from nanobanana_desktop.domain.params import GenerationParams

sys.path.insert(0, str(Path(__file__).resolve().parent))
from measuring import ROOT, judge

sys.path.insert(0, str(ROOT))
from tests.services.polling_world import PollingWorld

KINDS = ((8.0, 0.35), (18.0, 0.5), (45.0, 0.6))
"""Median seconds and sigma of log-normal durations."""
TASKS = 2_000
EARLIER = 30
FIXED = 3.0
QUESTIONS_TARGET, DELAY_TARGET, GAP_TARGET = 0.80, 1.2, 20.0
SEED = 15


@dataclass
class Counted:
    """Per task: questions, seconds from the picture's end to its discovery, longest pause."""

    questions: list[float] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    slow: int = 0
    """Tasks that took longer than usual and were therefore asked about every 30–60 s."""

    @property
    def mean_questions(self) -> float:
        return statistics.fmean(self.questions)

    @property
    def mean_delay(self) -> float:
        return statistics.fmean(self.delays)


def fixed_rhythm(durations: list[float]) -> Counted:
    looks = [math.ceil(seconds / FIXED) for seconds in durations]
    delays = [FIXED * look - seconds for look, seconds in zip(looks, durations, strict=True)]
    return Counted([float(look) for look in looks], delays)


async def learned_rhythm(earlier: list[float], durations: list[float]) -> Counted:
    world = PollingWorld(seed=SEED)
    params = GenerationParams(prompt="p", model_name="model", resolution="1k")
    world.following.rhythm.load({("model", "1k"): earlier})
    began: list[float] = []
    limits: list[float] = []
    ask = world.service.query_task

    async def noted(remote_id: str) -> RemoteTask:
        limits.append(world.following.rhythm.slow_after(params))
        return await ask(remote_id)

    with patch.object(world.service, "query_task", noted):
        for seconds in durations:
            began.append(world.time.monotonic())
            await world.add(1, takes=seconds, params=params)
            await world.run(7.0)
        await world.run(3_600.0)
    looks: dict[str, list[tuple[float, float]]] = {}
    for asked, limit in zip(world.service.asked, limits, strict=True):
        looks.setdefault(asked.remote_id, []).append((asked.at, limit))
    counted = Counted()
    for number, seconds in enumerate(durations):
        start, own = began[number], looks[f"r{number}"]
        counted.questions.append(len(own))
        counted.delays.append(own[-1][0] - start - seconds)
        gaps, is_slow, last, limit = [own[0][0] - start], False, *own[0]
        for at, next_limit in own[1:]:
            # A task that was slower than usual at its last question is asked about rarely.
            if last - start >= limit:
                is_slow = True
            else:
                gaps.append(at - last)
            last, limit = at, next_limit
        counted.slow += is_slow
        counted.gaps.append(max(gaps))
    await world.jobs.close()
    return counted


def main() -> int:
    chance = random.Random(SEED)
    fixed_all, learned_all = Counted(), Counted()
    sums = [0.0, 0.0]
    for median, sigma in KINDS:
        mu = math.log(median)
        durations = [chance.lognormvariate(mu, sigma) for _ in range(EARLIER + TASKS)]
        fixed = fixed_rhythm(durations[EARLIER:])
        learned = asyncio.run(learned_rhythm(durations[:EARLIER], durations[EARLIER:]))
        sys.stdout.write(
            f"  median {median:.0f} s: fixed {fixed.mean_questions:.1f} questions and"
            f" {fixed.mean_delay:.2f} s delay, learned {learned.mean_questions:.1f} and"
            f" {learned.mean_delay:.2f} s\n"
        )
        sums[0] += fixed.mean_questions
        sums[1] += learned.mean_questions
        for whole, part in ((fixed_all, fixed), (learned_all, learned)):
            whole.delays.extend(part.delays)
            whole.gaps.extend(part.gaps)
            whole.slow += part.slow
    questions = sums[1] / sums[0]
    delay = learned_all.mean_delay / fixed_all.mean_delay
    gap = max(learned_all.gaps)
    sys.stdout.write(f"  {learned_all.slow} of {len(KINDS) * TASKS} tasks were slower than usual\n")
    results = [
        (name, value, value <= target, f"≤ {target:.2f}")
        for name, value, target in (
            ("P15 questions, of a fixed 3 s", questions, QUESTIONS_TARGET),
            ("P15 mean delay, of a fixed 3 s", delay, DELAY_TARGET),
            ("P15 longest pause, seconds", gap, GAP_TARGET),
        )
    ]
    met = [judge(name, f"{value:.2f}", is_met, is_met, aim) for name, value, is_met, aim in results]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
