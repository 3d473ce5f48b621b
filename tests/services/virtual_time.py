"""Time that passes only when told, with the timers that belong to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt

from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.clock import Clock


class VirtualTimer:
    """As QTimer: single-shot, and it counts how often it rang."""

    def __init__(self, time: VirtualTime, on_timeout: Callable[[], None]) -> None:
        self._time = time
        self._on_timeout = on_timeout
        self.rings_at: float | None = None
        self.kinds: list[Qt.TimerType] = []
        self.rang = 0

    def start(self, milliseconds: int, /) -> None:
        self.rings_at = self._time.monotonic() + milliseconds / 1000

    def stop(self) -> None:
        self.rings_at = None

    def setTimerType(self, kind: Qt.TimerType, /) -> None:
        self.kinds.append(kind)

    def ring(self) -> None:
        self.rings_at = None
        self.rang += 1
        self._on_timeout()


class VirtualTime:
    """Both clocks and all timers of a test. `clock` is what the program is handed."""

    def __init__(self, utc: float = 1_700_000_000.0) -> None:
        self._utc = utc
        self._monotonic = 100.0
        self.timers: list[VirtualTimer] = []
        self.clock = Clock(self.utc, self.monotonic, "boot", self._make_timer)

    def utc(self) -> float:
        return self._utc

    def monotonic(self) -> float:
        return self._monotonic

    def pass_by(self, seconds: float) -> None:
        """Both clocks go on and no timer rings: the process stood still."""
        self._utc += seconds
        self._monotonic += seconds

    def suspend(self, seconds: float) -> None:
        """The computer sleeps: only the wall clock goes on. Also: somebody sets the clock."""
        self._utc += seconds

    @property
    def next_ring(self) -> float | None:
        """When the next timer rings (monotonic); None when none runs."""
        return min((t.rings_at for t in self.timers if t.rings_at is not None), default=None)

    def ring_next(self, limit: float) -> bool:
        """Go to the next timer and let it ring; False when none rings until `limit`."""
        waiting = [t for t in self.timers if t.rings_at is not None]
        timer = min(waiting, key=lambda t: t.rings_at or 0.0, default=None)
        if timer is None or timer.rings_at is None or timer.rings_at > limit:
            return False
        self.pass_by(max(0.0, timer.rings_at - self._monotonic))
        timer.ring()
        return True

    async def run(self, jobs: Jobs, seconds: float) -> None:
        """Let `seconds` pass; jobs that a timer started end before time goes on."""
        limit = self._monotonic + seconds
        await settle(jobs)
        while self.ring_next(limit):
            await settle(jobs)
        self.pass_by(limit - self._monotonic)

    def _make_timer(self, on_timeout: Callable[[], None], _parent: QObject) -> VirtualTimer:
        timer = VirtualTimer(self, on_timeout)
        self.timers.append(timer)
        return timer


async def settle(jobs: Jobs) -> None:
    """Wait until no job runs; a job that waits for something else is an error of the test."""
    loop = asyncio.get_running_loop()
    patience = 20.0
    began = loop.time()
    while jobs.names:
        await jobs.wait(lambda _name: True, patience)
        assert loop.time() - began < patience, f"still running: {jobs.names}"
