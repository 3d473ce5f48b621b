"""Ends a download that has become too slow to be alive."""

from __future__ import annotations

from collections import deque


class Pace:
    """Counts bytes against waiting time. Time that the receiver spends is not counted.

    `window` and `total` are seconds, `rate` bytes per second: a download is given up when fewer
    than `window * rate` bytes came during the last `window`, or after `total`.
    """

    def __init__(self, window: float, rate: float, total: float) -> None:
        self._window = window
        self._needed = window * rate
        self._total = total
        self._waited = 0.0
        self._recent: deque[tuple[float, int]] = deque()
        self._recent_bytes = 0

    @property
    def patience(self) -> float:
        """Seconds that the next bytes may take; zero or less means that it is over."""
        deadline = self._window
        if self._recent and self._recent_bytes >= self._needed:
            deadline = self._recent[0][0] + self._window
        return min(deadline, self._total) - self._waited

    def add(self, waited: float, received: int) -> None:
        """`received` bytes came after `waited` seconds."""
        self._waited += waited
        self._recent.append((self._waited, received))
        self._recent_bytes += received
        # Only the newest entries that make up the needed bytes decide about the deadline.
        while self._recent and self._recent_bytes - self._recent[0][1] >= self._needed:
            self._recent_bytes -= self._recent.popleft()[1]
