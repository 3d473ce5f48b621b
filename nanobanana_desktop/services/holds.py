"""Holds: why nothing is sent or asked for now, kept once for the whole program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.task import Hold
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.poller import Schedule

OFFLINE_STEPS: Final = (2.0, 5.0, 10.0, 20.0, 40.0, 60.0)
RATE_LIMIT_MAX: Final = 600.0
_PREFIX: Final = "hold:"


@dataclass(frozen=True, slots=True)
class HoldState:
    """The holds in force; `until` (UTC seconds) where a hold ends by itself."""

    active: tuple[Hold, ...] = ()
    until: float | None = None

    @property
    def shown(self) -> Hold | None:
        """The one that a person should read."""
        order = (
            Hold.AUTH,
            Hold.NO_KEY,
            Hold.KEYRING_LOCKED,
            Hold.OFFLINE,
            Hold.CIRCUIT_OPEN,
            Hold.RATE_LIMIT,
            Hold.APP_PAUSED,
        )
        return next((hold for hold in order if hold in self.active), None)


class Holds(QObject):
    """Global holds. A hold stops effects and never changes a task's state.

    OFFLINE and CIRCUIT_OPEN end by themselves after growing, jittered steps, so that one probe
    goes out; RATE_LIMIT ends at its time; AUTH, NO_KEY, KEYRING_LOCKED and APP_PAUSED end by
    the person.

    Signals: `changed(HoldState)`.
    """

    changed = Signal(object)

    def __init__(
        self, schedule: Schedule, clock: Clock, chance: Chance, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._schedule = schedule
        self._clock = clock
        self._chance = chance
        self._until: dict[Hold, float | None] = {}
        self._offline_step = 0

    @property
    def state(self) -> HoldState:
        times = [until for until in self._until.values() if until is not None]
        return HoldState(tuple(self._until), max(times, default=None))

    @property
    def blocks_sending(self) -> bool:
        return bool(self._until)

    @property
    def blocks_asking(self) -> bool:
        return bool(set(self._until) - {Hold.APP_PAUSED})

    def raise_hold(self, hold: Hold, seconds: float | None = None) -> None:
        if seconds is None and hold in (Hold.OFFLINE, Hold.CIRCUIT_OPEN):
            if hold in self._until:
                return
            step = OFFLINE_STEPS[min(self._offline_step, len(OFFLINE_STEPS) - 1)]
            self._offline_step += 1
            seconds = step * (0.8 + 0.4 * self._chance.random())
        if hold is Hold.RATE_LIMIT and seconds is not None:
            seconds = min(seconds, RATE_LIMIT_MAX)
        self._until[hold] = None if seconds is None else self._clock.utc() + seconds
        if seconds is not None:
            self._schedule.set(_PREFIX + hold.value, seconds)
        self.changed.emit(self.state)

    def release(self, hold: Hold) -> None:
        if hold not in self._until:
            return
        del self._until[hold]
        self._schedule.cancel(_PREFIX + hold.value)
        self.changed.emit(self.state)

    def release_due(self, key: str) -> None:
        """A key of the schedule came due; keys that are no hold's are ignored."""
        if key.startswith(_PREFIX):
            self.release(Hold(key.removeprefix(_PREFIX)))

    def note_success(self) -> None:
        """The service answered: the next time offline begins with short steps again."""
        if self._offline_step:
            self._offline_step = 0
            self.changed.emit(self.state)

    @property
    def offline_tries(self) -> int:
        """How many times in a row the service could not be reached."""
        return self._offline_step
