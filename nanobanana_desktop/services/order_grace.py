"""The moment in which an order can still be taken back: nothing of it was sent yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.schedule import Schedule

MANY: Final = 4
"""Orders at once from which on a moment to take them back is always given."""
MANY_SECONDS: Final = 3.0

_PREFIX: Final = "grace:"
_ALMOST: Final = 0.01


@dataclass(frozen=True, slots=True)
class OrderGrace:
    """Orders that wait before they are sent: local ids, end (monotonic seconds), whole length."""

    ids: tuple[str, ...]
    until_monotonic: float
    seconds: float


class GraceKeeper(QObject):
    """Holds orders back for a few seconds. In memory only: after a restart they are just sent.

    Signals: `started(OrderGrace)`, `ended(tuple[str, ...])` – the ids of a grace whose time is
    over, or of which no order is left.
    """

    started = Signal(object)
    ended = Signal(object)

    def __init__(self, schedule: Schedule, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._schedule = schedule
        self._clock = clock
        self._setting = 0.0
        self._graces: dict[str, OrderGrace] = {}
        self._held: dict[str, set[str]] = {}

    @property
    def held(self) -> frozenset[str]:
        """Ids of the orders that must not be sent yet."""
        return frozenset[str]().union(*self._held.values())

    def set_seconds(self, seconds: float) -> None:
        """The person's choice for any order, 0 for none; it holds for orders from now on."""
        self._setting = seconds

    def prepare(self, ids: Sequence[str]) -> None:
        """Hold new orders back while they are stored; `begin` or `release` follows."""
        if self._length(len(ids)):
            self._held[ids[0]] = set(ids)

    def begin(self, ids: Sequence[str]) -> None:
        """The orders are stored: their time runs from now."""
        key = ids[0]
        if key not in self._held:
            return
        seconds = self._length(len(ids))
        grace = OrderGrace(tuple(ids), self._clock.monotonic() + seconds, seconds)
        self._graces[key] = grace
        self._schedule.set(_PREFIX + key, seconds)
        self.started.emit(grace)

    def release(self, ids: Sequence[str]) -> None:
        """These orders are gone, or may go."""
        for key, held in list(self._held.items()):
            held.difference_update(ids)
            if not held:
                self._end(key)

    def release_due(self, key: str) -> None:
        """A key of the schedule came due; keys that are no grace's are ignored."""
        grace = self._graces.get(key.removeprefix(_PREFIX)) if key.startswith(_PREFIX) else None
        if grace is None:
            return
        left = grace.until_monotonic - self._clock.monotonic()
        if left > _ALMOST:
            # Everything else may be hastened (the network came back), this may not.
            self._schedule.set(key, left)
        else:
            self._end(key.removeprefix(_PREFIX))

    def _end(self, key: str) -> None:
        del self._held[key]
        grace = self._graces.pop(key, None)
        if grace is not None:
            self._schedule.cancel(_PREFIX + key)
            self.ended.emit(grace.ids)

    def _length(self, count: int) -> float:
        return max(self._setting, MANY_SECONDS) if count > MANY else self._setting
