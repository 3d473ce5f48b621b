"""What outlives a session: time, chance, weather, and the word of who is alive."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.services.simulation.weather import Weather

if TYPE_CHECKING:
    from tests.services.simulation.virtual_loop import VirtualLoop

START: float = 1_800_000_000.0
"""UTC seconds at the beginning of every run."""


class PowerCut(BaseException):
    """The computer stops in the middle of a blocking call; no product code may catch it."""


class Fenced(BaseException):
    """A session that is over asks for something: it gets no answer."""


class World:
    """Shared by all sessions of a run; `session` numbers the one that is alive, 0 when none is."""

    def __init__(self, seed: int, *, trace: bool = False) -> None:
        self.rng = random.Random(seed)
        self.tail = random.Random(-seed - 1)
        """Chance of its own for what happens to the write-ahead log."""
        self.weather = Weather.choose(self.rng)
        self.session = 0
        self.utc_offset = START
        self.loop: VirtualLoop | None = None
        self.now = 0.0
        self.crash_point_rate = self.rng.choice((0.0, 0.0, 0.05, 0.2))
        self.trace: list[str] | None = [] if trace else None
        self.end_asked = ""

    def monotonic(self) -> float:
        return self.now if self.loop is None else self.loop.now

    def utc(self) -> float:
        return self.monotonic() + self.utc_offset

    def note(self, text: str) -> None:
        if self.trace is not None:
            steps = 0 if self.loop is None else self.loop.steps
            self.trace.append(f"s{self.session} #{steps:<5} {self.monotonic():10.3f}  {text}")

    def chance(self, rate: float) -> bool:
        return rate > 0.0 and self.rng.random() < rate

    def crash_point(self, where: str) -> None:
        """A place inside a blocking call where the computer may stop."""
        if self.chance(self.crash_point_rate):
            self.end_asked = f"power cut {where}"
            raise PowerCut(where)
