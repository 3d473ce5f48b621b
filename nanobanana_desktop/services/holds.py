"""Holds: why nothing is sent or asked for now, kept once for the whole program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.task import Hold
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.schedule import Schedule

OFFLINE_STEPS: Final = (2.0, 5.0, 10.0, 20.0, 40.0)
"""Seconds between two probes; with their jitter none is longer than 48."""
RATE_LIMIT_STEPS: Final = (7.5, 15.0, 30.0, 50.0)
"""Seconds of a rate limit whose end the service did not tell; 5–60 with their jitter."""
RATE_LIMIT_MAX: Final = 600.0
TIMED: Final = (Hold.RATE_LIMIT, Hold.BALANCE)
"""End at their time: a limit is over then, and an account may have been topped up."""
PROBED: Final = (Hold.OFFLINE, Hold.CIRCUIT_OPEN)
"""End when one question got an answer, and are one: whichever came first stands for both."""
_JITTER: Final = 0.2
_PREFIX: Final = "hold:"


@dataclass(frozen=True, slots=True)
class HoldState:
    """The holds in force; `until` (UTC seconds) where a hold ends by itself or is tried next.

    `since` is when the service was first out of reach, `probing` whether that is being tried now.
    """

    active: tuple[Hold, ...] = ()
    until: float | None = None
    since: float | None = None
    probing: bool = False

    @property
    def shown(self) -> Hold | None:
        """The one that a person should read."""
        order = (
            Hold.AUTH,
            Hold.NO_KEY,
            Hold.KEYRING_LOCKED,
            Hold.OFFLINE,
            Hold.CIRCUIT_OPEN,
            Hold.BALANCE,
            Hold.RATE_LIMIT,
            Hold.APP_PAUSED,
        )
        return next((hold for hold in order if hold in self.active), None)


class Holds(QObject):
    """Global holds. A hold stops effects and never changes a task's state.

    OFFLINE and CIRCUIT_OPEN stay in force until one single question got through: their steps grow,
    and at the end of each `probe_due` asks for that question. RATE_LIMIT and BALANCE end at their
    time; AUTH, NO_KEY, KEYRING_LOCKED and APP_PAUSED end by the person.

    Signals: `changed(HoldState)`, `probe_due()` – ask one thing, then call `note_success` or raise
    the hold again; when nothing needs an answer, release it.
    """

    changed = Signal(object)
    probe_due = Signal()

    def __init__(
        self, schedule: Schedule, clock: Clock, chance: Chance, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._schedule = schedule
        self._clock = clock
        self._chance = chance
        self._ends: dict[Hold, float | None] = {}
        self._offline_step = 0
        self._rate_step = 0
        self._since: float | None = None
        self._probing = False
        self._doubts_balance = False

    @property
    def state(self) -> HoldState:
        ends = [end for end in self._ends.values() if end is not None]
        until = self._clock.utc() + max(ends) - self._clock.monotonic() if ends else None
        return HoldState(tuple(self._ends), until, self._since, self._probing)

    @property
    def blocks_sending(self) -> bool:
        return bool(self._ends)

    @property
    def blocks_asking(self) -> bool:
        return bool(set(self._ends) - {Hold.APP_PAUSED})

    @property
    def blocks_probing(self) -> bool:
        """Whether something else than being out of reach forbids even a single question."""
        return bool(set(self._ends) - {Hold.APP_PAUSED, *PROBED})

    @property
    def probed(self) -> Hold | None:
        """OFFLINE or CIRCUIT_OPEN, whichever is in force."""
        return next((hold for hold in PROBED if hold in self._ends), None)

    @property
    def offline_tries(self) -> int:
        """How many times in a row the service could not be reached."""
        return self._offline_step

    @property
    def doubts_balance(self) -> bool:
        """Whether the account was empty, and nothing shows yet that it no longer is."""
        return self._doubts_balance

    def raise_hold(self, hold: Hold, seconds: float | None = None) -> None:
        """Put `hold` in force, one of `TIMED` for `seconds` or, not told, for a growing time."""
        if hold in PROBED:
            self._raise_probed(hold)
        elif hold in TIMED:
            self._raise_timed(hold, seconds)
        else:
            self._ends[hold] = None
            self.changed.emit(self.state)

    def release(self, hold: Hold) -> None:
        """End a hold without proof, because the person asks or nothing waits for it."""
        if hold not in self._ends:
            return
        del self._ends[hold]
        self._schedule.cancel(_PREFIX + hold.value)
        if hold in PROBED:
            self._probing = False
            self._since = None
        if hold is Hold.BALANCE:
            self._doubts_balance = True
        self.changed.emit(self.state)

    def release_due(self, key: str) -> None:
        """A key of the schedule came due; keys that are no hold's are ignored."""
        if not key.startswith(_PREFIX):
            return
        hold = Hold(key.removeprefix(_PREFIX))
        if hold in PROBED:
            self._probe(hold)
        else:
            self.release(hold)

    def note_success(self) -> None:
        """The service answered: it is within reach, and the next time begins with short steps."""
        if not self._offline_step and self.probed is None:
            return
        self._offline_step = 0
        held = self.probed
        if held is None:
            self.changed.emit(self.state)
        else:
            self.release(held)

    def note_calm(self) -> None:
        """A question was answered without a word of a limit: the next one begins with short steps.

        Limits whose end the service told never count.
        """
        self._rate_step = 0
        self.note_balance()

    def note_balance(self) -> None:
        """The account is not empty: a question was answered, or an order accepted."""
        if self._doubts_balance:
            self._doubts_balance = False
            self.changed.emit(self.state)

    def probe_soon(self, delay: float) -> None:
        """Something changed: try in `delay` seconds whether the service is within reach again."""
        held = self.probed
        if held is None:
            return
        self._offline_step = min(self._offline_step, 1)
        self._probing = False
        self._wait(held, delay)

    def note_sleep(self, seconds: float) -> None:
        """The wall clock went `seconds` further than the timers; a limit ended meanwhile too."""
        ends = [(hold, self._ends.get(hold)) for hold in TIMED]
        running = [(hold, end) for hold, end in ends if end is not None and seconds > 0]
        for hold, end in running:
            self._wait(hold, end - seconds - self._clock.monotonic())
        if self._ends and not running:
            self.changed.emit(self.state)

    def _raise_probed(self, hold: Hold) -> None:
        held = self.probed
        if held is not None and not self._probing:
            return
        if held is not None and held is not hold:
            del self._ends[held]
        if self._since is None:
            self._since = self._clock.utc()
        self._probing = False
        step = OFFLINE_STEPS[min(self._offline_step, len(OFFLINE_STEPS) - 1)]
        self._offline_step += 1
        self._wait(hold, self._jittered(step))

    def _raise_timed(self, hold: Hold, seconds: float | None) -> None:
        if seconds is None:
            if hold in self._ends:
                return
            step = RATE_LIMIT_STEPS[min(self._rate_step, len(RATE_LIMIT_STEPS) - 1)]
            self._rate_step += 1
            seconds = self._jittered(step)
        end = self._ends.get(hold) or 0.0
        longest = max(min(seconds, RATE_LIMIT_MAX), end - self._clock.monotonic())
        self._wait(hold, longest)

    def _wait(self, hold: Hold, seconds: float) -> None:
        seconds = max(0.0, seconds)
        self._ends[hold] = self._clock.monotonic() + seconds
        self._schedule.set(_PREFIX + hold.value, seconds)
        self.changed.emit(self.state)

    def _probe(self, hold: Hold) -> None:
        self._probing = True
        self._ends[hold] = None
        self.changed.emit(self.state)
        self.probe_due.emit()

    def _jittered(self, seconds: float) -> float:
        return seconds * (1.0 - _JITTER + 2.0 * _JITTER * self._chance.random())
