"""Looks, in growing steps, whether the database takes changes again."""

from __future__ import annotations

import asyncio
from typing import Final

from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.schedule import Schedule
from nanobanana_desktop.services.task_ledger import TaskLedger

STORE_STEPS: Final = (2.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds between two looks; the last is repeated."""
CALM: Final = 60.0
"""Seconds after which the next refusal begins with the short steps again: a database that takes
a little and then nothing must not be tried at the pace of its first refusal for ever."""
_KEY: Final = "store"


class StoreWatch:
    """Calls `TaskLedger.catch_up` while the ledger is blocked; nothing runs otherwise."""

    def __init__(self, ledger: TaskLedger, schedule: Schedule, jobs: Jobs, clock: Clock) -> None:
        self._ledger = ledger
        self._schedule = schedule
        self._jobs = jobs
        self._clock = clock
        self._looks = 0
        self._freed_at = 0.0
        self._freed = asyncio.Event()
        ledger.blocked_changed.connect(self._on_ledger_blocked_changed)

    async def freed(self) -> None:
        """Return once the ledger is not blocked."""
        while self._ledger.blocked:
            self._freed.clear()
            await self._freed.wait()

    def look_now(self) -> None:
        """The person asks to go on."""
        if self._ledger.blocked:
            self._schedule.cancel(_KEY)
            self._jobs.start("store again", self._look())

    def look_due(self, key: str) -> None:
        """A key of the schedule came due; any other than the store's is ignored."""
        if key == _KEY:
            self._jobs.start("store again", self._look())

    async def _look(self) -> None:
        if not await self._ledger.catch_up():
            self._plan()

    def _plan(self) -> None:
        step = STORE_STEPS[min(self._looks, len(STORE_STEPS) - 1)]
        self._looks += 1
        self._schedule.set(_KEY, step)

    def _on_ledger_blocked_changed(self, blocked: bool) -> None:
        now = self._clock.monotonic()
        if not blocked:
            self._freed_at = now
            self._freed.set()
            return
        if now - self._freed_at > CALM:
            self._looks = 0
        self._plan()
