"""When a task is asked about next: learned from how long the person's own tasks took."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from nanobanana_desktop.domain.params import GenerationParams

POLL_INTERVAL: Final = 3.0
"""Seconds between two questions about a task of which nothing is known; documented are 2–5 s."""
POLL_SHORTEST: Final = 2.0
POLL_LONGEST: Final = 5.0
LOOKS_PER_TASK: Final = 12.0
"""A model that takes long is asked less often: its usual time holds this many questions."""
QUESTIONS_PER_SECOND: Final = 10.0
"""Beyond this a crowd of tasks is asked about less often, as far as 5 s allow."""
JITTER: Final = 0.1

HOLD_LIMIT: Final = 10.0
"""The first question never waits longer than this many seconds."""
SAMPLES: Final = 30
SAMPLES_NEEDED: Final = 10

SLOW_AFTER: Final = 600.0
SLOW_FLOOR: Final = 60.0
SLOW_FACTOR: Final = 3.0
SLOW_INTERVALS: Final = (30.0, 60.0)
STALLED_AFTER: Final = 900.0
STALLED_INTERVALS: Final = (30.0, 120.0)
STALLED_SHARE: Final = 15.0
"""A task that stalls is asked about after this part of its age."""

ModelKey = tuple[str, str]
"""Model name and resolution."""


@dataclass(frozen=True, slots=True)
class Usual:
    """How long tasks take, in seconds: half are done by `typical`, nine of ten by `ninety`.

    Of a hundred, 99 are done by `latest`.
    """

    typical: float
    ninety: float
    latest: float


class DurationSource(Protocol):
    async def recent_durations(self, limit: int) -> Mapping[ModelKey, Sequence[float]]:
        """Seconds from acceptance to result of the last `limit` tasks per kind, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class _Learned:
    early: float
    usual: Usual


class Rhythm:
    """Gives the times of questions, with jitter, from the last `SAMPLES` durations of each kind.

    The first question waits until 5 % of the earlier tasks were done, at most `HOLD_LIMIT` s; below
    `SAMPLES_NEEDED` samples there is no such wait. Afterwards a task is asked about every 2–5 s,
    every 30–60 s once it takes longer than usual, and ever more rarely once it stalls.
    """

    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self._samples: dict[ModelKey, deque[float]] = {}
        self._learned: dict[ModelKey, _Learned | None] = {}
        self._unsure: set[ModelKey] = set()
        self._late_bounds: dict[ModelKey, float] = {}
        self._late_in_a_row = 0

    def load(self, durations: Mapping[ModelKey, Sequence[float]]) -> None:
        """Take over the durations of earlier sessions; what this one saw comes after them."""
        for key, seconds in durations.items():
            seen = self._samples.get(key, ())
            self._samples[key] = deque((*seconds, *seen), SAMPLES)
        self._learned.clear()

    def note(self, params: GenerationParams, seconds: float) -> None:
        """A task took `seconds` from its acceptance until its result was seen."""
        key = _key(params)
        bound = self._late_bound(params)
        if bound is not None:
            if seconds > bound:
                self._late_in_a_row += 1
                self._late_bounds[key] = bound
            else:
                self._late_in_a_row = 0
                self._late_bounds.pop(key, None)
        self._samples.setdefault(key, deque(maxlen=SAMPLES)).append(seconds)
        self._learned.pop(key, None)

    def note_first_look(self, params: GenerationParams, hold: float, found: bool) -> None:
        """Whether the question after a hold of `hold` s found the task done.

        Then nobody knows how much earlier it was, so the next task of this kind is not held: a
        model that became faster must be able to show it.
        """
        if hold and found:
            self._unsure.add(_key(params))

    def hold_for(self, params: GenerationParams) -> float:
        """Seconds after acceptance before which a new task is not asked about; 0 when unknown."""
        key = _key(params)
        if key in self._unsure:
            self._unsure.discard(key)
            return 0.0
        learned = self._learn(params)
        return min(HOLD_LIMIT, learned.early) if learned else 0.0

    def first_look(self, hold: float) -> float:
        """Seconds after acceptance of the first question for a task with this hold."""
        return max(POLL_SHORTEST, hold) if hold else self._jittered(POLL_INTERVAL)

    def interval(self, params: GenerationParams, age: float, watched: int = 1) -> float:
        """Seconds until the next question about a task that was accepted `age` seconds ago.

        `watched` tasks are asked about in all; many of them are asked about less often.
        """
        if age >= STALLED_AFTER:
            shortest, longest = STALLED_INTERVALS
            return self._jittered(min(longest, max(shortest, age / STALLED_SHARE)) / (1 + JITTER))
        if age >= self.slow_after(params):
            shortest, longest = SLOW_INTERVALS
            return shortest + (longest - shortest) * self._random()
        learned = self._learn(params)
        own = learned.usual.typical / LOOKS_PER_TASK if learned else 0.0
        wanted = max(POLL_INTERVAL, own, watched / QUESTIONS_PER_SECOND)
        return self._jittered(min(POLL_LONGEST / (1 + JITTER), wanted))

    def usual(self, params: GenerationParams) -> Usual | None:
        """How long such tasks take; None below `SAMPLES_NEEDED` samples. Cheap."""
        learned = self._learn(params)
        return learned.usual if learned else None

    def slow_after(self, params: GenerationParams) -> float:
        """Seconds after acceptance from which a task takes longer than usual."""
        learned = self._learn(params)
        if learned is None:
            return SLOW_AFTER
        return min(SLOW_AFTER, max(SLOW_FLOOR, SLOW_FACTOR * learned.usual.latest))

    def is_late(self, params: GenerationParams, age: float) -> bool:
        """Whether 99 of 100 such tasks were done by then; false while too few were seen."""
        bound = self._late_bound(params)
        return bound is not None and age > bound

    @property
    def late_in_a_row(self) -> int:
        """How many tasks of this session were late since the last one that was not."""
        return self._late_in_a_row

    def _late_bound(self, params: GenerationParams) -> float | None:
        """Late tasks do not move the bound for those that follow them."""
        learned = self._learn(params)
        # A result is seen at a question: up to a pause between two of them is no lateness.
        usual = learned.usual.latest + POLL_LONGEST if learned else None
        return self._late_bounds.get(_key(params), usual)

    def _learn(self, params: GenerationParams) -> _Learned | None:
        key = _key(params)
        if key not in self._learned:
            seconds = sorted(self._samples.get(key, ()))
            self._learned[key] = _learn(seconds) if len(seconds) >= SAMPLES_NEEDED else None
        return self._learned[key]

    def _jittered(self, seconds: float) -> float:
        return seconds * (1.0 + JITTER * (2.0 * self._random() - 1.0))


def _key(params: GenerationParams) -> ModelKey:
    return params.model_name, params.resolution


def _learn(ordered: Sequence[float]) -> _Learned:
    usual = Usual(*(_quantile(ordered, share) for share in (0.5, 0.9, 0.99)))
    return _Learned(_quantile(ordered, 0.05), usual)


def _quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which `share` of the ordered values lie, in proportion between two."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
