"""Threads that read pictures: the end of the program waits for them only so long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from nanobanana_desktop.log import get_logger

_log = get_logger(__name__)

STOP_SECONDS: Final = 2.0
"""How long the end waits; a thread that reads from a dead drive is left behind."""


class SideThreads:
    """A few threads that run the same work until it returns."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._threads: list[threading.Thread] = []

    def start(self, count: int, work: Callable[[], None]) -> None:
        for number in range(count):
            # As daemons they cannot keep the process from ending.
            thread = threading.Thread(target=work, name=f"{self._name}-{number}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def join(self) -> None:
        """Wait for threads that were told to end, `STOP_SECONDS` altogether. Idempotent."""
        threads, self._threads = self._threads, []
        deadline = time.monotonic() + STOP_SECONDS
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                _log.info("%s still waits for a drive", thread.name)
