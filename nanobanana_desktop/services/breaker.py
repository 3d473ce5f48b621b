"""When trouble with single questions means that the service should be left alone for a while."""

from __future__ import annotations

from typing import Final

FAILURES_TO_OPEN: Final = 3
"""Consecutive failures on so many different tasks open the circuit."""
RETRIES: Final = 10
"""Repeats after errors that may be spent before a success earns one back."""


class Breaker:
    """Counts failures over all tasks, so that many of them do not hammer a service in trouble.

    All repeats share one budget: each failure takes a token, each success gives one back.
    """

    def __init__(self) -> None:
        self._failing: set[str] = set()
        self._tokens = RETRIES

    def note_failure(self, task_id: str) -> bool:
        """A question about the task failed; True when nothing should be asked for a while."""
        self._failing.add(task_id)
        spent = self._tokens == 0
        self._tokens = max(0, self._tokens - 1)
        return spent or len(self._failing) >= FAILURES_TO_OPEN

    def note_success(self) -> None:
        """The service answered a question as it should."""
        self._failing.clear()
        self._tokens = min(RETRIES, self._tokens + 1)
