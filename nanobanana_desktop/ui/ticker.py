"""The one timer of the window's moving parts; it does not run while nothing moves."""

from __future__ import annotations

from enum import IntEnum
from time import monotonic
from typing import Final
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QTimer, Signal

SECOND: Final = 1.0
FRAME: Final = 0.033


class Pace(IntEnum):
    """How often an owner needs to be woken."""

    STILL = 0
    SECONDS = 1
    FRAMES = 2


class Ticker(QObject):
    """Wakes the visible parts that show time or motion, with one single-shot timer for all.

    Owners report their pace whenever it changes (rows scrolled away, window hidden or inactive).
    While every pace is STILL no timer runs.

    Signals: `second_passed()` once per second for clocks; `frame_due()` about thirty times per
    second, only while an owner needs FRAMES and motion is allowed.
    """

    second_passed = Signal()
    frame_due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paces: WeakKeyDictionary[QObject, Pace] = WeakKeyDictionary()
        self._motion_allowed = True
        self._next_second: float | None = None
        self._timer = QTimer(self)
        self._timer.setObjectName("ticker")
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def motion_allowed(self) -> bool:
        return self._motion_allowed

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    @property
    def phase(self) -> float:
        """Seconds on a clock that only grows: where rings and bars stand in their turn."""
        return monotonic() if self._motion_allowed else 0.0

    def set_motion_allowed(self, allowed: bool) -> None:
        """False draws rings and bars still; clocks go on once per second."""
        self._motion_allowed = allowed
        self._arm()

    def set_pace(self, owner: QObject, pace: Pace) -> None:
        """`owner` needs `pace` from now on; it reports STILL when it is hidden."""
        if self._paces.get(owner, Pace.STILL) != pace:
            self._paces[owner] = pace
            self._arm()

    def _pace(self) -> Pace:
        needed = max(self._paces.values(), default=Pace.STILL)
        return needed if self._motion_allowed else min(needed, Pace.SECONDS)

    def _arm(self) -> None:
        pace = self._pace()
        if pace is Pace.STILL:
            self._next_second = None
            self._timer.stop()
            return
        now = monotonic()
        if self._next_second is None:
            self._next_second = now + SECOND
        wait = FRAME if pace is Pace.FRAMES else max(FRAME, self._next_second - now)
        self._timer.start(round(wait * 1000))

    def _on_timer_timeout(self) -> None:
        now = monotonic()
        second_is_over = self._next_second is not None and now >= self._next_second - FRAME / 2
        if second_is_over:
            self._next_second = now + SECOND
        if self._pace() is Pace.FRAMES:
            self.frame_due.emit()
        if second_is_over:
            self.second_passed.emit()
        self._arm()
