"""Everything that is due later, behind one timer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.wake_watch import SleepGauge

TICK: Final = 0.25
"""Entries due within this many seconds share one wake-up."""
LONGEST_REST: Final = 5.0
"""Seconds between two looks at the clocks while something waits; a coarse timer of this length
is at most one `TICK` early."""


class Schedule(QObject):
    """One single-shot timer for all that waits; it rests when nothing does.

    A timer stands still while the computer sleeps, so the clocks are compared at every tick, and a
    tick comes at least every `LONGEST_REST` seconds as long as there is an entry.

    Signals: `due(list[str])` – the keys whose time has come, earliest first; a key is due once, set
    it again for a next time –, `woke(float)` – before `due`: the seconds that the wall clock went
    further than the timers since the last tick (the computer slept), negative when it was set back.
    """

    due = Signal(object)
    woke = Signal(float)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._gauge = SleepGauge(clock)
        self._entries: dict[str, float] = {}
        self._timer = clock.make_timer(self._on_timer_timeout, self)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._rings_at: float | None = None

    def set(self, key: str, delay: float) -> None:
        """Make `key` due in `delay` seconds, replacing an earlier time."""
        if not self._entries:
            self._gauge.begin()
        self._entries[key] = self._clock.monotonic() + max(0.0, delay)
        self._arm()

    def cancel(self, key: str) -> None:
        if self._entries.pop(key, None) is not None:
            self._arm()

    def clear(self) -> None:
        self._entries.clear()
        self._arm()

    def hasten(self, prefix: str, delay: Callable[[], float]) -> None:
        """Make every key that begins with `prefix` due in `delay()` seconds, none later than now
        planned.
        """
        now = self._clock.monotonic()
        for key, at in self._entries.items():
            if key.startswith(prefix):
                self._entries[key] = min(at, now + delay())
        self._arm()

    @property
    def is_armed(self) -> bool:
        """Whether a timer runs."""
        return self._rings_at is not None

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def _arm(self) -> None:
        if not self._entries:
            self._timer.stop()
            self._rings_at = None
            return
        now = self._clock.monotonic()
        rings_at = min(*self._entries.values(), now + LONGEST_REST)
        if self._rings_at is not None and self._rings_at <= rings_at <= self._rings_at + TICK:
            # The timer that runs serves this one too.
            return
        self._rings_at = rings_at
        self._timer.start(max(0, round((rings_at - now) * 1000)))

    def _on_timer_timeout(self) -> None:
        self._rings_at = None
        gap = self._gauge.look()
        if gap:
            self.woke.emit(gap)
        limit = self._clock.monotonic() + TICK
        ready = sorted((at, key) for key, at in self._entries.items() if at <= limit)
        for _, key in ready:
            del self._entries[key]
        self._arm()
        if ready:
            self.due.emit([key for _, key in ready])
