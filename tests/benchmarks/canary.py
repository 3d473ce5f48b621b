"""Notices when the window's thread does not come round."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5


class Canary(QObject):
    """Beats every five milliseconds; notes by how much each beat was late, in seconds.

    `worked` tells how much of the time between two beats the thread had a processor: on a busy
    machine it is late without having done anything.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pauses: list[float] = []
        self.worked: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._last = 0.0
        self._last_work = 0.0

    def start(self) -> None:
        self._last, self._last_work = time.monotonic(), time.thread_time()
        self._timer.start()

    def forget(self) -> None:
        """What was noted so far does not count."""
        self.pauses.clear()
        self.worked.clear()

    def _on_timer_timeout(self) -> None:
        now, work = time.monotonic(), time.thread_time()
        self.pauses.append(max(0.0, now - self._last - BEAT_MS / 1000))
        self.worked.append(work - self._last_work)
        self._last, self._last_work = now, work
